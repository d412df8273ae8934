import { UserError } from '../../errors/user-error.ts';
import { type LoadedFacility, loadFacility } from '../../facility/load.ts';
import type { DicomNode, Facility } from '../../facility/schema.ts';
import { readSecret } from '../../facility/secrets.ts';
import type { Language } from '../../locale/language.ts';
import { isInsideWindow } from '../../plan/allowed-window.ts';
import { NodeSession, type SessionContext } from './node-session.ts';

/** A facility file and what talking to its nodes needs. */
export interface OpenedFacility {
  readonly loaded: LoadedFacility;
  readonly context: SessionContext;
}

/** Reads the facility file. @throws UserError naming file and line */
export async function openFacility(
  file: string,
  language: Language,
  signal: AbortSignal,
): Promise<OpenedFacility> {
  const loaded = await loadFacility(file, language);
  const { folder } = loaded;
  return {
    loaded,
    context: {
      language,
      signal,
      baseFolder: folder,
      readSecret: (ref) => readSecret(ref, folder, language),
    },
  };
}

/** A node of the facility file, ready to be asked. @throws UserError when there is none of this id, or its TLS files are wrong */
export async function prepareNode(
  { loaded: { facility }, context }: OpenedFacility,
  id: string,
  perSecond: number,
): Promise<NodeSession> {
  const node = findNode(facility, id, context.language);
  const callingAe = node.callingAe ?? facility.dicom.callingAe;
  const prepared = await NodeSession.prepare(node, callingAe, context, perSecond);
  if (!prepared.ok) throw new UserError(prepared.message);
  return prepared.session;
}

function findNode(facility: Facility, id: string, language: Language): DicomNode {
  const node = facility.dicom.nodes.find((one) => one.id === id);
  if (node !== undefined) return node;
  const known = facility.dicom.nodes.map((one) => one.id).join(', ');
  throw new UserError(
    language === 'vi'
      ? `Tệp cơ sở không có nút DICOM "${id}"; có: ${known || 'chưa khai nút nào'}.`
      : `The facility file has no DICOM node "${id}"; there is: ${known || 'none'}.`,
  );
}

/** The hours that the hospital allows, as the facility file has them. */
export function describeHours({ allowedWindow }: Facility): string {
  return (allowedWindow ?? [])
    .map(({ days, from, to }) => `${days.join(',')} ${from}-${to}`)
    .join('; ');
}

/** @throws UserError outside the hours that the hospital allows */
export function requireWindow(facility: Facility, language: Language, now: Date): void {
  if (isInsideWindow(facility.allowedWindow, now)) return;
  const hours = describeHours(facility);
  throw new UserError(
    language === 'vi'
      ? `Bây giờ nằm ngoài khung giờ bệnh viện cho phép (${hours}); chưa hỏi gì.`
      : `It is now outside the hours that the hospital allows (${hours}); nothing was asked.`,
  );
}
