import type { StudyObject } from './object-reader.ts';

/** When an image was taken, as its own elements say. Days as YYYYMMDD (PS3.5 6.2, DA). */
export interface ObjectTimes {
  readonly filled: boolean;
  /** Absent when nothing can be compared. */
  readonly plausible?: boolean;
  readonly studyDay?: string;
}

const DAY = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const TIME = /^([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?$/;
/** An examination may run past midnight; a longer difference has another reason. Ours. */
const MOST_DAYS_APART = 1;

/**
 * Dates and times of one object: study, and acquisition or content. Plausible: each is a date and a time, none is in
 * the future, none before birth, and the acquisition is within a day of the study.
 * @param checkedOn YYYY-MM-DD, local to the hospital
 */
export function readTimes(object: StudyObject, checkedOn: string): ObjectTimes {
  const read = (tag: Parameters<StudyObject['text']>[0]): string => object.text(tag)?.trim() ?? '';
  const dateTime = read('acquisitionDateTime');
  const studyDay = read('studyDate');
  const studyTime = read('studyTime');
  const takenDay = dateTime.slice(0, 8) || read('acquisitionDate') || read('contentDate');
  const takenTime =
    dateTime.slice(8).replace(/[+-]\d{4}$/, '') || read('acquisitionTime') || read('contentTime');
  const filled = [studyDay, studyTime, takenDay, takenTime].every((one) => one !== '');
  if (studyDay === '') return { filled };
  const birth = read('patientBirthDate');
  const days = [studyDay, ...(takenDay === '' ? [] : [takenDay])];
  const times = [studyTime, takenTime].filter((one) => one !== '');
  const plausible =
    days.every((day) => DAY.test(day) && isNotAfter(day, checkedOn)) &&
    times.every((time) => TIME.test(time)) &&
    (!DAY.test(birth) || days.every((day) => day >= birth)) &&
    (takenDay === '' || Math.abs(daysBetween(studyDay, takenDay)) <= MOST_DAYS_APART);
  return { filled, plausible, ...(DAY.test(studyDay) && { studyDay }) };
}

/** Days from one YYYYMMDD to another. */
export function daysBetween(from: string, to: string): number {
  const at = (day: string): number =>
    Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)));
  return Math.round((at(to) - at(from)) / 86_400_000);
}

function isNotAfter(day: string, checkedOn: string): boolean {
  return day <= checkedOn.replaceAll('-', '');
}
