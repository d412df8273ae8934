import { findKeyword, toDicomJson } from '../dicom/attributes.ts';
import { type Elements, readText } from '../dicom/read-values.ts';
import type { Archive } from '../pacs/archive.ts';
import { openObject } from './open-object.ts';
import { jsonPage, NO_CONTENT, type Page, plainPage } from './page.ts';

const maxResults = 1_000;
const NUMBER_OF_FRAMES = 0x00280008;
/** Parameters of a search that name no attribute (PS3.18 8.3.4). */
const searchOptions: ReadonlySet<string> = new Set([
  'limit',
  'offset',
  'includefield',
  'fuzzymatching',
]);

/** Answers QIDO-RS (PS3.18 10.6) at one level, within the resources that the path names. */
export function searchArchive(
  level: 'STUDY' | 'SERIES' | 'IMAGE',
  uids: Elements,
  query: URLSearchParams,
  archive: Archive,
): Page {
  const keys: Record<string, string> = {};
  for (const [name, value] of query) {
    if (searchOptions.has(name)) continue;
    const keyword = findKeyword(name);
    if (keyword === undefined) return plainPage(400, 'unknown attribute');
    // A list of UIDs is separated by commas here, by backslashes in DIMSE (PS3.18 8.3.4.1).
    keys[keyword] = keyword.endsWith('UID') ? value.replaceAll(',', '\\') : value;
  }
  const offset = readNumber(query.get('offset'), 0);
  const limit = Math.min(readNumber(query.get('limit'), maxResults), maxResults);
  const found = archive.records(level, { ...keys, ...uids }).slice(offset, offset + limit);
  if (found.length === 0) return NO_CONTENT;
  const isImageLevel = level === 'IMAGE';
  return jsonPage(
    200,
    found.map((record) =>
      toDicomJson(isImageLevel ? { ...record, ...describeImage(record, archive) } : record),
    ),
  );
}

/** What PS3.18 table 10.6.3-5 wants of an image beside what an archive's database holds here. */
function describeImage(record: Elements, archive: Archive): Elements {
  const object = archive.retrieve(readText(record, 'SOPInstanceUID') ?? '');
  const opened = object && openObject(object);
  if (opened?.layout === undefined) return {};
  const { rows, columns, bitsAllocated, frames } = opened.layout;
  return {
    Rows: rows,
    Columns: columns,
    BitsAllocated: bitsAllocated,
    ...(opened.attributes.elements.has(NUMBER_OF_FRAMES) && { NumberOfFrames: frames }),
  };
}

function readNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
}
