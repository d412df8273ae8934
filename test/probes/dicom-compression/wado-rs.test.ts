import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { DicomwebEndpoint } from '../../../src/facility/schema.ts';
import { PixelCodecs } from '../../../src/pixels/index.ts';
import { collectCompression } from '../../../src/probes/dicom-compression/collect.ts';
import { usualPatience } from '../../../src/probes/dicom-compression/target.ts';
import { encodeFileMeta } from '../../../src/protocols/dicom/data/encode-file-meta.ts';
import { QUERY_RETRIEVE_SOP_CLASSES } from '../../../src/protocols/dicom/index.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { type FakeArchive, type HeldObject, startFakeArchive } from './support/fake-archive.ts';
import { transcode } from './support/senders.ts';

const J2K = '1.2.840.10008.1.2.4.90';
const EXPLICIT = '1.2.840.10008.1.2.1';
const retrieveClasses = Object.entries(QUERY_RETRIEVE_SOP_CLASSES)
  .filter(([name]) => !name.endsWith('Find'))
  .map(([, { uid }]) => uid);

const codecs = new PixelCodecs();
let archive: FakeArchive | undefined;
let web: Server | undefined;
afterEach(async () => {
  await archive?.stop();
  await new Promise((resolve) => (web ? web.close(resolve) : resolve(undefined)));
});
afterAll(() => codecs.close());

/** What the service answers for an object asked for in a transfer syntax: a file, or a status. */
type Answer = (object: HeldObject, transferSyntaxUid: string) => Promise<Buffer | number>;

async function startWeb(held: FakeArchive['held'], answer: Answer): Promise<string> {
  web = createServer((request, response) => {
    const series = /\/series\/([0-9.]+)/.exec(request.url ?? '')?.[1];
    const syntax = /transfer-syntax=([0-9.]+)/.exec(request.headers.accept ?? '')?.[1] ?? '';
    const object = [...held.values()].find((one) => one.seriesInstanceUid === series);
    if (object === undefined) {
      response.writeHead(404).end();
      return;
    }
    void answer(object, syntax).then((body) => {
      if (typeof body === 'number') {
        response.writeHead(body).end();
        return;
      }
      const type = 'multipart/related; type="application/dicom"; boundary=frontier';
      response.writeHead(200, { 'content-type': type, connection: 'close' });
      response.write('--frontier\r\nContent-Type: application/dicom\r\n\r\n');
      response.write(body);
      response.end('\r\n--frontier--\r\n');
    });
  });
  const server = web;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/dicom-web`;
}

function toFile(object: HeldObject, transferSyntaxUid: string, dataset: Buffer): Buffer {
  const { sopClassUid, sopInstanceUid } = object;
  return Buffer.concat([
    encodeFileMeta({ sopClassUid, sopInstanceUid, transferSyntaxUid }),
    dataset,
  ]);
}

async function look(answer: Answer) {
  archive = await startFakeArchive({
    send: async () => undefined,
    accepts: [],
    without: retrieveClasses,
  });
  const url = await startWeb(archive.held, answer);
  const dicomweb: DicomwebEndpoint = { id: 'web', url, send: 'nothing', removal: 'none' };
  const { context } = makeProbeContext({ language: 'en' });
  const observation = await collectCompression(
    {
      node: { id: 'pacs-1', role: 'pacs', host: '127.0.0.1', port: archive.port, calledAe: 'FAKE' },
      callingAe: 'RISPACS',
      dicomweb,
      removal: 'administrator',
      autoForward: [],
    },
    context,
    { ...usualPatience, settleMs: 300, pauseMs: 50, removalMs: 3000 },
  );
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  const rows = observation.facts['dicom.compression'] ?? [];
  return rows.find((row) => row.transferSyntax === J2K && row.direction === 'compress');
}

describe('over WADO-RS', () => {
  it('a service that compresses is seen to', async () => {
    const honest = transcode(codecs);
    const row = await look(async (object, syntax) => {
      if (syntax !== J2K) return 406;
      const sent = await honest(object, syntax);
      return sent ? toFile(object, syntax, sent.dataset) : 500;
    });
    expect(row).toMatchObject({
      way: 'wado-rs',
      objectsReceived: 4,
      encoded: true,
      pixelsEqual: true,
    });
  });

  it('a service that sends what it has says so itself', async () => {
    const row = await look(async (object) => toFile(object, EXPLICIT, object.dataset));
    expect(row).toMatchObject({
      objectsReceived: 4,
      encoded: false,
      decoded: true,
      pixelsEqual: true,
      defect: 'other-syntax',
    });
  });

  it('a service that cannot is asked no further than its answer', async () => {
    expect(await look(async () => 406)).toMatchObject({ objectsReceived: 0, refusal: 'HTTP 406' });
  });

  it('what is not of our study, or no DICOM file, is not kept', async () => {
    const row = await look(async (object) => {
      const { studyInstanceUid, sopClassUid, dataset } = object;
      if (!sopClassUid.endsWith('.1.1.2')) return Buffer.from('not a file of any kind');
      const other = Buffer.from(dataset);
      other.write('77', other.indexOf(studyInstanceUid) + studyInstanceUid.length - 2, 'latin1');
      return toFile(object, EXPLICIT, other);
    });
    expect(row).toMatchObject({ objectsReceived: 0, refusal: 'not-ours, unreadable' });
    expect(row?.encoded).toBeUndefined();
  });
});
