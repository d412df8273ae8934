import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { PixelCodecs } from '../../src/pixels/index.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  type ReceivedObject,
  readDataset,
  receiveObjects,
  startDicomServer,
  storageProviderRoles,
} from '../../src/protocols/dicom/index.ts';
import { type Pacs, type PacsBehaviour, startPacs } from '../../src/simulator/pacs/start-pacs.ts';
import { scenarioOfLevel } from '../../src/simulator/profiles.ts';
import {
  encodeObject,
  makeCtSeries,
  makeReport,
  makeUsMultiframe,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';

const jpeg = (suffix: number): string => `1.2.840.10008.1.2.4.${suffix}`;
const { studyRootGet, studyRootMove } = QUERY_RETRIEVE_SOP_CLASSES;
const lossyFlag = 0x00282110;

const codecs = new PixelCodecs();
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});
afterAll(() => codecs.close());

async function start(change: Partial<PacsBehaviour> = {}): Promise<Pacs> {
  const { pacs: behaviour } = scenarioOfLevel('advanced');
  const pacs = await startPacs({ ...behaviour, ...change }, new AbortController().signal);
  running.push(() => pacs.stop());
  return pacs;
}

async function associate(
  pacs: Pacs,
  service: string,
  stored: readonly (readonly [sopClass: string, syntax: string])[],
  providesStorage: boolean,
) {
  const opened = await openAssociation({
    host: '127.0.0.1',
    port: pacs.port,
    callingAeTitle: 'RISPACS',
    calledAeTitle: 'PACS_SIM',
    contexts: [
      { abstractSyntax: service, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] },
      ...stored.map(([abstractSyntax, one]) => ({ abstractSyntax, transferSyntaxes: [one] })),
    ],
    ...(providesStorage && { roleSelections: storageProviderRoles(stored.map(([uid]) => uid)) }),
  });
  if (opened.kind !== 'accepted') throw new Error(opened.kind);
  return opened.association;
}

/** Stores an object as it is, or compressed. */
async function store(pacs: Pacs, object: SyntheticObject, syntax = EXPLICIT_VR_LITTLE_ENDIAN) {
  const native = encodeObject(object);
  const dataset =
    syntax === EXPLICIT_VR_LITTLE_ENDIAN ? native : (await codecs.compress(native, syntax)).dataset;
  const association = await associate(
    pacs,
    '1.2.840.10008.1.1',
    [[object.sopClassUid, syntax]],
    false,
  );
  const stored = await association.store({
    sopClassUid: object.sopClassUid,
    sopInstanceUid: object.sopInstanceUid,
    transferSyntaxUid: syntax,
    dataset: { kind: 'bytes', bytes: dataset },
  });
  expect(stored).toMatchObject({ status: { code: 0 } });
  await association.release();
}

interface Got {
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

async function receive(got: Got[]) {
  const receiver = await receiveObjects({
    to: {
      kind: 'memory',
      onObject: ({ transferSyntaxUid }: ReceivedObject, dataset) =>
        got.push({ transferSyntaxUid, dataset }),
    },
    only: () => true,
    maxObjects: 10,
    maxBytes: 64 * 1024 * 1024,
  });
  return receiver.handler;
}

function keys({ studyInstanceUid }: SyntheticObject): Buffer {
  return encodeDataset(
    [
      { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
      { tag: 0x0020000d, vr: 'UI', text: studyInstanceUid },
    ],
    'explicit-little-endian',
  );
}

/** Fetches a study by C-GET in one transfer syntax. */
async function get(pacs: Pacs, object: SyntheticObject, syntax: string) {
  const got: Got[] = [];
  const association = await associate(pacs, studyRootGet.uid, [[object.sopClassUid, syntax]], true);
  const outcome = await association.get({
    sopClassUid: studyRootGet.uid,
    identifier: keys(object),
    onStore: await receive(got),
  });
  if (association.ending === undefined) await association.release();
  return { got, outcome };
}

async function decode(object: Got) {
  const decoding = await codecs.decode(object);
  if (!decoding.ok) throw new Error(decoding.fault.message);
  return decoding;
}

const lossyFlagOf = ({ dataset }: Got): string | undefined => {
  // The head is enough, and pixels may be encapsulated.
  const end = dataset.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
  const read = readDataset(dataset.subarray(0, end), 'explicit-little-endian');
  return read.ok ? read.dataset.text(lossyFlag) : undefined;
};

const ctOf = () => makeCtSeries(planStudy(), { slices: 1, rows: 64, columns: 128 })[0];
const loopOf = () => makeUsMultiframe(planStudy(), { frames: 2, rows: 64, columns: 144 })[0];

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is none');
  return value;
}

describe('the simulated PACS hands images out', () => {
  it.each([jpeg(90), jpeg(70), jpeg(57)])('without loss in %s', async (syntax) => {
    const pacs = await start();
    const ct = required(ctOf());
    await store(pacs, ct);
    const { got, outcome } = await get(pacs, ct, syntax);
    expect(outcome).toMatchObject({ status: { code: 0 } });
    const object = required(got[0]);
    expect(object.transferSyntaxUid).toBe(syntax);
    const decoding = await decode(object);
    expect(decoding.coding).toMatchObject({ asDeclared: true });
    const [original] = (
      await decode({ transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN, dataset: encodeObject(ct) })
    ).image.frames;
    expect(decoding.image.frames[0]?.equals(required(original))).toBe(true);
    expect(lossyFlagOf(object)).not.toBe('01');
  });

  it.each([jpeg(91), jpeg(50)])('with marked loss in %s', async (syntax) => {
    const pacs = await start();
    const loop = required(loopOf());
    await store(pacs, loop);
    const { got } = await get(pacs, loop, syntax);
    const object = required(got[0]);
    expect(object.transferSyntaxUid).toBe(syntax);
    expect((await decode(object)).image.frames).toHaveLength(2);
    expect(lossyFlagOf(object)).toBe('01');
  });

  it('uncompressed what was stored compressed, and compressed where only that is taken', async () => {
    const pacs = await start();
    const ct = required(ctOf());
    await store(pacs, ct, jpeg(90));
    const { got } = await get(pacs, ct, EXPLICIT_VR_LITTLE_ENDIAN);
    const object = required(got[0]);
    expect(object.transferSyntaxUid).toBe(EXPLICIT_VR_LITTLE_ENDIAN);
    expect(object.dataset.equals(encodeObject(ct))).toBe(true);
    const { got: again } = await get(pacs, ct, jpeg(70));
    expect(again[0]?.transferSyntaxUid).toBe(jpeg(70));
  });

  it('by C-MOVE in the syntax that the destination takes', async () => {
    const pacs = await start();
    const ct = required(ctOf());
    await store(pacs, ct);
    const got: Got[] = [];
    const destination = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'] },
      contexts: [{ abstractSyntax: ct.sopClassUid, transferSyntaxes: [jpeg(90)] }],
      handlers: { store: await receive(got) },
    });
    running.push(() => destination.close());
    pacs.destinations.register('RISPACS', destination.port);
    const association = await associate(pacs, studyRootMove.uid, [], false);
    expect(
      await association.move({
        sopClassUid: studyRootMove.uid,
        destination: 'RISPACS',
        identifier: keys(ct),
      }),
    ).toMatchObject({ status: { code: 0 }, subOperations: { completed: 1 } });
    await association.release();
    expect(got[0]?.transferSyntaxUid).toBe(jpeg(90));
  });

  it('not in a syntax that it does not know, that cannot hold them, or of things without pixels', async () => {
    const pacs = await start({ compressedSyntaxes: [jpeg(50), jpeg(70)] });
    const study = planStudy();
    const ct = required(makeCtSeries(study, { slices: 1, rows: 64, columns: 128 })[0]);
    await store(pacs, ct);
    const refused = { subOperations: { failed: 1 } };
    expect((await get(pacs, ct, jpeg(90))).got).toEqual([]);
    expect((await get(pacs, ct, jpeg(50))).outcome).toMatchObject(refused);
    const report = makeReport(study, { kind: 'basic-text', images: [ct] });
    await store(pacs, report);
    const association = await associate(
      pacs,
      studyRootGet.uid,
      [[report.sopClassUid, jpeg(70)]],
      true,
    );
    expect(association.contexts[1]?.outcome.state).toBe('refused');
    await association.release();
  });

  it('spoilt, unmarked or not at all when it is told to', async () => {
    const ct = required(ctOf());
    const loop = required(loopOf());
    const spoiling = await start({ conversion: 'lossless-loses' });
    await store(spoiling, ct);
    const spoilt = await decode(required((await get(spoiling, ct, jpeg(70))).got[0]));
    const original = await decode({
      transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
      dataset: encodeObject(ct),
    });
    expect(spoilt.image.frames[0]?.equals(required(original.image.frames[0]))).toBe(false);
    const unmarking = await start({ conversion: 'lossy-unmarked' });
    await store(unmarking, loop);
    expect(lossyFlagOf(required((await get(unmarking, loop, jpeg(50))).got[0]))).toBe('00');
    const keeping = await start({ conversion: 'none' });
    await store(keeping, ct, jpeg(90));
    expect((await get(keeping, ct, EXPLICIT_VR_LITTLE_ENDIAN)).got).toEqual([]);
    expect((await get(keeping, ct, jpeg(90))).got).toHaveLength(1);
  });
});
