import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { loadChecklist } from '../checklist/load.ts';
import type { Checklist } from '../checklist/schema.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { type LoadedFacility, loadFacility } from '../facility/load.ts';
import type { Facility } from '../facility/schema.ts';
import type { SideEffect } from '../probes/contract.ts';
import { writeFileAtomically } from './atomic-write.ts';
import type { Dossier } from './dossier.ts';
import type { EvidenceRecord } from './evidence.ts';
import { manifestName } from './manifest.ts';

/** All that judging reads from a dossier. */
export interface DossierContents {
  readonly checklist: Checklist;
  readonly facility: Facility;
  readonly evidence: readonly EvidenceRecord[];
  readonly sideEffects: readonly SideEffect[];
}

/**
 * Puts what the assessment rests on into the dossier: the exact checklist, then the facility file as read (it holds
 * references to secrets, never secrets). The facility file comes last: where it is, the checklist is whole.
 */
export async function storeFoundations(
  dossier: Dossier,
  loaded: LoadedFacility,
  checklistFolder: string,
): Promise<void> {
  checklists.delete(dossier);
  for (const name of await readdir(checklistFolder)) {
    if (!name.endsWith('.yaml')) continue;
    const bytes = await readFile(path.join(checklistFolder, name));
    await writeFileAtomically(dossier.path('checklist', name), bytes);
  }
  await writeFileAtomically(dossier.path('facility.yaml'), loaded.text);
}

/**
 * The facility file the dossier's records were made from; `undefined` when a run was stopped before it was stored, or
 * when it cannot be read any more.
 */
export async function readStoredFacility(dossier: Dossier): Promise<Facility | undefined> {
  try {
    const file = dossier.path('facility.yaml');
    return (await loadFacility(file, dossier.settings.language, { stored: true })).facility;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/**
 * Reads a dossier back.
 * @throws UserError when a part of it is damaged, or when a run was stopped before it had begun to collect.
 */
export async function readDossierContents(dossier: Dossier): Promise<DossierContents> {
  const { language } = dossier.settings;
  await checkComplete(dossier);
  const [checklist, loaded, evidence, sideEffects] = await Promise.all([
    checklistOf(dossier),
    loadFacility(dossier.path('facility.yaml'), language, { stored: true }),
    dossier.readRecords(language),
    dossier.readSideEffects(),
  ]);
  return { checklist, facility: loaded.facility, evidence, sideEffects };
}

/** The checklist of a dossier is read and parsed once: it is most of the time that judging takes. */
const checklists = new WeakMap<Dossier, Promise<Checklist>>();

function checklistOf(dossier: Dossier): Promise<Checklist> {
  const known = checklists.get(dossier);
  if (known) return known;
  const loaded = loadChecklist(dossier.path('checklist'), dossier.settings.language);
  checklists.set(dossier, loaded);
  return loaded;
}

async function checkComplete(dossier: Dossier): Promise<void> {
  if (await isThere(dossier.path('facility.yaml'))) return;
  const vi = dossier.settings.language === 'vi';
  if (await isThere(dossier.path(manifestName))) {
    throw new UserError(
      vi
        ? `Hồ sơ ${dossier.folder} thiếu facility.yaml: đã bị sửa; hãy lấy lại bản gốc.`
        : `The dossier ${dossier.folder} lacks facility.yaml: it was edited; restore the original.`,
      { exitCode: 5 },
    );
  }
  throw new UserError(
    vi
      ? `Hồ sơ ${dossier.folder} bị dừng khi mới bắt đầu, chưa có gì để xét; chạy lại lệnh thu thập với --resume.`
      : `The dossier ${dossier.folder} was stopped as it began and holds nothing to judge; run the collecting command again with --resume.`,
  );
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
