import type { Challenge } from '../../challenge/index.ts';
import type { Checklist } from '../../checklist/schema.ts';
import { listCodeTasks } from './code-tasks.ts';
import { listMeasureTasks } from './measure-tasks.ts';
import type { PlannedTask } from './planned-task.ts';
import { listScriptTasks } from './script-tasks.ts';
import { listViewTasks } from './view-tasks.ts';

/** All tasks of a run, criterion by criterion in the order of the circular; within one, those that are checked first. */
export function listTasks(challenge: Challenge, checklist: Checklist): PlannedTask[] {
  const checked = [
    ...listViewTasks(challenge),
    ...listMeasureTasks(challenge),
    ...listCodeTasks(challenge),
  ];
  const all = [...checked, ...listScriptTasks(checklist, checked)];
  return checklist.criteria.flatMap(({ id }) => all.filter(({ criterion }) => criterion === id));
}
