import type { ReadDataset } from '../protocols/dicom/index.ts';
import type { CodedConcept } from './coded-concept.ts';
import { type ObjectReference, walkContent } from './content-item.ts';
import { readContent } from './read-content.ts';
import { type DocumentReading, taken } from './refusal.ts';

/** A Key Object Selection (PS3.3 A.35.4). */
export interface KeyObjects {
  /** Document title, CID 7010. */
  readonly title?: CodedConcept;
  readonly references: readonly ObjectReference[];
}

/** Reads what a key object selection marks. */
export function readKeyObjects(dataset: ReadDataset): DocumentReading<KeyObjects> {
  const content = readContent(dataset);
  if (!content.ok) return content;
  const references = [...walkContent(content.value)].flatMap(({ reference }) => reference ?? []);
  const { concept } = content.value;
  return taken({ ...(concept && { title: concept }), references });
}
