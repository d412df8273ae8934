import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../../src/checklist/load.ts';
import type { EvidenceRecord } from '../../../src/evidence/evidence.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';
import { type AttachedData, readAttached } from '../../../src/report/attached/read-attached.ts';
import { readAttachmentsOf } from '../../../src/report/attached/read-attachment.ts';
import { parseTranscript } from '../../../src/report/attached/transcript.ts';
import { renderHtml } from '../../../src/report/render-html.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import { makeReportView } from '../../../src/report/view-model.ts';
import { fixtureAssessment } from '../fixtures/assessment-for.ts';
import {
  type CaseWishes,
  caseRecord,
  transcriptFile,
  vendorLetter,
} from '../fixtures/picture-records.ts';
import { hostileNames } from '../pictures/support.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-attached-'));
  await mkdir(path.join(folder, 'attachments'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const failing: CaseWishes = { outcomes: { 'order-ack': 'failed', images: 'warned' } };

async function store(record: EvidenceRecord, bytes: Uint8Array): Promise<void> {
  const [attachment] = record.attachments;
  await writeFile(path.join(folder, attachment?.path ?? ''), bytes);
  for (const { path: file, originalName } of record.attachments.slice(1)) {
    const step = /-vendor-(.*)\.txt$/.exec(originalName ?? '')?.[1] ?? '';
    await writeFile(path.join(folder, file), vendorLetter(step));
  }
}

const read = (record: EvidenceRecord): Promise<AttachedData> =>
  readAttached({ evidence: [record] }, readAttachmentsOf(folder));

function caseOf(record: EvidenceRecord, attached: AttachedData, language: 'vi' | 'en' = 'vi') {
  const assessment = { ...fixtureAssessment(checklist), evidence: [record] };
  const [shown] = makeReportView({ assessment, checklist, language, attached }).annex.cases;
  if (shown === undefined) throw new Error('no test case is shown');
  return shown;
}

describe('the transcript of a test case', () => {
  it('is printed message by message in the zone of the record', async () => {
    const record = caseRecord(failing);
    await store(record, transcriptFile());
    const { transcript } = caseOf(record, await read(record));
    expect(transcript.caption).toContain('+07:00');
    expect(transcript.problem).toBe('');
    expect(
      transcript.rows.map(({ number, time, direction, type, bytes, result }) =>
        [number, time, direction, type, bytes, result].join(' | '),
      ),
    ).toEqual([
      '1 | 09:14:01,250 | gửi đi | ADT^A04 | 301 | đã gửi',
      '2 | 09:14:02,250 | nhận về | ACK^A04 | 302 | AA: được nhận',
      '3 | 09:14:03,250 | gửi đi | ORM^O01 | 303 | đã gửi',
      '4 | 09:14:04,250 | nhận về | ACK^O01 | 304 | AE: báo lỗi: PID-3 không hợp lệ KIỂM THỬ^RISPACS',
      '5 | 09:14:05,250 | nhận về | ORU^R01 | 305 | đã nhận, trạng thái F',
    ]);
    expect(transcript.rows[0]?.file).toBe('abababababab');
  });

  it('gives the real message to the arrow, and the whole of it to the vendor', async () => {
    const record = caseRecord(failing);
    await store(record, transcriptFile());
    const shown = caseOf(record, await read(record));
    const words = shown.pictures.flatMap(({ picture }) =>
      picture.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.words] : [])),
    );
    expect(words).toContain('ORM^O01');
    expect(words).toContain('ACK AE');
    expect(shown.letters.map(({ title }) => title)).toEqual([
      'Bước 4. Xác nhận chỉ định: sai',
      'Bước 7. Gửi ảnh (C-STORE): cần lưu ý',
    ]);
    const [letter] = shown.letters;
    expect(letter?.lines[0]).toMatch(/^Kính gửi nhà cung cấp/);
    expect(letter?.lines.join(' ')).toContain('AE thay vì AA');
    expect(letter?.messages.flatMap(({ lines }) => lines)).toContain('PID-5: KIỂM THỬ^RISPACS');
  });

  it('is not printed when it was changed, is missing, is a link, or is something else', async () => {
    const record = caseRecord(failing);
    const tell = async (one: EvidenceRecord) => caseOf(one, await read(one)).transcript;
    expect((await tell(record)).problem).toContain('không có trong bộ hồ sơ');
    await store(record, transcriptFile('đã sửa'));
    expect(await tell(record)).toMatchObject({
      rows: [],
      problem: expect.stringContaining('SHA-256'),
    });
    await rm(path.join(folder, record.attachments[0]?.path ?? ''));
    await writeFile(path.join(folder, 'elsewhere'), transcriptFile());
    await symlink('../elsewhere', path.join(folder, record.attachments[0]?.path ?? ''));
    expect((await tell(record)).problem).toContain('không có trong bộ hồ sơ');
    const other = caseRecord(failing, Buffer.from('{"messages":[{"direction":"up"}]}'));
    await store(other, Buffer.from('{"messages":[{"direction":"up"}]}'));
    expect((await tell(other)).problem).toContain('không đúng dạng');
    expect((await tell({ ...record, attachments: [] })).problem).toContain('không kèm theo');
  });

  it('is read within bounds', () => {
    const [message] = JSON.parse(transcriptFile().toString('utf8')).messages;
    const parse = (messages: unknown) =>
      parseTranscript(Buffer.from(JSON.stringify({ messages }), 'utf8'));
    expect(parse([message])).toHaveLength(1);
    expect(parse(Array.from({ length: 1_001 }, () => message))).toBeUndefined();
    expect(parse([{ ...message, at: 'yesterday' }])).toBeUndefined();
    expect(parse([{ ...message, bytes: -1 }])).toBeUndefined();
    const huge = [{ id: 'PID', fields: [{ field: 'PID-5', value: 'W'.repeat(5_000) }] }];
    expect(parse([{ ...message, segments: huge }])).toBeUndefined();
    expect(parseTranscript(Buffer.from('['.repeat(100_000)))).toBeUndefined();
  });

  it.each(hostileNames.map((name) => [name.slice(0, 20), name]))(
    'shows %j as text',
    async (_short, name) => {
      const bytes = transcriptFile(name.slice(0, 3_000));
      const record = caseRecord({ ...failing, endpoint: name, observed: name }, bytes);
      await store(record, bytes);
      const assessment = { ...fixtureAssessment(checklist), evidence: [record] };
      const attached = await read(record);
      const html = await renderHtml({ assessment, checklist, language: 'vi', attached });
      const body = html.slice(html.indexOf('<body'), html.indexOf('</main>'));
      expect(body).not.toMatch(/<script|[\u202a-\u202e\u2066-\u2069]/);
      expect(body).not.toContain('W'.repeat(1_001));
      expect(body.split('</svg>').length).toBe(body.split('<svg').length);
    },
  );

  it('comes into the report that is written beside it, the same bytes each time', async () => {
    const record = caseRecord(failing);
    await store(record, transcriptFile());
    const assessment = { ...fixtureAssessment(checklist), evidence: [record] };
    const html = async () => {
      const request = { folder, assessment, checklist, signal: AbortSignal.timeout(20_000) };
      await renderReport({ ...request, formats: ['html'] });
      const { readFile } = await import('node:fs/promises');
      return readFile(path.join(folder, 'report.html'), 'utf8');
    };
    const first = await html();
    expect(first).toContain('09:14:04,250');
    expect(await html()).toBe(first);
  });
});
