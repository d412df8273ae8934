import { SIMULATOR_UID_ROOT } from '../pacs/synthetic-studies.ts';
import type { RisBehaviour } from './behaviour.ts';
import type { ResultContent } from './build-result.ts';

const cutBytes = 40;

/** A result as a RIS of this behaviour sends it; what has to do with one report is wrong with the first one only. */
export function spoilResult(
  content: ResultContent,
  { reports, corrections }: Pick<RisBehaviour, 'reports' | 'corrections'>,
): ResultContent {
  const { picture, ...rest } = content;
  if (reports === 'no-picture') return rest;
  if (reports === 'of-another-patient') return { ...content, patientId: 'RISPACS-SIM-1' };
  if (content.status === 'C')
    return corrections === 'unmarked' ? { ...content, status: 'F' } : content;
  switch (reports) {
    case 'picture-cut':
      return picture === undefined
        ? content
        : { ...content, picture: picture.subarray(0, -cutBytes) };
    case 'letters-damaged':
      return { ...content, text: Buffer.from(content.text, 'utf8').toString('latin1') };
    case 'of-another-study':
      return { ...content, studyInstanceUid: `${SIMULATOR_UID_ROOT}.8.1` };
    default:
      return content;
  }
}
