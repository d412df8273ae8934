import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_MEDIA_LIMITS } from '../../src/media/limits.ts';
import { PixelCodecs } from '../../src/pixels/index.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../src/protocols/dicom/index.ts';
import { type AuditRequest, runSharingAudit } from '../../src/sharing/audit/run-audit.ts';
import { runSharingCompare } from '../../src/sharing/compare/run-compare.ts';
import { readStudies } from '../../src/sharing/study/read-studies.ts';
import {
  encodeObject,
  makeCrViews,
  makeCtSeries,
  makeReport,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';
import { check, makeCleanDisc, writeDisc } from '../sharing/support/clean-disc.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
  runProgram,
  startDcmqrscp,
  startOrthanc,
} from './support/dicom-peers.ts';
import { openAccepted } from './support/dicom-study.ts';

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

interface Wire {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly bytes: Buffer;
}

const JPEG_2000_LOSSLESS = '1.2.840.10008.1.2.4.90';
const JPEG_2000 = '1.2.840.10008.1.2.4.91';
const checkedOn = '2026-11-22';
const signal = (): AbortSignal => AbortSignal.timeout(110_000);
const quiet = (): void => undefined;

const native = (object: SyntheticObject): Wire => ({
  sopClassUid: object.sopClassUid,
  sopInstanceUid: object.sopInstanceUid,
  transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
  bytes: encodeObject(object),
});

async function compressed(object: SyntheticObject, transferSyntaxUid: string): Promise<Wire> {
  const codecs = new PixelCodecs();
  try {
    const made = await codecs.compress(encodeObject(object), transferSyntaxUid);
    return { ...native(object), transferSyntaxUid, bytes: made.dataset };
  } finally {
    await codecs.close();
  }
}

/** The last pixels of an image, other ones. */
function edited(object: SyntheticObject): Wire {
  const wire = native(object);
  const bytes = Buffer.from(wire.bytes);
  for (let at = bytes.length - 40; at < bytes.length - 20; at += 2) bytes.writeUInt16LE(7, at);
  return { ...wire, bytes };
}

async function store(port: number, calledAe: string, objects: readonly Wire[]): Promise<void> {
  const pairs = new Map(
    objects.map((one) => [`${one.sopClassUid} ${one.transferSyntaxUid}`, one] as const),
  );
  const association = await openAccepted(
    port,
    calledAe,
    [...pairs.values()].map((one) => ({
      abstractSyntax: one.sopClassUid,
      transferSyntaxes: [one.transferSyntaxUid],
    })),
  );
  for (const { bytes, ...one } of objects) {
    const stored = await association.store({ ...one, dataset: { kind: 'bytes', bytes } });
    expect(stored).toMatchObject({ status: { code: 0 } });
  }
  await association.release();
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-sharing-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function writeFacility(
  nodes: readonly { readonly id: string; readonly port: number; readonly calledAe: string }[],
  more: Readonly<Record<string, unknown>> = {},
  dicom: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const file = join(folder, 'facility.yaml');
  const facility = {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    dicom: { nodes: nodes.map((one) => ({ ...one, role: 'pacs', host: '127.0.0.1' })), ...dicom },
    ...more,
  };
  await writeFile(file, JSON.stringify(facility));
  return file;
}

describe.skipIf(skipReason('Orthanc', 'dcmqrscp'))('sharing compare', () => {
  let sender: DicomPeer;
  let receiver: DicomPeer;
  beforeAll(async () => {
    // The receiver must not recode what comes, and both must take any syntax.
    const settings = { DicomAlwaysAllowGet: true };
    [sender, receiver] = await Promise.all([startOrthanc(settings), startOrthanc(settings)]);
  });
  afterAll(async () => {
    await sender?.stop();
    await receiver?.stop();
  });

  async function compare(facilityFile: string, study: string, pixels = true) {
    const { report } = await runSharingCompare({
      facilityFile,
      sender: 'gui',
      receiver: 'nhan',
      studyInstanceUid: study,
      pixels,
      checkedOn,
      language: 'vi',
      signal: signal(),
      onProgress: quiet,
    });
    const [subject] = report.subjects;
    if (subject === undefined) throw new Error('no subject');
    const outcome = (rule: string) => subject.findings.find((one) => one.rule === rule)?.outcome;
    expect(JSON.stringify(report)).not.toMatch(/KIỂM THỬ\^|RISPACS-TEST|2\.25\./);
    return { sides: subject.facts['sharing.sides']?.[0], outcome, subject };
  }

  const orthancs = () =>
    writeFacility([
      { id: 'gui', port: sender.port, calledAe: 'ORTHANC' },
      { id: 'nhan', port: receiver.port, calledAe: 'ORTHANC' },
    ]);

  async function plant(
    seed: string,
    change: (images: readonly SyntheticObject[]) => Promise<readonly Wire[]> | readonly Wire[],
  ) {
    const study = planStudy({ seed: `sharing-compare-${seed}` });
    const images = makeCtSeries(study, { slices: 4, rows: 128, columns: 128 });
    await store(sender.port, 'ORTHANC', images.map(native));
    await store(receiver.port, 'ORTHANC', await change(images));
    return study.studyInstanceUid;
  }

  it('finds two equal copies equal, pixel by pixel', async () => {
    const uid = await plant('0001', (images) => images.map(native));
    const { sides, outcome } = await compare(await orthancs(), uid);
    expect(sides).toEqual({
      study: 'ca-1',
      senderSeries: 1,
      receiverSeries: 1,
      senderObjects: 4,
      receiverObjects: 4,
      missingObjects: 0,
      strangeObjects: 0,
      pixelsCompared: 4,
      pixelsNotCompared: 0,
      pixelsDifferent: 0,
      lossyCopies: 0,
    });
    expect([outcome('dq-04'), outcome('dq-08'), outcome('dq-09'), outcome('dq-15')]).toEqual([
      'met',
      'met',
      'met',
      'met',
    ]);
  });

  it('takes a lossless recoding for equal', async () => {
    const uid = await plant('0002', (images) =>
      Promise.all(images.map((one) => compressed(one, JPEG_2000_LOSSLESS))),
    );
    const { sides, outcome } = await compare(await orthancs(), uid);
    expect(sides).toMatchObject({ pixelsCompared: 4, pixelsDifferent: 0, lossyCopies: 0 });
    expect(outcome('dq-04')).toBe('met');
  });

  it('tells a lossy copy from an edited one', async () => {
    const uid = await plant('0003', async ([first, second, ...rest]) => {
      if (first === undefined || second === undefined) throw new Error('too few');
      return [await compressed(first, JPEG_2000), edited(second), ...rest.map(native)];
    });
    const { sides, outcome } = await compare(await orthancs(), uid);
    expect(sides).toMatchObject({ pixelsCompared: 4, pixelsDifferent: 1, lossyCopies: 1 });
    expect([outcome('dq-04'), outcome('dq-15')]).toEqual(['not-met', 'signal']);
  });

  it('counts what did not arrive, by C-FIND alone', async () => {
    const uid = await plant('0004', (images) => images.slice(1).map(native));
    const { sides, outcome } = await compare(await orthancs(), uid, false);
    expect(sides).toMatchObject({ senderObjects: 4, receiverObjects: 3, missingObjects: 1 });
    expect(sides).not.toHaveProperty('pixelsCompared');
    expect(outcome('dq-04')).toBe('not-met');
  });

  it('says that the receiver has nothing, and refuses a study that the sender lacks', async () => {
    const study = planStudy({ seed: 'sharing-compare-0005' });
    const facility = await orthancs();
    await expect(compare(facility, study.studyInstanceUid)).rejects.toThrow(/gui không có ca/);
    await store(sender.port, 'ORTHANC', makeCtSeries(study, { slices: 1 }).map(native));
    const { sides, outcome, subject } = await compare(facility, study.studyInstanceUid);
    expect(sides).toMatchObject({ senderObjects: 1, receiverObjects: 0, missingObjects: 1 });
    expect(outcome('dq-04')).toBe('not-met');
    expect(subject.notes).toContain('Nơi nhận không có ca chụp này.');
  });

  it('fetches by C-MOVE from an archive without C-GET', async () => {
    const port = await findFreePort();
    const peer = await startOrthanc({
      DicomModalities: { us: ['RISPACS', '127.0.0.1', port] },
      DicomAlwaysAllowGet: false,
      DicomAlwaysAllowMove: true,
    });
    const archive = await startDcmqrscp({ RISPACS: port });
    try {
      const study = planStudy({ seed: 'sharing-compare-0006' });
      const images = makeCtSeries(study, { slices: 3, rows: 128, columns: 128 }).map(native);
      await store(peer.port, 'ORTHANC', images);
      await store(archive.port, 'ARCHIVE', images);
      const facility = await writeFacility(
        [
          { id: 'gui', port: peer.port, calledAe: 'ORTHANC' },
          { id: 'nhan', port: archive.port, calledAe: 'ARCHIVE' },
        ],
        {},
        { receive: { host: '127.0.0.1', port } },
      );
      const { sides, outcome } = await compare(facility, study.studyInstanceUid);
      expect(sides).toMatchObject({ pixelsCompared: 3, pixelsDifferent: 0 });
      expect(outcome('dq-04')).toBe('met');
    } finally {
      await archive.stop();
      await peer.stop();
    }
  });
});

describe.skipIf(skipReason('Orthanc', 'pdftotext'))('sharing audit', () => {
  const STUDIES = 200;
  const names: string[] = [];
  const numbers: string[] = [];
  const uids: string[] = [];
  let archive: DicomPeer;
  beforeAll(async () => {
    archive = await startOrthanc({ DicomAlwaysAllowGet: true });
    const wires: Wire[] = [];
    for (let index = 0; index < STUDIES; index += 1) {
      const day = 1 + (index % 20);
      const study = planStudy({
        seed: `sharing-audit-${String(index).padStart(4, '0')}`,
        performedAt: new Date(`2026-11-${String(day).padStart(2, '0')}T09:00:00+07:00`),
      });
      const images =
        index % 2 === 0
          ? makeCtSeries(study, { slices: 3, rows: 64, columns: 128 })
          : makeCrViews(study, { rows: 64, columns: 128 });
      const [first] = images;
      if (first === undefined) throw new Error('no image');
      const all =
        index % 5 === 0
          ? [...images, makeReport(study, { kind: 'basic-text', images: [first] })]
          : images;
      const name = `Lê Thị Quỳnhzx${index}^Bích`;
      const id = `RISPACS-TEST-${90_000 + index}`;
      names.push(name);
      numbers.push(id, study.accessionNumber);
      uids.push(study.studyInstanceUid, ...all.map((one) => one.sopInstanceUid));
      const identity = {
        PatientName: name,
        PatientID: id,
        // Every tenth study was sent without sex.
        ...(index % 10 === 3 && { PatientSex: '' }),
      };
      wires.push(
        ...all.map((one) => native({ ...one, attributes: { ...one.attributes, ...identity } })),
      );
    }
    await store(archive.port, 'ORTHANC', wires);
  });
  afterAll(() => archive?.stop());

  const audit = async (change: Partial<AuditRequest> = {}, more = {}) =>
    runSharingAudit({
      facilityFile: await writeFacility(
        [{ id: 'pacs', port: archive.port, calledAe: 'ORTHANC' }],
        more,
      ),
      node: 'pacs',
      perModality: 100,
      days: 30,
      seed: 'so-1',
      pixels: true,
      perSecond: 1_000,
      out: join(folder, 'out'),
      checkedOn,
      language: 'vi',
      signal: signal(),
      onProgress: quiet,
      ...change,
    });

  it('checks 200 studies, and its dossier holds no name, number or UID of a patient', async () => {
    const { report } = await audit();
    expect(report.audit).toMatchObject({
      ended: 'complete',
      modalities: [
        { modality: 'CR', candidates: 100, chosen: 100, checked: 100, unread: 0 },
        { modality: 'CT', candidates: 100, chosen: 100, checked: 100, unread: 0 },
      ],
    });
    const outcomes = (rule: string) =>
      report.audit?.rules.find((one) => one.rule === rule)?.outcomes;
    expect(outcomes('dq-10')).toEqual({ met: 180, 'not-met': 20 });
    expect(outcomes('dq-08')).toEqual({ met: 200 });
    expect(outcomes('dq-04')).toEqual({ met: 200 });
    // A report that nobody verified: a sign, and only where there is a report.
    expect(outcomes('dq-03')).toEqual({ signal: 40, undetermined: 160 });
    const files = await readdir(join(folder, 'out'));
    expect(files).toEqual(expect.arrayContaining(['sharing.json', 'sharing.pdf']));
    for (const file of files) {
      const at = join(folder, 'out', file);
      const text = file.endsWith('.pdf')
        ? (await runProgram('pdftotext', [at, '-'])).output
        : await readFile(at, 'utf8');
      if (file !== 'manifest-sha256.txt') expect(text).toMatch(/modalit|perModality|CT/i);
      for (const secret of [...names, ...numbers, ...uids, 'Quỳnhzx', 'RISPACS-TEST', '2.25.'])
        expect(text.includes(secret), `${secret} in ${file}`).toBe(false);
    }
  });

  it('draws the same studies for the same seed, and others for another', async () => {
    const key = join(folder, 'khoa');
    const labels = async (seed: string, out: string) => {
      const { report } = await audit({
        perModality: 5,
        pixels: false,
        seed,
        keyFile: key,
        out: join(folder, out),
      });
      return report.subjects.map((one) => one.label);
    };
    const first = await labels('mot', 'a');
    expect(first).toHaveLength(10);
    expect(await labels('mot', 'b')).toEqual(first);
    expect(await labels('hai', 'c')).not.toEqual(first);
  });

  it('never starts outside the allowed hours, and stops at their end with a report', async () => {
    const allowedWindow = [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '01:00', to: '02:00' },
    ];
    const at = (hour: number) => new Date(2026, 10, 22, hour, 30);
    await expect(audit({ now: () => at(12) }, { allowedWindow })).rejects.toThrow(
      /ngoài khung giờ/,
    );
    expect(await readdir(folder)).not.toContain('out');
    let looks = 0;
    const { report } = await audit(
      // Inside when it starts, outside at the next look.
      { now: () => at(looks++ === 0 ? 1 : 3), perSecond: 20 },
      { allowedWindow },
    );
    expect(report.audit?.ended).toBe('window-over');
    expect(report.subjects.length).toBeLessThan(STUDIES);
    expect(report.notes.join(' ')).toMatch(/Hết khung giờ bệnh viện cho phép \(.*01:00-02:00\)/);
    expect(await readdir(join(folder, 'out'))).toContain('sharing.json');
  });

  it('leaves a report of what was done after Ctrl-C', async () => {
    const stop = new AbortController();
    let checked = 0;
    const { report, pdfProblem } = await audit({
      signal: stop.signal,
      onProgress: (line) => {
        if (line.startsWith('Ca ') && ++checked === 6) stop.abort();
      },
    });
    expect(report.audit?.ended).toBe('interrupted');
    expect(report.subjects).toHaveLength(5);
    expect(pdfProblem).toBeDefined();
    expect(await readdir(join(folder, 'out'))).toEqual(
      expect.arrayContaining(['sharing.csv', 'sharing.html', 'sharing.json']),
    );
  });

  it('keeps what C-FIND cannot tell undetermined', async () => {
    const { report } = await audit({ perModality: 3, pixels: false });
    const [subject] = report.subjects;
    expect(subject?.facts['sharing.study']?.[0]).not.toHaveProperty('unreadableObjects');
    expect(report.audit?.rules.find((one) => one.rule === 'dq-04')?.outcomes).toEqual({
      undetermined: 6,
    });
  });
});

describe('a folder of 100,000 files', () => {
  it('is listed within bounds, and told to be in part where it is larger', async () => {
    // Empty files: what is bounded is their number.
    for (let group = 0; group < 100; group += 1) {
      const inner = join(folder, `g${group}`);
      await mkdir(inner);
      await Promise.all(
        Array.from({ length: 1_000 }, (_, index) => writeFile(join(inner, `f${index}`), '')),
      );
    }
    const before = process.memoryUsage().rss;
    const whole = await readStudies(folder, checkedOn, signal());
    expect(whole).toMatchObject({ ok: true, read: { studies: [], broken: 0 } });
    expect(whole.ok && [...whole.read.boundsMet]).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
    const limits = { ...DEFAULT_MEDIA_LIMITS, maxEntries: 10_000 };
    const part = await readStudies(folder, checkedOn, signal(), limits);
    expect(part.ok && [...part.read.boundsMet]).toEqual(['entries']);
  });
});

describe.skipIf(skipReason('dcmmkdir'))('a disc by dcmmkdir', () => {
  it('checks clean, and not when an image is taken away', async () => {
    const disc = makeCleanDisc(8);
    disc.removed.push('DICOMDIR');
    const root = await writeDisc(folder, disc);
    const made = await runProgram('dcmmkdir', [
      '+id',
      root,
      '+D',
      join(root, 'DICOMDIR'),
      '+r',
      '-Pgp',
      'IMAGES',
    ]);
    expect(made.exitCode, made.output).toBe(0);
    const clean = await check(folder, root);
    expect(clean.noticed).toEqual([]);
    expect(clean.rules).toMatchObject({ 'dq-04': 'met', 'dq-06': 'met', 'dq-08': 'met' });
    await rm(join(root, 'IMAGES', 'IM0005'));
    const injured = await check(folder, root);
    expect(injured.rules).toMatchObject({ 'dq-04': 'not-met', 'dq-06': 'signal' });
    expect(injured.noticed.join('\n')).toMatch(/DICOMDIR kê 1 tệp không có/);
  });
});
