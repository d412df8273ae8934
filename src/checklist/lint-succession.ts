import type { LintProblem } from './lint.ts';
import type { Checklist } from './schema.ts';
import { criteriaOf, isSameCriterion } from './succession.ts';

/**
 * Checks what an edition says about the one it extends: every criterion of the earlier edition is kept, replaced or
 * dropped, and an id never comes to mean something else unsaid.
 *
 * @param earlier - the extended edition; `undefined` when it is not at hand
 */
export function lintSuccession(
  checklist: Checklist,
  earlier: Checklist | undefined,
): readonly LintProblem[] {
  const { manifest } = checklist;
  const replacing = criteriaOf(checklist).filter(({ replaces }) => replaces !== undefined);
  if (manifest.extends === undefined) {
    return replacing.map(({ id }) => ({
      check: 'replaces-without-extends',
      subject: id,
      vi: 'có "replaces" nhưng bộ tiêu chí không nêu "extends"',
      en: '"replaces" is given, but the checklist has no "extends"',
    }));
  }
  if (earlier === undefined || earlier.manifest.id !== manifest.extends.id) {
    return [
      {
        check: 'extended-missing',
        vi: `không có bộ tiêu chí "${manifest.extends.id}" mà "extends" nêu; cần ở thư mục bên cạnh`,
        en: `the checklist "${manifest.extends.id}" that "extends" names is not there; a folder beside this one is expected`,
      },
    ];
  }
  return [...lintReplaces(checklist, earlier), ...lintAccounted(checklist, earlier)];
}

function lintReplaces(checklist: Checklist, earlier: Checklist): readonly LintProblem[] {
  const before = new Map(criteriaOf(earlier).map((one) => [one.id, one]));
  const now = new Map(criteriaOf(checklist).map((one) => [one.id, one]));
  return [...now.values()].flatMap((one): readonly LintProblem[] => {
    const { id, replaces } = one;
    const old = before.get(id);
    if (replaces === undefined) {
      return old === undefined || isSameCriterion(old, one)
        ? []
        : [
            {
              check: 'changed-unsaid',
              subject: id,
              vi: `câu chữ, mức hoặc quy tắc khác bản trước; nếu vẫn là tiêu chí đó, ghi "replaces: [${id}]"; nếu là tiêu chí khác, dùng mã khác`,
              en: `wording, level or rule differ from the earlier edition; if it is still that criterion, write "replaces: [${id}]"; if it is another, give it another id`,
            },
          ];
    }
    const problems: LintProblem[] = [];
    if (new Set(replaces).size !== replaces.length) {
      problems.push({
        check: 'repeated-predecessor',
        subject: id,
        vi: '"replaces" nêu một tiêu chí hai lần',
        en: '"replaces" names a criterion twice',
      });
    }
    if (old !== undefined && !replaces.includes(id)) {
      problems.push({
        check: 'reused-id',
        subject: id,
        vi: 'mã này đã là một tiêu chí của bản trước mà "replaces" không nêu; tiêu chí mới cần mã mới',
        en: 'this id was a criterion of the earlier edition that "replaces" does not name; a new criterion needs a new id',
      });
    }
    for (const predecessor of replaces) {
      if (!before.has(predecessor)) {
        problems.push({
          check: 'unknown-predecessor',
          subject: id,
          vi: `"replaces" nêu ${predecessor}, bản trước không có`,
          en: `"replaces" names ${predecessor}, which the earlier edition has not`,
        });
      } else if (
        predecessor !== id &&
        now.has(predecessor) &&
        now.get(predecessor)?.replaces?.includes(predecessor) !== true
      ) {
        problems.push({
          check: 'predecessor-still-here',
          subject: id,
          vi: `"replaces" nêu ${predecessor}, tiêu chí này vẫn còn; nếu nó chỉ còn một phần, ${predecessor} phải ghi "replaces: [${predecessor}]"`,
          en: `"replaces" names ${predecessor}, which is still here; if it goes on in part, ${predecessor} must say "replaces: [${predecessor}]"`,
        });
      }
    }
    return problems;
  });
}

function lintAccounted(checklist: Checklist, earlier: Checklist): readonly LintProblem[] {
  const { manifest } = checklist;
  const now = criteriaOf(checklist);
  const goesOn = new Set(now.flatMap(({ id, replaces }) => replaces ?? [id]));
  const before = criteriaOf(earlier).map(({ id }) => id);
  const dropped = (manifest.extends?.dropped ?? []).map(({ criterion }) => criterion);
  return [
    ...before
      .filter((id) => !goesOn.has(id) && !dropped.includes(id))
      .map((id) => ({
        check: 'unaccounted',
        subject: id,
        vi: 'tiêu chí của bản trước không còn, không được thay và không ở "dropped"',
        en: 'a criterion of the earlier edition is neither kept nor replaced nor among "dropped"',
      })),
    ...dropped
      .filter((id) => goesOn.has(id) || !before.includes(id))
      .map((id) => ({
        check: 'dropped-wrongly',
        subject: id,
        vi: '"dropped" nêu tiêu chí vẫn còn, đã được thay, hoặc bản trước không có',
        en: '"dropped" names a criterion that goes on, is replaced, or was never there',
      })),
  ];
}
