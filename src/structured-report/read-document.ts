import { chooseEncoding, type ReadDataset, readDataset } from '../protocols/dicom/index.ts';
import { type DocumentReading, refused, taken } from './refusal.ts';

/** Longest document that is read, in bytes; real ones have some ten thousand. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Elements of one document, those of its items counted. */
const MAX_ELEMENTS = 300_000;

/** Sequences within each other: two for each level of content. */
const MAX_DEPTH = 72;

/** A document as it came: its data set without file meta information. */
export interface EncodedDocument {
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** Reads the data set of a document within bounds of length, depth and number of elements. */
export function readDocument(document: EncodedDocument): DocumentReading<ReadDataset> {
  const encoding = chooseEncoding(document.transferSyntaxUid);
  if (encoding === undefined) return refused('unreadable');
  if (document.dataset.length > MAX_DOCUMENT_BYTES) return refused('too-large');
  const limits = { maxElements: MAX_ELEMENTS, maxDepth: MAX_DEPTH };
  const read = readDataset(document.dataset, encoding, limits);
  if (read.ok) return taken(read.dataset);
  if (/nest deeper/.test(read.message)) return refused('too-deep');
  return refused(/^more than \d+ elements/.test(read.message) ? 'too-many-items' : 'unreadable');
}

/**
 * The items of a sequence; none when it is absent or empty.
 * @returns `undefined` when the element is there and is no sequence
 */
export function itemsOf(dataset: ReadDataset, tag: number): readonly ReadDataset[] | undefined {
  const element = dataset.elements.get(tag);
  if (element === undefined) return [];
  if (element.vr !== undefined && element.vr !== 'SQ' && element.vr !== 'UN') return undefined;
  if (element.items !== undefined) return element.items;
  return element.raw.length === 0 ? [] : undefined;
}

/** The text of an element, trimmed; `undefined` when it is absent or empty. */
export function textOf(dataset: ReadDataset, tag: number): string | undefined {
  const text = dataset.text(tag)?.trim();
  return text === undefined || text === '' ? undefined : text;
}
