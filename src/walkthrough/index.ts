/** The guided walk through the challenge study: opened over a dossier, shown by the terminal and the local web page. */
export type {
  Submission,
  SubmissionResult,
  TaskState,
  Walk,
  WalkPerson,
  WalkProgress,
  WalkTask,
  Wanted,
} from './contract.ts';
export { openWalk, type WalkOptions } from './open-walk.ts';
