import type { HiddenFunction, LinkedTask } from '../../challenge/index.ts';
import type { BilingualText } from '../../locale/language.ts';
import type { SeenImage } from '../log-events.ts';
import type { PictureRule } from './planned-task.ts';
import { mainImages, nameSeen, refOf } from './seen-images.ts';

function listNames(images: readonly SeenImage[]): BilingualText {
  const names = images.slice(0, 6).map(nameSeen);
  return {
    vi: names.map(({ vi }) => vi).join('; '),
    en: names.map(({ en }) => en).join('; '),
  };
}

/** Images of two series side by side; thumbnails do not count. */
export const ruleSeriesLayout: PictureRule = (now) => {
  const images = mainImages(now);
  const [image] = images;
  if (image === undefined || new Set(images.map(({ series }) => series)).size < 2) {
    return {
      kind: 'no',
      sentence: {
        vi: 'Cần thấy cùng lúc ảnh của ít nhất hai series trong các ô lớn; ảnh thu nhỏ ở cạnh màn hình không tính.',
        en: 'Images of at least two series must be seen at once in large windows; thumbnails beside them do not count.',
      },
    };
  }
  const names = listNames(images);
  return {
    kind: 'done',
    imageRef: refOf(image),
    sentence: { vi: `Đạt: cùng lúc thấy ${names.vi}.`, en: `Shown: at once, ${names.en}.` },
  };
};

/** Two images of one series side by side. */
export const ruleImageLayout: PictureRule = (now) => {
  const images = mainImages(now);
  const tiles = images.filter((one) =>
    images.some((other) => other.series === one.series && other.imageNumber !== one.imageNumber),
  );
  const [image] = tiles;
  if (image === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: 'Cần thấy cùng lúc ít nhất hai ảnh khác nhau của một series trong các ô lớn.',
        en: 'At least two images of one series must be seen at once in large windows.',
      },
    };
  }
  const names = listNames(tiles);
  return {
    kind: 'done',
    imageRef: refOf(image),
    sentence: { vi: `Đạt: cùng lúc thấy ${names.vi}.`, en: `Shown: at once, ${names.en}.` },
  };
};

/** The image of one series that was asked for, and the image of the other at the same place. */
export function makeLinkedRule({ mrImage, ctImages }: LinkedTask): PictureRule {
  return (now) => {
    const images = mainImages(now);
    const mr = images.find((one) => one.series === 'mr-axial' && one.imageNumber === mrImage);
    const ct = images.find((one) => one.series === 'ct' && ctImages.includes(one.imageNumber));
    if (mr === undefined) {
      return {
        kind: 'no',
        sentence: {
          vi: `Trong hình không có MR axial, ảnh ${mrImage}; hãy cuộn tới đúng ảnh đó.`,
          en: `The picture does not have axial MR, image ${mrImage}; scroll to that image.`,
        },
      };
    }
    if (ct === undefined) {
      const others = listNames(images.filter(({ series }) => series === 'ct'));
      return {
        kind: 'no',
        sentence: {
          vi: `CT trong hình không ở cùng vị trí với MR axial, ảnh ${mrImage}${others.vi === '' ? ' (không thấy CT)' : ` (thấy ${others.vi})`}.`,
          en: `The CT in the picture is not at the place of axial MR, image ${mrImage}${others.en === '' ? ' (no CT is seen)' : ` (${others.en} is seen)`}.`,
        },
      };
    }
    const names = listNames([mr, ct]);
    return {
      kind: 'done',
      imageRef: refOf(ct),
      sentence: {
        vi: `Đạt: hai series ở cùng vị trí: ${names.vi}.`,
        en: `Shown: two series at one place: ${names.en}.`,
      },
    };
  };
}

/** One image of the study that was asked for by lot. */
export function makeImageRule(wanted: Pick<SeenImage, 'series' | 'imageNumber'>): PictureRule {
  const name = nameSeen(wanted);
  return ({ images }) => {
    const image = images.find(
      (one) => one.series === wanted.series && one.imageNumber === wanted.imageNumber,
    );
    if (image === undefined) {
      const seen = listNames(images);
      return {
        kind: 'no',
        sentence: {
          vi: `Bước này cần ${name.vi}; trong hình là ${seen.vi === '' ? 'mã khác của ca thử' : seen.vi}.`,
          en: `This step needs ${name.en}; the picture shows ${seen.en === '' ? 'another code of the study' : seen.en}.`,
        },
      };
    }
    return {
      kind: 'done',
      imageRef: refOf(image),
      sentence: {
        vi: `Đạt: hình dán ra là ${name.vi} của ca thử.`,
        en: `Shown: the pasted picture is ${name.en} of the test study.`,
      },
    };
  };
}

/** A code that only the function brings out. */
export function makeCodeRule(name: HiddenFunction, words: BilingualText): PictureRule {
  return ({ codes, images }) => {
    const [image] = images;
    if (!codes.includes(name)) {
      return {
        kind: 'no',
        sentence: {
          vi: `Hình thuộc ca thử nhưng chưa đọc được mã ${words.vi}; làm theo hướng dẫn, để cả mã trong khung rồi chụp lại.`,
          en: `The picture is of the test study, but the ${words.en} code cannot be read; follow the steps, keep the whole code in view and take it again.`,
        },
      };
    }
    return {
      kind: 'done',
      ...(image && { imageRef: refOf(image) }),
      sentence: {
        vi: `Đạt: đọc được mã ${words.vi} của lượt này.`,
        en: `Shown: the ${words.en} code of this run was read.`,
      },
    };
  };
}
