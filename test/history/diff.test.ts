import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { compareSides } from '../../src/history/compare-sides.ts';
import { describeDifference } from '../../src/history/describe-difference.ts';
import { readSide } from '../../src/history/read-side.ts';
import { type Side, sideSchema } from '../../src/history/side-schema.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-diff-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const asSide = (value: unknown): Side => sideSchema.parse(JSON.parse(JSON.stringify(value)));
const make = (options: FixtureOptions = {}) =>
  fixtureAssessment(checklist, { target: 'advanced', ...options });
function textOf(a: Side, b: Side, language: 'vi' | 'en' = 'vi'): string {
  const read = (side: Side) => ({ path: 'x', from: 'recorded' as const, side });
  return describeDifference(compareSides(a, b), { a: read(a), b: read(b) }, language).join('\n');
}
async function rejection(file: string): Promise<UserError> {
  try {
    await readSide(file, 'vi');
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('comparing two assessments', () => {
  it('finds nothing between an assessment and itself', () => {
    const side = asSide(make());
    expect(compareSides(side, side)).toMatchObject({
      sameFacility: true,
      checklist: { same: true },
      level: { same: true },
      criteria: [],
      evidence: { added: [], removed: [], states: [] },
      facts: { changes: [], onOneSide: [] },
      facility: [],
    });
    expect(textOf(side, side)).toContain('MỨC: không đổi');
  });

  it('shows level, direction and basis of criteria that changed', () => {
    const a = asSide(make({ outcomes: { 'ht-04': 'undetermined' } }));
    const b = asSide(make({ outcomes: { 'ht-03': 'not-met' } }));
    const { criteria, level } = compareSides(a, b);
    expect(level?.same).toBe(false);
    expect(criteria).toEqual([
      expect.objectContaining({
        criterion: 'ht-03',
        direction: 'worse',
        outcome: { from: 'met', to: 'not-met' },
      }),
      expect.objectContaining({ criterion: 'ht-04', direction: 'better' }),
    ]);
    const text = textOf(a, b);
    expect(text).toMatch(/ht-03 +Đạt +Không đạt +KÉM HƠN/);
    expect(text).toContain('Cổng của trạm đọc phải từ 1.000 Mb/s trở lên');
    expect(textOf(a, b, 'en')).toMatch(/ht-04 +Not enough evidence +Met +better/);
  });

  it('compares the same fact of the same thing, with unit and change', () => {
    const before = make();
    const after = JSON.parse(JSON.stringify(before).replaceAll('998.2', '94.1')) as unknown;
    const { facts, measurements } = compareSides(asSide(before), asSide(after));
    expect(facts.changes).toEqual([]);
    const down = measurements.find(({ kind }) => kind.fact.includes('.down'));
    expect(down).toMatchObject({ subject: 'pacs-ws', a: { value: 998.2 }, b: { value: 94.1 } });
  });

  it('pairs rows by what they are about, whatever their order', () => {
    const withRows = (rows: readonly Record<string, string | number>[]) => {
      const side = asSide(make());
      const lan = side.evidence.find((one) => one.id === 'probe-lan-pacs-ws');
      if (lan) lan.facts = { 'host.software': [...rows] };
      return side;
    };
    const os_ = (version: string) => ({ host: 'ws', kind: 'os', name: 'Windows', version });
    const a = withRows([os_('10'), { host: 'ws', kind: 'dbms', name: 'MySQL', version: '5' }]);
    const b = withRows([
      { host: 'ws', kind: 'dbms', name: 'PostgreSQL', version: '17' },
      os_('11'),
      { host: 'ws2', kind: 'os' },
    ]);
    const { facts } = compareSides(a, b);
    expect(facts.changes.map((one) => [one.fact, one.from, one.to])).toEqual([
      ['host.software.name', 'MySQL', 'PostgreSQL'],
      ['host.software.version', '5', '17'],
      ['host.software.version', '10', '11'],
    ]);
    expect(facts.onOneSide).toEqual([expect.objectContaining({ side: 'b', subject: 'ws2/os' })]);
  });

  it('lists new and gone evidence and steps that ended differently', () => {
    const a = asSide(make());
    const b = asSide(make());
    b.evidence = b.evidence.filter((one) => one.id !== 'document-1');
    const probe = b.evidence.find((one) => one.id === 'probe-dicom-pacs-main');
    if (probe) probe.state = 'refused';
    expect(compareSides(a, b).evidence).toMatchObject({
      removed: [
        {
          id: 'document-1',
          about: 'isp-contract; 12/HĐ-VT; Nhà mạng Ví Dụ; 2026-01-05; -> 2027-01-05',
        },
      ],
      states: [{ id: 'probe-dicom-pacs-main', from: 'unreachable', to: 'refused' }],
    });
  });

  it('works across editions of the checklist', () => {
    const a = asSide(make());
    const b = asSide(make());
    b.checklist = { ...b.checklist, edition: '2027', sha256: 'f'.repeat(64) };
    b.findings = [
      ...b.findings.filter((one) => one.criterion !== 'ht-09'),
      { criterion: 'ht-99', outcome: 'future-word', basis: 'measured', because: '' },
    ];
    const difference = compareSides(a, b);
    expect(difference.checklist).toMatchObject({
      same: false,
      onlyInA: ['ht-09'],
      onlyInB: ['ht-99'],
    });
    expect(difference.criteria.map((one) => one.direction)).toEqual(['only-a', 'only-b']);
    expect(textOf(a, b)).toContain('không so trực tiếp được');
  });

  it('shows what changed at the facility, and warns when it is another one', () => {
    const a = asSide(make());
    const b = asSide(make({ facilityName: 'Bệnh viện khác' }));
    b.facility.facility.code = '99999';
    b.facility.product = {
      name: 'MediView RIS-PACS',
      version: '5.0',
      vendor: 'Công ty Cổ phần Ví Dụ',
    };
    b.facility.computers = b.facility.computers.filter((one) => one.id !== 'ws-02');
    const difference = compareSides(a, b);
    expect(difference.sameFacility).toBe(false);
    expect(difference.facility.map((one) => `${one.part} ${one.id}`)).toEqual([
      'facility ',
      'product ',
      'computers ws-02',
    ]);
    expect(textOf(a, b)).toContain('hai cơ sở khác nhau');
  });

  it('never passes terminal codes through', () => {
    const b = asSide(make({ facilityName: 'BV \u001b]0;x\u0007\u001b[2J' }));
    for (const one of b.findings.slice(0, 3))
      Object.assign(one, { outcome: '\u001b[31m', because: 'a\u202eb' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not appear
    expect(textOf(asSide(make()), b)).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe('reading a side', () => {
  const write = async (name: string, content: string) => {
    const file = path.join(folder, name);
    await writeFile(file, content);
    return file;
  };

  it('reads an assessment.json by itself', async () => {
    const file = await write('good.json', JSON.stringify(make()));
    expect(await readSide(file, 'vi')).toMatchObject({
      from: 'recorded',
      side: { schemaVersion: 1 },
    });
  });

  it('refuses what is no assessment with one clear sentence', async () => {
    expect((await rejection(path.join(folder, 'missing'))).message).toContain('ENOENT');
    expect((await rejection(folder)).message).toContain('không phải là hồ sơ');
    expect((await rejection(await write('yaml.yaml', 'a: 1'))).message).toContain(
      'không phải JSON',
    );
    expect((await rejection(await write('other.json', '{"a":1}'))).details.length).toBeGreaterThan(
      0,
    );
    const deep = await write('deep.json', '['.repeat(200_000) + ']'.repeat(200_000));
    expect(await rejection(deep)).toBeInstanceOf(UserError);
  });

  it('does not read a file that is far too large', async () => {
    const file = await write('large.json', '{');
    await truncate(file, 65 * 1024 * 1024);
    expect((await rejection(file)).message).toContain('tối đa 64 MiB');
  });

  it('refuses spoilt members instead of failing on them', async () => {
    const model: Assessment = make();
    const keys = Object.keys(model);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), fc.jsonValue(), async (key, value) => {
        const file = await write('spoilt.json', JSON.stringify({ ...model, [key]: value }));
        try {
          const { side } = await readSide(file, 'vi');
          if (side.scope === 'vendor') throw new Error('taken for a product');
          expect(textOf(side, asSide(model))).toContain('MỨC');
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 60 },
    );
  });
});
