import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { makeViewContext } from '../../src/report/view-context.ts';
import { isRunNote, viewRuns } from '../../src/report/view-runs.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const context = makeViewContext(fixtureAssessment(checklist), checklist, 'vi');

function lan(more: object): EvidenceRecord {
  const row = {
    ...{ path: 'duong', between: 'pacs-workstation', upGoodputMbpsRuns: [900.5, 941] },
    ...{ upMedianWireEquivalentMbps: 987.8, secondsPerRun: 10, mtuBytes: 1500 },
    ...more,
  };
  return {
    ...{ kind: 'probe', id: 'lan.duong', probe: 'lan', subjectId: 'duong', state: 'observed' },
    facts: { 'lan.path': [row] },
  } as unknown as EvidenceRecord;
}

describe('runs of a throughput measurement', () => {
  it('say which computer sent to which, and how the wire rate was reckoned', () => {
    const [run] = viewRuns(
      context,
      lan({
        ...{ measuredFrom: '10.0.0.9', measuredTo: '10.0.0.5', streams: 4, omitSeconds: 1 },
        ...{ wireBytesPerFrame: 1538, payloadBytesPerFrame: 1448 },
      }),
    );
    expect(run?.direction).toBe('gửi: từ máy đo 10.0.0.9 tới máy chủ đo 10.0.0.5');
    expect(run?.conditions).toBe(
      'mỗi lần 10 giây; bỏ 1 giây đầu; 4 luồng TCP; MTU 1.500 byte; tốc độ dây = dữ liệu TCP × 1538/1448',
    );
  });

  it('of an older record stand without what it does not have', () => {
    const [run] = viewRuns(context, lan({}));
    expect([run?.direction, run?.conditions]).toEqual(['gửi', 'mỗi lần 10 giây; MTU 1.500 byte']);
  });

  it('are not printed twice: notes that repeat them are left to the table, others are not', () => {
    const told = (note: string) => isRunNote(lan({}), note);
    expect(told('Chiều gửi, lần 1: 941.0 Mb/s dữ liệu, quy về tốc độ dây 999.5 Mb/s')).toBe(true);
    expect(told('Sending, run 12: 941.0 Mb/s of payload, wire-equivalent 999.5 Mb/s')).toBe(true);
    expect(told('Tải xuống, lần 1 (2026-11-22 18:37): 197.0 Mb/s; độ trễ lúc rỗi 0 ms')).toBe(true);
    expect(told('Tải xuống, lần 1 (2026-11-22 18:37): không đo được (refused)')).toBe(false);
    expect(told('Hai đầu của phép đo là cùng một máy')).toBe(false);
  });
});
