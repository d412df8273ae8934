import { Dossier } from '../evidence/dossier.ts';
import { readDossierContents } from '../evidence/dossier-contents.ts';
import { judge } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import { type GapPlan, planGap } from './plan-gap.ts';
import type { GapViewInput } from './view-gap.ts';

/**
 * Judges a facility's dossier in the language of the reader and plans the way to a level. Reads only.
 * @throws UserError when the folder is no dossier, is damaged, or is a product's.
 */
export async function makeGap(
  folder: string,
  wanted: GapPlan['target'],
  language: Language,
): Promise<GapViewInput> {
  const dossier = await Dossier.open(folder, language);
  const assessment = await judge(dossier, language);
  const { checklist } = await readDossierContents(dossier);
  return {
    plan: planGap(assessment, checklist, wanted),
    checklist,
    assessment,
    recordedIn: dossier.settings.language,
  };
}
