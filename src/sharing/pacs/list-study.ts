import type { ReadDataset } from '../../protocols/dicom/index.ts';
import { GatheredStudy } from '../study/gather-study.ts';
import type { StudyObject } from '../study/object-reader.ts';
import { type ObjectTag, readTagNumber, TAG } from '../study/object-tags.ts';
import type { NodeSession } from './node-session.ts';
import { buildListing } from './query.ts';

/** A study as a node lists it. */
export interface ListedStudy {
  /** SOP Class UID by SOP Instance UID; the class is empty when the node did not say it. In memory only. */
  readonly objects: ReadonlyMap<string, string>;
  readonly series: number;
  /** From the answers alone. */
  readonly gathered: GatheredStudy;
}

/** What became of a listing. */
export type Listing =
  | { readonly kind: 'listed'; readonly listed: ListedStudy }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

/** Of one study; ours. */
const MAX_SERIES = 2_000;
const MAX_OBJECTS_PER_SERIES = 100_000;
const MAX_OBJECTS = 200_000;

/**
 * Lists a study by C-FIND at study, series and image level (PS3.4 C.6.2), as every archive understands it. Patient data in
 * the answers stays in memory.
 */
export async function listStudy(
  session: NodeSession,
  studyInstanceUid: string,
  checkedOn: string,
): Promise<Listing> {
  const studies: ReadDataset[] = [];
  const found = await session.find(buildListing('STUDY', { studyInstanceUid }), 10, (answer) => {
    // A node that matches loosely must not pass another study off as this one.
    if (answer.text(TAG.studyInstanceUid)?.trim() === studyInstanceUid) studies.push(answer);
  });
  if (found.kind !== 'answered') return found;
  const [first] = studies;
  if (first === undefined) return { kind: 'not-found' };
  const series = new Map<string, ReadDataset>();
  const listed = await session.find(
    buildListing('SERIES', { studyInstanceUid }),
    MAX_SERIES,
    (answer) => {
      const uid = answer.text(TAG.seriesInstanceUid)?.trim();
      if (uid) series.set(uid, answer);
    },
  );
  if (listed.kind !== 'answered') return listed;
  const gathered = new GatheredStudy(studyInstanceUid);
  const objects = new Map<string, string>();
  for (const [seriesInstanceUid, about] of series) {
    const keys = { studyInstanceUid, seriesInstanceUid };
    const asked = await session.find(
      buildListing('IMAGE', keys),
      MAX_OBJECTS_PER_SERIES,
      (answer) => {
        const uid = answer.text(TAG.sopInstanceUid)?.trim();
        if (!uid || objects.size >= MAX_OBJECTS) return;
        const object = makeListedObject([answer, about, first], uid, keys);
        objects.set(uid, object.sopClassUid);
        gathered.add(object, true, checkedOn);
      },
    );
    if (asked.kind !== 'answered') return asked;
  }
  // Two patients under one Study Instance UID: each answer at study level names one.
  for (const other of studies.slice(1)) gathered.addPatientOf(makeText([other]));
  return { kind: 'listed', listed: { objects, series: series.size, gathered } };
}

/** An object as the answers tell of it: what its own answer leaves empty, those of series and study may say. */
function makeListedObject(
  layers: readonly ReadDataset[],
  sopInstanceUid: string,
  keys: { readonly studyInstanceUid: string; readonly seriesInstanceUid: string },
): StudyObject {
  const text = makeText(layers);
  return {
    ...keys,
    sopInstanceUid,
    sopClassUid: text('sopClassUid')?.trim() ?? '',
    datasetSha256: '',
    pixels: 'not-read',
    text,
    nameProblems:
      layers.find((one) => one.text(TAG.patientName))?.readText(TAG.patientName)?.problems ?? [],
    number: (tag) =>
      layers
        .map((one) => readTagNumber(tag, one.elements.get(TAG[tag])?.raw))
        .find((one) => one !== undefined),
  };
}

function makeText(layers: readonly ReadDataset[]): (tag: ObjectTag) => string | undefined {
  return (tag) => layers.map((one) => one.text(TAG[tag])).find((one) => one?.trim());
}
