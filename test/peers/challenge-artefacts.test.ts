import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Challenge, listObjects } from '../../src/challenge/index.ts';
import type { DrawContext } from '../../src/challenge/study/draw-context.ts';
import { recipeName } from '../../src/challenge-artefacts/index.ts';
import type { FactTables } from '../../src/evidence/evidence.ts';
import { collectArchive } from '../../src/probes/challenge-archive/collect.ts';
import {
  challengeArchiveFacts,
  challengeArtefactFacts,
  challengeEditFacts,
} from '../../src/probes/challenge-archive/facts.ts';
import { editsFileName } from '../../src/probes/challenge-archive/remember-edits.ts';
import type { ArchiveTarget } from '../../src/probes/challenge-archive/target.ts';
import { collectChallengeMedia } from '../../src/probes/challenge-media/collect.ts';
import { challengeMediaFacts } from '../../src/probes/challenge-media/facts.ts';
import { collectReceived } from '../../src/probes/challenge-receive/collect.ts';
import { challengeReceiveFacts } from '../../src/probes/challenge-receive/facts.ts';
import type { ProbeContext } from '../../src/probes/contract.ts';
import {
  encodeFile,
  makeCtSeries,
  planStudy,
  type SyntheticObject,
  writeObjects,
} from '../../src/synthetic/index.ts';
import { makeDemo, objectsOf, showImage } from '../challenge/support/demo.ts';
import {
  CONCEPTS,
  knownValue,
  makeGraphics,
  makeKeys,
  makeMeasurementReport,
} from '../challenge-artefacts/make-artefacts.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
  runProgram,
  startDcmqrscp,
  startOrthanc,
} from './support/dicom-peers.ts';

const plugin = [
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
  '/usr/lib/orthanc/libOrthancDicomWeb.so',
  '/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so',
].find((path) => existsSync(path));

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

const OBJECTS = 423;
let challenge: Challenge;
let drawn: DrawContext;
let folder: string;
let files: string;

beforeAll(async () => {
  const demo = await makeDemo('artefact-seed-01');
  challenge = demo.challenge;
  drawn = demo.context;
  folder = await mkdtemp(join(tmpdir(), 'rispacs-artefacts-'));
  files = join(folder, 'dicom');
  await writeFile(join(folder, recipeName), JSON.stringify(challenge.recipe));
  await mkdir(files);
  await writeObjects(files, listObjects(challenge));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(program: string, ...args: string[]): Promise<string> {
  const { exitCode, output } = await runProgram(program, args);
  if (exitCode !== 0) throw new Error(`${program} ended with ${exitCode}: ${output}`);
  return output;
}

/** An Orthanc with its REST interface open. */
interface RestOrthanc {
  readonly peer: DicomPeer;
  readonly origin: string;
  readonly receivePort: number;
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>;
  readonly store: (files: readonly Buffer[]) => Promise<void>;
  readonly studies: () => Promise<readonly string[]>;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** @param rights what our title may do */
async function startArchive(
  rights: Readonly<Record<string, boolean>> = { AllowGet: true, AllowMove: true },
): Promise<RestOrthanc> {
  const [httpPort, receivePort] = [await findFreePort(), await findFreePort()];
  const peer = await startOrthanc({
    HttpServerEnabled: true,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    DefaultEncoding: 'Utf8',
    DicomModalities: {
      us: { AET: 'RISPACS', Host: '127.0.0.1', Port: receivePort, ...rights },
    },
    OverwriteInstances: true,
    ...(plugin && { Plugins: [plugin], DicomWeb: { Enable: true, Root: '/dicom-web/' } }),
  });
  const origin = `http://127.0.0.1:${httpPort}`;
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const store = async (all: readonly Buffer[]): Promise<void> => {
    for (const file of all) {
      const answer = await fetch(`${origin}/instances`, {
        method: 'POST',
        body: new Uint8Array(file),
      });
      if (!answer.ok) throw new Error(`not stored: ${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  const studies = async (): Promise<readonly string[]> => {
    const listed = await ask('GET', '/studies');
    return isTexts(listed) ? listed : [];
  };
  return { peer, origin, receivePort, ask, store, studies };
}

const target = (archive: RestOrthanc, more: Partial<ArchiveTarget> = {}): ArchiveTarget => ({
  id: 'pacs',
  folder,
  node: {
    id: 'pacs',
    role: 'pacs',
    host: '127.0.0.1',
    port: archive.peer.port,
    calledAe: 'ORTHANC',
  },
  callingAe: 'RISPACS',
  ...more,
});

function readRows(facts: FactTables) {
  return {
    studies: (facts['challenge.archive'] ?? []).map((row) => challengeArchiveFacts.row.parse(row)),
    artefacts: (facts['challenge.artefact'] ?? []).map((row) =>
      challengeArtefactFacts.row.parse(row),
    ),
    edits: (facts['challenge.edit'] ?? []).map((row) => challengeEditFacts.row.parse(row)),
  };
}

async function look(to: ArchiveTarget, overrides: Partial<ProbeContext> = {}) {
  const { context, attached } = makeProbeContext({ language: 'en', ...overrides });
  const seen = await collectArchive(to, context);
  if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
  const notes = (seen.notes ?? []).join('\n');
  return { ...readRows(seen.facts), notes, attachments: seen.attachments ?? [], attached };
}

const unchanged = {
  originals: OBJECTS,
  pixelsEqual: OBJECTS,
  pixelsLossy: 0,
  pixelsDifferent: 0,
  pixelsUnread: 0,
  complete: true,
} as const;

const withoutOrthanc = skipReason('Orthanc');
const foreignPrograms = skipReason('dsr2xml', 'xml2dsr', 'dcmpsmk', 'img2dcm', 'pdf2dcm');

describe.skipIf(withoutOrthanc !== undefined)('the challenge study in Orthanc', () => {
  let archive: RestOrthanc;
  beforeAll(async () => {
    archive = await startArchive();
    await archive.store(await readAll());
  });
  afterAll(() => archive.peer.stop());

  const readAll = async (): Promise<Buffer[]> =>
    Promise.all(listObjects(challenge).map(({ name }) => readFile(join(files, `${name}.dcm`))));

  /** Puts the study back as it was made. */
  const restore = async (): Promise<void> => {
    for (const id of await archive.studies()) await archive.ask('DELETE', `/studies/${id}`);
    await archive.store(await readAll());
  };

  it('comes back by C-GET with every pixel', async () => {
    const seen = await look(target(archive));
    expect(seen.studies).toMatchObject([
      {
        route: 'get',
        foundBy: ['study-uid', 'patient-id', 'accession'],
        studyUidKept: true,
        patientKept: true,
        accessionKept: true,
        listed: OBJECTS,
        retrieved: OBJECTS,
        added: 0,
        ...unchanged,
      },
    ]);
    expect(seen.artefacts).toEqual([]);
    expect(seen.edits).toMatchObject([{ kind: 'none', originalsKept: true, stillInPlace: false }]);
    expect(seen.notes).toMatch(/No measurement of the challenge study/);
  });

  it('comes back by WADO-RS where there is no DICOM', async () => {
    if (plugin === undefined) return;
    const { node: _, ...rest } = target(archive);
    const web = await look({
      ...rest,
      endpoint: {
        id: 'web',
        url: `${archive.origin}/dicom-web`,
        send: 'nothing',
        removal: 'none',
      },
    });
    expect(web.studies).toMatchObject([{ route: 'dicomweb', ...unchanged }]);
  });

  it('shows what people and DCMTK added', async () => {
    const { length, angle, disc } = drawn.geometry;
    const [a, b] = length;
    const report = makeMeasurementReport(challenge, [
      { concept: CONCEPTS.length, value: knownValue(challenge, 'length') / 10, unit: 'cm' },
      { concept: CONCEPTS.angle, value: knownValue(challenge, 'angle') + 1, unit: 'deg' },
      { concept: CONCEPTS.area, value: knownValue(challenge, 'area') * 2, unit: 'mm2' },
      { concept: CONCEPTS.mean, value: knownValue(challenge, 'box-density'), unit: "[hnsf'U]" },
    ]);
    const graphics = makeGraphics(challenge, [
      { units: 'PIXEL', type: 'POLYLINE', data: [a.x, a.y, b.x, b.y] },
      { units: 'PIXEL', type: 'POLYLINE', data: angle.flatMap(({ x, y }) => [x, y]) },
      {
        units: 'DISPLAY',
        type: 'CIRCLE',
        data: [disc.x / 512, disc.y / 512, (disc.x + disc.radius) / 512, disc.y / 512],
      },
    ]);
    const made = [report, graphics, makeKeys(challenge)].map((object) => encodeFile(object));
    await archive.store([...made, ...(await makeForeign())]);
    const seen = await look(target(archive));
    expect(seen.studies).toMatchObject([{ ...unchanged, complete: true }]);
    const of = (kind: string) => seen.artefacts.filter((row) => row.kind === kind);
    expect(of('structured-report')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          quantity: 'length',
          measurement: 'length',
          unit: 'cm',
          within: true,
          error: 0,
          findingSite: 'Thorax',
          onlyOurReferences: true,
          title: 'Imaging Measurement Report',
        }),
        expect.objectContaining({ quantity: 'angle', within: true, error: 1 }),
        expect.objectContaining({ quantity: 'area', within: false }),
        expect.objectContaining({ measurement: 'box-density', within: true }),
      ]),
    );
    expect(of('presentation-state')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ measurement: 'length', graphicUnits: 'pixel', within: true }),
        expect.objectContaining({ measurement: 'angle', graphicUnits: 'pixel', within: true }),
        expect.objectContaining({
          measurement: 'area',
          graphicUnits: 'display',
          displayOnly: false,
          within: true,
        }),
      ]),
    );
    expect(of('key-objects')).toMatchObject([
      { title: 'Of Interest', ourReferences: 2, onlyOurReferences: true },
    ]);
    if (foreignPrograms !== undefined) return;
    expect(of('secondary-capture')).toMatchObject([{ nonceShown: true }]);
    expect(of('encapsulated-pdf')).toMatchObject([{ nonceShown: true }]);
    // Written by DCMTK: a report with undefined lengths in implicit VR, and a state that draws nothing.
    expect(of('structured-report').filter((row) => row.concept === 'SRT:G-D7FE')).toMatchObject([
      { measurement: 'length', within: true, onlyOurReferences: true },
    ]);
    expect(of('presentation-state').filter((row) => row.quantity === undefined)).toMatchObject([
      { ourReferences: 1, onlyOurReferences: true },
    ]);
  });

  /** Objects that DCMTK writes. */
  async function makeForeign(): Promise<Buffer[]> {
    if (foreignPrograms !== undefined) return [];
    const work = await makeTempFolder();
    const at = (name: string): string => join(work, name);
    const old = makeMeasurementReport(challenge, [
      { concept: CONCEPTS.oldLength, value: knownValue(challenge, 'length'), unit: 'mm' },
    ]);
    await writeFile(at('old.dcm'), encodeFile(old));
    await run('dsr2xml', at('old.dcm'), at('old.xml'));
    await run('xml2dsr', '+ti', '-e', at('old.xml'), at('sr.dcm'));
    const [, source] = objectsOf(challenge, 'measurement');
    await run('dcmpsmk', join(files, `${source?.name}.dcm`), at('ps.dcm'));
    const ct = objectsOf(challenge, 'ct')[75];
    if (ct === undefined) throw new Error('no CT');
    const jpeg = await toJpeg(ct);
    await writeFile(at('screen.jpg'), jpeg.bytes);
    await run('img2dcm', '-stf', join(files, `${ct.name}.dcm`), at('screen.jpg'), at('sc.dcm'));
    await writeFile(at('page.pdf'), wrapPdf(jpeg));
    await run('pdf2dcm', '+st', join(files, `${ct.name}.dcm`), at('page.pdf'), at('pdf.dcm'));
    return Promise.all(['sr', 'ps', 'sc', 'pdf'].map((name) => readFile(at(`${name}.dcm`))));
  }

  it('that was split, put together again, renumbered and renamed keeps its originals', async () => {
    await restore();
    const [study = ''] = await archive.studies();
    const listed = await archive.ask('GET', `/studies/${study}/series?expand`);
    const ct = (Array.isArray(listed) ? listed : []).find(
      (one) =>
        one.MainDicomTags?.SeriesInstanceUID === objectsOf(challenge, 'ct')[0]?.seriesInstanceUid,
    );
    await archive.ask('POST', `/studies/${study}/split`, { Series: [ct.ID] });
    const split = await look(target(archive));
    expect(split.studies).toHaveLength(2);
    expect(split.studies.map((row) => row.originals).toSorted((a, b) => a - b)).toEqual([160, 263]);
    expect(split.edits).toMatchObject([
      {
        kind: 'split',
        seenByFind: true,
        seenByRetrieval: true,
        originalsAfter: OBJECTS,
        pixelsChanged: 0,
        originalsKept: true,
        studies: 2,
        stillInPlace: true,
      },
    ]);
    expect(split.notes).toMatch(/audit record/);

    const [other = ''] = (await archive.studies()).filter((id) => id !== study);
    await archive.ask('POST', `/studies/${study}/merge`, { Resources: [other] });
    const kept = split.attachments.find((one) => one.originalName === editsFileName);
    const bytes = split.attached.get(kept?.sha256 ?? '');
    const merged = await look(target(archive), { readEarlier: async () => bytes });
    expect(merged.studies).toMatchObject([{ studyUidKept: true, ...unchanged }]);
    expect(merged.edits).toMatchObject([
      { kind: 'split', stillInPlace: false, undone: true, originalsKept: true },
    ]);

    await archive.ask('POST', `/studies/${study}/modify`, {
      Replace: { AccessionNumber: 'RISPACSNEW', PatientName: 'KIEM THU DA SUA^RISPACS' },
      KeepSource: false,
    });
    const corrected = await look(target(archive));
    expect(corrected.studies).toMatchObject([
      { studyUidKept: false, patientKept: false, accessionKept: false, ...unchanged },
    ]);
    expect(corrected.edits).toMatchObject([
      { kind: 'patient-corrected', seenByRetrieval: true, originalsKept: true },
      { kind: 'accession-corrected', seenByFind: true, originalsKept: true },
    ]);
  });

  it('whose series went into another study, and into which another was merged', async () => {
    await restore();
    const [study = ''] = await archive.studies();
    const extra = makeCtSeries(planStudy({ seed: 'another' }), {
      slices: 4,
      rows: 256,
      columns: 256,
    });
    await archive.store(extra.map((object) => encodeFile(object)));
    const [other = ''] = (await archive.studies()).filter((id) => id !== study);
    const before = await look(target(archive));
    expect(before.studies).toHaveLength(1);
    expect(before.notes).toMatch(/1 other test studies/);
    const listed = await archive.ask('GET', `/studies/${study}/series`);
    const us = (Array.isArray(listed) ? listed : []).find(
      (one) => one.MainDicomTags?.Modality === 'US',
    );
    await archive.ask('POST', `/studies/${other}/merge`, { Resources: [us.ID] });
    const moved = await look(target(archive));
    expect(moved.edits).toMatchObject([{ kind: 'series-moved', studies: 2, originalsKept: true }]);
    await archive.ask('POST', `/studies/${study}/merge`, { Resources: [other] });
    const merged = await look(target(archive));
    expect(merged.edits).toMatchObject([{ kind: 'merge', studies: 1, originalsKept: true }]);
  });

  it('under a real patient’s number: only what the recipe made is fetched', async () => {
    for (const id of await archive.studies()) await archive.ask('DELETE', `/studies/${id}`);
    const stranger = listObjects(challenge)
      .slice(0, 3)
      .map((object) => ({
        ...object,
        attributes: { ...object.attributes, PatientID: 'BN123456', PatientName: 'NGUYEN^AN' },
      }));
    const report = makeMeasurementReport(challenge, [
      { concept: CONCEPTS.length, value: 10, unit: 'mm' },
    ]);
    const foreign = { ...report, attributes: { ...report.attributes, PatientID: 'BN123456' } };
    await archive.store([...stranger, foreign].map((object) => encodeFile(object)));
    const seen = await look(target(archive));
    expect(seen.studies).toMatchObject([{ originals: 3, added: 0, patientKept: false }]);
    expect(seen.studies[0]).not.toHaveProperty('complete');
    expect(seen.artefacts).toEqual([]);
    expect(JSON.stringify([seen.studies, seen.edits, seen.notes])).not.toMatch(/BN123456|NGUYEN/);
    expect(seen.notes).toMatch(/no longer a test id/);
  });
});

async function toJpeg(object: SyntheticObject) {
  const { width, height, channels, data } = showImage(object);
  const { default: sharp } = await import('sharp');
  const bytes = await sharp(data, { raw: { width, height, channels } })
    .toColourspace('srgb')
    .jpeg({ quality: 80 })
    .toBuffer();
  return { bytes, width, height };
}

/** A page that is one scanned picture. */
function wrapPdf({ bytes, width, height }: { bytes: Buffer; width: number; height: number }) {
  const image = `4 0 obj\n<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${bytes.length} >>\nstream\n`;
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n' +
        image,
      'latin1',
    ),
    bytes,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n', 'latin1'),
  ]);
}

const measurementFiles = (): string[] =>
  objectsOf(challenge, 'measurement').map(({ name }) => join(files, `${name}.dcm`));

describe.skipIf(skipReason('dcmqrscp', 'storescu') !== undefined)('dcmqrscp', () => {
  it('hands over what it has', async () => {
    const archive = await startDcmqrscp();
    onTestFinished(() => archive.stop());
    await run(
      'storescu',
      '-aec',
      'ARCHIVE',
      '127.0.0.1',
      String(archive.port),
      ...measurementFiles(),
    );
    const node = {
      id: 'archive',
      role: 'archive',
      host: '127.0.0.1',
      calledAe: 'ARCHIVE',
    } as const;
    const seen = await look({
      id: 'archive',
      folder,
      node: { ...node, port: archive.port },
      callingAe: 'RISPACS',
    });
    expect(seen.studies).toMatchObject([
      { route: 'get', listed: 3, originals: 3, pixelsEqual: 3, complete: false },
    ]);
    expect(seen.edits).toMatchObject([{ kind: 'none', originalsAfter: 3, originalsKept: false }]);
  });
});

describe.skipIf(withoutOrthanc !== undefined)('Orthanc that refuses C-GET', () => {
  it('hands over what it has by C-MOVE', async () => {
    const archive = await startArchive({ AllowGet: false, AllowMove: true });
    onTestFinished(() => archive.peer.stop());
    await archive.store(await Promise.all(measurementFiles().map((path) => readFile(path))));
    const receive = { host: '127.0.0.1', port: archive.receivePort };
    const seen = await look(target(archive, { receive }));
    expect(seen.studies).toMatchObject([
      { route: 'move', listed: 3, originals: 3, pixelsEqual: 3 },
    ]);
  });
});

const withoutStorescu = skipReason('storescu');

describe.skipIf(withoutStorescu !== undefined)('storescu as the operator who sends', () => {
  const patience = { personMs: 30_000, quietMs: 1_500, sendingMs: 60_000 };

  async function receive(
    send: (port: number) => Promise<void>,
    more: Partial<typeof patience> = {},
  ) {
    const port = await findFreePort();
    const { context, logged } = makeProbeContext({ language: 'en' });
    const waiting = collectReceived(
      {
        folder,
        receive: { host: '127.0.0.1', port },
        calledAe: 'RISPACS',
        nodes: [{ id: 'viewer', calledAe: 'VIEWER' }],
      },
      context,
      { ...patience, ...more },
    );
    await expect.poll(() => logged.length, { timeout: 30_000 }).toBe(1);
    expect(logged[0]).toMatchObject({ event: 'awaiting-person' });
    await send(port);
    const seen = await waiting;
    if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
    const rows = (seen.facts['challenge.receive'] ?? []).map((row) =>
      challengeReceiveFacts.row.parse(row),
    );
    return { rows, notes: (seen.notes ?? []).join('\n') };
  }

  const send = async (port: number, names: readonly string[]): Promise<string> =>
    (
      await runProgram('storescu', [
        '-v',
        '-R',
        ...['-aet', 'VIEWER', '-aec', 'RISPACS', '127.0.0.1', String(port)],
        ...names,
      ])
    ).output;
  const pathsOf = (objects: readonly SyntheticObject[]): string[] =>
    objects.map(({ name }) => join(files, `${name}.dcm`));

  it('sends the whole study', async () => {
    const { rows } = await receive(async (port) => {
      await send(port, pathsOf(listObjects(challenge)));
    });
    expect(rows).toMatchObject([
      {
        outcome: 'received',
        sender: 'VIEWER',
        node: 'viewer',
        selection: 'study',
        byRetrieval: false,
        received: OBJECTS,
        pixelsEqual: OBJECTS,
        missing: 0,
        extra: 0,
        refusedForeign: 0,
        exact: true,
      },
    ]);
  });

  it('sends a series, with a report of it', async () => {
    const work = await makeTempFolder();
    const report = join(work, 'report.dcm');
    await writeFile(
      report,
      encodeFile(
        makeMeasurementReport(challenge, [{ concept: CONCEPTS.length, value: 1, unit: 'mm' }]),
      ),
    );
    const { rows } = await receive(async (port) => {
      await send(port, [...pathsOf(objectsOf(challenge, 'measurement')), report]);
    });
    expect(rows).toMatchObject([
      { selection: 'series', received: 3, seriesComplete: 1, extra: 1, exact: true },
    ]);
  });

  it('sends half a series, a changed image and another patient’s', async () => {
    const work = await makeTempFolder();
    const [first, second] = objectsOf(challenge, 'measurement');
    if (first === undefined || second === undefined) throw new Error('no images');
    const changed = encodeFile(second);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    const stranger = {
      ...second,
      attributes: { ...second.attributes, PatientID: 'BN123456', SOPInstanceUID: '1.2.3.4' },
    };
    const stray = encodeFile({ ...stranger, sopInstanceUid: '1.2.3.4' });
    await writeFile(join(work, 'a'), encodeFile(first));
    await writeFile(join(work, 'b'), changed);
    await writeFile(join(work, 'c'), stray);
    let output = '';
    const { rows, notes } = await receive(async (port) => {
      output = await send(port, [join(work, 'a'), join(work, 'b'), join(work, 'c')]);
    });
    expect(output).toMatch(/Refused|0x0124|Unknown Status|NotAuthorized/i);
    expect(rows).toMatchObject([
      {
        selection: 'part',
        received: 2,
        pixelsEqual: 1,
        pixelsDifferent: 1,
        missing: 1,
        refusedForeign: 1,
        exact: false,
      },
    ]);
    expect(notes).not.toMatch(/BN123456/);
  });

  it('sends nothing: the step waits for a person, and a resumed run goes on', async () => {
    const { rows, notes } = await receive(async () => undefined, { personMs: 300 });
    expect(rows).toMatchObject([{ outcome: 'awaiting-person', received: 0 }]);
    expect(notes).toMatch(/--resume/);
  });
});

const withoutMedia = skipReason('dcmmkdir', 'genisoimage');

describe.skipIf(withoutMedia !== undefined)('a disc of the challenge study', () => {
  async function burn(
    objects: readonly SyntheticObject[],
    prepare?: (disc: string) => Promise<void>,
  ) {
    const disc = join(await makeTempFolder(), 'disc');
    await mkdir(join(disc, 'IMAGES'), { recursive: true });
    for (const [index, { name }] of objects.entries()) {
      await copyFile(join(files, `${name}.dcm`), join(disc, 'IMAGES', `IM${index + 1}`));
    }
    await run('dcmmkdir', '-Nxc', '+I', '+r', '+id', disc, '+D', join(disc, 'DICOMDIR'), 'IMAGES');
    await prepare?.(disc);
    return disc;
  }

  async function read(path: string) {
    const { context } = makeProbeContext({ language: 'en' });
    const seen = await collectChallengeMedia({ medium: { id: 'disc', path }, folder }, context);
    if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
    return challengeMediaFacts.row.parse(seen.facts['challenge.media']?.[0]);
  }

  it('as an ISO image, with a viewer, is whole', async () => {
    const disc = await burn(listObjects(challenge), async (at) => {
      await writeFile(join(at, 'autorun.inf'), '[autorun]\nopen=VIEWER.EXE\n');
      await writeFile(join(at, 'VIEWER.EXE'), 'not a program');
    });
    const image = `${disc}.iso`;
    await run('genisoimage', '-quiet', '-J', '-R', '-o', image, disc);
    expect(await read(image)).toMatchObject({
      kind: 'iso',
      dicomdirListsStudy: true,
      expected: OBJECTS,
      listed: OBJECTS,
      found: OBJECTS,
      pixelsEqual: OBJECTS,
      seriesComplete: 9,
      foreign: 0,
      unreadable: 0,
      viewerFound: true,
      viewers: ['VIEWER.EXE'],
      nonceShown: true,
      complete: true,
      capped: false,
    });
  });

  it('with a series only, one image compressed lossily and a stranger’s, says so', async () => {
    const disc = await burn(objectsOf(challenge, 'measurement'), async (at) => {
      const image = join(at, 'IMAGES', 'IM1');
      await run('dcmcjpeg', '+ee', '+un', image, image);
      const stranger = join(at, 'IMAGES', 'IM9');
      await copyFile(join(at, 'IMAGES', 'IM2'), stranger);
      await run('dcmodify', '-nb', '-m', 'PatientID=BN123456', '-gin', stranger);
    });
    expect(await read(disc)).toMatchObject({
      kind: 'folder',
      found: 3,
      pixelsEqual: 2,
      pixelsLossy: 1,
      seriesComplete: 1,
      foreign: 1,
      viewerFound: false,
      viewers: [],
      complete: false,
    });
  });
});
