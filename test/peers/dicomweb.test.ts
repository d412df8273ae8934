import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataElement, encodeDataset } from '../../src/protocols/dicom/data/encode-dataset.ts';
import { type ReadDataset, readDataset } from '../../src/protocols/dicom/data/read-dataset.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../src/protocols/dicom/uids.ts';
import {
  countMatches,
  type DicomJsonDataset,
  type DicomWebConnection,
  type DicomWebOptions,
  deleteStudy,
  openDicomWeb,
  readPart10,
  retrieveBulkData,
  retrieveByUri,
  retrieveFrames,
  retrieveInstances,
  retrieveMetadata,
  retrieveRendered,
  search,
  storeInstances,
} from '../../src/protocols/dicomweb/index.ts';
import {
  makeSecondaryCapture,
  type SyntheticObject,
} from '../protocols/dicom/support/make-dicom-object.ts';
import { toFile } from '../protocols/dicomweb/support.ts';
import {
  type DicomPeer,
  missingPrograms,
  runProgram,
  startOrthanc,
} from './support/dicom-peers.ts';

const plugin = [
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
  '/usr/lib/orthanc/libOrthancDicomWeb.so',
  '/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so',
].find((path) => existsSync(path));
const missing =
  missingPrograms('Orthanc') ??
  (plugin === undefined ? "Orthanc's DICOMweb plugin is not installed" : undefined);
if (missing !== undefined) console.warn(`DICOMweb peers: skipped, ${missing}`);

const NAME = 'KIỂM THỬ^ĐẶNG THỊ NGỌC ÁNH';
const PASSWORD = 'mật khẩu';
const STUDY = 0x0020000d;
const PATIENT_NAME = 0x00100010;
const PIXEL_DATA = 0x7fe00010;

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Orthanc with DICOMweb and a password, and connections to it. */
class WebPeer {
  readonly #peer: DicomPeer;
  readonly #origin: string;
  readonly #connections: DicomWebConnection[] = [];

  constructor(peer: DicomPeer, httpPort: number) {
    this.#peer = peer;
    this.#origin = `http://127.0.0.1:${httpPort}`;
  }

  static async start(settings: Readonly<Record<string, unknown>>): Promise<WebPeer> {
    const httpPort = await findFreePort();
    const peer = await startOrthanc({
      HttpServerEnabled: true,
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: true,
      RegisteredUsers: { rispacs: PASSWORD },
      Plugins: [plugin],
      DicomWeb: { Enable: true, Root: '/dicom-web/', EnableWado: true, WadoRoot: '/wado' },
      ...settings,
    });
    return new WebPeer(peer, httpPort);
  }

  get folder(): string {
    return this.#peer.folder;
  }

  async connect(path: string, options: Partial<DicomWebOptions> = {}): Promise<DicomWebConnection> {
    const connection = await openDicomWeb({
      baseUrl: `${this.#origin}${path}`,
      credentials: { kind: 'basic', user: 'rispacs', password: PASSWORD },
      ...options,
    });
    this.#connections.push(connection);
    return connection;
  }

  async stop(): Promise<void> {
    for (const connection of this.#connections) await connection.close();
    await this.#peer.stop();
  }
}

/** The kind of an outcome is asserted with the whole outcome shown when it is another one. */
function answered<T extends { readonly kind: string }>(
  outcome: T,
): Extract<T, { readonly kind: 'answered' }> {
  expect(outcome).toMatchObject({ kind: 'answered' });
  return outcome as Extract<T, { readonly kind: 'answered' }>;
}

function readExplicit(bytes: Buffer): ReadDataset {
  const read = readDataset(bytes, 'explicit-little-endian');
  if (!read.ok) throw new Error(read.message);
  return read.dataset;
}

const numberReaders: Readonly<
  Record<string, readonly [number, (raw: Buffer, at: number) => number]>
> = {
  US: [2, (raw, at) => raw.readUInt16LE(at)],
  UL: [4, (raw, at) => raw.readUInt32LE(at)],
  FD: [8, (raw, at) => raw.readDoubleLE(at)],
};

/** A data set as plain values by tag, from its binary encoding. */
function toPlain(dataset: ReadDataset): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [tag, { items, raw, vr = '' }] of dataset.elements) {
    const key = `${tag.toString(16).padStart(8, '0')} ${vr}`;
    const reader = numberReaders[vr];
    if (items !== undefined) plain[key] = items.map(toPlain);
    else if (tag === PIXEL_DATA) plain[key] = 'bulk';
    else if (reader !== undefined) {
      const [width, read] = reader;
      plain[key] = Array.from({ length: raw.length / width }, (_, index) =>
        read(raw, index * width),
      );
    } else {
      const texts = (dataset.text(tag) ?? '').split('\\').filter((text) => text !== '');
      plain[key] = vr === 'IS' || vr === 'DS' ? texts.map(Number) : texts;
    }
  }
  return plain;
}

/** The same from DICOM JSON. */
function jsonToPlain(dataset: DicomJsonDataset): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [tag, element] of dataset.elements) {
    const key = `${tag.toString(16).padStart(8, '0')} ${element.vr}`;
    if (element.kind === 'sequence') plain[key] = element.items.map(jsonToPlain);
    else if (element.kind === 'bulk') plain[key] = 'bulk';
    else {
      plain[key] = dataset.values(tag).map((value) => {
        if (typeof value === 'object') return value.alphabetic;
        return element.vr === 'IS' || element.vr === 'DS' ? Number(value) : value;
      });
    }
  }
  return plain;
}

/** An object with what the small one lacks: sequences, several values, numbers in text. */
function makeRichObject(serial: number): SyntheticObject {
  const base = makeSecondaryCapture({ serial, patientId: 'RISPACS-W', patientName: NAME });
  const tail: DataElement[] = [
    { tag: 0x00081140, vr: 'SQ', items: [[{ tag: 0x00081155, vr: 'UI', text: '2.25.5' }], []] },
    { tag: 0x00081030, vr: 'LO', text: 'Chụp X-quang ngực thẳng' },
    { tag: 0x00200020, vr: 'CS', text: 'L\\F' },
    { tag: 0x00280030, vr: 'DS', text: '0.5\\0.25' },
    { tag: 0x00189306, vr: 'FD', numbers: [1.5] },
    {
      tag: 0x00400275,
      vr: 'SQ',
      items: [[{ tag: 0x00400007, vr: 'LO', text: 'Ổ bụng' }]],
    },
  ];
  const dataset = readExplicit(base.dataset);
  const pieces = [...dataset.elements.keys()].map((tag) => {
    const element = dataset.elements.get(tag);
    if (element === undefined) throw new Error('an element without itself');
    const header = element.raw.byteOffset - base.dataset.byteOffset;
    const long = element.vr === 'OW';
    return {
      tag,
      bytes: base.dataset.subarray(header - (long ? 12 : 8), header + element.raw.length),
    };
  });
  const added = tail.map((element) => ({
    tag: element.tag,
    bytes: encodeDataset(
      [{ tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' }, element],
      'explicit-little-endian',
    ).subarray(18),
  }));
  const all = [...pieces, ...added].sort((a, b) => a.tag - b.tag);
  return { ...base, dataset: Buffer.concat(all.map(({ bytes }) => bytes)) };
}

describe.skipIf(missing !== undefined)('DICOMweb against Orthanc', () => {
  const object = makeRichObject(801);
  const file = toFile(object);
  const ids = {
    study: object.studyInstanceUid,
    series: '2.25.222801',
    instance: object.sopInstanceUid,
  };
  let peer: WebPeer;
  let connection: DicomWebConnection;

  beforeAll(async () => {
    // Orthanc's HTTP server is up before its DICOM server, for which the start waits.
    peer = await WebPeer.start({ DefaultEncoding: 'Utf8' });
    connection = await peer.connect('/dicom-web');
  });
  afterAll(() => peer.stop());

  it('says that a password is wanted', async () => {
    const nameless = await openDicomWeb({ baseUrl: connection.settings.baseUrl.href });
    expect(await search(nameless, { level: 'studies' })).toMatchObject({
      kind: 'http-status',
      status: 401,
      authenticate: ['basic'],
    });
    await nameless.close();
  });

  it('stores the object and finds it again', async () => {
    const before = answered(await search(connection, { level: 'studies' }));
    expect(before.matches).toEqual([]);
    const stored = answered(await storeInstances(connection, { files: [file] }));
    expect(stored).toMatchObject({
      status: 200,
      stored: [{ sopClassUid: object.sopClassUid, sopInstanceUid: object.sopInstanceUid }],
      refused: [],
      deviations: [],
    });
    const match = { StudyInstanceUID: ids.study };
    const studies = answered(
      await search(connection, { level: 'studies', match, includeFields: ['00081030'] }),
    );
    expect(studies.matches).toHaveLength(1);
    expect(studies.matches[0]?.text(STUDY)).toBe(ids.study);
    expect(studies.matches[0]?.text(PATIENT_NAME)).toBe(NAME);
    expect(studies.matches[0]?.text(0x00081030)).toBe('Chụp X-quang ngực thẳng');
    expect(studies.deviations).toEqual([]);
    const series = answered(
      await search(connection, { level: 'series', within: { study: ids.study } }),
    );
    expect(series.matches.map((found) => found.text(0x0020000e))).toEqual([ids.series]);
    const instances = answered(await search(connection, { level: 'instances', within: ids }));
    expect(instances.matches.map((found) => found.text(0x00080018))).toEqual([ids.instance]);
  });

  it('matches by identifier, not by a name with diacritics: Orthanc takes escapes literally', async () => {
    const found = async (match: Readonly<Record<string, string>>) =>
      answered(await search(connection, { level: 'studies', match })).matches.length;
    expect(await found({ PatientID: 'RISPACS-W' })).toBe(1);
    expect(await found({ PatientName: 'KI*' })).toBe(1);
    expect(await found({ PatientName: 'KIỂM*' })).toBe(0);
  });

  it('pages and counts', async () => {
    const more = [802, 803, 804].map((serial) =>
      toFile(makeSecondaryCapture({ serial, patientId: 'RISPACS-P' })),
    );
    expect(answered(await storeInstances(connection, { files: more })).stored).toHaveLength(3);
    const query = { level: 'studies', match: { PatientID: 'RISPACS-P' } } as const;
    expect(answered(await search(connection, { ...query, limit: 2 })).matches).toHaveLength(2);
    expect(
      answered(await search(connection, { ...query, limit: 2, offset: 2 })).matches,
    ).toHaveLength(1);
    expect(await countMatches(connection, query, { pageSize: 2 })).toMatchObject({
      kind: 'counted',
      count: 3,
      complete: true,
      offsetIgnored: false,
      limitIgnored: false,
    });
  });

  it('gives metadata equal to the data set', async () => {
    const metadata = answered(await retrieveMetadata(connection, ids));
    expect(metadata.deviations).toEqual([]);
    const wanted = toPlain(readExplicit(object.dataset));
    // Orthanc leaves an item without attributes out of its JSON; the file keeps it.
    expect(wanted['00081140 SQ']).toEqual([{ '00081155 UI': ['2.25.5'] }, {}]);
    wanted['00081140 SQ'] = [{ '00081155 UI': ['2.25.5'] }];
    expect(metadata.datasets.map(jsonToPlain)).toEqual([wanted]);
    expect(
      answered(await retrieveMetadata(connection, { study: ids.study })).datasets,
    ).toHaveLength(1);
  });

  it('gives the file back byte for byte', async () => {
    for (const transferSyntax of [undefined, '*', EXPLICIT_VR_LITTLE_ENDIAN]) {
      const { instances } = answered(
        await retrieveInstances(connection, {
          ...ids,
          ...(transferSyntax === undefined ? {} : { transferSyntax }),
        }),
      );
      expect(instances).toHaveLength(1);
      expect(instances[0]?.bytes.equals(file)).toBe(true);
    }
  });

  it('transcodes to the syntax asked for, and says no to an unknown one', async () => {
    for (const transferSyntax of ['1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.4.80']) {
      const { instances } = answered(
        await retrieveInstances(connection, { ...ids, transferSyntax }),
      );
      expect(instances[0]?.part10).toMatchObject({
        ok: true,
        object: { transferSyntaxUid: transferSyntax, sopInstanceUid: ids.instance },
      });
    }
    // JPEG Baseline loses detail, so Orthanc gives the object a new identity (PS3.3 C.7.6.1.1.5).
    const lossy = answered(
      await retrieveInstances(connection, { ...ids, transferSyntax: '1.2.840.10008.1.2.4.50' }),
    );
    const [first] = lossy.instances;
    if (first?.part10.ok !== true) throw new Error('not a DICOM file');
    expect(first.part10.object.transferSyntaxUid).toBe('1.2.840.10008.1.2.4.50');
    expect(first.part10.object.sopInstanceUid).not.toBe(ids.instance);
    expect(
      await retrieveInstances(connection, { ...ids, transferSyntax: '1.2.3.4' }),
    ).toMatchObject({ kind: 'http-status', status: 400 });
  });

  it('sends what is stored in implicit VR as Explicit VR Little Endian', async () => {
    const implicit = makeSecondaryCapture({
      serial: 805,
      patientId: 'RISPACS-I',
      encoding: 'implicit-little-endian',
    });
    const explicit = makeSecondaryCapture({ serial: 805, patientId: 'RISPACS-I' });
    answered(await storeInstances(connection, { files: [toFile(implicit)] }));
    const study = implicit.studyInstanceUid;
    const asStored = answered(await retrieveInstances(connection, { study, transferSyntax: '*' }));
    expect(asStored.instances[0]?.bytes.equals(toFile(implicit))).toBe(true);
    const { instances } = answered(await retrieveInstances(connection, { study }));
    const part10 = instances[0]?.part10;
    if (part10?.ok !== true) throw new Error('not a DICOM file');
    expect(part10.object.transferSyntaxUid).toBe(EXPLICIT_VR_LITTLE_ENDIAN);
    const read = toPlain(readExplicit(part10.object.dataset));
    const wanted = toPlain(readExplicit(explicit.dataset));
    // The private element has no dictionary entry, so its VR is unknown after implicit VR.
    delete wanted['00091001 LO'];
    delete read['00091001 UN'];
    expect(read).toEqual(wanted);
  });

  it('gives pixel data as bulk data and as frames', async () => {
    const pixels = readExplicit(object.dataset).elements.get(PIXEL_DATA)?.raw;
    const metadata = answered(await retrieveMetadata(connection, ids));
    const element = metadata.datasets[0]?.elements.get(PIXEL_DATA);
    if (element?.kind !== 'bulk') throw new Error('pixel data are not bulk data');
    const bulk = answered(await retrieveBulkData(connection, element.uri));
    expect(bulk).toMatchObject({ rebased: false });
    expect(bulk.parts.map(({ bytes }) => bytes)).toEqual([pixels]);
    const frames = answered(await retrieveFrames(connection, { ...ids, frames: [1] }));
    expect(frames.parts.map(({ bytes }) => bytes)).toEqual([pixels]);
    expect(frames.parts[0]?.declaredTransferSyntaxUid).toBe(EXPLICIT_VR_LITTLE_ENDIAN);
    expect(await retrieveFrames(connection, { ...ids, frames: [2] })).toMatchObject({
      kind: 'http-status',
    });
  });

  it('renders a JPEG that decodes, and a PNG in the size and window asked for', async ({
    skip,
  }) => {
    const jpeg = answered(await retrieveRendered(connection, ids));
    expect(jpeg).toMatchObject({
      contentType: 'image/jpeg',
      image: { format: 'jpeg', width: 16, height: 16, bitsPerSample: 8, complete: true },
    });
    const png = answered(
      await retrieveRendered(connection, {
        ...ids,
        frame: 1,
        mediaType: 'image/png',
        viewport: { width: 8, height: 8 },
        window: { center: 127, width: 255 },
      }),
    );
    expect(png.image).toMatchObject({ format: 'png', width: 8, height: 8, complete: true });
    const tools = missingPrograms('img2dcm', 'dcmdjpeg');
    if (tools !== undefined) skip(tools);
    const path = (name: string): string => join(peer.folder, name);
    await writeFile(path('rendered.jpg'), jpeg.bytes);
    for (const [program, ...args] of [
      ['img2dcm', path('rendered.jpg'), path('compressed.dcm')],
      ['dcmdjpeg', path('compressed.dcm'), path('decoded.dcm')],
    ] as const) {
      const { exitCode, output } = await runProgram(program, args);
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    }
    const decoded = readPart10(await readFile(path('decoded.dcm')));
    if (!decoded.ok) throw new Error(decoded.message);
    const pixels = readExplicit(decoded.object.dataset).elements.get(PIXEL_DATA)?.raw;
    expect(pixels).toHaveLength(16 * 16);
    expect(new Set(pixels).size).toBeGreaterThan(16);
  });

  it('gives a JPEG by WADO-URI', async () => {
    const wado = await peer.connect('/wado');
    // The bytes are asserted, not the media type: plugin 1.7 says image/png and sends a JPEG.
    expect(answered(await retrieveByUri(wado, ids)).image).toEqual({
      format: 'jpeg',
      width: 16,
      height: 16,
      bitsPerSample: 8,
      components: 1,
      complete: true,
    });
    expect(await retrieveByUri(wado, { ...ids, instance: '1.2.3' })).toMatchObject({
      kind: 'http-status',
    });
  });

  it('refuses what is no DICOM file, and a file of another study', async () => {
    const junk = await storeInstances(connection, { files: [Buffer.from('no DICOM')] });
    expect(junk).toMatchObject({ kind: 'http-status', status: 400 });
    const elsewhere = await storeInstances(connection, { files: [file], study: '1.2.3' });
    expect(['http-status', 'answered']).toContain(elsewhere.kind);
    if (elsewhere.kind === 'answered') expect(elsewhere.stored).toEqual([]);
  });

  it('deletes the study by its REST interface only, and then finds it no more', async () => {
    expect(await deleteStudy(connection, ids.study, { kind: 'dicomweb' })).toMatchObject({
      kind: 'http-status',
      status: 405,
    });
    const query = { level: 'studies', match: { StudyInstanceUID: ids.study } } as const;
    expect(answered(await search(connection, query)).matches).toHaveLength(1);
    expect(await deleteStudy(connection, ids.study, { kind: 'orthanc' })).toMatchObject({
      kind: 'answered',
      deleted: 1,
    });
    expect(answered(await search(connection, query)).matches).toEqual([]);
    expect(await retrieveMetadata(connection, ids)).toMatchObject({
      kind: 'http-status',
      status: 404,
    });
    expect(await deleteStudy(connection, ids.study, { kind: 'orthanc' })).toMatchObject({
      kind: 'answered',
      deleted: 0,
    });
  });
});

describe.skipIf(missing !== undefined)('DICOMweb against Orthanc as it comes, in Latin-1', () => {
  it('shows that a search loses Vietnamese letters which metadata keep', async () => {
    const peer = await WebPeer.start({});
    try {
      const connection = await peer.connect('/dicom-web');
      const object = makeSecondaryCapture({ serial: 901, patientId: 'X', patientName: NAME });
      answered(await storeInstances(connection, { files: [toFile(object)] }));
      const study = object.studyInstanceUid;
      const found = answered(
        await search(connection, { level: 'studies', match: { StudyInstanceUID: study } }),
      );
      expect(found.matches[0]?.text(PATIENT_NAME)).not.toBe(NAME);
      expect(found.deviations).toContainEqual({ kind: 'other-character-set', tag: 0x00080005 });
      const metadata = answered(await retrieveMetadata(connection, { study }));
      expect(metadata.datasets[0]?.text(PATIENT_NAME)).toBe(NAME);
    } finally {
      await peer.stop();
    }
  });
});
