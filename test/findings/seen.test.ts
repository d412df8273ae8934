import { describe, expect, it } from 'vitest';
import type { FactRow } from '../../src/evidence/evidence.ts';
import { groupWords } from '../../src/findings/group-words.ts';
import { nameClaim } from '../../src/findings/name-claim.ts';
import { type ColumnSeen, sayColumnSeen, sayRowsSeen } from '../../src/findings/say-rows.ts';
import { type Seen, saySeen, sentenceSeen } from '../../src/findings/seen.ts';
import type { Language } from '../../src/locale/language.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { sampleRows } from '../criteria/support/sample-rows.ts';

const ports = (count: number, linkMbps: number, from = 1): FactRow[] =>
  Array.from({ length: count }, (_, index) => ({
    host: `may-${index + from}`,
    port: 'eth0',
    linkMbps,
  }));

function say(seen: Partial<ColumnSeen>, language: Language = 'vi'): string {
  const sentence = sayColumnSeen({
    group: 'lan.port',
    column: 'linkMbps',
    truth: 'true',
    rows: [],
    others: [],
    ...seen,
    language,
  });
  return sentence === undefined ? '' : saySeen([sentence], language);
}

describe('what was seen, as sentences', () => {
  it('counts what agrees and names what does not', () => {
    expect(say({ rows: [...ports(12, 1_000), ...ports(1, 10_000, 13)] })).toBe(
      'Tốc độ liên kết đã thỏa thuận: 1.000 Mb/s (12/13 cổng mạng); 10.000 Mb/s (may-13/eth0)',
    );
    expect(say({ rows: ports(8, 1_000) }, 'en')).toBe(
      'Negotiated link speed: 1,000 Mb/s (8/8 network ports)',
    );
  });

  it('names what failed, out of however many', () => {
    expect(say({ truth: 'false', rows: ports(2, 100), others: ports(11, 1_000, 3) })).toBe(
      'Tốc độ liên kết đã thỏa thuận: 100 Mb/s (may-1/eth0; may-2/eth0)',
    );
  });

  it('says a yes-or-no column as a statement, and names the few that do not share it', () => {
    const computers = (count: number): FactRow[] =>
      Array.from({ length: count }, (_, index) => ({ host: `may-${index}`, wiredNetworkUp: true }));
    const common = { group: 'host.computer', column: 'wiredNetworkUp' };
    expect(say({ ...common, rows: computers(9) })).toBe(
      'Có cổng mạng dây đang hoạt động, có địa chỉ IP: 9/9 máy',
    );
    expect(
      say({ ...common, rows: computers(8), others: [{ host: 'ris-01', wiredNetworkUp: false }] }),
    ).toBe('Có cổng mạng dây đang hoạt động, có địa chỉ IP: 8/9 máy, trừ ris-01');
  });

  it('writes days, codes, units and DICOM statuses as people do', () => {
    expect(
      say({
        group: 'web.endpoint',
        column: 'certificateValidTo',
        rows: [{ endpoint: 'cong-ket-qua', certificateValidTo: '2026-12-21' }],
      }),
    ).toBe('Chứng thư số còn hạn đến 21/12/2026 (cong-ket-qua)');
    expect(
      say({
        group: 'redundancy.cluster',
        column: 'ageDays',
        rows: [
          { cluster: 'a', ageDays: 0.02 },
          { cluster: 'b', ageDays: 2 },
        ],
      }),
    ).toBe('Trạng thái đã ghi trước khi thu thập: dưới 0,1 ngày (a); 2 ngày (b)');
    expect(
      say({ group: 'dicom.node', column: 'echoStatus', rows: [{ node: 'pacs', echoStatus: 0 }] }),
    ).toBe('C-ECHO thành công, trạng thái 0000H (pacs)');
  });

  it('tells a certificate that ran out otherwise than one that holds', () => {
    const sentence = say({
      group: 'web.endpoint',
      column: 'certificateValidTo',
      truth: 'false',
      rows: [{ endpoint: 'cong', certificateValidTo: '2020-12-21' }],
    });
    expect(sentence).toBe('Hạn của chứng thư số: cong 21/12/2020');
  });

  it('gathers rows by the system they are of, and sentences by their head', () => {
    const query = (level: string): Seen =>
      sayRowsSeen({
        group: 'dicom.query',
        language: 'vi',
        rows: [{ node: 'pacs', level, status: 0, answers: 2 }],
      });
    expect(saySeen([query('study'), query('series'), query('study')], 'vi')).toBe(
      'Truy vấn C-FIND chỉ hỏi dữ liệu thử của công cụ (RISPACS-TEST), chỉ đếm câu trả lời: ' +
        'pacs (mức ca chụp: trạng thái 0000H, 2 câu trả lời; mức sê-ri: trạng thái 0000H, 2 câu trả lời)',
    );
  });

  it('does not list rows of which another sentence tells more', () => {
    const rows = [{ job: 'sao-luu', ageHours: 7 }];
    const both = [
      sayRowsSeen({ group: 'backup.job', language: 'vi', rows }),
      ...[
        sayColumnSeen({
          group: 'backup.job',
          column: 'ageHours',
          truth: 'true',
          language: 'vi',
          rows,
          others: [],
        }) ?? sentenceSeen('?'),
      ],
    ];
    expect(saySeen(both, 'vi')).toBe(
      'Bản sao lưu thành công gần nhất, trước khi thu thập: 7 giờ (sao-luu)',
    );
  });

  it('bounds its lists and begins each sentence in upper case', () => {
    const things = Array.from({ length: 20 }, (_, index) => ({ said: `x${index}` }));
    expect(saySeen([{ head: 'đã thấy:', things }, sentenceSeen('có văn bản')], 'vi')).toBe(
      'Đã thấy: x0; x1; x2; x3; x4; x5; x6; x7; và 12 mục nữa. Có văn bản',
    );
  });
});

describe('the words for groups of facts', () => {
  it.each(Object.entries(groupWords))(
    '%s speaks of a group and of columns that exist',
    (name, words) => {
      const shape = factRegistry().get(name)?.row.shape ?? {};
      const columns = [...Object.keys(words.columns ?? {}), words.at].filter(
        (one) => typeof one === 'string',
      );
      expect(Object.keys(shape)).toEqual(expect.arrayContaining(columns));
      const asked: string[] = [];
      const row = sampleRows[name] ?? {};
      for (const vi of [true, false]) {
        const cells = {
          row,
          vi,
          text: (column: string) => {
            asked.push(column);
            return String(row[column] ?? '');
          },
        };
        words.row?.(cells);
        if (typeof words.at === 'function') words.at(cells);
      }
      expect(Object.keys(shape)).toEqual(expect.arrayContaining(asked));
    },
  );
});

describe('what a statement is about, in print', () => {
  const checklist = {
    criteria: [{ id: 'ht-05', parts: [{ id: 'ht-05.backup', vi: 'cơ chế backup', en: 'backup' }] }],
    specialized: [],
  } as never;

  it('is one form of the code, with the words of its part', () => {
    expect(nameClaim('ht-05', { checklist, language: 'vi' })).toBe('HT-05');
    expect(nameClaim('ht-05.backup', { checklist, language: 'vi' })).toBe(
      'HT-05, ý "cơ chế backup"',
    );
    expect(nameClaim('ht-05.backup', { checklist, language: 'en' })).toBe('HT-05, part "backup"');
    expect(nameClaim('ht-09.gone', { checklist, language: 'vi' })).toBe('HT-09.gone');
  });
});
