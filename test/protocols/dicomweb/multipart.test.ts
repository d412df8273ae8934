import { describe, expect, it } from 'vitest';
import { parseMediaType } from '../../../src/protocols/dicomweb/media-type.ts';
import {
  isBoundary,
  type MultipartPart,
  MultipartReader,
} from '../../../src/protocols/dicomweb/multipart-reader.ts';
import { writeMultipart } from '../../../src/protocols/dicomweb/multipart-writer.ts';
import { ExchangeFault } from '../../../src/protocols/dicomweb/outcome.ts';

const LIMITS = { maxParts: 10, maxPartBytes: 100_000 };

function read(
  text: string | Buffer,
  { boundary = 'b', limits = LIMITS, step = Number.POSITIVE_INFINITY } = {},
): readonly MultipartPart[] {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const reader = new MultipartReader(boundary, limits);
  for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
  return reader.finish();
}

function faultOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof ExchangeFault) return error.reason;
    throw error;
  }
  return 'no fault';
}

const texts = (parts: readonly MultipartPart[]) => parts.map(({ body }) => body.toString('latin1'));

describe('reading multipart/related', () => {
  const body =
    'a preamble\r\n--b \t\r\nContent-Type: application/dicom;\r\n transfer-syntax=1.2\r\n\r\none\r\n--bx no' +
    '\r\n--b\r\n\r\n\r\n--b\r\nX: 1\r\n\r\n--b--\r\nan epilogue';

  it('gives each part with its headers, whatever the pieces are', () => {
    const wanted = body.replace('\r\n--bx no', '\r\n-b no\r\n-\r\n');
    for (const step of [1, 2, 3, 7, 1000]) {
      const parts = read(wanted, { step });
      expect(texts(parts)).toEqual(['one\r\n-b no\r\n-\r\n', '', '']);
      expect(parts[0]?.headers.get('content-type')).toBe('application/dicom; transfer-syntax=1.2');
      expect(parts[1]?.headers.size).toBe(0);
      expect(parts[2]?.headers.get('x')).toBe('1');
    }
  });

  it('keeps binary content with line ends, dashes and header ends', () => {
    const content = Buffer.from('\r\n\r\n--\r\n-\r\n--\0\xff\r\n\r', 'latin1');
    const whole = Buffer.concat([
      Buffer.from('--b\r\nContent-Length: 3\r\n\r\n'),
      content,
      Buffer.from('\r\n--b--'),
    ]);
    for (const step of [1, 5, 1000]) expect(read(whole, { step })[0]?.body).toEqual(content);
  });

  it('does not take a longer line for a boundary', () => {
    expect(faultOf(() => read(body))).toMatchObject({
      kind: 'protocol-error',
      hint: 'multipart-malformed',
    });
  });

  it.each([
    ['nothing', '', 'boundary-never-seen'],
    ['something else', '{"00080005":{}}', 'boundary-never-seen'],
    ['another boundary', '--other\r\n\r\nx\r\n--other--', 'boundary-never-seen'],
    ['an endless preamble', 'x'.repeat(70_000), 'boundary-never-seen'],
    ['an end after a boundary', '--b', 'multipart-unfinished'],
    ['an end in the headers', '--b\r\nA: 1\r\n', 'multipart-unfinished'],
    ['an end in a part', '--b\r\nA: 1\r\n\r\nx', 'multipart-unfinished'],
    ['an end after a part', '--b\r\nA: 1\r\n\r\nx\r\n--b', 'multipart-unfinished'],
    ['lines that end with LF', '--b\n\nx\n--b--', 'multipart-malformed'],
    ['a line that is no header', '--b\r\nno header\r\n\r\nx\r\n--b--', 'multipart-malformed'],
    ['headers without an end', '--b\r\nA: 1\r\n--b--', 'multipart-malformed'],
    ['endless padding', `--b${' '.repeat(300)}\r\n\r\nx\r\n--b--`, 'multipart-malformed'],
    ['a long header', `--b\r\nA: ${'1'.repeat(9000)}\r\n\r\nx\r\n--b--`, 'multipart-malformed'],
    ['many headers', `--b\r\n${'A: 1\r\n'.repeat(100)}\r\nx\r\n--b--`, 'multipart-malformed'],
    ['an endless epilogue', `--b\r\n\r\nx\r\n--b--${'x'.repeat(70_000)}`, 'multipart-malformed'],
  ])('says what is wrong with %s', (_name, text, hint) => {
    for (const step of [1, 1000, 100_000]) {
      expect(faultOf(() => read(text, { step }))).toMatchObject({ kind: 'protocol-error', hint });
    }
  });

  it('bounds the number and the size of parts', () => {
    const part = '--b\r\n\r\nxyz\r\n';
    expect(
      faultOf(() => read(`${part.repeat(11)}--b--`, { limits: { ...LIMITS, maxParts: 10 } })),
    ).toMatchObject({ kind: 'too-large', limit: 'parts', max: 10 });
    expect(
      faultOf(() => read(`${part}--b--`, { limits: { ...LIMITS, maxPartBytes: 2 } })),
    ).toMatchObject({ kind: 'too-large', limit: 'part-bytes', max: 2 });
    expect(texts(read(`${part}--b--`, { limits: { maxParts: 1, maxPartBytes: 3 } }))).toEqual([
      'xyz',
    ]);
  });

  it('takes the boundaries that RFC 2046 allows', () => {
    expect(isBoundary('a'.repeat(70))).toBe(true);
    expect(isBoundary("gc0p4Jq0M2Yt08j34c0p'()+_,-./:=? x")).toBe(true);
    for (const wrong of ['', 'a'.repeat(71), 'a ', 'a\r\nb', 'a;b', 'ă']) {
      expect(isBoundary(wrong)).toBe(false);
    }
  });
});

describe('writing multipart/related', () => {
  it('is read back byte for byte', () => {
    const parts = [Buffer.from('\r\n--'), Buffer.alloc(0), Buffer.alloc(70_000, 0x2d)];
    const { contentType, pieces } = writeMultipart(parts, 'application/dicom');
    const type = parseMediaType(contentType);
    expect(type?.essence).toBe('multipart/related');
    expect(type?.parameters.get('type')).toBe('application/dicom');
    const boundary = type?.parameters.get('boundary') ?? '';
    const back = read(Buffer.concat(pieces), { boundary });
    expect(back.map(({ body }) => body)).toEqual(parts);
    expect(back.map(({ headers }) => headers.get('content-length'))).toEqual(['4', '0', '70000']);
  });

  it('never uses a boundary that the content holds', () => {
    const boundaries = ['one', 'two'];
    const { contentType } = writeMultipart(
      [Buffer.from('x\r\n--one\r\n')],
      'application/dicom',
      () => boundaries.shift() ?? '',
    );
    expect(contentType).toContain('boundary="two"');
    expect(() => writeMultipart([Buffer.from('--one')], 'a/b', () => 'one')).toThrow();
  });
});

describe('reading a media type', () => {
  it.each([
    ['application/dicom+json', 'application/dicom+json', {}],
    ['Text/HTML; charset=UTF-8', 'text/html', { charset: 'UTF-8' }],
    [
      'multipart/related; type="application/dicom"; boundary="a;b=\\"c"',
      'multipart/related',
      { type: 'application/dicom', boundary: 'a;b="c' },
    ],
    [
      'multipart/related;type=application/dicom;boundary=a=b:c ; start = x;',
      'multipart/related',
      { type: 'application/dicom', boundary: 'a=b:c', start: 'x' },
    ],
    ['a/b; x=1; X=2', 'a/b', { x: '1' }],
  ])('%s', (text, essence, parameters) => {
    const type = parseMediaType(text);
    expect(type?.essence).toBe(essence);
    expect(Object.fromEntries(type?.parameters ?? [])).toEqual(parameters);
  });

  it.each(['', 'json', 'a/b; x', 'a/b; x="1', '/', 'a b/c'])('gives up on %j', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});
