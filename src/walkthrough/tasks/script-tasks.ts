import { findStatementOptions } from '../../attest/statement-options.ts';
import type { Checklist, Criterion } from '../../checklist/schema.ts';
import type { PlannedTask } from './planned-task.ts';

/** Functions of screens; infrastructure is not shown in front of a viewer. */
const shownOnScreen = /^(pacs|ris)-/;
/** Of a demonstration list: what a facility shows only if it uses it. */
const optional = /\(tùy chọn\)|nhũ ảnh/u;

/** Whether a point of a demonstration may be left out. */
export function isOptionalPoint(vi: string): boolean {
  return optional.test(vi);
}

/**
 * Demonstrations that only people can see, one for each criterion that an attestation can speak for and whose points no
 * checked task covers. Their points are the checklist's.
 */
export function listScriptTasks(
  checklist: Checklist,
  checked: readonly PlannedTask[],
): PlannedTask[] {
  return checklist.criteria
    .filter((criterion) => isShownByPeople(criterion, checklist))
    .map((criterion) => ({ criterion, points: criterion.demonstrate ?? [criterion.by_hand] }))
    .filter(({ criterion, points }) => {
      const covered = coveredPoints(criterion.id, checked);
      return points.some(({ vi }) => !covered.has(vi));
    })
    .map(
      ({ criterion, points }): PlannedTask => ({
        id: `${criterion.id}.script`,
        criterion: criterion.id,
        function: 'demonstration',
        title: {
          vi: `Trình diễn: ${criterion.vi_normalised ?? criterion.vi}`,
          en: `Demonstration: ${criterion.en}`,
        },
        open: {
          vi: `Mở ${criterion.id.startsWith('ris') ? 'RIS' : 'PACS'} với người bệnh thử; cần hai người chứng kiến.`,
          en: `Open the ${criterion.id.startsWith('ris') ? 'RIS' : 'PACS'} with the test patient; two witnesses are needed.`,
        },
        act: { vi: criterion.by_hand.vi, en: criterion.by_hand.en },
        enter: {
          vi: 'Tích những điểm đã thấy, viết đã thấy gì, nộp ảnh màn hình hoặc ảnh chụp; che mọi thông tin của người bệnh thật.',
          en: 'Tick the points that were seen, write what was seen, hand in screenshots or photos; cover everything about real patients.',
        },
        wants: [{ kind: 'statement', fileRequired: true }],
        points,
        check: { kind: 'statement' },
        covers: [],
      }),
    );
}

function isShownByPeople(criterion: Criterion, checklist: Checklist): boolean {
  if (!shownOnScreen.test(criterion.id)) return false;
  if (criterion.demonstrate === undefined && criterion.method !== 'attested') {
    if (criterion.method !== 'demonstrated') return false;
  }
  return findStatementOptions(criterion, checklist).attestable.some(
    ({ id, onlyInsteadOf }) => id === criterion.id && onlyInsteadOf.length === 0,
  );
}

/** Points of a criterion that are shown once its checked tasks are. */
function coveredPoints(criterion: string, checked: readonly PlannedTask[]): ReadonlySet<string> {
  return new Set(
    checked.filter((task) => task.criterion === criterion).flatMap(({ covers }) => covers),
  );
}
