import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LintInput, lintChecklist } from '../../src/checklist/lint.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Checklist, Condition, Criterion } from '../../src/checklist/schema.ts';
import type { Outcome } from '../../src/findings/finding.ts';
import { describeFacts } from '../../src/probes/fact-registry.ts';
import { readCaseFiles } from '../criteria/support/read-cases.ts';

const shipped = await loadChecklist(path.resolve('checklists/annex-1-2021'));
const facts = describeFacts();

/** The shipped checklist with one criterion changed. */
function withCriterion(id: string, change: Partial<Criterion>): Checklist {
  return {
    ...shipped,
    criteria: shipped.criteria.map((one) => (one.id === id ? { ...one, ...change } : one)),
  };
}

function checksOf(checklist: Checklist, rest: Partial<LintInput> = {}): string[] {
  return lintChecklist({ checklist, facts, ...rest }).map(
    (one) => `${one.check} ${one.subject ?? ''}`,
  );
}

/** What lint says of ht-02 with this rule. */
function checksOfRule(met: Condition): string[] {
  return checksOf(withCriterion('ht-02', { met }));
}

describe('lintChecklist', () => {
  it('finds nothing in the shipped checklist, case tables included', () => {
    const cases = new Map(
      readCaseFiles().map((file) => [file.criterion, file.cases.map((one) => one.outcome)]),
    );
    expect(lintChecklist({ checklist: shipped, facts, cases })).toEqual([]);
  });

  it('asks for cases met, not met and open of every criterion', () => {
    const cases = new Map<string, readonly Outcome[]>(
      readCaseFiles().map((file) => [file.criterion, ['met', 'not-met', 'undetermined']]),
    );
    cases.set('ht-02', ['met', 'met', 'needs-attestation']);
    cases.delete('at-01');
    expect(checksOf(shipped, { cases })).toEqual([
      'missing-case ht-02',
      'missing-case at-01',
      'missing-case at-01',
      'missing-case at-01',
    ]);
  });

  it.each<[string, Condition, string]>([
    [
      'a fact that does not exist',
      { some: 'host.computer.colour', op: 'is', value: 'red' },
      'unknown-fact',
    ],
    ['a group that does not exist', { count: 'host.teapot', atLeast: 1 }, 'unknown-fact'],
    [
      'an operator that does not fit',
      { some: 'host.computer.wiredNetworkUp', op: 'gte', value: 1 },
      'operator',
    ],
    [
      'a date compared as a number',
      { some: 'web.endpoint.certificateValidTo', op: 'gte', value: 1 },
      'operator',
    ],
    [
      'a value of the wrong type',
      { some: 'host.computer.wiredNetworkUp', op: 'is', value: 'yes' },
      'value',
    ],
    ['a missing value', { some: 'host.computer.wiredNetworkUp', op: 'is' }, 'value'],
    [
      'one value where a list is needed',
      { some: 'dicom.node.role', op: 'in', value: 'pacs' },
      'value',
    ],
    ['a value outside an enum', { some: 'dicom.node.role', op: 'is', value: 'server' }, 'value'],
    [
      'a where column that does not exist',
      { count: 'host.computer', where: { colour: 'red' }, atLeast: 1 },
      'unknown-column',
    ],
    [
      'a where value outside an enum',
      { count: 'host.computer', where: { role: ['pac'] }, atLeast: 1 },
      'value',
    ],
    [
      'a where over a list column',
      { count: 'lan.path', where: { upGoodputMbpsRuns: 1 }, atLeast: 1 },
      'operator',
    ],
    [
      'a distinct column that does not exist',
      { count: 'host.computer', distinct: 'name', atLeast: 1 },
      'unknown-column',
    ],
    [
      'a numeric bound that is neither stated nor marked as ours',
      { some: 'host.computer.memoryGiB', op: 'gte', value: 16 },
      'tolerance',
    ],
    [
      'a count that is neither stated nor marked as ours',
      { count: 'host.computer', atLeast: 3 },
      'tolerance',
    ],
    [
      'a computer role that does not exist',
      { each: 'host.computer.wiredNetworkUp', op: 'is', value: true, everyComputer: ['server'] },
      'value',
    ],
    [
      'computers asked of a group without them',
      { each: 'dicom.node.echoStatus', op: 'is', value: 0, everyComputer: ['pacs'] },
      'unknown-column',
    ],
    [
      'a probe the criterion does not accept',
      { count: 'web.endpoint', atLeast: 1 },
      'not-accepted',
    ],
    ['a document kind that does not exist', { document: 'love-letter' }, 'unknown-document'],
    ['a document the criterion does not accept', { document: 'isp-contract' }, 'not-accepted'],
    [
      'a figure that does not exist',
      { figure: 'duty-roster.shoes', op: 'gte', than: 'duty-roster.peakRadiologists' },
      'not-accepted',
    ],
    ['an attestation of another criterion', { attested: 'ht-03' }, 'unknown-part'],
    [
      'a paper about a part of another criterion',
      { document: 'network-diagram', concerns: 'cs-01.lung' },
      'unknown-part',
    ],
    [
      'a part that does not exist',
      { any: [{ attested: 'ht-02' }], part: 'ht-02.x' },
      'unknown-part',
    ],
    [
      'insteadOf a probe that nothing beside it uses',
      {
        any: [
          { count: 'lan.path', atLeast: 1 },
          { attested: 'ht-02', insteadOf: ['dicom'] },
        ],
      },
      'unreachable-instead-of',
    ],
    [
      'insteadOf outside an any',
      { attested: 'ht-02', insteadOf: ['dicom'] },
      'unreachable-instead-of',
    ],
    [
      'an attestation beside a probe without a refusal',
      { any: [{ count: 'lan.path', atLeast: 1 }, { attested: 'ht-02' }] },
      'attested-instead-of-probe',
    ],
  ])('refuses %s', (_name, met, check) => {
    expect(checksOfRule(met)).toContain(`${check} ht-02`);
  });

  it('takes a bound stated in the wording as the circular’s own', () => {
    const rule: Condition = { some: 'lan.port.linkMbps', op: 'gte', value: 1000 };
    expect(checksOf(withCriterion('ht-03', { not_met: rule }))).toEqual([]);
    const other: Condition = { some: 'lan.port.linkMbps', op: 'gte', value: 900 };
    expect(checksOf(withCriterion('ht-03', { not_met: other }))).toEqual(['tolerance ht-03']);
  });

  it('refuses a figure with two bounds or none, and an unknown figure of an accepted paper', () => {
    const figure = 'duty-roster.peakRadiologists';
    const than = 'workstation-inventory.readingWorkstations';
    const checks = (not_met: Condition) => checksOf(withCriterion('tr-01', { not_met }));
    expect(checks({ figure, op: 'is', value: 0, than })).toEqual(['value tr-01']);
    expect(checks({ figure, op: 'is' })).toEqual(['value tr-01']);
    expect(checks({ figure: 'duty-roster.shoes', op: 'is', value: 0 })).toEqual([
      'unknown-figure tr-01',
    ]);
    expect(checks({ figure, op: 'lt', value: 3 })).toEqual(['tolerance tr-01']);
  });

  it('refuses an attestation as evidence of failure', () => {
    expect(checksOf(withCriterion('pacs-09', { not_met: { attested: 'pacs-09' } }))).toEqual([
      'attested-failure pacs-09',
    ]);
  });

  it('refuses a required part that the rule leaves out or makes optional', () => {
    const two: Condition = { all: [{ attested: 'pacs-16.mip' }, { attested: 'pacs-16.mpr' }] };
    expect(checksOf(withCriterion('pacs-16', { met: two }))).toEqual(['unanswered-part pacs-16']);
    const any: Condition = {
      all: [
        { attested: 'pacs-16.mip' },
        { any: [{ attested: 'pacs-16.mpr' }, { attested: 'pacs-16.fusion' }] },
      ],
    };
    expect(checksOf(withCriterion('pacs-16', { met: any }))).toEqual([
      'part-made-optional pacs-16',
      'part-made-optional pacs-16',
    ]);
  });

  it('refuses an alternative that the rule requires', () => {
    const met: Condition = {
      all: ['media', 'print', 'link'].map((name) => ({ attested: `pacs-17.${name}` })),
    };
    expect(checksOf(withCriterion('pacs-17', { met }))).toHaveLength(3);
    expect(checksOf(withCriterion('pacs-17', { met }))[0]).toBe(
      'alternative-made-required pacs-17',
    );
  });

  it('refuses duplicate ids, wrong order and wrong counts', () => {
    const [first, second, ...others] = shipped.criteria;
    if (!first || !second) throw new Error('the checklist is empty');
    expect(checksOf({ ...shipped, criteria: [second, first, ...others] })).toEqual([
      'ordinal ht-02',
      'ordinal ht-01',
    ]);
    const twice = checksOf({ ...shipped, criteria: [first, first, ...others] });
    expect(twice).toContain('duplicate-criterion ht-01');
    const fewer = checksOf({ ...shipped, criteria: [first, second, ...others.slice(0, -1)] });
    expect(fewer).toContain('level-count basic');
    expect(fewer).toContain('level-count advanced');
    expect(checksOf(withCriterion('ht-02', { level: 'specialized' }))).toContain(
      'level-of-criterion ht-02',
    );
  });

  it('refuses an "unless" that nothing stands beside, and ids that a group of facts has not', () => {
    const seen: Condition = { some: 'host.computer.virtual', op: 'is', value: true };
    const proof: Condition = { count: 'host.computer', atLeast: 1 };
    expect(checksOfRule({ unless: seen })).toContain('unless-alone ht-02');
    expect(checksOfRule({ any: [proof, { unless: seen }] })).toContain('unless-alone ht-02');
    expect(checksOfRule({ all: [{ any: [proof, { unless: seen }] }] })).toContain(
      'unless-alone ht-02',
    );
    expect(checksOfRule({ all: [proof, { unless: seen }] })).toEqual([]);
    expect(checksOfRule({ all: [proof, { any: [seen, { unless: seen }] }] })).toEqual([]);
    expect(
      checksOfRule({
        each: 'host.computer.virtual',
        op: 'is',
        value: false,
        everyDeclared: 'backups',
      }),
    ).toContain('unknown-column ht-02');
  });

  it('asks for the reason of an age limit on papers', () => {
    const documentKinds = shipped.documentKinds.map((one) =>
      one.id === 'network-diagram' ? { ...one, max_age_months: 12 } : one,
    );
    expect(checksOf({ ...shipped, documentKinds })).toEqual(['age-without-reason network-diagram']);
  });

  it('refuses a probe or document in "accepts" that does not exist', () => {
    const accepts = ['probe:tarot', 'document:love-letter', 'attestation'];
    expect(checksOf(withCriterion('pacs-24', { accepts }))).toEqual([
      'unknown-probe pacs-24',
      'unknown-document pacs-24',
    ]);
  });

  it('says what is wrong in both languages', () => {
    const [problem] = lintChecklist({
      checklist: withCriterion('ht-02', { met: { document: 'love-letter' } }),
      facts,
    });
    expect(problem?.vi).toContain('love-letter');
    expect(problem?.en).toContain('love-letter');
  });
});
