import type { Language } from '../../locale/language.ts';
import type { HiddenFunction } from '../study/hidden-codes.ts';
import type { SeriesKey } from '../study/nonce.ts';
import type { PictureVerdict, Rejection, ShownImage } from './judge-picture.ts';
import type { OtherContent } from './picture-header.ts';

interface PictureWords {
  readonly contents: { readonly [C in OtherContent]: string };
  readonly series: { readonly [S in SeriesKey]: string };
  readonly functions: { readonly [F in HiddenFunction]: string };
  readonly notAPicture: (content: string) => string;
  readonly tooLarge: (megabytes: number) => string;
  readonly tooManyPixels: (width: number, height: number) => string;
  readonly damaged: string;
  readonly noCode: string;
  readonly otherSymbols: (count: number) => string;
  readonly otherRun: string;
  readonly namedRun: (runCode: string) => string;
  readonly forged: string;
  readonly reused: string;
  readonly image: (series: string, imageNumber: number) => string;
  readonly turned: (degrees: number) => string;
  readonly mirrored: string;
  readonly inverted: string;
  readonly code: (name: string) => string;
  readonly shows: (parts: string) => string;
}

const vi: PictureWords = {
  contents: {
    empty: 'tệp rỗng',
    pdf: 'tệp PDF',
    html: 'trang HTML',
    svg: 'ảnh vector SVG',
    gif: 'ảnh GIF',
    webp: 'ảnh WebP',
    bmp: 'ảnh BMP',
    tiff: 'ảnh TIFF',
    heic: 'ảnh HEIC hoặc video',
    dicom: 'tệp DICOM',
    zip: 'tệp nén hoặc tài liệu Office',
    unknown: 'tệp không rõ loại',
  },
  series: {
    ct: 'CT',
    pet: 'PET',
    surface: 'CT 3D',
    measurement: 'CT đo lường',
    'mr-axial': 'MR axial',
    'mr-coronal': 'MR coronal',
    'cr-pa': 'X-quang thẳng',
    'cr-ll': 'X-quang nghiêng',
    us: 'siêu âm',
  },
  functions: { window: 'cửa sổ hẹp', mpr: 'MPR', mip: 'MIP', fusion: 'fusion' },
  notAPicture: (content) =>
    `Không phải ảnh PNG hay JPEG mà là ${content}; hãy lưu lại thành PNG hoặc JPEG.`,
  tooLarge: (megabytes) =>
    `Tệp lớn hơn ${megabytes} MB; hãy cắt bớt hoặc chụp lại với kích thước nhỏ hơn.`,
  tooManyPixels: (width, height) =>
    `Ảnh khai kích thước ${width} × ${height} điểm, lớn hơn mức đọc được; hãy thu nhỏ rồi nộp lại.`,
  damaged: 'Tệp ảnh hỏng hoặc bị cắt ngang, không giải mã được.',
  noCode: 'Không đọc được mã QR nào của ca thử thách; hãy chụp rõ hơn, đủ cả mã và không bị che.',
  otherSymbols: (count) => `Ảnh có ${count} mã QR khác, không có mã nào của ca thử thách.`,
  otherRun: 'Mã trong ảnh không thuộc lượt thử thách này.',
  namedRun: (runCode) => `Ảnh thuộc lượt thử thách khác (${runCode}), không phải lượt này.`,
  forged: 'Mã mang tên lượt này nhưng sai mã kiểm tra hoặc chỉ tới ảnh không có trong ca thử.',
  reused: 'Ảnh này đã được nộp trước đó; mỗi bước cần một ảnh mới.',
  image: (series, imageNumber) => `${series}, ảnh ${imageNumber}`,
  turned: (degrees) => `xoay ${degrees}°`,
  mirrored: 'lật gương',
  inverted: 'âm bản',
  code: (name) => `mã ${name}`,
  shows: (parts) => `Ảnh cho thấy: ${parts}.`,
};

const en: PictureWords = {
  contents: {
    empty: 'an empty file',
    pdf: 'a PDF file',
    html: 'an HTML page',
    svg: 'an SVG drawing',
    gif: 'a GIF picture',
    webp: 'a WebP picture',
    bmp: 'a BMP picture',
    tiff: 'a TIFF picture',
    heic: 'a HEIC picture or a video',
    dicom: 'a DICOM file',
    zip: 'an archive or an Office document',
    unknown: 'a file of unknown kind',
  },
  series: {
    ct: 'CT',
    pet: 'PET',
    surface: '3D CT',
    measurement: 'measurement CT',
    'mr-axial': 'axial MR',
    'mr-coronal': 'coronal MR',
    'cr-pa': 'frontal radiograph',
    'cr-ll': 'lateral radiograph',
    us: 'ultrasound',
  },
  functions: { window: 'narrow window', mpr: 'MPR', mip: 'MIP', fusion: 'fusion' },
  notAPicture: (content) =>
    `This is no PNG or JPEG picture but ${content}; save it as PNG or JPEG.`,
  tooLarge: (megabytes) =>
    `The file is larger than ${megabytes} MB; crop it, or take it again at a smaller size.`,
  tooManyPixels: (width, height) =>
    `The picture says it has ${width} × ${height} pixels, more than is read; make it smaller and hand it in again.`,
  damaged: 'The picture file is damaged or cut off and cannot be decoded.',
  noCode:
    'No QR code of a challenge study could be read; take it again, sharp, with the whole code and nothing in front of it.',
  otherSymbols: (count) => `The picture has ${count} other QR codes, none of a challenge study.`,
  otherRun: 'The code in the picture is not of this challenge run.',
  namedRun: (runCode) => `The picture is of another challenge run (${runCode}), not of this one.`,
  forged: 'The code names this run, but its checksum is wrong, or the study has no such image.',
  reused: 'This picture was handed in before; each step needs a new one.',
  image: (series, imageNumber) => `${series}, image ${imageNumber}`,
  turned: (degrees) => `turned ${degrees}°`,
  mirrored: 'mirrored',
  inverted: 'inverted',
  code: (name) => `the ${name} code`,
  shows: (parts) => `The picture shows: ${parts}.`,
};

const BYTES_PER_MEGABYTE = 1024 * 1024;

function words(language: Language): PictureWords {
  return language === 'vi' ? vi : en;
}

/** In one sentence: why a picture is no evidence, and what to do. */
export function tellRejection(rejection: Rejection, language: Language): string {
  const say = words(language);
  switch (rejection.reason) {
    case 'not-a-picture':
      return say.notAPicture(say.contents[rejection.content]);
    case 'too-large':
      return say.tooLarge(Math.floor(rejection.maxBytes / BYTES_PER_MEGABYTE));
    case 'too-many-pixels':
      return say.tooManyPixels(rejection.width, rejection.height);
    case 'damaged':
      return say.damaged;
    case 'no-code':
      return rejection.otherSymbols > 0 ? say.otherSymbols(rejection.otherSymbols) : say.noCode;
    case 'other-run':
      return rejection.runCode === undefined ? say.otherRun : say.namedRun(rejection.runCode);
    case 'forged':
      return say.forged;
    case 'reused':
      return say.reused;
  }
}

/** An image by name: `CT, ảnh 75`. */
export function nameImage(
  { series, imageNumber }: { readonly series: SeriesKey; readonly imageNumber: number },
  language: Language,
): string {
  const say = words(language);
  return say.image(say.series[series], imageNumber);
}

function tellImage(image: ShownImage, say: PictureWords): string {
  const changes = [
    ...(image.turnDegrees === 0 ? [] : [say.turned(image.turnDegrees)]),
    ...(image.isMirrored ? [say.mirrored] : []),
    ...(image.isInverted ? [say.inverted] : []),
  ];
  const name = say.image(say.series[image.series], image.imageNumber);
  return changes.length === 0 ? name : `${name} (${changes.join(', ')})`;
}

/** In one sentence: what a picture shows, or why it is no evidence. */
export function tellVerdict(verdict: PictureVerdict, language: Language): string {
  if (verdict.kind === 'rejected') return tellRejection(verdict.rejection, language);
  const say = words(language);
  const parts = [
    ...verdict.images.map((image) => tellImage(image, say)),
    ...verdict.codes.map((code) => say.code(say.functions[code.function])),
  ];
  return say.shows(parts.join('; '));
}
