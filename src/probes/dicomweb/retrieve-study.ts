import {
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  readDataset,
} from '../../protocols/dicom/index.ts';
import {
  type DicomJsonDataset,
  type RetrievedInstance,
  retrieveInstances,
  retrieveMetadata,
} from '../../protocols/dicomweb/index.ts';
import { ATTRIBUTES } from '../../synthetic/attributes.ts';
import { compareDatasets } from '../../synthetic/index.ts';
import { compareJson } from './compare-json.ts';
import { describeDeviations } from './describe-outcome.ts';
import { tallyFileTexts, tallyJsonTexts } from './read-texts.ts';
import { limitCall, type StudyWork } from './study-work.ts';
import { isHarmless } from './tally-changes.ts';
import type { TestObject } from './test-objects.ts';

const nativeSyntaxes: ReadonlySet<string> = new Set([
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
]);

/**
 * Reads the study's metadata, WADO-RS (PS3.18 10.4.1.1.2).
 * @returns metadata of our objects by SOP Instance UID
 */
export async function readMetadata(
  work: StudyWork,
): Promise<ReadonlyMap<string, DicomJsonDataset>> {
  const { connection, patience, record, test, words } = work;
  const study = test.study.studyInstanceUid;
  const outcome = await retrieveMetadata(connection, { study }, limitCall(work, patience.readMs));
  const byUid = new Map<string, DicomJsonDataset>();
  const common = {
    service: 'wado-metadata',
    ok: outcome.kind === 'answered',
    expected: test.objects.length,
  } as const;
  if (outcome.kind !== 'answered') {
    record.add(outcome, 'json', common);
    return byUid;
  }
  for (const dataset of outcome.datasets) {
    const uid = dataset.text(ATTRIBUTES.SOPInstanceUID[0]);
    if (uid !== undefined && test.objects.some((one) => one.sopInstanceUid === uid))
      byUid.set(uid, dataset);
  }
  let equal = 0;
  for (const { dataset, sopInstanceUid } of test.objects) {
    const theirs = byUid.get(sopInstanceUid);
    if (theirs === undefined) continue;
    const { differences, withheld } = compareJson(dataset, theirs);
    if (withheld) record.notes.add(words.otherPatient);
    if (!withheld && differences.every(isHarmless)) equal += 1;
    record.changes.add('wado-metadata', differences);
    tallyJsonTexts(record.texts, 'wado-metadata', dataset, theirs, withheld);
  }
  record.add(outcome, 'json', {
    ...common,
    received: byUid.size,
    equal,
    ...describeDeviations(outcome.deviations),
  });
  return byUid;
}

/** Reads the objects back as files, WADO-RS (PS3.18 10.4.1.1.1), and compares them byte by byte, tag by tag, pixel by pixel. */
export async function readInstances(work: StudyWork): Promise<void> {
  const { connection, patience, record, test } = work;
  const outcome = await retrieveInstances(
    connection,
    { study: test.study.studyInstanceUid },
    limitCall(work, patience.readMs),
  );
  const common = {
    service: 'wado-instances',
    mediaType: 'application/dicom',
    ok: outcome.kind === 'answered',
    expected: test.objects.length,
  } as const;
  if (outcome.kind !== 'answered') {
    record.add(outcome, 'instances', common);
    return;
  }
  const found = new Map<TestObject, RetrievedInstance>();
  for (const instance of outcome.instances) {
    const { part10 } = instance;
    const object =
      part10.ok &&
      test.objects.find(({ sopInstanceUid }) => sopInstanceUid === part10.object.sopInstanceUid);
    if (object) found.set(object, instance);
  }
  const counts = { equal: 0, identical: 0, pixelsEqual: 0 };
  for (const [object, instance] of found) {
    const result = compareInstance(work, object, instance);
    if (result.equal) counts.equal += 1;
    if (result.identical) counts.identical += 1;
    if (result.pixelsEqual) counts.pixelsEqual += 1;
  }
  record.add(outcome, 'instances', { ...common, received: found.size, ...counts });
}

interface InstanceResult {
  readonly equal: boolean;
  readonly identical: boolean;
  readonly pixelsEqual: boolean;
}

const notEqual: InstanceResult = { equal: false, identical: false, pixelsEqual: false };

function compareInstance(
  { record, words }: StudyWork,
  object: TestObject,
  { part10 }: RetrievedInstance,
): InstanceResult {
  if (!part10.ok) return notEqual;
  const { dataset: bytes, transferSyntaxUid } = part10.object;
  const encoding = chooseEncoding(transferSyntaxUid);
  const read = encoding === undefined ? undefined : readDataset(bytes, encoding);
  if (!nativeSyntaxes.has(transferSyntaxUid) || !read?.ok) {
    record.notes.add(words.compressed(transferSyntaxUid.slice(0, 64)));
    return notEqual;
  }
  const { differences, pixels, withheld } = compareDatasets(object.dataset, read.dataset);
  record.changes.add('wado-instances', differences);
  if (pixels === 'different') record.changes.addPixels('wado-instances');
  if (withheld === 'another-patient') record.notes.add(words.otherPatient);
  tallyFileTexts(record.texts, object.dataset, read.dataset, withheld !== undefined);
  const samePixels = pixels !== 'different';
  return {
    equal: withheld === undefined && samePixels && differences.every(isHarmless),
    identical: transferSyntaxUid === EXPLICIT_VR_LITTLE_ENDIAN && bytes.equals(object.bytes),
    pixelsEqual: samePixels,
  };
}
