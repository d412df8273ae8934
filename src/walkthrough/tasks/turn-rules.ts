import type { SeenImage } from '../log-events.ts';
import type { PictureRule } from './planned-task.ts';
import { mainImages, nameSeen, refOf } from './seen-images.ts';

/** A screenshot is never askew; a photo of a monitor is, and may itself be turned. */
const mostTiltDegrees = 1.5;

const askew = {
  kind: 'no',
  sentence: {
    vi: 'Ảnh chụp bị nghiêng; bước này cần ảnh chụp màn hình của máy tính, không dùng ảnh chụp bằng điện thoại.',
    en: 'The picture is askew; this step needs a screenshot, not a photo taken with a telephone.',
  },
} as const;

function isStraight({ tiltDegrees }: SeenImage): boolean {
  return Math.abs(tiltDegrees) <= mostTiltDegrees;
}

/** A quarter turn without a mirror; a half turn may be two flips. */
export const ruleRotate: PictureRule = (now) => {
  const turned = mainImages(now).filter(
    ({ turnDegrees, isMirrored }) => !isMirrored && turnDegrees % 180 !== 0,
  );
  const [image] = turned.filter(isStraight);
  if (image === undefined) {
    if (turned.length > 0) return askew;
    return {
      kind: 'no',
      sentence: {
        vi: 'Ảnh trong hình chưa xoay 90°; hãy xoay một góc phần tư (không lật) rồi chụp lại.',
        en: 'No image in the picture is turned by 90°; turn it by a quarter (no flip) and take it again.',
      },
    };
  }
  const name = nameSeen(image);
  return {
    kind: 'done',
    imageRef: refOf(image),
    sentence: {
      vi: `Đạt: ${name.vi} đã xoay ${image.turnDegrees}°.`,
      en: `Shown: ${name.en} is turned by ${image.turnDegrees}°.`,
    },
  };
};

/** A mirror image, however turned. */
export const ruleFlip: PictureRule = (now) => {
  const mirrored = mainImages(now).filter(({ isMirrored }) => isMirrored);
  const [image] = mirrored.filter(isStraight);
  if (image === undefined) {
    if (mirrored.length > 0) return askew;
    return {
      kind: 'no',
      sentence: {
        vi: 'Ảnh trong hình chưa lật gương; hãy lật ngang hoặc lật dọc rồi chụp lại.',
        en: 'No image in the picture is mirrored; flip it either way and take it again.',
      },
    };
  }
  const name = nameSeen(image);
  return {
    kind: 'done',
    imageRef: refOf(image),
    sentence: { vi: `Đạt: ${name.vi} đã lật gương.`, en: `Shown: ${name.en} is mirrored.` },
  };
};

/** Dark is bright. */
export const ruleInvert: PictureRule = (now) => {
  const image = mainImages(now).find(({ isInverted }) => isInverted);
  if (image === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: 'Ảnh trong hình chưa đảo âm bản; hãy đảo rồi chụp lại.',
        en: 'No image in the picture is inverted; invert it and take it again.',
      },
    };
  }
  const name = nameSeen(image);
  return {
    kind: 'done',
    imageRef: refOf(image),
    sentence: { vi: `Đạt: ${name.vi} là âm bản.`, en: `Shown: ${name.en} is inverted.` },
  };
};
