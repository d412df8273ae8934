import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/files/read-csv.ts';
import { describeResult, type SweepRow } from '../../src/sweep/describe-result.ts';
import { layRows } from '../../src/sweep/lay-rows.ts';
import type { SweepOutcome } from '../../src/sweep/outcome.ts';
import { summariseRows, tellSummary } from '../../src/sweep/summarise-rows.ts';
import { renderRowsCsv } from '../../src/sweep/write-csv.ts';

const node = {
  id: 'ct-1',
  role: 'modality',
  host: '10.0.0.5',
  port: 104,
  calledAe: 'CT1',
} as const;
const row = (outcome: SweepOutcome, change: Partial<SweepRow> = {}): SweepRow => ({
  ...describeResult({ node, outcome, elapsedMs: 12.34 }, 'RISPACS', 'vi'),
  ...change,
});
const good = row({ kind: 'answered', echoStatus: 0, associationMs: 2.22, echoMs: 1 });
const rejected = row({
  kind: 'failed',
  trouble: {
    kind: 'rejected',
    result: 1,
    source: 1,
    reason: 3,
    reasonKey: 'calling-ae-title-not-recognised',
    words: '',
    timings: {},
  } as Extract<SweepOutcome, { kind: 'failed' }>['trouble'],
});

describe('a result in plain values', () => {
  it('of a node that answers has its times and no cause', () => {
    expect(good).toEqual({
      ...node,
      state: 'answers',
      echoStatus: 0,
      associationMs: 2.2,
      echoMs: 1,
      elapsedMs: 12.3,
      query: 'none',
    });
  });

  it('of one that does not has a state, a code and a likely cause with what to do', () => {
    expect(rejected).toMatchObject({
      state: 'refused',
      code: 'rejected-calling-ae-title-not-recognised',
      cause: expect.stringMatching(/không biết AE title RISPACS.*khai thêm/),
    });
  });

  it.each([
    [{ kind: 'answered' }, 'no-verification', 'none', /C-ECHO/],
    [{ kind: 'answered', echoStatus: 0x0211 }, 'answers-with-error', 'none', /0211/],
    [
      { kind: 'answered', echoStatus: 0, query: { kind: 'status', status: 0xa700, answers: 0 } },
      'answers',
      'fails',
      /C-FIND.*A700/,
    ],
    [
      { kind: 'answered', echoStatus: 0, query: { kind: 'not-accepted' } },
      'answers',
      'fails',
      /C-FIND/,
    ],
    [
      { kind: 'answered', echoStatus: 0, query: { kind: 'cancel-ignored' } },
      'answers',
      'fails',
      /C-CANCEL/,
    ],
    [{ kind: 'not-configured', message: 'Thiếu tệp.' }, 'not-configured', 'none', /Thiếu tệp/],
  ] as const)('of %j is %s', (outcome, state, query, cause) => {
    for (const language of ['vi', 'en'] as const) {
      const described = describeResult({ node, outcome, elapsedMs: 1 }, 'RISPACS', language);
      expect(described).toMatchObject({ state, query });
      if (language === 'vi') expect(described.cause).toMatch(cause);
    }
  });

  it('of one that answers its query, cancelled or not, has no cause', () => {
    for (const status of [0, 0xfe00]) {
      const query = { kind: 'status', status, answers: 0 } as const;
      const described = row({ kind: 'answered', echoStatus: 0, query });
      expect(described.query).toBe('answers');
      expect(described.cause).toBeUndefined();
    }
  });
});

describe('the table', () => {
  const rows = [
    good,
    row({ kind: 'not-asked' }, { id: 'pacs-chinh-toa-nha-b-tang-3', calledAe: 'PACS_CHINH_BVDK' }),
    rejected,
  ];

  it.each([80, 100, 40, 200])('fits %i columns in both languages', (width) => {
    for (const language of ['vi', 'en'] as const)
      for (const line of layRows(rows, language, width))
        expect([...line].length).toBeLessThanOrEqual(Math.max(width, 60));
  });

  it('has the likely cause under its row, and a word for each state', () => {
    const text = layRows(rows, 'vi', 100).join('\n');
    expect(text).toMatch(/ct-1 +10\.0\.0\.5:104 CT1 +trả lời +- +12\n/);
    expect(text).toMatch(/từ chối.*\n {4}10\.0\.0\.5:104 không biết AE title/);
    expect(text).toMatch(/chưa hỏi +- +-/);
  });

  it('loses nothing of an id, a host or a title that is too long for it', () => {
    const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(name, name, fc.integer({ min: 60, max: 120 }), (id, host, width) => {
        const one = { ...good, id: id.replaceAll(/\s/g, '_'), host: host.replaceAll(/\s/g, '_') };
        const text = layRows([one], 'en', width).slice(1);
        for (const line of text) expect([...line].length).toBeLessThanOrEqual(width);
        const idWidth = text[0]?.search(/ {2}/) ?? 0;
        expect(idWidth).not.toBe(0);
        const letters = text.join('').replaceAll(' ', '');
        for (const letter of new Set(one.id)) expect(letters).toContain(letter);
      }),
      { seed: 20261122 },
    );
  });

  it('shows what would steer a terminal, and does not obey it', () => {
    const text = layRows([{ ...good, id: 'a\u001b[2Jb', cause: 'x\u202ey' }], 'vi').join('\n');
    for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character);
  });
});

describe('the summary', () => {
  it('counts states and queries, and says what a green C-ECHO does not prove', () => {
    const rows = [good, good, rejected, { ...good, query: 'fails' }, { ...good, query: 'answers' }];
    const summary = summariseRows(rows as SweepRow[]);
    expect(summary).toEqual({
      total: 5,
      states: { answers: 4, refused: 1 },
      queried: 2,
      queryable: 1,
    });
    const [total, queries, caveat] = tellSummary(summary, 'vi');
    expect(total).toBe('Tổng 5 AE: 4 trả lời, 1 từ chối.');
    expect(queries).toMatch(/1 trong 2/);
    expect(caveat).toMatch(/chưa cho biết lưu, tìm hay xem được ảnh/);
    expect(tellSummary(summary, 'en').at(-1)).toMatch(/not that images can be stored/);
  });
});

describe('the CSV', () => {
  it('can be read again, and is harmless to a spreadsheet', () => {
    const text = renderRowsCsv([good, { ...rejected, id: '=HYPERLINK("x")' }], 'vi');
    const read = readCsv(text);
    expect(read.records[0]?.cells.slice(0, 5)).toEqual(['id', 'host', 'port', 'called_ae', 'role']);
    expect(read.records[1]?.cells.slice(0, 6)).toEqual([
      'ct-1',
      '10.0.0.5',
      '104',
      'CT1',
      'modality',
      'answers',
    ]);
    expect(read.records[2]?.cells[0]).toBe('\'=HYPERLINK("x")');
    expect(read.records[2]?.cells.at(-1)).toContain('RISPACS');
  });
});
