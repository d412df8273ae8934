import type { Outcome } from '../findings/finding.ts';
import type { LintProblem } from './lint.ts';
import type { Checklist } from './schema.ts';

/** Ids and ordinals that appear twice, and ordinals that are not the circular's order. */
export function lintUnique(checklist: Checklist): LintProblem[] {
  const all = [...checklist.criteria, ...checklist.specialized];
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['criterion', all.map((one) => one.id)],
    ['part', all.flatMap((one) => [...(one.parts ?? []), ...(one.any_of ?? [])].map((p) => p.id))],
    ['document', checklist.documentKinds.map((one) => one.id)],
    [
      'figure',
      checklist.documentKinds.flatMap((one) => (one.figures ?? []).map((f) => `${one.id}.${f.id}`)),
    ],
    ['package', checklist.packages.map((one) => one.id)],
    ['level', checklist.manifest.levels.map((one) => one.id)],
  ];
  const duplicates = lists.flatMap(([kind, ids]) =>
    [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => ({
      check: `duplicate-${kind}`,
      subject: id,
      vi: `"${id}" xuất hiện nhiều lần`,
      en: `"${id}" appears more than once`,
    })),
  );
  const disordered = all.flatMap((one, index) =>
    one.ordinal === index + 1
      ? []
      : {
          check: 'ordinal',
          subject: one.id,
          vi: `số thứ tự là ${one.ordinal}, theo thứ tự của văn bản phải là ${index + 1}`,
          en: `the ordinal is ${one.ordinal}; in the order of the text it should be ${index + 1}`,
        },
  );
  return [...duplicates, ...disordered];
}

/** The number of criteria of each level, inherited ones included, against the manifest. */
export function lintLevels(checklist: Checklist): LintProblem[] {
  const all = [...checklist.criteria, ...checklist.specialized];
  const { levels } = checklist.manifest;
  const own = (id: string) => all.filter((one) => one.level === id).length;
  const total = (id: string, seen: readonly string[] = []): number => {
    const level = levels.find((one) => one.id === id);
    if (!level || seen.includes(id)) return 0;
    return own(id) + (level.inherits ? total(level.inherits, [...seen, id]) : 0);
  };
  const miscounted = levels.flatMap((level) => {
    const counted = total(level.id);
    return counted === level.count
      ? []
      : {
          check: 'level-count',
          subject: level.id,
          vi: `mức này có ${counted} tiêu chí, bản kê ghi ${level.count}`,
          en: `the level has ${counted} criteria, the manifest says ${level.count}`,
        };
  });
  const misplaced = all.flatMap((one) => {
    const inTable = checklist.criteria.includes(one);
    return (one.level === 'specialized') === !inTable && levels.some((l) => l.id === one.level)
      ? []
      : {
          check: 'level-of-criterion',
          subject: one.id,
          vi: `mức "${one.level}" không đúng chỗ: mức chuyên sâu chỉ dành cho điều kiện ngoài bảng`,
          en: `the level "${one.level}" is out of place: specialized is for conditions outside the table`,
        };
  });
  return [...miscounted, ...misplaced];
}

/** An age limit on papers is ours and needs its reason. */
export function lintDocuments(checklist: Checklist): LintProblem[] {
  return checklist.documentKinds.flatMap((one) =>
    (one.max_age_months === undefined) === (one.max_age_reason === undefined)
      ? []
      : {
          check: 'age-without-reason',
          subject: one.id,
          vi: 'giới hạn tuổi của hồ sơ là của công cụ, phải nêu lý do (max_age_reason), và ngược lại',
          en: 'an age limit is ours and needs its reason (max_age_reason), and the other way round',
        },
  );
}

/** Each criterion needs written cases that it is met, not met, and left open. */
export function lintCases(
  checklist: Checklist,
  cases: ReadonlyMap<string, readonly Outcome[]>,
): LintProblem[] {
  const wanted: readonly (readonly [string, readonly Outcome[]])[] = [
    ['met', ['met']],
    ['not-met', ['not-met']],
    ['undetermined | needs-attestation', ['undetermined', 'needs-attestation']],
  ];
  return [...checklist.criteria, ...checklist.specialized].flatMap((criterion) => {
    const seen = cases.get(criterion.id) ?? [];
    return wanted
      .filter(([, outcomes]) => !outcomes.some((one) => seen.includes(one)))
      .map(([name]) => ({
        check: 'missing-case',
        subject: criterion.id,
        vi: `chưa có bảng thử với kết quả ${name}`,
        en: `no written case with the outcome ${name}`,
      }));
  });
}
