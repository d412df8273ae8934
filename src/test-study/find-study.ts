import { askNode, readValue, STUDY_FIND } from './ask-node.ts';
import { associate, type NodePlace, proposeClass } from './associate.ts';
import { studyMessages } from './messages.ts';
import { judgeAnswers, type Sighting, type StudyAnswer } from './sighting.ts';
import type { RemovalContext } from './study-place.ts';
import { STUDY_TAGS as TAGS } from './study-tags.ts';

const mostAnswers = 100;

/**
 * Asks a node for one study by its UID, C-FIND at STUDY level (PS3.4 C.6.2.1). Answers about other studies are dropped
 * unread; one that does not say which study it is about leaves the question open.
 */
export async function findStudy(
  place: NodePlace,
  studyInstanceUid: string,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<Sighting> {
  const opened = await associate(place, [proposeClass(STUDY_FIND)], context, signal);
  if (!opened.ok) {
    const { reached, detail } = opened;
    return { kind: 'unanswered', reached, detail };
  }
  const answers: StudyAnswer[] = [];
  let unnamed = 0;
  const silence = await askNode(
    opened,
    {
      keys: [
        { tag: TAGS.studyDate, vr: 'DA', text: '' },
        { tag: TAGS.studyTime, vr: 'TM', text: '' },
        { tag: TAGS.queryLevel, vr: 'CS', text: 'STUDY' },
        { tag: TAGS.patientId, vr: 'LO', text: '' },
        { tag: TAGS.studyInstanceUid, vr: 'UI', text: studyInstanceUid },
      ],
      mostAnswers,
      onAnswer: (dataset) => {
        const uid = readValue(dataset, TAGS.studyInstanceUid);
        if (!uid) unnamed += 1;
        if (uid !== studyInstanceUid) return;
        answers.push({
          patientId: readValue(dataset, TAGS.patientId),
          studyDate: readValue(dataset, TAGS.studyDate),
          studyTime: readValue(dataset, TAGS.studyTime),
        });
      },
    },
    context.language,
  );
  if (opened.association.ending === undefined) await opened.association.release();
  // What was seen was seen, however the query ended.
  if (answers.length > 0) return judgeAnswers(answers);
  if (silence) return { kind: 'unanswered', ...silence };
  return unnamed > 0
    ? { kind: 'unanswered', reached: true, detail: studyMessages(context.language).unreadable }
    : { kind: 'absent' };
}
