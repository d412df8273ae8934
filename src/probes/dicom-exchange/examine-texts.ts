import { CHARACTER_SET_VRS } from '../../protocols/dicom/data/value-representations.ts';
import type { ReadDataset } from '../../protocols/dicom/index.ts';
import { ATTRIBUTES, keywordOfTag } from '../../synthetic/attributes.ts';
import type { TextForm } from '../../synthetic/index.ts';
import { isVietnamese, textVerdicts } from '../shared/compare-text.ts';
import { type ExaminedText, examineText } from './examine-text.ts';
import type { DicomTextRow } from './text-facts.ts';

const mostTermCharacters = 64;

/** One text of ours that was read again. */
export interface TextReading {
  readonly route: DicomTextRow['route'];
  readonly textForm: TextForm;
  readonly tag: number;
  readonly sent: string;
  readonly examined: ExaminedText;
  readonly declared: readonly string[] | undefined;
}

/** Reads every Vietnamese text of ours, or the ones named, in what came back for it. */
export function readTexts(
  source: Pick<TextReading, 'route' | 'textForm'>,
  ours: ReadDataset,
  theirs: ReadDataset,
  tags: Iterable<number> = ours.elements.keys(),
): TextReading[] {
  // An empty element declares as little as an absent one.
  const declared = theirs.declaredCharacterSets?.some((term) => term !== '')
    ? theirs.declaredCharacterSets
    : undefined;
  return [...tags].flatMap((tag) => {
    const sent = TEXT_TAGS.has(tag) ? ours.text(tag) : undefined;
    if (sent === undefined || !isVietnamese(sent)) return [];
    const examined = examineText(sent, theirs.elements.get(tag)?.raw, declared);
    return [{ ...source, tag, sent, examined, declared }];
  });
}

/** Tags of our attributes whose text is in the Specific Character Set. */
const TEXT_TAGS: ReadonlySet<number> = new Set(
  Object.values(ATTRIBUTES).flatMap(([tag, vr]) => (CHARACTER_SET_VRS.has(vr) ? [tag] : [])),
);

/** One row for each attribute, form and fate. */
export function describeTexts(
  common: Pick<DicomTextRow, 'node' | 'role'>,
  readings: readonly TextReading[],
): DicomTextRow[] {
  const groups = Map.groupBy(readings, ({ route, textForm, tag, examined, declared }) =>
    JSON.stringify([route, textForm, tag, examined.verdict, examined.validUtf8, declared]),
  );
  return [...groups.values()]
    .flatMap(([first, ...rest]) => (first ? [describe(common, first, rest.length + 1)] : []))
    .sort((a, b) => textVerdicts.indexOf(b.verdict) - textVerdicts.indexOf(a.verdict));
}

/** Defined Terms, of which a peer may send any number. */
function showTerms(terms: readonly string[]): string {
  return terms
    .join('\\')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, mostTermCharacters);
}

function describe(
  common: Pick<DicomTextRow, 'node' | 'role'>,
  { route, textForm, tag, sent, examined, declared }: TextReading,
  objects: number,
): DicomTextRow {
  const { verdict, validUtf8, received } = examined;
  const digits = tag.toString(16).padStart(8, '0').toUpperCase();
  return {
    ...common,
    route,
    textForm,
    tag: `(${digits.slice(0, 4)},${digits.slice(4)})`,
    keyword: keywordOfTag(tag) ?? digits,
    verdict,
    objects,
    ...(declared !== undefined && { declaredCharacterSet: showTerms(declared) }),
    ...(validUtf8 !== undefined && { validUtf8 }),
    sent,
    ...(received !== undefined && { received }),
  };
}
