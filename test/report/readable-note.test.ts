import { describe, expect, it } from 'vitest';
import { commonOffset } from '../../src/report/format.ts';
import { readableNote } from '../../src/report/readable-note.ts';

describe('a note in print', () => {
  it('says the fact, not what was advised to whoever ran the tool', () => {
    expect(
      readableNote(
        'Không thấy ca thử thách trong kho (cách làm: gửi ca bằng rispacs challenge send rồi chạy lại với --resume).',
        'vi',
      ),
    ).toBe('Không thấy ca thử thách trong kho.');
    expect(
      readableNote('a: not allowed (to do: add --allow load); b: refused (code 5)', 'en'),
    ).toBe('a: not allowed; b: refused (code 5)');
  });

  it('writes moments as people do, and the offset only where it is not that of the report', () => {
    const note = 'ghi lúc 2026-11-22T18:24:45.393+00:00 theo bảng ngày 2026-08-22.';
    expect(readableNote(note, 'vi')).toBe(
      'ghi lúc 18:24 22/11/2026 (+00:00) theo bảng ngày 22/08/2026.',
    );
    expect(readableNote(note, 'vi', '+00:00')).toBe(
      'ghi lúc 18:24 22/11/2026 theo bảng ngày 22/08/2026.',
    );
    expect(readableNote(note, 'vi', '+07:00')).toContain('(+00:00)');
    expect(readableNote('lần 1 (2026-11-22 18:25)', 'vi')).toBe('lần 1 (18:25 22/11/2026)');
    expect(readableNote('read on 2026-11-22.', 'en')).toBe('read on 22 November 2026.');
  });

  it('leaves ids, versions and file names alone', () => {
    for (const text of [
      'tệp sao-luu-2026-11-22.json',
      'số 2026-11-22-01',
      '/kho/2026-11-22/anh.dcm',
      'UID 2.25.166314690327298996427139894719407040775.0',
    ])
      expect(readableNote(text, 'vi')).toBe(text);
  });
});

describe('the offset that a report names once', () => {
  it('is that of all its times, or none', () => {
    expect(commonOffset(['2026-11-22T09:14:00+07:00', '2026-11-22T09:15:00+07:00'])).toBe('+07:00');
    expect(commonOffset(['2026-11-22T09:14:00+07:00', '2026-11-22T02:15:00Z'])).toBeUndefined();
    expect(commonOffset([])).toBeUndefined();
  });
});
