import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeProgress } from '../../src/cli/progress.ts';
import { showWaiting, tellTimeLeft } from '../../src/cli/show-waiting.ts';
import { tellWaiting } from '../../src/cli/tell-waiting.ts';
import type { CollectEvent } from '../../src/evidence/collect-evidence.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';

const awaited = {
  what: 'Đang chờ bác sĩ đọc và ký báo cáo của ca KIỂM THỬ RISPACS (Accession RP1)',
  maxMs: 120_000,
};

function makeOutput(parts: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = [];
  return { ...parts, written, write: (text: string) => written.push(text) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the prompt of a step that waits', () => {
  it('counts down in one line on a terminal, and is taken back', () => {
    const output = makeOutput({ isTTY: true, columns: 120 });
    const prompt = showWaiting(awaited, 'vi', output, () => Date.now());
    vi.advanceTimersByTime(75_000);
    prompt.end();
    vi.advanceTimersByTime(60_000);
    const lines = output.written.map((text) => text.replace('\r\u001b[2K', ''));
    expect(lines[0]).toBe(`${awaited.what}, còn 2 phút`);
    expect(lines.at(-2)).toBe(`${awaited.what}, còn 45 giây`);
    expect(lines.at(-1)).toBe('');
    expect(output.written.join('')).not.toContain('\n');
  });

  it('never wraps, and keeps the time that is left', () => {
    for (const columns of [20, 40, 80]) {
      const output = makeOutput({ isTTY: true, columns });
      showWaiting(awaited, 'vi', output, () => 0).end();
      const [line = ''] = output.written.map((text) => text.replace('\r\u001b[2K', ''));
      expect(line.length).toBeLessThan(columns);
      expect(line).toContain('còn 2 phút');
    }
  });

  it('is one plain line elsewhere', () => {
    const output = makeOutput();
    const prompt = showWaiting(awaited, 'vi', output, () => Date.now());
    vi.advanceTimersByTime(60_000);
    prompt.end();
    expect(output.written).toEqual([`${awaited.what}, còn 2 phút\n`]);
  });

  it('tells the time in both languages', () => {
    expect([tellTimeLeft(180_000, 'vi'), tellTimeLeft(180_000, 'en')]).toEqual([
      'còn 3 phút',
      '3 minutes left',
    ]);
    expect([tellTimeLeft(90_000, 'vi'), tellTimeLeft(0, 'en')]).toEqual([
      'còn 90 giây',
      '0 s left',
    ]);
  });
});

describe('progress', () => {
  const step = { probe: 'workflow', subject: 'ris workflow' } as CollectEvent['step'];

  it('shows the prompt for as long as is waited, and other lines below each other', () => {
    const output = makeOutput({ isTTY: true, columns: 120 });
    const onEvent = makeProgress('vi', false, output);
    onEvent({ type: 'awaiting', step, awaited });
    onEvent({ type: 'awaited', step });
    onEvent({ type: 'kept', step });
    vi.advanceTimersByTime(10_000);
    expect(output.written).toEqual([
      `\r\u001b[2K${awaited.what}, còn 2 phút`,
      '\r\u001b[2K',
      'Giữ kết quả đã có: workflow ris workflow\n',
    ]);
  });

  it('shows the prompt again below what other steps tell meanwhile', () => {
    const output = makeOutput({ isTTY: true, columns: 120 });
    const onEvent = makeProgress('vi', false, output);
    const other = { probe: 'dicom', subject: 'pacs' } as CollectEvent['step'];
    onEvent({ type: 'awaiting', step, awaited });
    vi.advanceTimersByTime(75_000);
    onEvent({ type: 'kept', step: other });
    expect(output.written.slice(-2)).toEqual([
      'Giữ kết quả đã có: dicom pacs\n',
      `\r\u001b[2K${awaited.what}, còn 45 giây`,
    ]);
    onEvent({ type: 'awaited', step });
    onEvent({ type: 'kept', step: other });
    expect(output.written.at(-1)).toBe('Giữ kết quả đã có: dicom pacs\n');
  });

  it('says it once where there is no terminal, whatever is told meanwhile', () => {
    const output = makeOutput();
    const onEvent = makeProgress('vi', false, output);
    const other = { probe: 'dicom', subject: 'pacs' } as CollectEvent['step'];
    onEvent({ type: 'awaiting', step, awaited });
    onEvent({ type: 'kept', step: other });
    onEvent({ type: 'awaited', step });
    expect(output.written.filter((line) => line.includes(awaited.what))).toHaveLength(1);
  });

  it.each(['vi', 'en'] as const)('says in %s that an ended step still waits', (language) => {
    const output = makeOutput();
    const onEvent = makeProgress(language, false, output);
    const record = makeRecord('awaiting-person');
    onEvent({ type: 'finished', step, record, isUnfinished: true });
    onEvent({ type: 'finished', step, record, isUnfinished: false });
    expect(output.written.filter((line) => line.includes('--resume'))).toHaveLength(1);
  });
});

function makeRecord(outcome: string): EvidenceRecord {
  return {
    kind: 'probe',
    id: 'workflow.ris-workflow',
    probe: 'workflow',
    probeVersion: 1,
    subject: 'ris workflow (mllp://10.0.0.6:2575)',
    subjectId: 'ris-workflow',
    startedAt: '2026-11-22T08:00:00.000+07:00',
    durationMs: 1,
    notes: [],
    attachments: [],
    state: 'observed',
    facts: { 'workflow.step': [{ outcome }] },
  };
}

describe('the end of a run', () => {
  const hint = {
    command: 'assess',
    facilityFile: 'cơ sở.yaml',
    out: 'ho-so',
    allow: 'active,load',
  };

  it.each(['vi', 'en'] as const)('says in %s what waits, and how to go on or end it', async (l) => {
    const lines = await tellWaiting(
      [makeRecord('awaiting-person')],
      { ...hint, command: 'assess' },
      l,
    );
    expect(lines[0]).toContain('ris workflow (mllp://10.0.0.6:2575)');
    expect(lines).toContain(
      '  rispacs assess "cơ sở.yaml" --out ho-so --allow active,load --resume',
    );
    expect(lines).toContain('  rispacs cleanup ho-so');
  });

  it('says nothing where nothing waits', async () => {
    expect(
      await tellWaiting([makeRecord('passed')], { ...hint, command: 'collect' }, 'vi'),
    ).toEqual([]);
  });
});
