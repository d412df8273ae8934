import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPicture, tellRejection } from '../../src/challenge/index.ts';
import { MAX_FILE_BYTES } from '../../src/challenge/read/decode-picture.ts';
import { readPictureHeader } from '../../src/challenge/read/picture-header.ts';
import { type Demo, makeDemo, showCt } from './support/demo.ts';
import { encode } from './support/encode.ts';

function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of grey pixels that says it has a size; `rows` of them are there. */
function makePng(width: number, height: number, rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc((Math.min(width, 100_000) + 1) * rows));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function refusalOf(bytes: Uint8Array) {
  const reading = await readPicture(bytes);
  if (reading.kind !== 'refused') throw new Error('it was read');
  for (const language of ['vi', 'en'] as const) {
    const sentence = tellRejection(reading.problem, language);
    expect(sentence).toMatch(/^\p{Lu}[^\n]+\.$/u);
  }
  return reading.problem;
}

const text = (content: string): Buffer => Buffer.from(content, 'latin1');

describe('a file that is no picture to read', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a PDF renamed to PNG', text('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'pdf'],
    ['an HTML page', text('<!DOCTYPE html><html><body>login</body></html>'), 'html'],
    ['an HTML page without a doctype', text('\n<HTML><head>'), 'html'],
    [
      'an SVG',
      text('<?xml version="1.0"?><svg xmlns="x"><image href="file:///etc/passwd"/></svg>'),
      'svg',
    ],
    ['a GIF', text('GIF89a\x01\x00\x01\x00'), 'gif'],
    ['a WebP', text('RIFF\x24\x00\x00\x00WEBPVP8 '), 'webp'],
    ['a BMP', text('BM\x36\x00\x00\x00'), 'bmp'],
    ['a TIFF', text('II*\0\x08\x00\x00\x00'), 'tiff'],
    ['a HEIC', text('\0\0\0\x18ftypheic\0\0\0\0'), 'heic'],
    ['a DICOM file', Buffer.concat([Buffer.alloc(128), text('DICM\x02\x00')]), 'dicom'],
    ['an archive', text('PK\x03\x04\x14\x00'), 'zip'],
    ['a text', text('hello'), 'unknown'],
  ])('is named: %s', async (_, bytes, content) => {
    expect(await refusalOf(bytes)).toEqual({ reason: 'not-a-picture', content });
  });

  it('is refused unread when it is too large', async () => {
    const problem = await refusalOf(Buffer.alloc(MAX_FILE_BYTES + 1));
    expect(problem).toEqual({ reason: 'too-large', maxBytes: MAX_FILE_BYTES });
  });

  it('is refused by its header when it would unfold to gigabytes', async () => {
    const bomb = makePng(60_000, 60_000, 1000);
    expect(bomb.length).toBeLessThan(200_000);
    const problem = await refusalOf(bomb);
    expect(problem).toEqual({ reason: 'too-many-pixels', width: 60_000, height: 60_000 });
  });

  it('is refused when the header is beyond all numbers', async () => {
    expect(await refusalOf(makePng(0xffff_ffff, 0xffff_ffff, 1))).toMatchObject({
      reason: 'too-many-pixels',
    });
    expect(await refusalOf(makePng(0, 100, 1))).toEqual({ reason: 'damaged' });
  });

  it('is refused when it is one endless line', async () => {
    expect(await refusalOf(makePng(60_000_000, 1, 1))).toMatchObject({ reason: 'too-many-pixels' });
  });

  it.each([
    [1, 1],
    [2, 3],
    [1, 5000],
    [29_999, 2],
  ])('has no code when it is %i by %i', async (width, height) => {
    const reading = await readPicture(makePng(width, height, height));
    expect(reading).toMatchObject({ kind: 'read', symbols: [] });
  });

  it('is refused when it is cut off', async () => {
    const { challenge }: Demo = await makeDemo();
    const picture = showCt(challenge, 5);
    for (const format of ['png', 'jpeg'] as const) {
      const whole = await encode(picture, { format });
      for (const length of [9, 40, whole.length >> 1]) {
        expect(await refusalOf(whole.subarray(0, length)), `${format} ${length}`).toEqual({
          reason: 'damaged',
        });
      }
    }
  });

  it('is refused when its pixels are missing', async () => {
    expect(await refusalOf(makePng(1000, 1000, 3))).toEqual({ reason: 'damaged' });
  });

  it('never breaks the reader, whatever is in it', async () => {
    const { challenge } = await makeDemo();
    const whole = await encode(showCt(challenge, 5), { format: 'jpeg', quality: 60 });
    const png = await encode(showCt(challenge, 5), { format: 'png' });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(whole, png),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        async (source, changes) => {
          const damaged = Buffer.from(source);
          for (const [at, value] of changes) damaged[at % Math.min(damaged.length, 4000)] = value;
          const reading = await readPicture(damaged, { isWanted: () => true });
          expect(['read', 'refused']).toContain(reading.kind);
        },
      ),
      { seed: 11, numRuns: 40 },
    );
  }, 60_000);

  it('is never taken for a picture by its first bytes alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const start of [
          [],
          [0xff, 0xd8, 0xff],
          [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
        ]) {
          const header = readPictureHeader(Uint8Array.from([...start, ...bytes]));
          if (header.kind === 'picture') {
            expect(header.width * header.height).toBeGreaterThan(0);
          }
        }
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe('an unusual picture', () => {
  it('is read: transparent, palette, 16 bits, CMYK, progressive, turned by the camera', async () => {
    const { challenge } = await makeDemo();
    const base = sharp(await encode(showCt(challenge, 8), { format: 'png' }));
    const files = {
      transparent: base.clone().ensureAlpha(0.999).png(),
      palette: base.clone().png({ palette: true, colours: 16 }),
      '16 bits': base.clone().toColourspace('grey16').png(),
      CMYK: base.clone().toColourspace('cmyk').jpeg({ quality: 90 }),
      progressive: base.clone().jpeg({ progressive: true }),
      interlaced: base.clone().png({ progressive: true }),
    };
    for (const [name, image] of Object.entries(files)) {
      const reading = await readPicture(await image.toBuffer());
      if (reading.kind !== 'read') throw new Error(`${name} was refused`);
      expect(reading.symbols[0]?.text, name).toMatch(/:1CT:008:/);
    }
    const turned = await base.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const reading = await readPicture(turned);
    expect(reading.kind === 'read' && reading.pixels).toMatchObject({ width: 512, height: 512 });
    expect(reading.kind === 'read' && reading.symbols[0]?.corners.topLeft.x).toBeGreaterThan(256);
  });

  it('of a telephone, 50 million pixels, is made smaller before it is searched', async () => {
    const { challenge } = await makeDemo();
    const photo = await sharp(await encode(showCt(challenge, 8), { format: 'png' }))
      .resize(7000, 7000, { kernel: 'nearest' })
      .jpeg({ quality: 30 })
      .toBuffer();
    const reading = await readPicture(photo);
    if (reading.kind !== 'read') throw new Error('refused');
    expect(reading.pixels.width * reading.pixels.height).toBeLessThanOrEqual(16_000_000);
    expect(reading.symbols[0]?.text).toMatch(/:1CT:008:/);
  }, 60_000);
});
