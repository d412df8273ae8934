import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Checklist } from '../../src/checklist/schema.ts';
import { type Finding, outcomes } from '../../src/findings/finding.ts';
import { judgeCriteria, judgeSpecialized } from '../../src/findings/judge.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { decideLevel, rank } from '../../src/verdict/decide-level.ts';
import { levels, type Verdict } from '../../src/verdict/verdict.ts';
import { buildEvidence, buildFacility } from '../criteria/support/build-evidence.ts';
import { caseSchema } from '../criteria/support/case-schema.ts';

const ids = z.array(z.string()).default([]);
const levelCase = z.strictObject({
  name: z.string(),
  target: z.enum(['any', 'basic', 'advanced', 'specialized']).default('specialized'),
  outcomes: z.record(z.string(), z.enum(outcomes)).default({}),
  evidence: caseSchema.shape.evidence,
  expect: z.strictObject({
    floor: z.enum(levels),
    ceiling: z.enum(levels),
    status: z.enum(['final', 'provisional']),
    deciding: ids,
    blocking: ids,
    capped: z.boolean().default(false),
  }),
});
type LevelCase = z.infer<typeof levelCase>;

const { cases } = z.strictObject({ cases: z.array(levelCase).min(20) }).parse(
  parse(readFileSync(path.join(import.meta.dirname, 'specialized-levels.yaml'), 'utf8'), {
    maxAliasCount: 200,
  }),
);

let checklist: Checklist;
beforeAll(async () => {
  checklist = await loadChecklist(checklistFolder(defaultChecklist));
});

/** CL-01 and the two conditions are judged from the papers of the case; the rest of the table is given. */
function decideCase(one: LevelCase, language: 'vi' | 'en' = 'vi'): Verdict {
  const written = caseSchema.parse({ name: one.name, outcome: 'met', evidence: one.evidence });
  const input = {
    checklist,
    evidence: buildEvidence(written),
    facility: buildFacility(written),
    assessedOn: written.assessedOn,
    language,
  };
  const findings = judgeCriteria(input).map((finding): Finding => {
    if (finding.criterion === 'cl-01') return finding;
    return { ...finding, outcome: one.outcomes[finding.criterion] ?? 'met', basis: 'measured' };
  });
  const target = one.target === 'any' ? undefined : one.target;
  return decideLevel({
    checklist,
    findings,
    specialized: judgeSpecialized(input),
    target,
    language,
  });
}

describe('the level with the papers of the Specialized level', () => {
  it.each(cases)('$expect.floor to $expect.ceiling: $name', (one) => {
    const { capped, ...expected } = one.expect;
    const verdict = decideCase(one);
    expect(verdict).toMatchObject({ level: expected.floor, ...expected });
    expect(verdict.cap !== undefined).toBe(capped);
  });

  it.each(cases.filter((one) => one.expect.capped))(
    'has range, list and sentence that agree where it is capped: $name',
    (one) => {
      const verdict = decideCase(one);
      expect(['none', 'basic', 'advanced']).toContain(verdict.level);
      // The ceiling is Specialized only while CS-02 is open, and then CS-02 is among those that decide.
      expect(verdict.ceiling === 'specialized').toBe(verdict.deciding.includes('cs-02'));
      expect(verdict.cap?.reason).toContain('chừng nào CS-02 chưa đạt');
      expect(verdict.cap?.reason).toContain('mới gỡ giới hạn này');
      expect(decideCase(one, 'en').cap?.reason).toContain('as long as CS-02 is not met');
    },
  );

  it('is never lowered by one more paper or attestation, good or bad', () => {
    const pool = cases.flatMap(({ evidence }) => evidence).filter((one) => !('absence' in one));
    const [base] = cases;
    if (base === undefined) throw new Error('no cases');
    fc.assert(
      fc.property(
        fc.subarray(pool, { maxLength: 8 }),
        fc.constantFrom(...pool),
        (evidence, added) => {
          const before = decideCase({ ...base, evidence });
          const after = decideCase({ ...base, evidence: [...evidence, added] });
          expect(rank(after.floor)).toBeGreaterThanOrEqual(rank(before.floor));
          expect(rank(after.ceiling)).toBeGreaterThanOrEqual(rank(before.ceiling));
        },
      ),
      { numRuns: 60, seed: 20216 },
    );
  });
});
