import { readFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { checkManifest, writeManifest } from '../../src/evidence/manifest.ts';
import { judge } from '../../src/flow.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import {
  type BrokenRun,
  cleanUp,
  others,
  type RisBehaviour,
  startBrokenRun,
  type WorklistBehaviour,
  writeFacility,
} from './support/hospital.ts';

let run: BrokenRun | undefined;
afterEach(async () => {
  await run?.stop();
  run = undefined;
});

async function start(behaviour?: Parameters<typeof startBrokenRun>[1]): Promise<BrokenRun> {
  run = await startBrokenRun(await makeTempFolder(), behaviour);
  return run;
}

const controlsOf = ({ ris }: BrokenRun) => ris?.messages.map((one) => one.at('ORC-1'));

const gone = 'removed-verified';
const outcomes: readonly (readonly [RisBehaviour, WorklistBehaviour, string, string])[] = [
  ['cancels', 'shows', gone, 'cancelled'],
  ['cancels', 'empty', gone, 'unknownToRis'],
  ['cancels', 'none', 'left', 'cancelRefused'],
  ['unknown', 'empty', gone, 'unknownToRis'],
  ['unknown', 'none', 'left', 'cancelRefused'],
  ['unknown', 'shows', 'left', 'cancelRefused'],
  ['unknown', 'silent', 'left', 'cancelRefused'],
  ['acknowledges', 'shows', 'left', 'leftInWorklist'],
  ['acknowledges', 'empty', 'left', 'leftUnverified'],
  ['acknowledges', 'none', 'left', 'leftUnverified'],
  ['acknowledges', 'silent', 'left', 'leftUnverified'],
  ['refuses', 'shows', 'left', 'cancelRefused'],
  ['refuses', 'empty', 'left', 'cancelRefused'],
  ['silent', 'shows', 'left', 'noAnswer'],
  ['silent', 'none', 'left', 'noAnswer'],
  ['gone', 'shows', 'left', 'notReached'],
  ['gone', 'empty', 'left', 'notReached'],
];

describe.each(['planned', 'sent', 'left'] as const)('an order that is %s', (state) => {
  it.each(outcomes)(
    'and a RIS that %s, a worklist that is/shows %s: ends %s (%s)',
    async (ris, worklist, expected, note) => {
      const hospital = await start({ ris, worklist });
      const effect = await hospital.addOrder(state);
      const outcome = await cleanUp(hospital.folder);
      expect(outcome.items).toMatchObject([
        { state: expected, note, ours: { id: effect.id, stateBefore: state } },
      ]);
      expect(outcome.left).toBe(expected === gone ? 0 : 1);
      expect(await hospital.dossier.readSideEffects()).toMatchObject([
        { id: effect.id, state: expected, note, identifiers: effect.identifiers },
      ]);
      // What is not ours is there as before.
      expect(hospital.entries).toEqual(expect.arrayContaining([...others]));
    },
  );
});

describe('the cancel', () => {
  it('carries every identifier of the journal, and nobody but the test patient', async () => {
    const hospital = await start();
    const { identifiers } = await hospital.addOrder('sent');
    await cleanUp(hospital.folder);
    expect(controlsOf(hospital)).toEqual(['CA']);
    const [message] = hospital.ris?.messages ?? [];
    expect(message?.at('PID-3')).toBe('RISPACS-TEST');
    expect([
      message?.at('ORC-2'),
      message?.at('IPC-1'),
      message?.at('IPC-2'),
      message?.at('IPC-3'),
      message?.at('IPC-4'),
    ]).toEqual([
      identifiers.placerOrderNumber,
      identifiers.accessionNumber,
      identifiers.requestedProcedureId,
      identifiers.studyInstanceUid,
      identifiers.scheduledStepId,
    ]);
  });

  it('is in the journal before a byte of it is sent', async () => {
    const notes: unknown[] = [];
    const hospital = await start({
      onCancel: () => {
        const text = readFileSync(hospital.dossier.path('side-effects.ndjson'), 'utf8');
        notes.push(JSON.parse(text.trim().split('\n').at(-1) ?? '{}'));
      },
    });
    await hospital.addOrder('planned');
    await cleanUp(hospital.folder);
    expect(notes).toMatchObject([{ state: 'planned', note: 'cancelling' }]);
  });

  it('is made from entries of earlier versions too, which held four identifiers', async () => {
    const hospital = await start();
    const { state: _state, ...effect } = await hospital.addOrder(gone);
    const { patientId, placerOrderNumber, accessionNumber, studyInstanceUid } = effect.identifiers;
    const identifiers = { patientId, placerOrderNumber, accessionNumber, studyInstanceUid };
    const line = { at: new Date().toISOString(), ...effect, identifiers, state: 'planned' };
    await writeFile(hospital.dossier.path('side-effects.ndjson'), `${JSON.stringify(line)}\n`);
    expect(await cleanUp(hospital.folder)).toMatchObject({ left: 0, foreign: 0 });
    expect(hospital.ris?.messages[0]?.at('IPC-2')).toBe(placerOrderNumber);
    expect(hospital.ris?.messages[0]?.at('TQ1-7')).toMatch(/^\d{14}/);
  });

  it('goes to a changed address when a facility file is given', async () => {
    const hospital = await start({ ris: 'gone' });
    await hospital.addOrder('sent');
    expect(await cleanUp(hospital.folder)).toMatchObject({ items: [{ note: 'notReached' }] });
    const moved = await startBrokenRun(await makeTempFolder(), { worklist: 'empty' });
    const outcome = await cleanUp(hospital.folder, { facilityFile: moved.facilityFile });
    expect(outcome).toMatchObject({ left: 0, items: [{ note: 'unknownToRis' }] });
    expect(controlsOf(moved)).toEqual(['CA']);
    await moved.stop();
  });

  it('is not sent for what is gone already, nor a second time once it is', async () => {
    const hospital = await start();
    await hospital.addOrder(gone);
    await hospital.addOrder('sent');
    await cleanUp(hospital.folder);
    const again = await cleanUp(hospital.folder);
    expect(again.items).toEqual([]);
    expect(again.lines.join()).toContain('không có dữ liệu thử nào còn lại');
    expect(hospital.ris?.messages).toHaveLength(1);
  });

  it('is sent for each of several orders; a RIS that is gone is not knocked at for each', async () => {
    const hospital = await start();
    for (const state of ['planned', 'sent', 'left'] as const) await hospital.addOrder(state);
    expect(await cleanUp(hospital.folder)).toMatchObject({ left: 0 });
    expect(hospital.entries).toEqual(others);
    await hospital.stop();
    const dead = await start({ ris: 'gone' });
    for (const state of ['planned', 'sent'] as const) await dead.addOrder(state);
    expect(await cleanUp(dead.folder)).toMatchObject({ left: 2 });
    const cancelling = (await dead.journal()).filter((one) => one.note === 'cancelling');
    expect(cancelling).toHaveLength(1);
  });

  it('stopped half-way leaves the rest to the next run', async () => {
    const stop = new AbortController();
    const hospital = await start({ onCancel: () => stop.abort(new Error('stopped')) });
    await hospital.addOrder('sent');
    await hospital.addOrder('planned');
    await expect(cleanUp(hospital.folder, { signal: stop.signal })).rejects.toThrow('stopped');
    expect(hospital.ris?.messages).toHaveLength(1);
    const open = (await hospital.dossier.readSideEffects()).map((one) => one.state);
    expect(open).toEqual(['sent', 'planned']);
    expect(await cleanUp(hospital.folder)).toMatchObject({ left: 0 });
    expect(hospital.entries).toEqual(others);
  });

  it('keeps what was sent in the dossier', async () => {
    const hospital = await start();
    await hospital.addOrder('sent');
    await cleanUp(hospital.folder);
    const log = await readFile(hospital.dossier.path('log.ndjson'), 'utf8');
    const { sent, received } = JSON.parse(log.trim().split('\n').at(-1) ?? '{}');
    expect(await readFile(hospital.dossier.path(sent), 'utf8')).toContain('ORC|CA|RP');
    expect(await readFile(hospital.dossier.path(received), 'utf8')).toContain('MSA|AA');
  });
});

describe('a journal that was edited', () => {
  const real = { accession: 'RP202411220001', patient: 'BN0001' };
  it.each([
    ['patientId', { patientId: real.patient }],
    ['patientId', { patientId: 'RISPACS-TEST2' }],
    ['placerOrderNumber', { placerOrderNumber: real.accession }],
    ['accessionNumber', { accessionNumber: real.accession }],
    ['accessionNumber', { accessionNumber: 'A\r*' }],
    ['requestedProcedureId', { requestedProcedureId: '1' }],
    ['scheduledStepId', { scheduledStepId: '' }],
    ['studyInstanceUid', { studyInstanceUid: '1.2.840.1' }],
    ['studyInstanceUid', { studyInstanceUid: '2.25.1' }],
    ['scheduledAt', { scheduledAt: '1999-01-01T00:00:00Z' }],
    ['id', {}],
  ])('to name another %s is refused, and nothing is sent', async (field, change) => {
    const hospital = await start();
    const template = await hospital.addOrder(gone);
    await hospital.addOrder('planned', { identifiers: { ...template.identifiers, ...change } });
    const outcome = await cleanUp(hospital.folder);
    expect(outcome).toMatchObject({ foreign: 1, left: 1, items: [{ note: 'foreign' }] });
    expect(outcome.lines.join()).toContain(`trường ${field} không thể do công cụ này ghi`);
    // The entry may hold a real patient's identifiers: they are shown nowhere.
    expect(JSON.stringify(outcome)).not.toContain(real.patient);
    expect(JSON.stringify(outcome)).not.toContain(real.accession);
    expect(hospital.ris?.received()).toHaveLength(0);
  });

  it('between two lines about one order is refused', async () => {
    const hospital = await start();
    const effect = await hospital.addOrder('planned');
    const other = await hospital.addOrder(gone);
    await hospital.dossier.journal({ ...effect, identifiers: other.identifiers, state: 'sent' });
    expect(await cleanUp(hospital.folder)).toMatchObject({ foreign: 1, left: 1 });
    expect(hospital.ris?.received()).toHaveLength(0);
  });

  it('to name an order of another day than it was written on is refused', async () => {
    const hospital = await start();
    const { state: _state, ...effect } = await hospital.addOrder(gone);
    const line = { at: '2025-01-01T00:00:00.000Z', ...effect, id: 'order-x', state: 'planned' };
    await hospital.addLine(JSON.stringify(line));
    expect(await cleanUp(hospital.folder)).toMatchObject({ foreign: 1 });
    expect(hospital.ris?.received()).toHaveLength(0);
  });

  it('does not keep our own orders from being cancelled', async () => {
    const hospital = await start();
    const ours = await hospital.addOrder('sent');
    await hospital.addOrder('planned', {
      id: 'order-that',
      identifiers: { ...ours.identifiers, patientId: real.patient },
    });
    expect(await cleanUp(hospital.folder)).toMatchObject({ foreign: 1, left: 1 });
    expect(hospital.ris?.messages.map((one) => one.at('ORC-2'))).toEqual([
      ours.identifiers.placerOrderNumber,
    ]);
  });

  it('or cut short is read as far as it goes, and says so', async () => {
    const hospital = await start();
    await hospital.addOrder('sent');
    await appendFile(hospital.dossier.path('side-effects.ndjson'), '{"at":"2026-11-2');
    const outcome = await cleanUp(hospital.folder);
    expect(outcome).toMatchObject({ left: 0, unreadableLines: 1 });
    expect(outcome.noted.join()).toContain('không đọc được');
  });
});

describe('what cannot be cancelled', () => {
  it('is left for the list: data of other kinds, and systems the facility file no longer names', async () => {
    const hospital = await start();
    const { identifiers } = await hospital.addOrder(gone);
    const report = {
      accessionNumber: identifiers.accessionNumber ?? '',
      patientId: 'RISPACS-TEST',
    };
    const effect = { id: 'report-1', system: 'ris', kind: 'report', identifiers: report } as const;
    await hospital.dossier.journal({ ...effect, state: 'planned' });
    await hospital.addOrder('sent', { system: 'ris-cu' });
    const first = await cleanUp(hospital.folder);
    expect(first.items.map((one) => [one.state, one.note])).toEqual([
      ['left', 'byHand'],
      ['left', 'endpointUnknown'],
    ]);
    expect(first.lines.join()).toContain('--facility');
    const written = (await hospital.journal()).length;
    await cleanUp(hospital.folder);
    expect(await hospital.journal()).toHaveLength(written);
    expect(hospital.ris?.received()).toHaveLength(0);
  });

  it('names a TLS file that the copy in the dossier cannot lead to', async () => {
    const folder = await makeTempFolder();
    const hospital = await start();
    await hospital.addOrder('sent');
    const facilityFile = await writeFacility(folder, 'tls.yaml', {
      risPort: hospital.ris?.port ?? 1,
      tls: { ca: 'khong-co.pem' },
    });
    const outcome = await cleanUp(hospital.folder, { facilityFile });
    expect(outcome.items).toMatchObject([{ state: 'left', note: 'tlsUnusable' }]);
    expect(outcome.lines.join()).toContain('khong-co.pem');
  });
});

describe('consent', () => {
  it('is needed: without a terminal and without --yes nothing is sent', async () => {
    const hospital = await start();
    await hospital.addOrder('sent');
    const before = await hospital.journal();
    await expect(cleanUp(hospital.folder, { yes: false })).rejects.toThrow(UserError);
    expect(await hospital.journal()).toEqual(before);
    expect(hospital.ris?.received()).toHaveLength(0);
  });

  it.each([
    ['có\n', 'yes', 1],
    ['\n', 'no', 0],
    ['không\n', 'no', 0],
    ['\x04', 'no', 0],
    ['\x03', 'interrupted', 0],
  ])('is asked for on a terminal: %j is %s', async (typed, confirmation, messages) => {
    const hospital = await start();
    await hospital.addOrder('sent');
    const input = new PassThrough();
    const output = new PassThrough();
    output.on('data', (chunk: Buffer) => {
      if (/: $/.test(stripVTControlCharacters(chunk.toString())))
        setImmediate(() => input.write(typed));
    });
    const outcome = await cleanUp(hospital.folder, { yes: false, terminal: true, input, output });
    expect(outcome).toMatchObject({ confirmation, left: 1 - messages });
    expect(hospital.ris?.messages).toHaveLength(messages);
    expect(outcome.noted.join('\n')).toContain(`mllp://127.0.0.1:${hospital.ris?.port}`);
    expect(outcome.noted.join('\n')).toContain('không đụng tới dữ liệu nào khác');
  });

  it('is not needed to look: a dry run sends nothing and leaves the dossier as it is', async () => {
    const hospital = await start();
    await hospital.addOrder('planned');
    await writeManifest(hospital.folder);
    const outcome = await cleanUp(hospital.folder, { dryRun: true, yes: false });
    expect(outcome).toMatchObject({ left: 1, items: [{ state: 'planned' }] });
    expect(outcome.noted.join()).toContain('không rõ đã gửi hay chưa');
    expect((await checkManifest(hospital.folder)).state).toBe('intact');
    expect(hospital.ris?.received()).toHaveLength(0);
  });
});

describe('a dossier that was judged', () => {
  async function judged(hospital: BrokenRun): Promise<void> {
    await renderReport({
      folder: hospital.folder,
      assessment: await judge(hospital.dossier),
      checklist: await loadChecklist(hospital.dossier.path('checklist')),
      formats: ['json', 'html'],
      signal: new AbortController().signal,
    });
    await writeManifest(hospital.folder);
  }
  const effectsOf = async (hospital: BrokenRun) =>
    JSON.parse(await readFile(hospital.dossier.path('assessment.json'), 'utf8')).sideEffects;

  it('says afterwards what the journal says, and its manifest holds', async () => {
    const hospital = await start();
    await hospital.addOrder('sent');
    await judged(hospital);
    const outcome = await cleanUp(hospital.folder);
    expect(outcome.assessment).toBe('refreshed');
    expect(outcome.lines.join()).toContain('rispacs report');
    expect(await effectsOf(hospital)).toMatchObject([{ state: gone }]);
    expect((await checkManifest(hospital.folder)).state).toBe('intact');
  });

  it('is brought up to date after a cleanup that was killed, and is else left alone', async () => {
    const hospital = await start();
    const effect = await hospital.addOrder('sent');
    await judged(hospital);
    expect(await cleanUp(hospital.folder, { yes: true, dryRun: true })).toMatchObject({
      assessment: 'current',
    });
    await hospital.dossier.journal({ ...effect, state: gone });
    expect(await cleanUp(hospital.folder)).toMatchObject({ items: [], assessment: 'refreshed' });
    expect(await effectsOf(hospital)).toMatchObject([{ state: gone }]);
    const bytes = await readFile(hospital.dossier.path('assessment.json'));
    expect(await cleanUp(hospital.folder)).toMatchObject({ assessment: 'current' });
    expect(await readFile(hospital.dossier.path('assessment.json'))).toEqual(bytes);
  });

  it('is brought up to date also when the operator stops', async () => {
    const stop = new AbortController();
    const hospital = await start({ onCancel: () => stop.abort(new Error('stopped')) });
    await hospital.addOrder('sent');
    await judged(hospital);
    await expect(cleanUp(hospital.folder, { signal: stop.signal })).rejects.toThrow('stopped');
    expect((await checkManifest(hospital.folder)).state).toBe('intact');
  });
});

describe('the removal list', () => {
  it('names what is left, what to do and who signs, and escapes what it quotes', async () => {
    const hospital = await start({ ris: 'refuses' });
    const sent = await hospital.addOrder('sent');
    const planned = await hospital.addOrder('planned');
    const file = path.join(await makeTempFolder(), 'danh-sach.html');
    const outcome = await cleanUp(hospital.folder, { listFile: file });
    expect(outcome.list).toMatchObject({ file, format: 'html' });
    const html = await readFile(file, 'utf8');
    for (const words of [
      'DANH SÁCH DỮ LIỆU THỬ CẦN XÓA',
      'KIỂM THỬ^RISPACS',
      'BỆNH VIỆN &lt;VÍ DỤ&gt;',
      'RIS không nhận bản tin hủy',
      'không rõ đã gửi hay chưa',
      `mllp://127.0.0.1:${hospital.ris?.port}`,
      'Trần Thị Hà',
      'Kho tỉnh',
      'NGƯỜI XÓA',
      'NGƯỜI XÁC NHẬN',
    ])
      expect(html).toContain(words);
    for (const { identifiers } of [sent, planned])
      for (const [name, value] of Object.entries(identifiers))
        if (name !== 'scheduledAt') expect(html).toContain(value);
  });

  it('does not print what an edited journal holds', async () => {
    const hospital = await start();
    const { identifiers } = await hospital.addOrder(gone);
    await hospital.addOrder('planned', { identifiers: { ...identifiers, patientId: 'BN0001' } });
    const file = path.join(await makeTempFolder(), 'danh-sach.html');
    await cleanUp(hospital.folder, { listFile: file });
    const html = await readFile(file, 'utf8');
    expect(html).toContain('1 mục không phải do công cụ ghi');
    expect(html).not.toContain('BN0001');
  });

  it('is not written over a file, and the refusal comes before anything is sent', async () => {
    const hospital = await start();
    await hospital.addOrder('sent');
    await expect(
      cleanUp(hospital.folder, { listFile: hospital.facilityFile.replace('.yaml', '.txt') }),
    ).rejects.toThrow('.pdf hoặc .html');
    const file = path.join(await makeTempFolder(), 'co.html');
    await appendFile(file, 'đã ký');
    await expect(cleanUp(hospital.folder, { listFile: file })).rejects.toThrow('đã có');
    expect(await readFile(file, 'utf8')).toBe('đã ký');
    expect(hospital.ris?.received()).toHaveLength(0);
  });

  it('is not written when nothing is left, and inside a dossier belongs to its manifest', async () => {
    const hospital = await start();
    await hospital.addOrder('sent');
    const inside = hospital.dossier.path('danh-sach.html');
    await writeManifest(hospital.folder);
    expect((await cleanUp(hospital.folder, { listFile: inside, dryRun: true })).list).toBeDefined();
    expect((await checkManifest(hospital.folder)).state).toBe('intact');
    const other = hospital.dossier.path('danh-sach-2.html');
    const outcome = await cleanUp(hospital.folder, { listFile: other });
    expect(outcome).toMatchObject({ left: 0 });
    expect(outcome.list).toBeUndefined();
    expect(outcome.lines.join()).toContain('không lập danh sách');
  });
});

describe('a dossier without test data', () => {
  it('has nothing to clean up', async () => {
    const hospital = await start();
    expect(await cleanUp(hospital.folder, { yes: false })).toMatchObject({ items: [], left: 0 });
    await expect(cleanUp(await makeTempFolder())).rejects.toThrow(UserError);
  });
});
