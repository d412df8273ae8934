import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Checklist } from '../../src/checklist/schema.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { judgeCriteria, judgeSpecialized } from '../../src/findings/judge.ts';
import { buildEvidence, buildFacility } from './support/build-evidence.ts';
import type { CriterionCase } from './support/case-schema.ts';
import { readCaseFiles } from './support/read-cases.ts';

let checklist: Checklist;
beforeAll(async () => {
  checklist = await loadChecklist(path.resolve('checklists/annex-1-2021'));
});

function judgeCase(one: CriterionCase): Finding[] {
  const input = {
    checklist,
    evidence: buildEvidence(one),
    facility: buildFacility(one),
    assessedOn: one.assessedOn,
    language: 'vi' as const,
  };
  return [...judgeCriteria(input), ...judgeSpecialized(input)];
}

for (const { criterion, file, cases } of readCaseFiles()) {
  describe(criterion, () => {
    it('is the criterion its file is named after', () => {
      expect(file).toBe(`${criterion}.yaml`);
      expect([...checklist.criteria, ...checklist.specialized].map((one) => one.id)).toContain(
        criterion,
      );
    });

    it.each(cases)('$outcome: $name', (one) => {
      const findings = judgeCase(one);
      const finding = findings.find((each) => each.criterion === criterion);
      expect(finding).toBeDefined();
      if (!finding) return;
      expect({ outcome: finding.outcome, because: finding.because }).toMatchObject({
        outcome: one.outcome,
      });
      if (one.basis !== undefined) expect(finding.basis).toBe(one.basis);
      if (one.because !== undefined) {
        expect(`${finding.because} ${finding.observed}`).toContain(one.because);
      }
      if (one.remark !== undefined) expect(finding.remarks.join('\n')).toContain(one.remark);
      if (one.noRemark !== undefined) {
        expect(finding.remarks.join('\n')).not.toContain(one.noRemark);
      }
      if (one.parts !== undefined) {
        const states = Object.fromEntries(finding.parts.map((part) => [part.id, part.state]));
        expect(states).toMatchObject(one.parts);
      }
    });

    it.each(cases)('gives the same finding whatever the order of evidence: $name', (one) => {
      const forward = judgeCase(one);
      const backward = judgeCase({ ...one, evidence: [...one.evidence].reverse() });
      const outcomeOf = (findings: readonly Finding[]) =>
        findings.find((each) => each.criterion === criterion)?.outcome;
      expect(outcomeOf(backward)).toBe(outcomeOf(forward));
    });
  });
}
