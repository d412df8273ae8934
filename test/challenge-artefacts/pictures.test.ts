import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Challenge } from '../../src/challenge/index.ts';
import {
  examineHl7Picture,
  findNonce,
  listPdfPictures,
} from '../../src/challenge-artefacts/index.ts';
import { makeDemo, objectsOf, showImage } from '../challenge/support/demo.ts';

let challenge: Challenge;
let other: Challenge;
let jpeg: Buffer;
let rgb: { readonly width: number; readonly height: number; readonly data: Buffer };

beforeAll(async () => {
  challenge = (await makeDemo('pictures-seed-01')).challenge;
  other = (await makeDemo('pictures-seed-02')).challenge;
  const ct = objectsOf(challenge, 'ct')[80];
  if (ct === undefined) throw new Error('no CT');
  const { width, height, channels, data } = showImage(ct);
  const { default: sharp } = await import('sharp');
  const picture = sharp(data, { raw: { width, height, channels } }).toColourspace('srgb');
  jpeg = await picture.clone().jpeg({ quality: 60 }).toBuffer();
  rgb = { width, height, data: await picture.raw().toBuffer() };
});

describe('a picture of an image', () => {
  it('shows which image of which run it is', async () => {
    const uid = objectsOf(challenge, 'ct')[80]?.sopInstanceUid;
    expect(await findNonce(jpeg, challenge)).toEqual({
      kind: 'ours',
      shownUids: [uid],
      functions: [],
    });
    expect(await findNonce(jpeg, other)).toEqual({ kind: 'not-ours', because: 'other-run' });
  });

  it('that came by HL7 is found in its message', async () => {
    const message = [
      'MSH|^~\\&|RIS|BV|HIS|BV|20261122100000||ORU^R01|1|P|2.5.1',
      'OBR|1|A|B|CT',
      'OBX|1|TX|1||Text',
      `OBX|2|ED|2||RIS^IM^JPEG^Base64^${jpeg.toString('base64')}`,
    ].join('\r');
    expect(await examineHl7Picture(Buffer.from(`${message}\r`), challenge)).toMatchObject([
      { kind: 'ours', where: 'OBX[2]-5' },
    ]);
    expect(await examineHl7Picture(jpeg, challenge)).toMatchObject([{ kind: 'ours' }]);
    expect(await examineHl7Picture(Buffer.from('no message'), challenge)).toEqual([]);
    expect(await examineHl7Picture(jpeg.subarray(0, 900), challenge)).toMatchObject([
      { kind: 'not-ours', because: 'damaged' },
    ]);
  });
});

/** One image of a document, with its dictionary. */
function pdfOf(dictionary: string, data: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n4 0 obj\n<< /Subtype /Image ${dictionary} >>\nstream\n`, 'latin1'),
    data,
    Buffer.from('\nendstream\nendobj\n', 'latin1'),
  ]);
}

const sizeOf = () => `/Width ${rgb.width} /Height ${rgb.height} /BitsPerComponent 8`;

describe('a PDF document', () => {
  it.each(['/Filter /DCTDecode /Length 1', '/Filter [ /DCTDecode ]'])(
    'with a JPEG (%s) shows the code',
    async (filter) => {
      const [picture] = listPdfPictures(pdfOf(`${sizeOf()} ${filter}`, jpeg));
      expect(await findNonce(picture ?? Buffer.alloc(0), challenge)).toMatchObject({
        kind: 'ours',
      });
    },
  );

  it('with plain samples, and with those that PNG filters went over, shows the code', async () => {
    const rows = Buffer.alloc((rgb.width * 3 + 1) * rgb.height);
    for (let row = 0; row < rgb.height; row += 1) {
      rgb.data.copy(
        rows,
        row * (rgb.width * 3 + 1) + 1,
        row * rgb.width * 3,
        (row + 1) * rgb.width * 3,
      );
    }
    const plain = `${sizeOf()} /ColorSpace /DeviceRGB /Filter /FlateDecode`;
    const both = [
      pdfOf(plain, deflateSync(rgb.data)),
      pdfOf(`${plain} /DecodeParms << /Predictor 15 >>`, deflateSync(rows)),
    ];
    for (const pdf of both) {
      const [picture] = listPdfPictures(pdf);
      expect(await findNonce(picture ?? Buffer.alloc(0), challenge)).toMatchObject({
        kind: 'ours',
      });
    }
  });

  it.each([
    ['samples that unfold to more than they say', '/Width 9 /Height 9', Buffer.alloc(5_000_000)],
    ['a size beyond any page', '/Width 900000 /Height 900000', Buffer.alloc(10)],
    ['no size', '', Buffer.alloc(10)],
  ])('with %s has no picture', (_name, size, samples) => {
    const dictionary = `${size} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode`;
    expect(listPdfPictures(pdfOf(dictionary, deflateSync(samples)))).toEqual([]);
  });

  it('of nothing but the word stream is read to its end', () => {
    expect(listPdfPictures(Buffer.from('stream\n'.repeat(200_000)))).toEqual([]);
  });
});
