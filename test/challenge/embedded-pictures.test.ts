import { beforeAll, describe, expect, it } from 'vitest';
import { judgePicture, listEmbeddedPictures, readPicture } from '../../src/challenge/index.ts';
import { type Demo, makeDemo, showCt } from './support/demo.ts';
import { encode } from './support/encode.ts';

const HEADER = 'MSH|^~\\&|RIS|BV|HIS|BV|20261122||ORU^R01^ORU_R01|1|P|2.5.1';

describe('pictures inside a message', () => {
  let demo: Demo;
  let jpeg: Buffer;
  beforeAll(async () => {
    demo = await makeDemo();
    jpeg = await encode(showCt(demo.challenge, 44), { format: 'jpeg', quality: 60 });
  });

  const message = (...segments: string[]): Buffer =>
    Buffer.from([HEADER, ...segments, ''].join('\r'));

  it('are found, and say which image of the study they are', async () => {
    const found = listEmbeddedPictures(
      message(
        'PID|1||RISPACS-TEST',
        'OBX|1|TX|18748-4^Report^LN||Bình thường',
        `OBX|2|ED|IMG^Image^L||^IM^JPEG^Base64^${jpeg.toString('base64')}`,
        `OBX|3|ED|IMG^Image^L||^IM^JPEG^Hex^${jpeg.toString('hex')}~^IM^JPEG^Base64^${jpeg.toString('base64')}`,
      ),
    );
    expect(found?.map(({ where }) => where)).toEqual(['OBX[2]-5', 'OBX[3]-5', 'OBX[3]-5[2]']);
    for (const { bytes } of found ?? []) {
      expect(bytes.equals(jpeg)).toBe(true);
      const verdict = judgePicture(await readPicture(bytes), demo.challenge);
      expect(verdict).toMatchObject({ images: [{ series: 'ct', imageNumber: 44 }] });
    }
  });

  it('are nothing but PNG and JPEG', () => {
    const pdf = Buffer.from('%PDF-1.7 report').toString('base64');
    expect(
      listEmbeddedPictures(
        message(
          `OBX|1|ED|PDF^Report^L||^AP^PDF^Base64^${pdf}`,
          'OBX|2|ED|IMG^Image^L||^IM^JPEG^Base64^',
          'OBX|3|ED|IMG^Image^L||^IM^JPEG^A^text',
          `OBX|4|ST|IMG^Image^L||^IM^JPEG^Base64^${jpeg.toString('base64')}`,
        ),
      ),
    ).toEqual([]);
  });

  it('are not looked for in what is no message', () => {
    expect(listEmbeddedPictures(jpeg)).toBeUndefined();
    expect(listEmbeddedPictures(Buffer.alloc(0))).toBeUndefined();
  });
});
