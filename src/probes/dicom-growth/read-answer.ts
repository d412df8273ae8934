import { chooseEncoding, type FindAnswer, readDataset } from '../../protocols/dicom/index.ts';
import { classifyModalities } from './modalities.ts';
import { GROWTH_TAGS } from './queries.ts';

/** All that is taken from an answer; the rest is dropped with it. */
export interface CountedStudy {
  /** `YYYYMMDD`; absent when the node left the date out or the answer cannot be read. */
  readonly date?: string;
  readonly modalities: readonly string[];
  readonly instances?: number;
}

/** An answer to three keys is short; more elements than this are somebody's mistake. */
const ANSWER_LIMITS = { maxElements: 500, maxDepth: 4 };
/** Above it a number of images is a mistake. */
const MOST_INSTANCES = 1_000_000;

/** Reads the three attributes that were asked for. */
export function readAnswer({ identifier, transferSyntax }: FindAnswer): CountedStudy {
  const encoding = chooseEncoding(transferSyntax);
  const read = encoding && readDataset(identifier, encoding, ANSWER_LIMITS);
  if (!read?.ok) return { modalities: classifyModalities(undefined) };
  const { dataset } = read;
  // Some systems still write the dots of ACR-NEMA (PS3.5 6.2, DA).
  const date = dataset.text(GROWTH_TAGS.studyDate)?.trim().replaceAll('.', '');
  const number = dataset.text(GROWTH_TAGS.numberOfStudyRelatedInstances)?.trim() ?? '';
  const instances = /^\+?\d{1,7}$/.test(number) ? Number(number) : undefined;
  return {
    ...(date !== undefined && /^\d{8}$/.test(date) && { date }),
    modalities: classifyModalities(dataset.text(GROWTH_TAGS.modalitiesInStudy)),
    ...(instances !== undefined && instances <= MOST_INSTANCES && { instances }),
  };
}
