import type { DeleteStyle } from '../protocols/dicomweb/index.ts';
import { isTestPatientId } from '../synthetic/study.ts';
import { judgeStudyRemoval } from './judge-study-removal.ts';
import { whyNotAllOurs } from './list-instances.ts';
import { studyMessages } from './messages.ts';
import { canBeOurs } from './own-uid.ts';
import { sendDelete, sendRejection } from './send-removal.ts';
import { combineLooks, isAbsentFromSearch, isGone } from './sighting.ts';
import type {
  RemovalContext,
  RemovalWay,
  StudyIdentity,
  StudyPlace,
  StudyRemoval,
} from './study-place.ts';
import { lookUntil, type OpenPlace, openPlace } from './views.ts';

/** What is known beforehand, and how long is waited. */
export interface RemovalOptions {
  /** An earlier query showed the study at this place: then an empty answer now is proof. */
  readonly seenBefore?: boolean;
  /** Called before a removal is sent for a study that the place has shown; what it throws is thrown. */
  readonly onSeen?: () => Promise<void>;
  /** How long an archive may take to show what it has just been given, in milliseconds. */
  readonly appearMs?: number;
  /** How long it may take to remove, in milliseconds. */
  readonly goneMs?: number;
}

const usualAppearMs = 4_000;
const usualGoneMs = 12_000;

/**
 * Removes a study that we stored, by the way the facility file names, then asks again. Before anything is sent the place
 * is asked whose study it is: only one of a test patient is ever removed, under a UID of ours, or under one that the
 * worklist gave when every object that the place shows in it is ours. Where the removal is an administrator's, the place
 * is only asked.
 *
 * Never throws for a peer's fault, nor when the signal fires: then it says what is not known.
 */
export async function removeTestStudy(
  place: StudyPlace,
  study: StudyIdentity,
  removal: RemovalWay,
  context: RemovalContext,
  signal: AbortSignal,
  options: RemovalOptions = {},
): Promise<StudyRemoval> {
  const words = studyMessages(context.language);
  if (!canBeOurs(study) || !isTestPatientId(study.patientId))
    return { state: 'left', note: 'deleteRefused', detail: words.foreignUid };
  const open = await openPlace(place, study.studyInstanceUid, context, signal);
  try {
    return await removeFrom(open, study, removal, context, signal, options);
  } finally {
    await open.close();
  }
}

async function removeFrom(
  open: OpenPlace,
  study: StudyIdentity,
  removal: RemovalWay,
  context: RemovalContext,
  signal: AbortSignal,
  options: RemovalOptions,
): Promise<StudyRemoval> {
  const { seenBefore = false, appearMs = usualAppearMs, goneMs = usualGoneMs } = options;
  const words = studyMessages(context.language);
  const way = chooseWay(open.place, removal);
  const isUidOurs = study.uidAssignedBy === undefined;
  const before = await lookUntil(
    open.look,
    (looks) => combineLooks(looks).kind !== 'absent' || seenBefore,
    appearMs,
    signal,
  );
  const seen = combineLooks(before);
  switch (seen.kind) {
    case 'foreign':
      return { state: 'left', note: 'deleteRefused', detail: words.foreignPatient };
    case 'unanswered':
      return {
        state: 'left',
        note: seen.reached ? 'unverified' : 'notReached',
        detail: seen.detail,
      };
    case 'ours':
      break;
    case 'absent':
      if (seenBefore) return { state: 'removed-verified', note: 'deleted' };
      // A rejection note would itself be a new study; a delete is proof only of the service that was asked.
      if (way.kind !== 'delete' || !isUidOurs || !before.some(isAbsentFromSearch))
        return { state: 'left', note: 'unverified', detail: words.notShown };
  }
  if (way.kind === 'administrator') return { state: 'left', note: 'byAdministrator' };
  if (signal.aborted) return { state: 'left', note: 'unverified', detail: words.stopped };
  const hindrance = isUidOurs
    ? undefined
    : await whyNotAllOurs(open, study.studyInstanceUid, context, signal);
  if (hindrance !== undefined) return { state: 'left', note: 'deleteRefused', detail: hindrance };
  if (seen.kind === 'ours') await options.onSeen?.();
  const sent =
    way.kind === 'delete'
      ? await sendDelete(open, study.studyInstanceUid, way.style, context)
      : await sendRejection(open, study, seen, context, signal);
  const isUnderWay = sent.kind === 'taken' || sent.kind === 'silent';
  const after = await lookUntil(
    open.look,
    (looks) => isGone(before, looks),
    isUnderWay ? goneMs : 0,
    signal,
  );
  return judgeStudyRemoval({ way: way.kind, before, sent, after }, context.language);
}

type Way =
  | { readonly kind: 'delete'; readonly style: DeleteStyle['kind'] }
  | { readonly kind: 'reject' | 'administrator' };

/** What is done about a study at a place; for `administrator` nothing but asking. */
export function removalKind(place: StudyPlace, removal: RemovalWay): Way['kind'] {
  return chooseWay(place, removal).kind;
}

/** An order's cancel removes no images, and a place without a way to delete is the administrator's. */
function chooseWay(place: StudyPlace, removal: RemovalWay): Way {
  if (removal === 'iocm') return { kind: 'reject' };
  const endpoint = place.kind === 'dicom' ? place.dicomweb : place.endpoint;
  return removal === 'dicomweb-delete' && endpoint && endpoint.removal !== 'none'
    ? { kind: 'delete', style: endpoint.removal }
    : { kind: 'administrator' };
}
