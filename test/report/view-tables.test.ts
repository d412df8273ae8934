import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { FactRow } from '../../src/evidence/evidence.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { measurementTables } from '../../src/report/measurement-tables.ts';
import { makeViewContext } from '../../src/report/view-context.ts';
import { viewTables } from '../../src/report/view-tables.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
function tablesOf(facts: Readonly<Record<string, readonly FactRow[]>>) {
  const evidence = [{ kind: 'probe', state: 'observed', id: 'x', facts }];
  const { facility } = fixtureAssessment(checklist);
  const assessment = { facility, evidence, findings: [], specialized: [], language: 'vi' };
  return viewTables(makeViewContext(assessment as unknown as Assessment, checklist, 'vi'));
}

function textsOf(table: ReturnType<typeof tablesOf>[number] | undefined): string[][] {
  return (table?.rows ?? []).map(({ cells }) => cells.map(({ text }) => text));
}

describe('tables of measurements', () => {
  it('name only facts that probes can give', () => {
    const unknown = measurementTables.flatMap(({ group, columns }) =>
      columns
        .filter(({ column }) => !factRegistry().get(group)?.row.shape[column])
        .map(({ column }) => `${group}.${column}`),
    );
    expect(unknown).toEqual([]);
  });

  it('leave out empty columns and tables, and say codes in words', () => {
    const [table, ...others] = tablesOf({
      'dicom.retrieve': [
        { node: 'pacs', method: 'move', to: 'RISPACS', status: 0xa801, expected: 17, received: 0 },
      ],
    });
    expect(others).toEqual([]);
    expect(table?.title).toBe('Lấy lại và chuyển tiếp (nút pacs)');
    expect(table?.heads).toEqual(['Cách', 'Nơi nhận', 'Trạng thái', 'Phải có', 'Nhận']);
    expect(textsOf(table)).toEqual([['C-MOVE về máy này', 'RISPACS', 'A801H', '17', '0']]);
    expect(table?.rows[0]?.cells.map((cell) => cell.kind.includes('count'))).toEqual([
      ...[false, false, false, true, true],
    ]);
  });

  it('name the node in each row where there are several', () => {
    const row = { method: 'get', to: 'RISPACS', status: 0 };
    const [table] = tablesOf({
      'dicom.retrieve': [
        { node: 'a', ...row },
        { node: 'b', ...row },
      ],
    });
    expect(textsOf(table).map((cells) => [cells[0], cells.at(-1)])).toEqual([
      ['a', '0000H'],
      ['b', '0000H'],
    ]);
  });

  it('say what a UPS, a final status and a refused context mean', () => {
    const texts = tablesOf({
      'power.ups': [{ ups: 'u', readBy: 'nut', status: 'OB LB' }],
      'dicom.compression': [
        { node: 'p', family: 'rle', objectsReceived: 3, refusal: '0xB000, 1 failed' },
        { node: 'q', family: 'rle', objectsReceived: 3, refusal: '0xA702, 4 failed' },
      ],
    }).flatMap(textsOf);
    expect(texts.flat()).toEqual(
      expect.arrayContaining([
        'ắc quy, ắc quy yếu (OB LB)',
        'cảnh báo B000H, 1 ảnh không lấy được',
        'mã A702H, 4 ảnh không lấy được',
      ]),
    );
  });

  it('keep words whole where they fit, and let a word of any length break', () => {
    const [table] = tablesOf({
      'media.volume': [{ medium: 'dia-xuat', kind: 'iso', viewerFound: true }],
      'balancer.backend': [{ balancer: 'x'.repeat(80), name: 'web', servers: 2 }],
    });
    expect(table?.rows[0]?.cells.every((cell) => cell.kind.includes('whole'))).toBe(true);
    const [, other] = tablesOf({
      'media.volume': [{ medium: 'dia-xuat', kind: 'iso', viewerFound: true }],
      'balancer.backend': [{ balancer: 'x'.repeat(80), name: 'web', servers: 2 }],
    });
    expect(other?.rows[0]?.cells[0]?.kind).toBe('');
  });

  it('of nodes have the address, both AE titles and each query with its key and its answers', () => {
    const [table] = tablesOf({
      'dicom.node': [{ node: 'pacs-main', associationAccepted: true, echoStatus: 0, tls: false }],
      'dicom.query': [
        {
          node: 'pacs-main',
          level: 'study',
          status: 0,
          answers: 2,
          keys: ['0010,0020=RISPACS-TEST'],
        },
      ],
    });
    expect(textsOf(table)).toEqual([
      [
        ...['pacs-main', '10.0.0.5:104', 'RISPACS', 'PACS', '0000H', '', 'không'],
        'ca chụp (khóa (0010,0020) RISPACS-TEST): 0000H, 2 câu trả lời',
      ],
    ]);
  });

  it('of negotiated syntaxes put classes with the same answers into one row and count the refused', () => {
    const pair = (sopClass: string, transferSyntax: string, accepted: boolean) => ({
      ...{ node: 'p', service: 'storage', sopClass, sopClassName: `${sopClass} Image Storage` },
      ...{ transferSyntax, transferSyntaxName: transferSyntax, accepted },
    });
    const [table] = tablesOf({
      'dicom.context': [
        ...['CT', 'MR'].flatMap((name) => [
          pair(name, '1.2.840.10008.1.2', true),
          pair(name, '1.2.840.10008.1.2.4.80', false),
        ]),
        pair('US', '1.2.840.10008.1.2', false),
      ],
    });
    expect(textsOf(table)).toEqual([
      ['p', 'CT; MR', 'nhận', '', '', '', '', '', 'từ chối', '', '', ''],
      [
        ...['p', '1 lớp bị từ chối với cả hai cú pháp không nén', 'từ chối', 'từ chối'],
        ...Array.from({ length: 8 }, () => ''),
      ],
    ]);
  });

  it('of ports say the VLAN, and of certificates the name, the chain and the last day', () => {
    const [ports, certificates] = tablesOf({
      'lan.port': [
        {
          host: 'sw',
          port: 'Gi1',
          role: 'pacs',
          linkMbps: 1000,
          duplex: 'full',
          inImagingVlan: true,
        },
        { host: 'sw', port: 'Gi2', role: 'other', inImagingVlan: false },
      ],
      'security.tls': [
        {
          ...{ host: '10.0.0.7', port: 443, offered: true, protocol: 'TLSv1.3', cipher: 'TLS_A' },
          ...{ certificateValidTo: '2026-12-21', certificateTrusted: true, nameMatches: false },
        },
      ],
    });
    expect(textsOf(ports)).toEqual([
      ['sw', 'Gi1', 'PACS', '1.000', 'toàn phần', 'có'],
      ['sw', 'Gi2', 'khác', 'chưa biết', 'chưa biết', 'ngoài VLAN của RIS-PACS'],
    ]);
    expect(textsOf(certificates)[0]).toEqual([
      ...['10.0.0.7:443', 'TLSv1.3', 'TLS_A', '', '', '21/12/2026', 'có', 'không', ''],
    ]);
  });

  it('show what differs, not what is as it should be', () => {
    const tables = tablesOf({
      'dicom.text': [
        { node: 'p', verdict: 'intact', keyword: 'PatientName', sent: 'Ánh' },
        { node: 'p', verdict: 'stripped', keyword: 'PatientName', sent: 'Ánh', received: 'nh' },
      ],
      'dicom.claim': [{ node: 'p', claimed: true, agrees: true, sopClassName: 'CT' }],
    });
    expect(tables.map(({ title }) => title)).toEqual(['Chữ tiếng Việt không nguyên vẹn (nút p)']);
    expect(tables[0]?.rows).toHaveLength(1);
  });

  it('of many rows are cut, and say so', () => {
    const row = { medium: 'a', kind: 'iso', viewerFound: true };
    const [table] = tablesOf({ 'media.volume': Array.from({ length: 75 }, () => row) });
    expect(table?.rows).toHaveLength(60);
    expect(table?.more).toContain('15');
  });
});
