import type { ReadDataset } from '../../protocols/dicom/index.ts';
import type { DicomJsonDataset } from '../../protocols/dicomweb/index.ts';
import { ATTRIBUTES, type Keyword } from '../../synthetic/attributes.ts';
import type { ReadSource } from './study-facts.ts';
import type { TextTally } from './tally-texts.ts';

/** Attributes whose text people read first; report texts are among the changes. */
export const TEXT_ATTRIBUTES = [
  'PatientName',
  'StudyDescription',
  'SeriesDescription',
  'PatientComments',
  'ImageComments',
] as const satisfies readonly Keyword[];

const SPECIFIC_CHARACTER_SET = 0x00080005;

/** Tallies the texts of one DICOM JSON data set. JSON is UTF-8 by itself, so that its characters are its bytes. */
export function tallyJsonTexts(
  texts: TextTally,
  source: ReadSource,
  ours: ReadDataset,
  theirs: DicomJsonDataset,
  withheld: boolean,
  among: readonly Keyword[] = TEXT_ATTRIBUTES,
): void {
  const characterSet = theirs.text(SPECIFIC_CHARACTER_SET);
  for (const attribute of TEXT_ATTRIBUTES) {
    if (!among.includes(attribute)) continue;
    const [tag] = ATTRIBUTES[attribute];
    const sent = ours.text(tag);
    if (sent === undefined) continue;
    texts.add({
      source,
      attribute,
      sent,
      received: theirs.text(tag),
      ...(characterSet === undefined ? {} : { characterSet }),
      withheld,
    });
  }
}

/** Tallies the texts of one DICOM file, as letters and as bytes. */
export function tallyFileTexts(
  texts: TextTally,
  ours: ReadDataset,
  theirs: ReadDataset,
  withheld: boolean,
): void {
  const characterSet = theirs.declaredCharacterSets?.join('\\');
  for (const attribute of TEXT_ATTRIBUTES) {
    const [tag] = ATTRIBUTES[attribute];
    const sent = ours.text(tag);
    if (sent === undefined) continue;
    texts.add({
      source: 'wado-instances',
      attribute,
      sent,
      received: theirs.text(tag),
      bytesEqual: readUnpadded(ours, tag) === readUnpadded(theirs, tag),
      ...(characterSet === undefined ? {} : { characterSet }),
      withheld,
    });
  }
}

function readUnpadded(dataset: ReadDataset, tag: number): string | undefined {
  return dataset.elements.get(tag)?.raw.toString('latin1').trimEnd();
}
