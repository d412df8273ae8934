import { cp, mkdir, readdir } from 'node:fs/promises';
import { loadChecklist } from '../checklist/load.ts';
import type { Checklist } from '../checklist/schema.ts';
import { type LoadedFacility, loadFacility } from '../facility/load.ts';
import type { Facility } from '../facility/schema.ts';
import type { SideEffect } from '../probes/contract.ts';
import { writeFileAtomically } from './atomic-write.ts';
import type { Dossier } from './dossier.ts';
import type { EvidenceRecord } from './evidence.ts';

/** All that judging reads from a dossier. */
export interface DossierContents {
  readonly checklist: Checklist;
  readonly facility: Facility;
  readonly evidence: readonly EvidenceRecord[];
  readonly sideEffects: readonly SideEffect[];
}

/**
 * Puts what the assessment rests on into the dossier: the facility file as read (it holds references to secrets, never
 * secrets) and the exact checklist.
 */
export async function storeFoundations(
  dossier: Dossier,
  loaded: LoadedFacility,
  checklistFolder: string,
): Promise<void> {
  await writeFileAtomically(dossier.path('facility.yaml'), loaded.text);
  await mkdir(dossier.path('checklist'), { recursive: true });
  for (const name of await readdir(checklistFolder)) {
    if (name.endsWith('.yaml'))
      await cp(`${checklistFolder}/${name}`, dossier.path('checklist', name));
  }
}

/**
 * Reads a dossier back.
 * @throws UserError when a part of it is damaged.
 */
export async function readDossierContents(dossier: Dossier): Promise<DossierContents> {
  const { language } = dossier.settings;
  const [checklist, loaded, evidence, sideEffects] = await Promise.all([
    loadChecklist(dossier.path('checklist')),
    loadFacility(dossier.path('facility.yaml'), language),
    dossier.readRecords(language),
    dossier.readSideEffects(),
  ]);
  return { checklist, facility: loaded.facility, evidence, sideEffects };
}
