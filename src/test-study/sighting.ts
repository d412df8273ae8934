import { isTestPatientId } from '../synthetic/study.ts';

/** What a place answers when asked for one study by its UID. */
export type Sighting =
  | { readonly kind: 'absent' }
  /** There, of a test patient; date and time as the place has them. */
  | { readonly kind: 'ours'; readonly studyDate?: string; readonly studyTime?: string }
  /** There, but of somebody else, or of nobody that the place would name: never to be touched. */
  | { readonly kind: 'foreign' }
  | {
      readonly kind: 'unanswered';
      /** Whether anything came back at all. */
      readonly reached: boolean;
      readonly detail: string;
    };

/** What was read of one answer that carries the UID asked for; dropped once it is judged. */
export interface StudyAnswer {
  readonly patientId: string | undefined;
  readonly studyDate: string | undefined;
  readonly studyTime: string | undefined;
}

/** Answers of a place that answered to the end, those with another UID left out. */
export function judgeAnswers(answers: readonly StudyAnswer[]): Sighting {
  const [first] = answers;
  if (first === undefined) return { kind: 'absent' };
  if (!answers.every(({ patientId }) => isTestPatientId(patientId?.trim() ?? '')))
    return { kind: 'foreign' };
  const { studyDate, studyTime } = first;
  return {
    kind: 'ours',
    ...(studyDate && /^\d{8}$/.test(studyDate) && { studyDate }),
    ...(studyTime && /^\d{6}(\.\d{1,6})?$/.test(studyTime) && { studyTime }),
  };
}

/** One way of asking, and what it said. */
export interface Look {
  readonly view: 'find' | 'qido';
  readonly sighting: Sighting;
}

/** What several views say together. Whoever sees it is right; who does not answer says nothing. */
export function combineLooks(looks: readonly Look[]): Sighting {
  const of = (kind: Sighting['kind']) =>
    looks.map(({ sighting }) => sighting).find((sighting) => sighting.kind === kind);
  return (
    of('foreign') ??
    of('ours') ??
    of('absent') ??
    looks.map(({ sighting }) => sighting).find((one) => one.kind === 'unanswered' && one.reached) ??
    looks[0]?.sighting ?? { kind: 'unanswered', reached: false, detail: '-' }
  );
}

/** Whether the study is gone for every view that has seen it; a view that never did proves nothing about it. */
export function isGone(before: readonly Look[], after: readonly Look[]): boolean {
  const seenBy = before.filter(({ sighting }) => sighting.kind === 'ours').map(({ view }) => view);
  const says = (view: Look['view']) => after.find((look) => look.view === view)?.sighting.kind;
  return combineLooks(after).kind === 'absent' && seenBy.every((view) => says(view) === 'absent');
}

/** Whether a DICOMweb search answered that it has no such study. */
export function isAbsentFromSearch({ view, sighting }: Look): boolean {
  return view === 'qido' && sighting.kind === 'absent';
}
