import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../src/protocols/dicomweb/image-header.ts';
import { parseMediaType } from '../../../src/protocols/dicomweb/media-type.ts';
import { MultipartReader } from '../../../src/protocols/dicomweb/multipart-reader.ts';
import { writeMultipart } from '../../../src/protocols/dicomweb/multipart-writer.ts';
import { ExchangeFault } from '../../../src/protocols/dicomweb/outcome.ts';
import { readDicomJson } from '../../../src/protocols/dicomweb/read-dicom-json.ts';
import { readPart10 } from '../../../src/protocols/dicomweb/read-part10.ts';
import { makeSecondaryCapture } from '../dicom/support/make-dicom-object.ts';
import { SeededRandom } from '../dicom/support/random.ts';
import { toFile } from './support.ts';

const MULTIPART_CASES = 30_000;
const ROUND_TRIPS = 5000;
const JSON_CASES = 30_000;
const OTHER_CASES = 10_000;

/** What a reader says: its result or its fault, but never any other error. */
function settle<T>(read: () => T): T | object {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExchangeFault) return error.reason;
    throw error;
  }
}

function readParts(bytes: Buffer, boundary: string, cut: (left: number) => number) {
  const reader = new MultipartReader(boundary, { maxParts: 4, maxPartBytes: 300 });
  for (let at = 0; at < bytes.length; ) {
    const step = Math.max(1, cut(bytes.length - at));
    reader.push(bytes.subarray(at, at + step));
    at += step;
  }
  return reader.finish().map(({ body, headers }) => ({
    body: body.toString('hex'),
    headers: [...headers],
  }));
}

describe('bytes of a peer gone mad', () => {
  it('are read the same in any pieces as multipart', () => {
    const random = new SeededRandom(1);
    const seeds = [
      '--b\r\nContent-Type: application/dicom\r\nContent-Length: 5\r\n\r\nhello\r\n--b--\r\n',
      'pre\r\n--b  \r\n\r\n\r\n--b\r\nA: 1\r\n B\r\n\r\n--b\r\n\r\n\r\n\r\n--b--',
      '--b\r\nA: 1\r\n\r\n\r\n-\r\n--\r\n--c\r\n--b\r\n\r\nx\r\n--b--tail',
    ].map((text) => Buffer.from(text));
    for (let index = 0; index < MULTIPART_CASES; index += 1) {
      const bytes = random.mutate(random.pick(seeds));
      const whole = settle(() => readParts(bytes, 'b', (left) => left));
      const pieces = settle(() => readParts(bytes, 'b', () => 1 + random.below(6)));
      // Which of two faults comes first may depend on the pieces; whether there is one may not.
      if (Array.isArray(whole)) expect(pieces).toEqual(whole);
      else expect(Array.isArray(pieces)).toBe(false);
    }
  });

  it('cannot keep multipart content from coming back', () => {
    const random = new SeededRandom(2);
    const alphabet = Buffer.from('\r\n-ab\0');
    for (let index = 0; index < ROUND_TRIPS; index += 1) {
      const parts = Array.from({ length: 1 + random.below(4) }, () =>
        Buffer.from(random.bytes(random.below(60)).map((byte) => alphabet[byte % 6] ?? 0)),
      );
      const { pieces } = writeMultipart(parts, 'application/dicom', () => `ab-${random.next()}`);
      const boundary = /^--(\S+)/.exec(Buffer.from(pieces[0] ?? []).toString('latin1'))?.[1] ?? '';
      const back = readParts(Buffer.concat(pieces), boundary, () => 1 + random.below(9));
      expect(back.map(({ body }) => body)).toEqual(parts.map((part) => part.toString('hex')));
    }
  });

  it('are DICOM JSON or named faults', () => {
    const random = new SeededRandom(3);
    const seeds = [
      [
        {
          '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
          '00100010': { vr: 'PN', Value: [{ Alphabetic: 'KIỂM^THỬ' }, null] },
          '00280010': { vr: 'US', Value: [512, 1e5, -1] },
          '00081115': { vr: 'SQ', Value: [{ '0020000E': { vr: 'UI', Value: ['1'] } }] },
        },
      ],
      {
        '7FE00010': { vr: 'OW', BulkDataURI: 'x' },
        '00091001': { vr: 'OB', InlineBinary: 'AA==' },
      },
    ].map((value) => Buffer.from(JSON.stringify(value)));
    const tokens = [
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"',
      '\\',
      'null',
      '1e999',
      '"vr"',
      '"Value"',
      ' ',
    ];
    for (let index = 0; index < JSON_CASES; index += 1) {
      let bytes: Buffer = random.pick(seeds);
      if (random.below(2) === 0) bytes = random.mutate(bytes);
      else {
        const at = random.below(bytes.length);
        const end = at + random.below(6);
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.from(random.pick(tokens)),
          bytes.subarray(end),
        ]);
      }
      const read = settle(() => readDicomJson(bytes, { maxJsonDepth: 12, maxJsonValues: 200 }));
      expect('datasets' in read || 'kind' in read).toBe(true);
      if (!('datasets' in read)) continue;
      for (const dataset of read.datasets) {
        for (const tag of dataset.elements.keys()) {
          const text = dataset.text(tag);
          expect(text === undefined || typeof text === 'string').toBe(true);
          expect(Number.isNaN(dataset.number(tag))).toBe(false);
        }
      }
    }
  });

  it('never throw as media types, images and DICOM files', () => {
    const random = new SeededRandom(4);
    const type = Buffer.from('multipart/related; type="application/dicom"; boundary="a\\"b"; x=1');
    const jpeg = Buffer.from('ffd8ffe000044a46ffffc0000b080003000501011100ffda0000ffd9', 'hex');
    const file = toFile(makeSecondaryCapture({ serial: 1, patientId: 'X', rows: 2, columns: 2 }));
    for (let index = 0; index < OTHER_CASES; index += 1) {
      parseMediaType(random.mutate(type).toString('latin1'));
      readImageHeader(random.mutate(jpeg));
      const part10 = readPart10(random.mutate(file));
      if (!part10.ok) expect(part10.message).not.toBe('');
    }
  });
});
