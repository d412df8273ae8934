import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { DicomwebEndpoint } from '../../src/facility/schema.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { collectCompression } from '../../src/probes/dicom-compression/collect.ts';
import {
  type DicomCompressionRow,
  dicomCompressionFacts,
} from '../../src/probes/dicom-compression/facts.ts';
import { usualPatience } from '../../src/probes/dicom-compression/target.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
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
const noOrthanc = skipReason('Orthanc');
const noPlugin = plugin === undefined ? "Orthanc's DICOMweb plugin is not installed" : undefined;
if (noPlugin !== undefined) process.stderr.write(`skipped: ${noPlugin}\n`);

const UID = {
  j2k: '1.2.840.10008.1.2.4.90',
  j2kLossy: '1.2.840.10008.1.2.4.91',
  firstOrder: '1.2.840.10008.1.2.4.70',
  lossless: '1.2.840.10008.1.2.4.57',
  baseline: '1.2.840.10008.1.2.4.50',
  extended: '1.2.840.10008.1.2.4.51',
  ls: '1.2.840.10008.1.2.4.80',
  nearLs: '1.2.840.10008.1.2.4.81',
  rle: '1.2.840.10008.1.2.5',
  htj2k: '1.2.840.10008.1.2.4.201',
} as const;

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

interface Look {
  readonly peer: DicomPeer;
  readonly calledAe: string;
  readonly ourPort?: number;
  readonly dicomweb?: DicomwebEndpoint;
}

async function look({ peer, calledAe, ourPort, dicomweb }: Look) {
  const recorded = makeProbeContext({ language: 'en' });
  const node = {
    id: 'pacs-1',
    role: 'pacs',
    host: '127.0.0.1',
    port: peer.port,
    calledAe,
  } as const;
  const observation = await collectCompression(
    {
      node,
      callingAe: 'RISPACS',
      ...(ourPort !== undefined && { receive: { host: '127.0.0.1', port: ourPort } }),
      ...(dicomweb && { dicomweb }),
      removal: dicomweb ? 'dicomweb-delete' : 'administrator',
      autoForward: [],
    },
    recorded.context,
    usualPatience,
  );
  const rows = rowsOf(observation);
  const find = (
    uid: string,
    way: DicomCompressionRow['way'],
    direction: DicomCompressionRow['direction'] = 'compress',
  ): DicomCompressionRow | undefined =>
    rows.find(
      (row) => row.transferSyntax === uid && row.way === way && row.direction === direction,
    );
  return { rows, find, notes: observation.notes ?? [], journalled: recorded.journalled };
}

function rowsOf(observation: Observation): DicomCompressionRow[] {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return (observation.facts['dicom.compression'] ?? []).map((row) =>
    dicomCompressionFacts.row.parse(row),
  );
}

async function lookAtOrthanc(
  settings: Readonly<Record<string, unknown>> = {},
  { withWeb = true, allowGet = true } = {},
) {
  const ourPort = await findFreePort();
  const httpPort = await findFreePort();
  const peer = await startOrthanc({
    DicomModalities: {
      us: { AET: 'RISPACS', Host: '127.0.0.1', Port: ourPort, AllowGet: allowGet },
    },
    HttpServerEnabled: true,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    Plugins: plugin === undefined ? [] : [plugin],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
    ...settings,
  });
  stop = () => peer.stop();
  const dicomweb: DicomwebEndpoint = {
    id: 'web',
    url: `http://127.0.0.1:${httpPort}/dicom-web`,
    send: 'nothing',
    removal: 'orthanc',
  };
  return look({ peer, calledAe: 'ORTHANC', ourPort, ...(withWeb && { dicomweb }) });
}

const exact = { encoded: true, decoded: true, pixelsEqual: true, maxDifference: 0 } as const;

describe.skipIf(noOrthanc !== undefined || noPlugin !== undefined)('Orthanc as it comes', () => {
  it('accepts JPEG 2000 in contexts, and compresses only over WADO-RS, and not to that', async () => {
    const { rows, find, journalled } = await lookAtOrthanc();

    // Neither C-GET nor C-MOVE compresses; the context of JPEG 2000 is accepted all the same.
    const dimse = rows.filter(
      ({ way, direction }) => direction === 'compress' && way !== 'wado-rs',
    );
    expect(dimse.every(({ objectsReceived }) => objectsReceived === 0)).toBe(true);
    for (const uid of [UID.j2k, UID.j2kLossy]) {
      expect(find(uid, 'get')?.refusal).toMatch(/^0xC000/);
      expect(find(uid, 'move')?.refusal).toMatch(/^0xC000/);
      expect(find(uid, 'wado-rs')).toMatchObject({ objectsReceived: 0, refusal: 'HTTP 500' });
    }
    expect(find(UID.htj2k, 'get')?.refusal).toBe('context: abstract-syntax-not-supported');
    expect(find(UID.rle, 'wado-rs')).toMatchObject({ objectsReceived: 0 });

    for (const uid of [UID.firstOrder, UID.lossless, UID.ls]) {
      expect(find(uid, 'wado-rs')).toMatchObject({ ...exact, objectsReceived: 4, lossyFlag: '00' });
    }
    // JPEG baseline holds 8 bits, extended 12: the CT of 16 bits is asked for in neither.
    for (const [uid, images] of [
      [UID.baseline, 2],
      [UID.extended, 3],
    ] as const) {
      const row = find(uid, 'wado-rs');
      expect(row).toMatchObject({
        objectsAsked: images,
        objectsReceived: images,
        encoded: true,
        decoded: true,
        pixelsEqual: false,
        lossyFlag: '01',
        ratioFlag: true,
        methodFlag: true,
      });
      expect(row?.psnrDb).toBeGreaterThan(20);
      expect(row?.compressedRatio).toBeGreaterThan(2);
    }
    // Its JPEG-LS codec has no near-lossless coding of signed samples.
    expect(find(UID.nearLs, 'wado-rs')).toMatchObject({ objectsReceived: 3, maxDifference: 2 });

    // What was stored as JPEG lossless comes back uncompressed; what was stored as JPEG 2000 does not.
    expect(find(UID.firstOrder, 'get', 'decompress')).toMatchObject(exact);
    for (const way of ['get', 'move', 'wado-rs'] as const) {
      expect(find(UID.j2k, way, 'decompress')).toMatchObject({ objectsReceived: 0 });
    }
    expect(journalled.map(({ state, note }) => [state, note])).toEqual([
      ['planned', undefined],
      ['sent', undefined],
      ['removed-verified', 'deleted'],
    ]);
  });
});

describe.skipIf(noOrthanc !== undefined)('Orthanc that compresses what it stores', () => {
  it.each([
    ['C-GET', 'get', true],
    ['C-MOVE where C-GET is not allowed', 'move', false],
  ] as const)('hands it back so by %s', async (_name, way, allowGet) => {
    const { find, notes } = await lookAtOrthanc(
      { IngestTranscoding: UID.firstOrder, HttpServerEnabled: false, Plugins: [] },
      { withWeb: false, allowGet },
    );
    expect(find(UID.firstOrder, way)).toMatchObject({ ...exact, objectsReceived: 4 });
    expect(find(UID.ls, way)).toMatchObject({ objectsReceived: 0 });
    expect(find(UID.firstOrder, way, 'decompress')).toMatchObject(exact);
    expect(notes.join()).toContain('WADO-RS was not tried');
  });
});

describe.skipIf(skipReason('dcmqrscp') !== undefined)('dcmqrscp', () => {
  it('compresses nothing: it refuses the contexts, and fails what it is asked to move', async () => {
    const ourPort = await findFreePort();
    const peer = await startDcmqrscp({ RISPACS: ourPort });
    stop = () => peer.stop();
    const { rows, find } = await look({ peer, calledAe: 'ARCHIVE', ourPort });
    expect(rows.every(({ objectsReceived }) => objectsReceived === 0)).toBe(true);
    expect(find(UID.j2k, 'get')?.refusal).toBe('context: abstract-syntax-not-supported');
    expect(find(UID.j2k, 'move')?.refusal).toBe('0xA702, 4 failed');
    expect(find(UID.j2k, undefined, 'decompress')).toMatchObject({
      objectsAsked: 0,
      refusal: 'context: abstract-syntax-not-supported',
    });
  });

  it('that does not know where to move leaves C-GET', async () => {
    const ourPort = await findFreePort();
    const peer = await startDcmqrscp();
    stop = () => peer.stop();
    const { rows, notes } = await look({ peer, calledAe: 'ARCHIVE', ourPort });
    expect(rows.some(({ way }) => way === 'move')).toBe(false);
    expect(notes.join()).toMatch(/does not know the C-MOVE destination RISPACS/);
  });
});
