import {
  type DicomWebFailure,
  type DicomWebOutcome,
  type StoreResult,
  storeInstances,
} from '../../protocols/dicomweb/index.ts';
import { describeDeviations } from './describe-outcome.ts';
import { wantsSignIn, wasNeverSent } from './failure.ts';
import { limitCall, type StudyWork } from './study-work.ts';
import { printableAddress } from './target.ts';
import { listSeries, type TestObject } from './test-objects.ts';

/** What storing came to. */
export interface StoreSummary {
  /** Objects that the server says it has. */
  readonly saidStored: number;
  /** Those, and objects of which it is not known: what can be asked for. */
  readonly present: readonly TestObject[];
  /** Every request failed before its content could have arrived: why. Then there is nothing to remove. */
  readonly neverSent?: DicomWebFailure;
}

/** Stores the study by STOW-RS (PS3.18 10.5), a series in each request, so that a limit on sizes shows which. */
export async function storeStudy(work: StudyWork): Promise<StoreSummary> {
  const present: TestObject[] = [];
  let saidStored = 0;
  let neverSent: DicomWebFailure | undefined;
  let wasSent = false;
  for (const objects of listSeries(work.test)) {
    if (work.signal.aborted) break;
    const outcome = await storeInstances(
      work.connection,
      { files: objects.map(({ file }) => file) },
      limitCall(work, work.patience.storeMs),
    );
    const results = recordStore(work, objects, outcome);
    saidStored += results.filter(({ fate }) => fate === 'stored').length;
    present.push(...results.flatMap(({ fate, object }) => (fate === 'refused' ? [] : [object])));
    if (outcome.kind === 'answered') {
      wasSent = true;
      continue;
    }
    if (wasNeverSent(outcome)) neverSent ??= outcome;
    else wasSent = true;
    const at = printableAddress(work.endpoint.url);
    const modality = objects[0]?.modality ?? '';
    work.record.notes.add(work.words.storeUnanswered(modality, work.words.failure(outcome, at)));
    if (isForAll(outcome)) break;
  }
  return { saidStored, present, ...(wasSent || neverSent === undefined ? {} : { neverSent }) };
}

/** Whether a failure would befall the next series just as well. */
function isForAll(failure: DicomWebFailure): boolean {
  if (failure.kind === 'http-status') {
    return wantsSignIn(failure) || [404, 405, 501].includes(failure.status);
  }
  return failure.kind !== 'protocol-error' && failure.kind !== 'reset' && failure.kind !== 'closed';
}

type Fate = 'stored' | 'refused' | 'unknown';

/** One row for each object, and what became of it by what the server says. */
function recordStore(
  { record }: StudyWork,
  objects: readonly TestObject[],
  outcome: DicomWebOutcome<StoreResult>,
): { readonly object: TestObject; readonly fate: Fate }[] {
  return objects.map((object) => {
    const { modality, name, sopClassUid, sopInstanceUid } = object;
    const common = {
      service: 'stow',
      object: name,
      modality,
      sopClass: sopClassUid,
      mediaType: 'application/dicom',
      expected: 1,
    } as const;
    if (outcome.kind !== 'answered') {
      record.add(outcome, 'json', { ...common, ok: false });
      return { object, fate: isRefusal(outcome) ? 'refused' : 'unknown' };
    }
    const stored = outcome.stored.find((one) => one.sopInstanceUid === sopInstanceUid);
    const refused = outcome.refused.find((one) => one.sopInstanceUid === sopInstanceUid);
    const unsaid = stored === undefined && refused === undefined ? 'not-mentioned' : undefined;
    const reason = stored?.warning?.reason ?? refused?.failure?.reason ?? unsaid;
    record.add(outcome, 'json', {
      ...common,
      ok: stored !== undefined,
      received: stored === undefined ? 0 : 1,
      ...describeDeviations(outcome.deviations),
      ...(reason === undefined ? {} : { reason }),
    });
    if (stored !== undefined) return { object, fate: 'stored' };
    return { object, fate: refused === undefined ? 'unknown' : 'refused' };
  });
}

/** A status of the client's fault says that nothing was stored; one of the server's, or of a proxy's, does not. */
function isRefusal(failure: DicomWebFailure): boolean {
  return (failure.kind === 'http-status' && failure.status < 500) || wasNeverSent(failure);
}
