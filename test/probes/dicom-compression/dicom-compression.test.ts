import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { PixelCodecs } from '../../../src/pixels/index.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectCompression } from '../../../src/probes/dicom-compression/collect.ts';
import {
  type DicomCompressionRow,
  dicomCompressionFacts,
} from '../../../src/probes/dicom-compression/facts.ts';
import { probe } from '../../../src/probes/dicom-compression/index.ts';
import {
  type CompressionTarget,
  usualPatience,
} from '../../../src/probes/dicom-compression/target.ts';
import { QUERY_RETRIEVE_SOP_CLASSES } from '../../../src/protocols/dicom/index.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { type FakeArchive, type FakeBehaviour, startFakeArchive } from './support/fake-archive.ts';
import {
  forgetFlags,
  isLossy,
  loseSecretly,
  renew,
  sendAsHeld,
  spoilThenTranscode,
  transcode,
  truncate,
  wrapSamples,
} from './support/senders.ts';

const J2K = '1.2.840.10008.1.2.4.90';
const J2K_LOSSY = '1.2.840.10008.1.2.4.91';
const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.70';
const JPEG = '1.2.840.10008.1.2.4.50';
const required = [J2K, J2K_LOSSY, JPEG_LOSSLESS, JPEG];

const codecs = new PixelCodecs();
const archives: FakeArchive[] = [];
afterEach(async () => {
  for (const archive of archives.splice(0)) await archive.stop();
});
afterAll(() => codecs.close());

const patience = {
  ...usualPatience,
  deadlines: { tcp: 2000, tls: 2000, association: 2000, dimse: 5000, release: 1000 },
  settleMs: 500,
  pauseMs: 50,
  removalMs: 3000,
};

async function look(
  behaviour: FakeBehaviour,
  more: Partial<CompressionTarget> = {},
  context = makeProbeContext({ language: 'en' }),
) {
  const archive = await startFakeArchive(behaviour);
  archives.push(archive);
  const target: CompressionTarget = {
    node: { id: 'pacs-1', role: 'pacs', host: '127.0.0.1', port: archive.port, calledAe: 'FAKE' },
    callingAe: 'RISPACS',
    removal: 'administrator',
    autoForward: [],
    ...more,
  };
  const observation = await collectCompression(target, context.context, patience);
  return { archive, observation, ...context };
}

function rowsOf(observation: Observation): DicomCompressionRow[] {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return (observation.facts['dicom.compression'] ?? []).map((row) =>
    dicomCompressionFacts.row.parse(row),
  );
}

function rowOf(
  observation: Observation,
  uid: string,
  direction: DicomCompressionRow['direction'] = 'compress',
): DicomCompressionRow {
  const row = rowsOf(observation).find(
    (one) => one.transferSyntax === uid && one.direction === direction,
  );
  if (row === undefined) throw new Error(`no row for ${uid}`);
  return row;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('an archive that compresses as it says', () => {
  it('is seen to do so in every transfer syntax that it has', async () => {
    const { observation } = await look({ send: transcode(codecs) });
    const rows = rowsOf(observation);
    for (const row of rows) {
      const isCoded = row.transferSyntax !== '1.2.840.10008.1.2.4.51';
      if (!isCoded) continue;
      const asked = row.direction === 'decompress' ? 1 : row.transferSyntax === JPEG ? 2 : 4;
      expect(row).toMatchObject({
        way: 'get',
        objectsAsked: asked,
        objectsReceived: asked,
        encoded: true,
        decoded: true,
        pixelsEqual: row.direction === 'decompress' || !isLossy(row.transferSyntax),
      });
      expect(row.refusal).toBeUndefined();
      expect(row.defect).toBeUndefined();
    }
    expect(rowOf(observation, J2K)).toMatchObject({
      family: 'jpeg2000-lossless',
      maxDifference: 0,
      lossyFlag: '00',
      ratioFlag: false,
      methodFlag: false,
      compressedRatio: expect.any(Number),
    });
    expect(rowOf(observation, JPEG)).toMatchObject({
      family: 'jpeg-lossy',
      lossyFlag: '01',
      ratioFlag: true,
      methodFlag: true,
      psnrDb: expect.any(Number),
    });
    expect(rowOf(observation, J2K).psnrDb).toBeUndefined();
    expect(rows.filter(({ direction }) => direction === 'decompress')).toHaveLength(2);
  });

  it('also under new SOP Instance UIDs', async () => {
    const { observation } = await look({ send: renew(codecs), accepts: [J2K] });
    expect(rowOf(observation, J2K)).toMatchObject({ objectsReceived: 4, pixelsEqual: true });
  });

  it('is sent implicit VR where it takes nothing else', async () => {
    const { archive, observation } = await look({
      send: sendAsHeld,
      accepts: [],
      acceptsNative: ['1.2.840.10008.1.2'],
    });
    const held = [...archive.held.values()].map(({ transferSyntaxUid }) => transferSyntaxUid);
    expect(held).toEqual(Array(4).fill('1.2.840.10008.1.2'));
    expect(rowOf(observation, J2K).refusal).toBe('context: transfer-syntaxes-not-supported');
  });

  it('also by C-MOVE where it has no C-GET', async () => {
    const port = await freePort();
    const { observation, archive } = await look(
      {
        send: transcode(codecs),
        accepts: required,
        without: [
          QUERY_RETRIEVE_SOP_CLASSES.studyRootGet.uid,
          QUERY_RETRIEVE_SOP_CLASSES.patientRootGet.uid,
        ],
        destinationPort: port,
      },
      { receive: { host: '127.0.0.1', port } },
    );
    expect(rowOf(observation, J2K)).toMatchObject({
      way: 'move',
      encoded: true,
      pixelsEqual: true,
    });
    expect(rowOf(observation, JPEG_LOSSLESS, 'decompress')).toMatchObject({
      way: 'move',
      encoded: true,
      pixelsEqual: true,
    });
    expect(archive.asked).not.toContain('get');
    expect(observation.notes).toContain('The node does not offer C-GET.');
  });
});

describe('an archive that does not', () => {
  it('sends uncompressed pixels and calls them JPEG 2000', async () => {
    const { observation } = await look({ send: sendAsHeld, accepts: [J2K] });
    expect(rowOf(observation, J2K)).toMatchObject({
      objectsReceived: 4,
      encoded: false,
      decoded: true,
      pixelsEqual: true,
      defect: 'not-encapsulated',
    });
    expect(observation.notes?.join()).toContain('not-encapsulated');
  });

  it('puts uncompressed samples into a fragment', async () => {
    const { observation } = await look({ send: wrapSamples, accepts: [J2K] });
    const row = rowOf(observation, J2K);
    expect(row).toMatchObject({ encoded: false, decoded: false });
    expect(row.pixelsEqual).toBeUndefined();
  });

  it('has a lossless compression that is not', async () => {
    const { observation } = await look({
      send: spoilThenTranscode(codecs),
      accepts: [J2K, JPEG_LOSSLESS],
    });
    for (const uid of [J2K, JPEG_LOSSLESS]) {
      const row = rowOf(observation, uid);
      expect(row).toMatchObject({
        encoded: true,
        decoded: true,
        pixelsEqual: false,
        lossyFlag: '00',
      });
      expect(observation.notes?.join()).toContain('is lossless but pixels differ');
      expect(row.maxDifference).toBeGreaterThan(0);
      expect(row.psnrDb).toBeGreaterThan(0);
    }
  });

  it('puts a lossy codestream under a lossless syntax', async () => {
    const { observation } = await look({ send: loseSecretly(codecs), accepts: [J2K] });
    expect(rowOf(observation, J2K)).toMatchObject({
      encoded: false,
      decoded: true,
      pixelsEqual: false,
      defect: 'lossy-process',
    });
  });

  it.each([
    ['denies the loss', false, '00'],
    ['does not mention the loss', true, undefined],
  ])('%s', async (_name, leaveOut, lossyFlag) => {
    const { observation } = await look({
      send: forgetFlags(codecs, leaveOut),
      accepts: [JPEG, J2K_LOSSY],
    });
    for (const uid of [JPEG, J2K_LOSSY]) {
      const row = rowOf(observation, uid);
      expect(row).toMatchObject({
        encoded: true,
        decoded: true,
        pixelsEqual: false,
        ratioFlag: false,
        methodFlag: false,
      });
      expect(row.lossyFlag).toBe(lossyFlag);
      expect(observation.notes?.join()).toContain('(0028,2110) does not say 01');
    }
  });

  it('sends codestreams that break off', async () => {
    const { observation } = await look({ send: truncate(codecs), accepts: required });
    for (const uid of required) {
      const row = rowOf(observation, uid);
      expect(row).toMatchObject({ encoded: true, decoded: false, defect: 'truncated' });
      expect(row.pixelsEqual).toBeUndefined();
      expect(row.compressedRatio).toBeUndefined();
    }
  });

  it('accepts the context and fails every sub-operation', async () => {
    const { observation } = await look({ send: async () => undefined });
    const row = rowOf(observation, J2K);
    expect(row).toMatchObject({ objectsAsked: 4, objectsReceived: 0, refusal: '0xA702, 4 failed' });
    expect(row.encoded).toBeUndefined();
    expect(row.decoded).toBeUndefined();
  });

  it('refuses the context', async () => {
    const { observation } = await look({ send: transcode(codecs), accepts: [J2K] });
    expect(rowOf(observation, JPEG)).toMatchObject({
      objectsReceived: 0,
      refusal: 'context: transfer-syntaxes-not-supported',
    });
    expect(rowOf(observation, JPEG_LOSSLESS, 'decompress')).toMatchObject({
      objectsAsked: 0,
      refusal: 'context: transfer-syntaxes-not-supported',
    });
    expect(rowOf(observation, J2K, 'decompress')).toMatchObject({
      encoded: true,
      pixelsEqual: true,
    });
  });

  it('sends some images and not others', async () => {
    const honest = transcode(codecs);
    const { observation } = await look({
      send: async (object, uid) =>
        object.sopClassUid.endsWith('.1.1.2') ? undefined : honest(object, uid),
      accepts: [J2K],
    });
    expect(rowOf(observation, J2K)).toMatchObject({
      objectsAsked: 4,
      objectsReceived: 3,
      encoded: true,
      pixelsEqual: true,
      refusal: '0xB000, 1 failed',
    });
  });

  it('sends an object of another study: it is refused and not kept', async () => {
    const honest = transcode(codecs);
    const { observation } = await look({
      send: async (object, uid) => {
        const sent = await honest(object, uid);
        const own = Buffer.from(object.studyInstanceUid);
        const at = sent?.dataset.indexOf(own) ?? -1;
        if (sent === undefined || at < 0) return sent;
        const dataset = Buffer.from(sent.dataset);
        dataset.write('9', at + own.length - 1, 'latin1');
        dataset.write('8', at + own.length - 2, 'latin1');
        return { dataset };
      },
      accepts: [J2K],
    });
    expect(rowOf(observation, J2K)).toMatchObject({
      objectsReceived: 0,
      refusal: expect.stringContaining('4 not-ours'),
    });
  });
});

describe('what is left behind', () => {
  it('is in the journal before it is sent, and after', async () => {
    const { journalled, archive } = await look({ send: transcode(codecs), accepts: [] });
    expect(journalled.map(({ state, note }) => [state, note])).toEqual([
      ['planned', undefined],
      ['sent', undefined],
      ['left', 'byAdministrator'],
    ]);
    const [held] = archive.held.values();
    expect(journalled[0]).toMatchObject({
      kind: 'study',
      system: 'pacs-1',
      identifiers: {
        studyInstanceUid: held?.studyInstanceUid,
        patientId: 'RISPACS-TEST',
        instances: '6',
      },
    });
  });

  it('is still seen to when the run is stopped in the middle', async () => {
    const stop = new AbortController();
    const recorded = makeProbeContext({ language: 'en', signal: stop.signal });
    const running = look(
      { send: transcode(codecs), onRetrieve: () => stop.abort(new Error('stopped')) },
      {},
      recorded,
    );
    await expect(running).rejects.toThrow('stopped');
    expect(recorded.journalled.map(({ state }) => state)).toEqual(['planned', 'sent', 'left']);
  });

  it('is nothing when the node cannot be reached', async () => {
    const port = await freePort();
    const { observation, journalled } = await look(
      { send: transcode(codecs) },
      { node: { id: 'pacs-1', role: 'pacs', host: '127.0.0.1', port, calledAe: 'FAKE' } },
    );
    expect(observation).toMatchObject({ state: 'refused', reason: { code: 'ECONNREFUSED' } });
    expect(journalled).toEqual([]);
  });

  it('is told when the node stores nothing', async () => {
    const { observation, journalled } = await look({
      send: transcode(codecs),
      storeStatus: 0xa700,
    });
    expect(observation).toMatchObject({ state: 'refused', reason: { code: 'nothing-stored' } });
    expect(observation.state !== 'observed' && observation.reason.message).toContain('0xA700');
    expect(journalled.map(({ state }) => state).slice(0, 2)).toEqual(['planned', 'sent']);
  });
});

describe('the plan', () => {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện' },
    dicom: {
      receive: { host: '10.0.0.9', port: 11_112 },
      nodes: [
        {
          id: 'pacs',
          host: '10.0.0.5',
          port: 104,
          calledAe: 'PACS',
          send: 'test-study',
          dicomweb: 'web',
        },
        { id: 'quiet', host: '10.0.0.6', port: 104, calledAe: 'QUIET' },
        {
          id: 'worklist',
          role: 'worklist',
          host: '10.0.0.7',
          port: 104,
          calledAe: 'RIS',
          send: 'test-study',
        },
      ],
    },
    dicomweb: {
      endpoints: [{ id: 'web', url: 'https://10.0.0.5/dicom-web', removal: 'dicomweb' }],
    },
    testData: { removal: 'dicomweb-delete', autoForward: ['VNA'] },
  });

  it('has one active step for each archive that may be sent a test study', () => {
    for (const language of ['vi', 'en'] as const) {
      const steps = probe.planSteps(facility, language);
      expect(steps).toHaveLength(1);
      expect(steps[0]).toMatchObject({
        probe: 'dicom-compression',
        subjectId: 'pacs',
        risk: 'active',
        contacts: [
          { host: '10.0.0.5', port: 104, protocol: 'dicom' },
          { host: '10.0.0.5', port: 443, protocol: 'https' },
        ],
        listens: [{ host: '10.0.0.9', port: 11_112, protocol: 'dicom', from: ['pacs'] }],
        target: { removal: 'dicomweb-delete', autoForward: ['VNA'] },
      });
      expect(steps[0]?.sends).toMatch(/C-MOVE.*WADO-RS/);
    }
  });
});
