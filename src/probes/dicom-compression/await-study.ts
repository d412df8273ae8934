import {
  chooseEncoding,
  encodeDataset,
  QUERY_RETRIEVE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import type { StudyIdentity } from '../../test-study/index.ts';
import { NATIVE_SYNTAXES, type Session } from './session.ts';

const { uid: studyRootFind } = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind;

/**
 * Waits until the archive shows the study, for one that files what it was sent by a job of its own; whether it did. One
 * that does not answer queries is not waited for.
 */
export async function awaitStudy(session: Session, identity: StudyIdentity): Promise<boolean> {
  const { patience, context } = session;
  const untilMs = performance.now() + patience.settleMs;
  for (;;) {
    const matches = await countStudies(session, identity);
    if (matches === undefined) return false;
    if (matches > 0) return true;
    if (performance.now() >= untilMs || context.signal.aborted) {
      session.notes.add(session.words.notShown);
      return false;
    }
    await session.pause(patience.pauseMs);
  }
}

async function countStudies(
  session: Session,
  { studyInstanceUid }: StudyIdentity,
): Promise<number | undefined> {
  const opened = await session.open([
    { abstractSyntax: studyRootFind, transferSyntaxes: NATIVE_SYNTAXES },
  ]);
  if (opened.kind !== 'accepted') return undefined;
  const { association } = opened;
  try {
    const found = await association.find({
      sopClassUid: studyRootFind,
      identifier: (syntax) => encodeQuery(studyInstanceUid, syntax),
      maxAnswers: 2,
      maxMs: session.patience.retrieveMs,
    });
    if (found.kind !== 'status') return undefined;
    // After our own C-CANCEL the status is about the cancel.
    const isAnswer = found.status.category === 'success' || found.stoppedBy !== undefined;
    return isAnswer ? found.answers : undefined;
  } finally {
    await session.leave(association);
  }
}

/** Only the UID is asked for; answers are counted and dropped. */
function encodeQuery(studyInstanceUid: string, transferSyntaxUid: string): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) throw new Error(`${transferSyntaxUid} was not proposed`);
  return encodeDataset(
    [
      { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
      { tag: 0x0020000d, vr: 'UI', text: studyInstanceUid },
    ],
    encoding,
  );
}
