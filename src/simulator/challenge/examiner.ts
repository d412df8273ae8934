import type { Challenge, MeasurementId } from '../../challenge/index.ts';
import type { Submission, Walk, WalkPerson, WalkTask } from '../../walkthrough/contract.ts';
import { drawViews, type View } from './draw-views.ts';
import { SOUND_VIEWER, type ViewerBehaviour } from './viewer-behaviour.ts';

/** Who sits in front of the simulated viewer, and who watches. */
export const examinerOfSimulation: WalkPerson = {
  name: 'Trần Thị Hình (mô phỏng)',
  role: 'Trưởng khoa Chẩn đoán hình ảnh',
};
export const witnessesOfSimulation: readonly WalkPerson[] = [
  { name: 'Nguyễn Văn Mạng (mô phỏng)', role: 'Trưởng phòng Công nghệ thông tin' },
  { name: 'Lê Văn Viện (mô phỏng)', role: 'Phó Giám đốc' },
];

/** How a walk of the simulated examiner went. */
export interface Demonstration {
  /** Tasks by id, with whether everything that was handed in for them was accepted. */
  readonly shown: Readonly<Record<string, boolean>>;
}

/** What a demonstration needs besides the walk. */
export interface DemonstrationOptions {
  /** What the viewer shows; another run's study where the examiner opens the wrong one. */
  readonly challenge: Challenge;
  readonly viewer?: ViewerBehaviour;
  /** Criteria and parts that the hospital says not to have. */
  readonly absent?: readonly string[];
  /** The tasks to show; all that are checked when absent. */
  readonly only?: (task: WalkTask) => boolean;
  readonly signal: AbortSignal;
}

const measurements: Readonly<Record<string, MeasurementId>> = {
  length: 'length',
  angle: 'angle',
  area: 'area',
  perimeter: 'perimeter',
  'point-density': 'disc-density',
  'ellipse-density': 'disc-density',
  'rectangle-density': 'box-density',
  'polygon-density': 'box-density',
};

/** Walks through every task that is checked, as a person would who follows its sentences. Statements are left to papers. */
export async function demonstrate(
  walk: Walk,
  { challenge, viewer = SOUND_VIEWER, absent = [], only, signal }: DemonstrationOptions,
): Promise<Demonstration> {
  await walk.setPeople(examinerOfSimulation, witnessesOfSimulation);
  const shown: Record<string, boolean> = {};
  for (const task of walk.tasks) {
    if (task.wants.some(({ kind }) => kind === 'statement') || only?.(task) === false) continue;
    const name = functionOf(task);
    const isAbsent = [task.criterion, task.id].some((one) => absent.includes(one));
    const isLacking = viewer.lacks.some((one) => one === name);
    const submissions =
      isAbsent || isLacking
        ? [{ kind: 'cannot-show', reason: 'Trình xem mô phỏng không có chức năng này' } as const]
        : await perform(task, name, challenge, viewer);
    let isAccepted = !isAbsent && !isLacking;
    for (const submission of submissions) {
      const { accepted } = await walk.submit(task.id, submission, signal);
      isAccepted &&= accepted;
    }
    shown[task.id] = isAccepted;
  }
  return { shown };
}

/** Task ids end in what they show; `pacs-23.surface` is the one that is shown elsewhere, too. */
function functionOf({ id }: WalkTask): string {
  return id === 'pacs-23.surface' ? 'remote-surface' : id.slice(id.indexOf('.') + 1);
}

async function perform(
  task: WalkTask,
  name: string,
  challenge: Challenge,
  viewer: ViewerBehaviour,
): Promise<readonly Submission[]> {
  const isPretended = viewer.pretends.some((one) => one === name);
  if (name === 'surface' || name === 'remote-surface')
    return [{ kind: 'code', text: isPretended ? 'KHONG' : challenge.key.surface }];
  if (name === 'reference-lines')
    return [{ kind: 'code', text: isPretended ? 'KHONG' : challenge.key.referenceLines.answer }];
  const measurement = measurements[name];
  if (measurement !== undefined) {
    const known = challenge.key.measurements.find(({ id }) => id === measurement);
    const value = (known?.expected ?? 0) * viewer.measures;
    return [{ kind: 'value', index: 0, text: value.toFixed(2).replace('.', ',') }];
  }
  const views: readonly View[] = isPretended ? ['plain'] : viewsOf(name);
  const pictures = await drawViews(views, { challenge, imageNumber: askedImage(task) });
  return pictures.map((bytes) => ({ kind: 'picture', bytes }));
}

/** The screens that a task wants, in their order. */
function viewsOf(name: string): readonly View[] {
  switch (name) {
    case 'zoom':
      return ['zoom-before', 'zoom-after'];
    case 'pan':
      return ['pan-before', 'pan-after'];
    case 'cine':
      return ['cine-before', 'cine-after'];
    case 'rotate':
    case 'flip':
    case 'invert':
    case 'series-layout':
    case 'image-layout':
    case 'linked-series':
    case 'copy-paste':
    case 'window':
    case 'mip':
    case 'mpr':
    case 'fusion':
      return [name];
    default:
      throw new Error(`the simulated examiner does not know how to show ${name}`);
  }
}

/** The image that the task names, as the examiner reads it. */
function askedImage({ act }: WalkTask): number {
  return Number(/ảnh (\d+)/.exec(act.vi)?.[1] ?? 1);
}
