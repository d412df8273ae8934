import { prepareDossier } from '../cli/prepare-dossier.ts';
import { UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readStoredFacility } from '../evidence/dossier-contents.ts';
import { requireFacilityScope } from '../evidence/dossier-settings.ts';
import type { Language } from '../locale/language.ts';
import type { RiskClass } from '../probes/contract.ts';
import type { ChosenEntries } from './choose-services.ts';

/** Where the evidence of a drill goes: a new dossier, or one that is there. */
export interface DossierChoice {
  readonly out?: string | undefined;
  readonly dossier?: string | undefined;
  readonly facilityFile: string;
  readonly allowed: ReadonlySet<RiskClass>;
}

/**
 * Makes or opens the dossier; `undefined` when the drill is only to be shown.
 * @throws UserError when the folder does not fit, is in use, or is of another facility.
 */
export async function openDrillDossier(
  { out, dossier, facilityFile, allowed }: DossierChoice,
  entries: ChosenEntries,
  language: Language,
): Promise<Dossier | undefined> {
  if (out !== undefined) {
    const prepared = await prepareDossier({
      facilityFile,
      out,
      target: undefined,
      allow: [...allowed].join(','),
      only: undefined,
      resume: false,
      language,
    });
    return prepared.dossier;
  }
  if (dossier === undefined) return undefined;
  const opened = await Dossier.open(dossier, language);
  requireFacilityScope(opened.settings, language);
  await checkSameEntries(opened, entries, language);
  return Dossier.reopen(
    dossier,
    (earlier) => ({ ...earlier, allowed: [...new Set([...earlier.allowed, ...allowed])] }),
    language,
  );
}

/** What is removed later is found by the dossier's own facility file, and judged beside it. */
async function checkSameEntries(
  dossier: Dossier,
  { nodes, webs }: ChosenEntries,
  language: Language,
): Promise<void> {
  const stored = await readStoredFacility(dossier);
  const known = [...(stored?.dicom.nodes ?? []), ...(stored?.web.endpoints ?? [])].map(describe);
  const other = [...nodes, ...webs].find((one) => !known.includes(describe(one)));
  if (other === undefined) return;
  throw new UserError(
    language === 'vi'
      ? `Hồ sơ ${dossier.folder} mô tả "${other.id}" khác với tệp cơ sở này, hoặc không có mục này. Dùng tệp cơ sở của hồ sơ, hoặc cập nhật hồ sơ bằng: rispacs collect … --out ${dossier.folder} --resume`
      : `The dossier ${dossier.folder} describes "${other.id}" otherwise than this facility file, or not at all. Use the facility file of the dossier, or bring it up to date: rispacs collect … --out ${dossier.folder} --resume`,
  );
}

function describe(entry: object): string {
  return JSON.stringify(entry).normalize('NFC');
}
