import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Checklist } from '../../src/checklist/schema.ts';
import { type Finding, type Outcome, outcomes } from '../../src/findings/finding.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { decideLevel, rank, requiredCriteria } from '../../src/verdict/decide-level.ts';
import type { Level, Verdict } from '../../src/verdict/verdict.ts';

let checklist: Checklist;
beforeAll(async () => {
  checklist = await loadChecklist(checklistFolder(defaultChecklist));
});

function finding(criterion: string, outcome: Outcome): Finding {
  return {
    criterion,
    outcome,
    basis: outcome === 'met' ? 'measured+attested' : 'none',
    expected: '',
    observed: '',
    because: '',
    evidence: [],
    missing: [],
    remarks: [],
    parts: [],
    tolerances: [],
  };
}

type Target = Exclude<Level, 'none'> | undefined;

function decide(outcomeOf: (id: string) => Outcome, target?: Target): Verdict {
  return decideLevel({
    checklist,
    findings: checklist.criteria.map((one) => finding(one.id, outcomeOf(one.id))),
    specialized: checklist.specialized.map((one) => finding(one.id, outcomeOf(one.id))),
    target,
    language: 'vi',
  });
}

const anyOutcomes = () =>
  fc.array(fc.constantFrom(...outcomes), {
    minLength: checklist.criteria.length + checklist.specialized.length,
    maxLength: checklist.criteria.length + checklist.specialized.length,
  });
// Mostly met, so that the levels themselves are reached often enough to be tested.
const mostlyMet = () =>
  fc.array(
    fc.oneof(
      { weight: 60, arbitrary: fc.constant<Outcome>('met') },
      { weight: 1, arbitrary: fc.constantFrom(...outcomes) },
    ),
    {
      minLength: checklist.criteria.length + checklist.specialized.length,
      maxLength: checklist.criteria.length + checklist.specialized.length,
    },
  );
const targets = fc.constantFrom<Target>(undefined, 'basic', 'advanced', 'specialized');
const ids = () => [...checklist.criteria, ...checklist.specialized].map((one) => one.id);
const lookUp = (list: readonly Outcome[]) => (id: string) =>
  list[ids().indexOf(id)] ?? 'undetermined';

describe('the level rule', () => {
  it('composes the levels as the draft does: 39, 45, 45 and two conditions', () => {
    expect(requiredCriteria('basic', checklist)).toHaveLength(39);
    expect(requiredCriteria('advanced', checklist)).toHaveLength(45);
    expect(requiredCriteria('specialized', checklist)).toHaveLength(47);
    const advancedOnly = checklist.criteria
      .filter((one) => one.level === 'advanced')
      .map((one) => one.id);
    expect(advancedOnly).toEqual(['ht-09', 'tr-03', 'pacs-21', 'pacs-22', 'pacs-23', 'pacs-24']);
  });

  it('is Advanced and final for an applicant to Advanced without Specialized papers', () => {
    const verdict = decide(
      (id) => (id.startsWith('cs-') ? 'needs-attestation' : 'met'),
      'advanced',
    );
    expect(verdict).toMatchObject({
      level: 'advanced',
      floor: 'advanced',
      ceiling: 'advanced',
      status: 'final',
      deciding: [],
    });
  });

  it('is provisional between Advanced and Specialized for the same hospital when it applies for Specialized', () => {
    const verdict = decide(
      (id) => (id.startsWith('cs-') ? 'needs-attestation' : 'met'),
      'specialized',
    );
    expect(verdict).toMatchObject({
      floor: 'advanced',
      ceiling: 'specialized',
      status: 'provisional',
    });
    expect(verdict.deciding).toEqual(checklist.specialized.map((one) => one.id));
  });

  it('drops to Basic when a criterion of Advanced alone is not met', () => {
    const verdict = decide((id) => (id === 'ht-09' ? 'not-met' : 'met'), 'advanced');
    expect(verdict).toMatchObject({
      level: 'basic',
      ceiling: 'basic',
      status: 'final',
      blocking: ['ht-09'],
    });
  });

  it('falls below Basic when a criterion shared with Basic is not met: the rule applies again at the lower level', () => {
    const verdict = decide((id) => (id === 'ht-01' ? 'not-met' : 'met'), 'advanced');
    expect(verdict).toMatchObject({
      level: 'none',
      ceiling: 'none',
      status: 'final',
      blocking: ['ht-01'],
    });
  });

  it('is impossible to be Specialized without a package or without a certificate', () => {
    for (const missing of ['cs-01', 'cs-02']) {
      for (const outcome of ['not-met', 'undetermined', 'needs-attestation'] as const) {
        expect(decide((id) => (id === missing ? outcome : 'met'), 'specialized').level).toBe(
          'advanced',
        );
      }
    }
  });

  describe('where medical quality does not rest on a certificate', () => {
    type Way = 'authority' | 'trial' | 'certificate';
    const decideBy = (
      ways: readonly Way[],
      certificate: Outcome,
      target?: Target,
      language: 'vi' | 'en' = 'vi',
    ) =>
      decideLevel({
        checklist,
        findings: checklist.criteria.map((one) => ({
          ...finding(one.id, 'met'),
          parts: (one.any_of ?? []).map((part) => ({
            id: part.id,
            state: ways.some((way) => part.id === `cl-01.${way}`) ? 'met' : 'open',
          })),
        })),
        specialized: checklist.specialized.map((one) =>
          finding(one.id, one.id === 'cs-02' ? certificate : 'met'),
        ),
        target,
        language,
      });

    it.each<[readonly Way[], Outcome]>([
      [['authority'], 'not-met'],
      [['authority'], 'needs-attestation'],
      [['trial'], 'not-met'],
      [['trial'], 'needs-attestation'],
      [['authority', 'trial'], 'undetermined'],
    ])('stays at Advanced and says why: %j with cs-02 %s', (ways, certificate) => {
      const verdict = decideBy(ways, certificate, 'specialized');
      expect(verdict.level).toBe('advanced');
      expect(verdict.cap).toMatchObject({ level: 'advanced', criterion: 'cl-01' });
      expect(verdict.cap?.reason).toContain('không vượt quá Nâng cao');
      expect(decideBy(ways, certificate).cap).toEqual(verdict.cap);
      expect(decideBy(ways, certificate, 'specialized', 'en').cap?.reason).toContain(
        'no higher than Advanced',
      );
    });

    it('is not capped with a certificate, whichever of the two criteria it stands for', () => {
      expect(decideBy(['certificate', 'authority'], 'needs-attestation').cap).toBeUndefined();
      const equivalent = decideBy(['authority'], 'met', 'specialized');
      expect(equivalent.cap).toBeUndefined();
      expect(equivalent.level).toBe('specialized');
    });

    it('says nothing of a level that was not applied for', () => {
      expect(decideBy(['authority'], 'not-met', 'advanced').cap).toBeUndefined();
    });
  });

  it('counts each criterion once, by its weakest basis', () => {
    const verdict = decide(() => 'met', 'advanced');
    expect(verdict.makeUp).toEqual({ measured: 0, inspected: 0, demonstrated: 0, attested: 45 });
  });

  it('keeps floor ≤ level ≤ ceiling ≤ target', () => {
    fc.assert(
      fc.property(fc.oneof(anyOutcomes(), mostlyMet()), targets, (list, target) => {
        const { floor, level, ceiling } = decide(lookUp(list), target);
        expect(rank(floor)).toBeLessThanOrEqual(rank(level));
        expect(rank(level)).toBeLessThanOrEqual(rank(ceiling));
        expect(rank(ceiling)).toBeLessThanOrEqual(rank(target ?? 'specialized'));
      }),
      { numRuns: 500, seed: 20211 },
    );
  });

  it('never rises when a miss is added', () => {
    fc.assert(
      fc.property(
        mostlyMet(),
        fc.nat(),
        fc.constantFrom<Outcome>('not-met', 'undetermined', 'needs-attestation'),
        targets,
        (list, at, worse, target) => {
          const before = decide(lookUp(list), target);
          const index = at % list.length;
          // From met to anything, or from open to not met, is a step down.
          if (list[index] === 'not-met') return;
          const after = decide(
            lookUp(list.with(index, list[index] === 'met' ? worse : 'not-met')),
            target,
          );
          expect(rank(after.floor)).toBeLessThanOrEqual(rank(before.floor));
          expect(rank(after.ceiling)).toBeLessThanOrEqual(rank(before.ceiling));
        },
      ),
      { numRuns: 500, seed: 20212 },
    );
  });

  it('never falls, at either end, when a criterion turns met', () => {
    fc.assert(
      fc.property(anyOutcomes(), mostlyMet(), fc.nat(), targets, (any, mostly, at, target) => {
        for (const list of [any, mostly]) {
          const before = decide(lookUp(list), target);
          const after = decide(lookUp(list.with(at % list.length, 'met')), target);
          expect(rank(after.floor)).toBeGreaterThanOrEqual(rank(before.floor));
          expect(rank(after.ceiling)).toBeGreaterThanOrEqual(rank(before.ceiling));
        }
      }),
      { numRuns: 300, seed: 20215 },
    );
  });

  it('never counts unknown as met: open items change the floor exactly as misses do', () => {
    fc.assert(
      fc.property(mostlyMet(), targets, (list, target) => {
        const open = decide(lookUp(list), target);
        const failed = decide(
          lookUp(list.map((one) => (one === 'met' ? 'met' : 'not-met'))),
          target,
        );
        expect(open.floor).toBe(failed.floor);
      }),
      { numRuns: 500, seed: 20213 },
    );
  });

  it('names, when provisional, exactly the open items that could raise the level to its ceiling', () => {
    fc.assert(
      fc.property(mostlyMet(), targets, (list, target) => {
        const verdict = decide(lookUp(list), target);
        if (verdict.status === 'final') {
          expect(verdict.deciding).toEqual([]);
          return;
        }
        const settled = decide(
          (id) => (verdict.deciding.includes(id) ? 'met' : lookUp(list)(id)),
          target,
        );
        expect(settled.floor).toBe(verdict.ceiling);
        for (const left of verdict.deciding) {
          const partly = decide(
            (id) => (verdict.deciding.includes(id) && id !== left ? 'met' : lookUp(list)(id)),
            target,
          );
          expect(rank(partly.floor)).toBeLessThan(rank(verdict.ceiling));
        }
      }),
      { numRuns: 200, seed: 20214 },
    );
  });
});
