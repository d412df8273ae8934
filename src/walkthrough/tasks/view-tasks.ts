import { type Challenge, drawLots } from '../../challenge/index.ts';
import {
  makeImageRule,
  makeLinkedRule,
  ruleImageLayout,
  ruleSeriesLayout,
} from './layout-rules.ts';
import { ruleCine, rulePan, ruleZoom } from './move-rules.ts';
import type { PictureRule, PlannedTask } from './planned-task.ts';
import { ruleFlip, ruleInvert, ruleRotate } from './turn-rules.ts';

type ViewTask = Omit<PlannedTask, 'check' | 'wants' | 'points' | 'enter' | 'open'> & {
  readonly rule: PictureRule;
  readonly pictures?: number;
  readonly open?: PlannedTask['open'];
  readonly enter?: PlannedTask['enter'];
};

const openCt = {
  vi: 'Mở series "CT thử thách RISPACS" của người bệnh KIỂM THỬ^RISPACS.',
  en: 'Open the series "CT thử thách RISPACS" of the patient KIỂM THỬ^RISPACS.',
};
const enterOne = {
  vi: 'Chụp màn hình, thấy rõ mã QR của ảnh, rồi nộp tệp PNG hoặc JPEG.',
  en: 'Take a screenshot with the QR code of the image in view and hand in the PNG or JPEG file.',
};
const enterTwo = {
  vi: 'Chụp cả màn hình trước và sau khi làm, rồi nộp lần lượt hai tệp.',
  en: 'Take the whole screen before and after, and hand in the two files one after the other.',
};

function makeTask({ rule, pictures = 1, ...task }: ViewTask): PlannedTask {
  return {
    open: openCt,
    enter: pictures === 1 ? enterOne : enterTwo,
    ...task,
    wants: [{ kind: 'picture', atLeast: pictures, atMost: pictures }],
    points: [],
    check: { kind: 'picture', rule },
  };
}

const manipulation: readonly ViewTask[] = [
  {
    id: 'pacs-09.zoom',
    criterion: 'pacs-09',
    function: 'zoom',
    covers: ['thu, phóng'],
    title: { vi: 'Thu, phóng ảnh', en: 'Zoom an image' },
    act: {
      vi: 'Chụp màn hình, phóng to hoặc thu nhỏ ảnh ít nhất 1,5 lần, chụp lại.',
      en: 'Take the screen, zoom the image in or out by at least 1.5 times, take it again.',
    },
    rule: ruleZoom,
    pictures: 2,
  },
  {
    id: 'pacs-09.rotate',
    criterion: 'pacs-09',
    function: 'rotate',
    covers: ['xoay'],
    title: { vi: 'Xoay ảnh', en: 'Rotate an image' },
    act: {
      vi: 'Xoay ảnh 90° (sang phải hoặc trái), không lật.',
      en: 'Rotate the image by 90° (either way), without a flip.',
    },
    rule: ruleRotate,
  },
  {
    id: 'pacs-09.flip',
    criterion: 'pacs-09',
    function: 'flip',
    covers: ['lật'],
    title: { vi: 'Lật ảnh', en: 'Flip an image' },
    act: { vi: 'Lật ảnh theo chiều ngang hoặc dọc.', en: 'Flip the image either way.' },
    rule: ruleFlip,
  },
  {
    id: 'pacs-09.pan',
    criterion: 'pacs-09',
    function: 'pan',
    covers: ['di chuyển'],
    title: { vi: 'Di chuyển ảnh trong khung', en: 'Pan an image' },
    act: {
      vi: 'Chụp màn hình, kéo ảnh sang chỗ khác mà không đổi kích thước, chụp lại; giữ mã QR trong khung.',
      en: 'Take the screen, drag the image elsewhere at the same size, take it again; keep the QR code in view.',
    },
    rule: rulePan,
    pictures: 2,
  },
];

const layout: readonly ViewTask[] = [
  {
    id: 'pacs-10.series-layout',
    criterion: 'pacs-10',
    function: 'series-layout',
    covers: ['bố cục series, bố cục ảnh'],
    title: { vi: 'Chia màn hình theo sê-ri', en: 'Lay out several series' },
    act: {
      vi: 'Chia màn hình thành 2 hoặc 4 ô, mỗi ô một series (CT, PET, MR, X-quang).',
      en: 'Split the screen into 2 or 4 windows, each with a series (CT, PET, MR, radiograph).',
    },
    open: { vi: 'Mở cả ca thử thách.', en: 'Open the whole challenge study.' },
    rule: ruleSeriesLayout,
  },
  {
    id: 'pacs-10.image-layout',
    criterion: 'pacs-10',
    function: 'image-layout',
    covers: ['bố cục series, bố cục ảnh'],
    title: { vi: 'Chia màn hình theo ảnh', en: 'Lay out several images' },
    act: {
      vi: 'Chia khung thành 2 hoặc 4 ô, mỗi ô một ảnh của cùng series.',
      en: 'Split the window into 2 or 4 tiles, each with an image of the same series.',
    },
    rule: ruleImageLayout,
  },
];

/** Tasks that are checked by what a picture shows of the images themselves. */
export function listViewTasks({ key, recipe, series }: Challenge): PlannedTask[] {
  const images = series.find((one) => one.key === 'ct')?.objects.length ?? 1;
  const lots = drawLots(recipe.seed, 'walk');
  // Not the first image and not the middle, where viewers open a series.
  const copied = 5 + lots.below(Math.max(1, Math.floor(images / 2) - 10));
  const { mrImage } = key.linked;
  const varying: readonly ViewTask[] = [
    {
      id: 'pacs-11.linked-series',
      criterion: 'pacs-11',
      function: 'linked-series',
      covers: [],
      title: { vi: 'Đồng bộ hai series', en: 'Link two series' },
      open: {
        vi: 'Mở cạnh nhau series "MR axial thử thách RISPACS" và "CT thử thách RISPACS".',
        en: 'Open "MR axial thử thách RISPACS" and "CT thử thách RISPACS" side by side.',
      },
      act: {
        vi: `Bật đồng bộ sê-ri rồi cuộn MR axial tới ảnh ${mrImage}; CT phải tự tới cùng vị trí.`,
        en: `Link the series, then scroll the axial MR to image ${mrImage}; the CT has to follow by itself.`,
      },
      rule: makeLinkedRule(key.linked),
    },
    {
      id: 'pacs-11.cine',
      criterion: 'pacs-11',
      function: 'cine',
      covers: ['cuộn, cine'],
      title: { vi: 'Chạy phim (cine)', en: 'Play a clip (cine)' },
      open: {
        vi: 'Mở series "Siêu âm thử thách RISPACS".',
        en: 'Open the series "Siêu âm thử thách RISPACS".',
      },
      act: {
        vi: 'Chụp màn hình, cho phim chạy một lúc, chụp lại.',
        en: 'Take the screen, let the clip run for a while, take it again.',
      },
      rule: ruleCine,
      pictures: 2,
    },
    {
      id: 'pacs-13.copy-paste',
      criterion: 'pacs-13',
      function: 'copy-paste',
      covers: [],
      title: {
        vi: 'Sao chép, dán ảnh ra ứng dụng khác',
        en: 'Copy and paste to another application',
      },
      act: {
        vi: `Mở CT, ảnh ${copied}; dùng chức năng sao chép của trình xem, dán vào một ứng dụng khác (Word, Paint…) rồi lưu hoặc chụp lại ứng dụng đó.`,
        en: `Open CT, image ${copied}; copy it with the viewer's own function, paste it into another application (Word, Paint…) and save or take that one.`,
      },
      enter: {
        vi: 'Nộp hình đã dán (PNG hoặc JPEG), thấy rõ mã QR.',
        en: 'Hand in the pasted picture (PNG or JPEG) with its QR code in view.',
      },
      rule: makeImageRule({ series: 'ct', imageNumber: copied }),
    },
    {
      id: 'pacs-14.invert',
      criterion: 'pacs-14',
      function: 'invert',
      covers: ['âm bản, dương bản'],
      title: { vi: 'Đảo âm bản', en: 'Invert' },
      act: { vi: 'Đảo ảnh thành âm bản.', en: 'Invert the image.' },
      rule: ruleInvert,
    },
  ];
  return [...manipulation, ...layout, ...varying].map(makeTask);
}
