import { STORAGE_SOP_CLASSES } from '../protocols/dicom/index.ts';
import { type DeleteStyle, deleteStudy, storeInstances } from '../protocols/dicomweb/index.ts';
import { encodeFile, encodeObject, SYNTHETIC_TRANSFER_SYNTAX } from '../synthetic/encode-object.ts';
import type { SyntheticObject } from '../synthetic/synthetic-object.ts';
import { associate } from './associate.ts';
import type { InstanceListing } from './find-instances.ts';
import { listInstances } from './list-instances.ts';
import { makeRejectionNote } from './make-rejection-note.ts';
import { studyMessages } from './messages.ts';
import { webSilence } from './search-study.ts';
import type { Sighting } from './sighting.ts';
import type { RemovalContext, StudyIdentity } from './study-place.ts';
import type { OpenPlace } from './views.ts';

/** What the place said to being asked to remove. Whether it did, only a query tells. */
export type Sent =
  | { readonly kind: 'taken' }
  /** The place says that it has no such study. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly detail: string }
  /** No answer; it may still be done. */
  | { readonly kind: 'silent'; readonly reached: boolean; readonly detail: string };

/** Deletes over DICOMweb, in the endpoint's own style. */
export async function sendDelete(
  { web }: OpenPlace,
  studyInstanceUid: string,
  style: DeleteStyle['kind'],
  context: RemovalContext,
): Promise<Sent> {
  if (!web?.connection) return { kind: 'silent', reached: false, detail: web?.detail ?? '-' };
  const answer = await deleteStudy(web.connection, studyInstanceUid, { kind: style });
  if (answer.kind === 'answered')
    return answer.deleted > 0 ? { kind: 'taken' } : { kind: 'unknown' };
  const silence = webSilence(answer, context.language);
  if (answer.kind !== 'http-status') return { kind: 'silent', ...silence };
  return answer.status === 404 || answer.status === 410
    ? { kind: 'unknown' }
    : { kind: 'refused', detail: silence.detail };
}

/** Stores a rejection note (IHE RAD TF-3 4.66) for every object of a study that the place has shown. */
export async function sendRejection(
  open: OpenPlace,
  study: StudyIdentity,
  seen: Sighting,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<Sent> {
  const { place, web } = open;
  const words = studyMessages(context.language);
  const listing = await listObjects(open, study, context, signal);
  if (!listing.ok) return { kind: 'silent', reached: listing.reached, detail: listing.detail };
  if (listing.instances.length === 0) return { kind: 'refused', detail: words.noInstances };
  const note = makeRejectionNote({ ...study, instances: listing.instances }, seen);
  if (place.kind === 'dicom') return storeNote(place, note, context, signal);
  if (!web?.connection) return { kind: 'silent', reached: false, detail: web?.detail ?? '-' };
  const answer = await storeInstances(web.connection, {
    files: [encodeFile(note)],
    study: study.studyInstanceUid,
  });
  if (answer.kind === 'answered')
    return answer.refused.length + answer.otherFailures === 0
      ? { kind: 'taken' }
      : { kind: 'refused', detail: words.partlyRefused };
  const silence = webSilence(answer, context.language);
  return answer.kind === 'http-status'
    ? { kind: 'refused', detail: silence.detail }
    : { kind: 'silent', ...silence };
}

async function listObjects(
  open: OpenPlace,
  { instances, studyInstanceUid }: StudyIdentity,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<InstanceListing> {
  if (instances.length > 0) return { ok: true, instances };
  const [listing] = await listInstances(open, studyInstanceUid, context, signal);
  const detail = open.web?.connection ? '-' : (open.web?.detail ?? '-');
  return listing ?? { ok: false, reached: false, detail };
}

async function storeNote(
  place: Extract<OpenPlace['place'], { kind: 'dicom' }>,
  note: SyntheticObject,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<Sent> {
  const words = studyMessages(context.language);
  const abstractSyntax = STORAGE_SOP_CLASSES.keyObjectSelection.uid;
  const contexts = [{ abstractSyntax, transferSyntaxes: [SYNTHETIC_TRANSFER_SYNTAX] }];
  const opened = await associate(place, contexts, context, signal);
  if (!opened.ok) return { kind: 'silent', reached: opened.reached, detail: opened.detail };
  const { association, tell } = opened;
  const stored = await association.store({
    sopClassUid: abstractSyntax,
    sopInstanceUid: note.sopInstanceUid,
    transferSyntaxUid: SYNTHETIC_TRANSFER_SYNTAX,
    dataset: { kind: 'bytes', bytes: encodeObject(note) },
  });
  if (association.ending === undefined) await association.release();
  if (stored.kind === 'no-accepted-context') return { kind: 'refused', detail: words.noKeyObjects };
  if (stored.kind !== 'status') return { kind: 'silent', ...tell(stored) };
  return stored.status.category === 'failure'
    ? { kind: 'refused', detail: words.status('C-STORE', stored.status.code) }
    : { kind: 'taken' };
}
