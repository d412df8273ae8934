import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type ReadDataset, readDataset } from '../../../../src/protocols/dicom/index.ts';
import { readPart10 } from '../../../../src/protocols/dicomweb/index.ts';
import { readMultipart, writeMultipart } from '../../../../src/simulator/web/multipart.ts';
import { type JsonDataset, toJson } from './to-json.ts';

const JSON_TYPE = 'application/dicom+json';
const STUDY = 0x0020000d;
const SERIES = 0x0020000e;
const INSTANCE = 0x00080018;

interface Stored {
  readonly file: Buffer;
  readonly dataset: ReadDataset;
}

/** One request as a fault sees it. */
export interface ArchiveCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

/** How this archive differs from a good one. */
export interface ArchiveFaults {
  /** Answers a call itself and returns true, or leaves it to the archive. */
  readonly intercept?: (call: ArchiveCall, archive: FakeArchive) => boolean;
  readonly changeJson?: (json: JsonDataset) => JsonDataset;
  /** What becomes of the data set of a stored file, its bytes. */
  readonly changeFile?: (file: Buffer) => Buffer;
  readonly storesNothing?: boolean;
}

/** A small DICOMweb archive in memory that does everything right, but for the faults it is given. */
export class FakeArchive {
  readonly calls: {
    readonly method: string;
    readonly path: string;
    readonly authorization?: string;
  }[] = [];
  readonly stored = new Map<string, Stored>();
  readonly #faults: ArchiveFaults;

  constructor(faults: ArchiveFaults) {
    this.#faults = faults;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method ?? 'GET';
    const { authorization } = request.headers;
    this.calls.push({
      method,
      path: `${url.pathname}${url.search}`,
      ...(authorization === undefined ? {} : { authorization }),
    });
    const path = url.pathname.replace('/dicom-web/', '');
    const call = { request, response, method, path, body: Buffer.concat(chunks) };
    if (this.#faults.intercept?.(call, this) === true) return;
    this.serve(call);
  }

  /** Answers as a good archive. */
  serve({ body, method, path, request, response }: ArchiveCall): void {
    const type = request.headers['content-type'] ?? '';
    if (method === 'POST') this.#store(body, type, response);
    else if (method === 'DELETE') this.#delete(path, response);
    else if (path.endsWith('/metadata')) this.#metadata(path, response);
    else if (path.endsWith('/rendered')) this.#render(path, request, response);
    else if (path.includes('/frames/')) this.#frames(path, response);
    else if (path.includes('/bulk')) this.#bulk(path, response);
    else if (/(^|\/)(studies|series|instances)$/.test(path)) this.#search(path, request, response);
    else this.#instances(path, response);
  }

  #store(body: Buffer, type: string, response: ServerResponse): void {
    const parts = readMultipart(body, type) ?? [];
    const items = parts.map(({ bytes }) => {
      const file = this.#faults.changeFile?.(bytes) ?? bytes;
      const part10 = readPart10(file);
      if (!part10.ok) throw new Error(part10.message);
      const read = readDataset(part10.object.dataset, 'explicit-little-endian');
      if (!read.ok) throw new Error(read.message);
      if (this.#faults.storesNothing !== true)
        this.stored.set(part10.object.sopInstanceUid, { file, dataset: read.dataset });
      return {
        '00081150': { vr: 'UI', Value: [part10.object.sopClassUid] },
        '00081155': { vr: 'UI', Value: [part10.object.sopInstanceUid] },
      };
    });
    this.#json(response, { '00081199': { vr: 'SQ', Value: items } });
  }

  #delete(path: string, response: ServerResponse): void {
    const found = this.#find(path);
    for (const { dataset } of found) this.stored.delete(dataset.text(INSTANCE) ?? '');
    response.writeHead(found.length === 0 ? 404 : 204).end();
  }

  #search(path: string, request: IncomingMessage, response: ServerResponse): void {
    const level = path.split('/').at(-1);
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const patient = query.get('PatientID');
    const study = query.get('StudyInstanceUID') ?? path.split('/')[1];
    const found = [...this.stored.values()].filter(
      ({ dataset }) =>
        (patient === null || dataset.text(0x00100020) === patient) &&
        (study === undefined || dataset.text(STUDY) === study),
    );
    const key = level === 'studies' ? STUDY : level === 'series' ? SERIES : INSTANCE;
    const unique = new Map(found.map((one) => [one.dataset.text(key), one]));
    const series = new Set(found.map(({ dataset }) => dataset.text(SERIES)));
    const matches = [...unique.values()].map(({ dataset }) => ({
      ...this.#describe(dataset),
      '00201206': { vr: 'IS', Value: [series.size] },
      '00201208': { vr: 'IS', Value: [found.length] },
      '00201209': {
        vr: 'IS',
        Value: [found.filter((one) => one.dataset.text(SERIES) === dataset.text(SERIES)).length],
      },
    }));
    if (matches.length === 0) response.writeHead(204).end();
    else this.#json(response, matches);
  }

  #metadata(path: string, response: ServerResponse): void {
    const found = this.#find(path);
    if (found.length === 0) response.writeHead(404).end();
    else
      this.#json(
        response,
        found.map(({ dataset }) => this.#describe(dataset)),
      );
  }

  #instances(path: string, response: ServerResponse): void {
    const found = this.#find(path);
    if (found.length === 0) response.writeHead(404).end();
    else
      this.#multipart(
        response,
        'application/dicom',
        found.map(({ file }) => file),
      );
  }

  #frames(path: string, response: ServerResponse): void {
    const [found] = this.#find(path);
    const pixels = found?.dataset.elements.get(0x7fe00010)?.raw;
    if (found === undefined || pixels === undefined) {
      response.writeHead(404).end();
      return;
    }
    const length = pixels.length / Number(found.dataset.text(0x00280008) ?? 1);
    const numbers = (path.split('/frames/')[1] ?? '').split(',').map(Number);
    const frames = numbers.map((number) => pixels.subarray((number - 1) * length, number * length));
    this.#multipart(response, 'application/octet-stream', frames);
  }

  #bulk(path: string, response: ServerResponse): void {
    const pixels = this.#find(path)[0]?.dataset.elements.get(0x7fe00010)?.raw;
    this.#multipart(response, 'application/octet-stream', pixels === undefined ? [] : [pixels]);
  }

  #render(path: string, request: IncomingMessage, response: ServerResponse): void {
    const [found] = this.#find(path);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    const rows = found.dataset.elements.get(0x00280010)?.raw.readUInt16LE() ?? 0;
    const columns = found.dataset.elements.get(0x00280011)?.raw.readUInt16LE() ?? 0;
    const isPng = request.headers.accept?.includes('png') === true;
    response.setHeader('content-type', isPng ? 'image/png' : 'image/jpeg');
    response.end(isPng ? pngHeader(columns, rows) : jpegHeader(columns, rows));
  }

  #find(path: string): Stored[] {
    const [, study, , series, , instance] = path.split('/');
    return [...this.stored.values()].filter(
      ({ dataset }) =>
        dataset.text(STUDY) === study &&
        (path.split('/')[2] !== 'series' || dataset.text(SERIES) === series) &&
        (path.split('/')[4] !== 'instances' || dataset.text(INSTANCE) === instance),
    );
  }

  #describe(dataset: ReadDataset): JsonDataset {
    const [study, series, instance] = [STUDY, SERIES, INSTANCE].map((tag) => dataset.text(tag));
    const json = toJson(dataset, `studies/${study}/series/${series}/instances/${instance}/bulk`);
    return this.#faults.changeJson?.(json) ?? json;
  }

  #json(response: ServerResponse, value: unknown): void {
    response.setHeader('content-type', JSON_TYPE);
    response.end(JSON.stringify(value));
  }

  #multipart(response: ServerResponse, type: string, bodies: readonly Buffer[]): void {
    response.setHeader('content-type', `multipart/related; type="${type}"; boundary=fake-parts`);
    response.end(
      writeMultipart(
        bodies.map((bytes) => ({ contentType: type, bytes })),
        'fake-parts',
      ),
    );
  }
}

/** An archive that listens until the test ends, and the address in front of its `/studies`. */
export async function startFakeArchive(
  faults: ArchiveFaults = {},
): Promise<{ readonly archive: FakeArchive; readonly url: string }> {
  const archive = new FakeArchive(faults);
  const port = await listen(
    createServer((request, response) => {
      archive.answer(request, response).catch(() => response.destroy());
    }),
  );
  return { archive, url: `http://127.0.0.1:${port}/dicom-web` };
}

/** Listens on a free loopback port until the test ends. */
export async function listen(
  server: Pick<Server, 'address' | 'close' | 'closeAllConnections' | 'listen'>,
): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** What a JPEG of this size begins and ends with (ITU-T T.81 B.2.2); the size makes pictures of two images differ. */
export function jpegHeader(width: number, height: number): Buffer {
  const frame = Buffer.from('ffd8ffc0000b08000000000101110000ffd9', 'hex');
  frame.writeUInt16BE(height, 7);
  frame.writeUInt16BE(width, 9);
  return frame;
}

function pngHeader(width: number, height: number): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000800000000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, Buffer.alloc(4), Buffer.from('0000000049454e44ae426082', 'hex')]);
}
