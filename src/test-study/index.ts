/** Test studies: what the journal says of them, and how they are removed again. */
export type { NodePlace } from './associate.ts';
export { type ClosingOptions, closeMpps, type MppsClosing } from './close-mpps.ts';
export { describeTestMpps, type MppsIdentity } from './describe-test-mpps.ts';
export { describeTestStudy } from './describe-test-study.ts';
export { tellClosing, tellRemoval } from './messages.ts';
export { readJournalledMpps, readJournalledStudy } from './read-journalled.ts';
export { type RemovalOptions, removalKind, removeTestStudy } from './remove-test-study.ts';
export type {
  RemovalContext,
  RemovalWay,
  StudyIdentity,
  StudyInstance,
  StudyPlace,
  StudyRemoval,
} from './study-place.ts';
