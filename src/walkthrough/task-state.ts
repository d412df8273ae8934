import type { TaskState } from './contract.ts';
import type { PlannedTask } from './tasks/planned-task.ts';
import { isOptionalPoint } from './tasks/script-tasks.ts';
import { entriesOf, type KeptEntry, type WalkState } from './walk-state.ts';

/** The entry that completed a checked task; `undefined` while it is open. */
export function findCompletion(state: WalkState, task: PlannedTask): KeptEntry | undefined {
  return entriesOf(state, task.id).find(({ entry }) =>
    entry.kind === 'picture' ? entry.isDone : entry.kind === 'code' || entry.kind === 'value',
  );
}

/** How far the demonstration of a script has come. */
export interface ScriptProgress {
  readonly statements: readonly KeptEntry[];
  /** Points that checked tasks have shown. */
  readonly coveredByTasks: readonly number[];
  readonly shown: readonly number[];
  /** Points that are neither shown nor optional. */
  readonly missing: readonly number[];
  readonly isComplete: boolean;
}

/** Weighs what was said of a script against its points. */
export function weighScript(
  state: WalkState,
  script: PlannedTask,
  tasks: readonly PlannedTask[],
): ScriptProgress {
  const statements = entriesOf(state, script.id).filter(({ entry }) => entry.kind === 'statement');
  const siblings = tasks.filter(
    ({ criterion, id }) => criterion === script.criterion && id !== script.id,
  );
  const isShownByTasks = (vi: string): boolean => {
    const covering = siblings.filter(({ covers }) => covers.includes(vi));
    return covering.length > 0 && covering.every((task) => findCompletion(state, task));
  };
  const numbers = script.points.map((_, index) => index);
  const coveredByTasks = numbers.filter((index) => isShownByTasks(script.points[index]?.vi ?? ''));
  const ticked = statements.flatMap(({ entry }) =>
    entry.kind === 'statement' ? entry.shownPoints : [],
  );
  const shown = numbers.filter((index) => ticked.includes(index) || coveredByTasks.includes(index));
  const missing = numbers.filter(
    (index) => !shown.includes(index) && !isOptionalPoint(script.points[index]?.vi ?? ''),
  );
  return {
    statements,
    coveredByTasks,
    shown,
    missing,
    isComplete: statements.length > 0 && missing.length === 0,
  };
}

/** Where a task stands. */
export function stateOfTask(
  state: WalkState,
  task: PlannedTask,
  tasks: readonly PlannedTask[],
): TaskState {
  const entries = entriesOf(state, task.id);
  if (task.check.kind === 'statement') {
    if (weighScript(state, task, tasks).isComplete) return 'attested';
  } else if (findCompletion(state, task) !== undefined) return 'demonstrated';
  const last = entries.at(-1);
  if (last === undefined) return 'open';
  return last.entry.kind === 'cannot-show' ? 'cannot-show' : 'partly';
}
