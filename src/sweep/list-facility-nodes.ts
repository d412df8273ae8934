import { UserError } from '../errors/user-error.ts';
import { loadFacility } from '../facility/load.ts';
import { readSecret } from '../facility/secrets.ts';
import type { Language } from '../locale/language.ts';
import { connectNode } from '../probes/shared/connect-node.ts';
import type { SweepNode } from './node.ts';
import { SWEEP_DEADLINES } from './sweep-nodes.ts';

/**
 * The DICOM nodes of a facility file, with the TLS files they name already read. A node whose files cannot be used
 * stays in the list with the reason.
 * @throws UserError (exit code 2) when the file is wrong, names no node, or a secret is not there
 */
export async function listFacilityNodes(
  file: string,
  callingAe: string | undefined,
  language: Language,
  signal: AbortSignal,
): Promise<{ readonly nodes: SweepNode[]; readonly callingAe: string }> {
  const { facility, folder } = await loadFacility(file, language);
  const { nodes } = facility.dicom;
  if (nodes.length === 0) {
    throw new UserError(
      language === 'vi'
        ? `${file} chưa có nút DICOM nào trong dicom.nodes.`
        : `${file} has no DICOM node in dicom.nodes.`,
    );
  }
  const own = callingAe ?? facility.dicom.callingAe;
  const context = {
    baseFolder: folder,
    language,
    signal,
    readSecret: (ref: Parameters<typeof readSecret>[0]) => readSecret(ref, folder, language),
  };
  const listed: SweepNode[] = [];
  for (const node of nodes) {
    const title = callingAe ?? node.callingAe ?? own;
    const prepared = await connectNode(node, title, context, SWEEP_DEADLINES);
    const { id, role, host, port, calledAe } = node;
    const tls = prepared.ok ? prepared.connection.options.tls : undefined;
    listed.push({
      id,
      role,
      host,
      port,
      calledAe,
      callingAe: title,
      ...(tls && { tls }),
      ...(!prepared.ok && { unusable: prepared.observation.reason.message }),
    });
  }
  return { nodes: listed, callingAe: own };
}
