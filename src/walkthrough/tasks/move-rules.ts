import type { BilingualText } from '../../locale/language.ts';
import type { SeenImage, SeenPicture } from '../log-events.ts';
import type { PictureRule, PictureRuling } from './planned-task.ts';
import { mainImages, nameSeen, refOf } from './seen-images.ts';

/** Another size on the screen: seen with the eye, and not what a window moved by hand comes to. */
const zoomFactor = 1.3;
const sameSizeFactor = 1.05;
/** A shift, in parts of the picture's shorter side. */
const panShare = 0.05;
/** Frames of the clip between two pictures. */
const leastFrames = 2;

interface Pair {
  readonly earlier: SeenImage;
  readonly now: SeenImage;
  readonly factor: number;
}

/** The same image in an earlier picture of the same size and in this one. */
function listPairs(now: SeenPicture, before: readonly SeenPicture[]): Pair[] {
  return before
    .filter(({ width, height }) => width === now.width && height === now.height)
    .flatMap((picture) =>
      mainImages(picture).flatMap((earlier) =>
        mainImages(now)
          .filter((image) => refOf(image) === refOf(earlier))
          .map((image) => ({ earlier, now: image, factor: image.modulePx / earlier.modulePx })),
      ),
    );
}

function first(now: SeenPicture, next: (name: BilingualText) => BilingualText): PictureRuling {
  const [image] = mainImages(now);
  if (image === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: 'Không thấy mã của ảnh nào trong hình; hãy để góc trên bên trái của ảnh trong khung.',
        en: 'The code of no image is in the picture; keep the upper left corner of the image in view.',
      },
    };
  }
  return { kind: 'partly', imageRef: refOf(image), sentence: next(nameSeen(image)) };
}

/** Two pictures of one image at two sizes. */
export const ruleZoom: PictureRule = (now, before) => {
  if (before.length === 0) {
    return first(now, (name) => ({
      vi: `Đã nhận hình thứ nhất (${name.vi}); hãy thu hoặc phóng ảnh đó rồi chụp lại cả màn hình.`,
      en: `First picture taken (${name.en}); zoom that image and take the whole screen again.`,
    }));
  }
  const pair = listPairs(now, before).find(
    ({ factor }) => Math.max(factor, 1 / factor) >= zoomFactor,
  );
  if (pair === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: 'So với hình thứ nhất, cùng ảnh đó chưa to hoặc nhỏ hơn rõ rệt, hoặc hai hình khác kích thước; hãy chụp cả màn hình như lần đầu.',
        en: 'Beside the first picture the same image is not clearly larger or smaller, or the pictures differ in size; take the whole screen as before.',
      },
    };
  }
  const name = nameSeen(pair.now);
  const percent = Math.round(pair.factor * 100);
  return {
    kind: 'done',
    imageRef: refOf(pair.now),
    sentence: {
      vi: `Đạt: ${name.vi} nay bằng ${percent} % kích thước trước.`,
      en: `Shown: ${name.en} is now ${percent} % of its size before.`,
    },
  };
};

/** Two pictures of one image at two places. */
export const rulePan: PictureRule = (now, before) => {
  if (before.length === 0) {
    return first(now, (name) => ({
      vi: `Đã nhận hình thứ nhất (${name.vi}); hãy kéo ảnh đó sang chỗ khác, giữ mã trong khung, rồi chụp lại cả màn hình.`,
      en: `First picture taken (${name.en}); drag that image, keep its code in view, and take the whole screen again.`,
    }));
  }
  const least = panShare * Math.min(now.width, now.height);
  const shiftOf = ({ earlier, now: image }: Pair): number =>
    Math.hypot(image.x - earlier.x, image.y - earlier.y);
  const pair = listPairs(now, before)
    .filter(({ factor }) => Math.max(factor, 1 / factor) <= sameSizeFactor)
    .find((one) => shiftOf(one) >= least);
  if (pair === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: 'So với hình thứ nhất, cùng ảnh đó chưa dời chỗ, đã đổi kích thước, hoặc hai hình khác kích thước; hãy chụp cả màn hình như lần đầu.',
        en: 'Beside the first picture the same image has not moved, has another size, or the pictures differ in size; take the whole screen as before.',
      },
    };
  }
  const name = nameSeen(pair.now);
  const shift = Math.round(shiftOf(pair));
  return {
    kind: 'done',
    imageRef: refOf(pair.now),
    sentence: {
      vi: `Đạt: ${name.vi} đã dời ${shift} điểm ảnh.`,
      en: `Shown: ${name.en} was moved by ${shift} pixels.`,
    },
  };
};

/** Two pictures of the clip at two frames. */
export const ruleCine: PictureRule = (now, before) => {
  const frame = mainImages(now).find(({ series }) => series === 'us');
  if (frame === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: 'Không thấy đoạn phim siêu âm của ca thử trong hình.',
        en: 'The ultrasound clip of the test study is not in the picture.',
      },
    };
  }
  const frames = before.flatMap((picture) =>
    mainImages(picture).filter(({ series }) => series === 'us'),
  );
  const [earlier] = frames;
  if (earlier === undefined) {
    return {
      kind: 'partly',
      imageRef: refOf(frame),
      sentence: {
        vi: `Đã nhận hình thứ nhất (khung ${frame.imageNumber}); cho phim chạy tiếp rồi chụp lại.`,
        en: `First picture taken (frame ${frame.imageNumber}); let the clip run on and take it again.`,
      },
    };
  }
  const moved = frames.find((one) => Math.abs(one.imageNumber - frame.imageNumber) >= leastFrames);
  if (moved === undefined) {
    return {
      kind: 'no',
      sentence: {
        vi: `Phim vẫn ở gần khung ${earlier.imageNumber}; cho phim chạy tiếp rồi chụp lại.`,
        en: `The clip is still near frame ${earlier.imageNumber}; let it run on and take it again.`,
      },
    };
  }
  return {
    kind: 'done',
    imageRef: refOf(frame),
    sentence: {
      vi: `Đạt: phim đã chạy từ khung ${moved.imageNumber} tới khung ${frame.imageNumber}.`,
      en: `Shown: the clip went from frame ${moved.imageNumber} to frame ${frame.imageNumber}.`,
    },
  };
};
