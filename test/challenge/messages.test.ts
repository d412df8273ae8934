import { describe, expect, it } from 'vitest';
import {
  judgePicture,
  type PictureVerdict,
  type Rejection,
  readPicture,
  tellRejection,
  tellVerdict,
} from '../../src/challenge/index.ts';
import { invertPicture, makeDemo, showCt, turnPicture } from './support/demo.ts';
import { encode } from './support/encode.ts';

const REJECTIONS: readonly Rejection[] = [
  { reason: 'not-a-picture', content: 'pdf' },
  { reason: 'too-large', maxBytes: 40 * 1024 * 1024 },
  { reason: 'too-many-pixels', width: 60_000, height: 60_000 },
  { reason: 'damaged' },
  { reason: 'no-code', otherSymbols: 0 },
  { reason: 'no-code', otherSymbols: 2 },
  { reason: 'other-run' },
  { reason: 'other-run', runCode: 'ABCDEFGH' },
  { reason: 'forged' },
  { reason: 'reused' },
];

describe('what is said of a picture', () => {
  it('is one sentence for each reason, different from the others, in both languages', () => {
    for (const language of ['vi', 'en'] as const) {
      const sentences = REJECTIONS.map((rejection) => tellRejection(rejection, language));
      expect(new Set(sentences).size).toBe(REJECTIONS.length);
      for (const sentence of sentences) expect(sentence).toMatch(/^\p{Lu}[^\n]{10,200}\.$/u);
    }
    expect(tellRejection({ reason: 'too-large', maxBytes: 40 * 1024 * 1024 }, 'vi')).toContain(
      '40 MB',
    );
  });

  it('names images, codes, and how they were turned', async () => {
    const { challenge } = await makeDemo();
    const turned = turnPicture(invertPicture(showCt(challenge, 7)), {
      isMirrored: true,
      turnDegrees: 90,
    });
    const verdict = judgePicture(
      await readPicture(await encode(turned, { format: 'png' })),
      challenge,
    );
    expect(tellVerdict(verdict, 'vi')).toBe(
      'Ảnh cho thấy: CT, ảnh 7 (xoay 90°, lật gương, âm bản).',
    );
    expect(tellVerdict(verdict, 'en')).toBe(
      'The picture shows: CT, image 7 (turned 90°, mirrored, inverted).',
    );
    if (verdict.kind !== 'evidence') throw new Error('no evidence');
    const [image] = verdict.images;
    if (image === undefined) throw new Error('no image');
    const withCode: PictureVerdict = { ...verdict, codes: [{ ...image, function: 'window' }] };
    expect(tellVerdict(withCode, 'vi')).toContain('; mã cửa sổ hẹp.');
  });
});
