import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Condition,
  conditionSchema,
  operators,
} from '../../src/checklist/condition-schema.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { conditionGrammar } from '../../src/schemas/condition-grammar.ts';

const word = fc.constantFrom('lan.port.linkMbps', 'lan.port', 'isp.mbps', 'pacs-09', 'x', '', 3);
const keys = [
  ...['all', 'any', 'fact', 'some', 'each', 'count', 'attested', 'document', 'figure', 'unless'],
  ...[
    'where',
    'op',
    'value',
    'tolerance',
    'covering',
    'everyComputer',
    'everyDeclared',
    'distinct',
    'atLeast',
  ],
  ...['insteadOf', 'namesProduct', 'than', 'part', 'other'],
];
const value = fc.oneof(
  word,
  fc.constantFrom<unknown>(...operators, true, null, 0, 1, 1.5, [], [1], [''], {}),
  fc.constantFrom<unknown>(
    { vi: 'a', en: 'b' },
    { vi: 'a' },
    { role: ['pacs'] },
    { role: [] },
    { column: 'role', values: ['pacs'] },
    { column: 'role', values: [] },
  ),
);
/** Mostly wrong rules, and some right ones. */
const anyRule = fc.letrec((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 }),
    fc.record({ fact: fc.constant('lan.port.linkMbps'), op: fc.constantFrom('gte', 'is', 'no') }),
    fc.record({ count: word, atLeast: fc.constantFrom(0, 1, 1.5) }),
    fc.record({ figure: word, op: fc.constantFrom(...operators), value: fc.constantFrom(1, '1') }),
    fc.record({ attested: word }),
    fc.record({ document: word, namesProduct: fc.constantFrom(true, 'yes') }),
    fc.record({ unless: tie('rule') }),
    fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { maxLength: 3 }), part: word }),
  ),
})).rule;

describe('the published grammar of rules', () => {
  it('takes every rule of the checklist as it is', async () => {
    const checklist = await loadChecklist(checklistFolder(defaultChecklist));
    const criteria = [...checklist.criteria, ...checklist.specialized];
    const rules = criteria.flatMap((one): (Condition | undefined)[] => [
      one.met,
      one.not_met,
      ...(one.council ?? []).map((item) => item.when),
    ]);
    const written = rules.filter((rule) => rule !== undefined);
    expect(written.length).toBeGreaterThan(45);
    for (const rule of written) expect(conditionGrammar.parse(rule)).toEqual(rule);
  });

  it('takes and refuses what reading a checklist takes and refuses', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyRule, (rule) => {
        const read = conditionSchema.safeParse(rule).success;
        taken += read ? 1 : 0;
        expect(conditionGrammar.safeParse(rule).success).toBe(read);
      }),
      { seed: 20261122, numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
