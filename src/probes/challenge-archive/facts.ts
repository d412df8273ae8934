import { z } from 'zod';
import { MEASUREMENTS } from '../../challenge/study/measurement-geometry.ts';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const archive = column(z.string(), {
  vi: 'Mã nút DICOM hoặc điểm DICOMweb trong facility.yaml',
  en: 'Id in facility.yaml of the DICOM node or DICOMweb endpoint',
});
const count = (vi: string, en: string) => column(z.int().min(0), { vi, en });
const flag = (vi: string, en: string) => column(z.boolean(), { vi, en });
const perhaps = (vi: string, en: string) => maybe(z.boolean(), { vi, en });

/** One study in the archive that holds objects of the challenge study. What the tool counted itself: measured. */
export const challengeArchiveFacts = defineFactGroup({
  name: 'challenge.archive',
  basis: 'measured',
  probes: ['challenge-archive'],
  vi: 'Mỗi ca trong kho lưu trữ có ảnh của ca thử thách, lấy về và so với ảnh gốc',
  en: 'Each study in the archive that holds images of the challenge study, retrieved and compared with the originals',
  columns: {
    archive,
    route: column(z.enum(['get', 'move', 'dicomweb', 'none']), {
      vi: 'Cách lấy ảnh về; none: chỉ hỏi được',
      en: 'How the objects were retrieved; none: could only be asked',
    }),
    foundBy: column(z.array(z.enum(['study-uid', 'patient-id', 'accession'])), {
      vi: 'Tìm thấy theo Study UID, mã người bệnh thử hoặc số phiếu thử',
      en: 'Found by study UID, by our test patient id or by our accession number',
    }),
    studyUidKept: flag('Study UID như khi tạo', 'The study UID is the one it was made with'),
    patientKept: perhaps(
      'Mã, tên, ngày sinh, giới tính người bệnh thử không đổi',
      'Id, name, birth date and sex of the test patient are unchanged',
    ),
    accessionKept: perhaps('Số phiếu không đổi', 'The accession number is unchanged'),
    listed: count('Số đối tượng kho liệt kê', 'Objects that the archive lists'),
    retrieved: count('Số đối tượng lấy về được', 'Objects that were retrieved'),
    originals: count('Số ảnh gốc có trong ca này', 'Originals found in this study'),
    pixelsEqual: count(
      'Số ảnh gốc có điểm ảnh không đổi',
      'Originals whose stored pixel values are unchanged',
    ),
    pixelsLossy: count('Số ảnh gốc bị nén mất dữ liệu', 'Originals that came lossily compressed'),
    pixelsDifferent: count(
      'Số ảnh gốc có điểm ảnh khác',
      'Originals whose pixel values differ without lossy compression',
    ),
    pixelsUnread: count(
      'Số ảnh gốc không giải nén được',
      'Originals in a coding that is not decoded here',
    ),
    added: count('Số đối tượng không phải ảnh gốc', 'Objects that are not originals'),
    complete: perhaps(
      'Ca này có đủ mọi ảnh gốc và điểm ảnh đều không đổi; không có khi chưa lấy hết được',
      'This study has every original with unchanged pixels; absent while not all could be retrieved',
    ),
  },
});
export type ChallengeArchiveRow = RowOf<typeof challengeArchiveFacts>;

/** Kinds of object that a viewer or archive adds. */
export const ARTEFACT_KINDS = [
  'structured-report',
  'presentation-state',
  'key-objects',
  'secondary-capture',
  'derived-image',
  'encapsulated-pdf',
  'other',
] as const;

/**
 * What was added to the challenge study: one row for each measurement, else for each object. A person made it in the
 * hospital's viewer and this tool compared it: demonstrated.
 */
export const challengeArtefactFacts = defineFactGroup({
  name: 'challenge.artefact',
  basis: 'demonstrated',
  probes: ['challenge-archive'],
  vi: 'Những gì người dùng lưu thêm vào ca thử thách: số đo, chú thích, ảnh chính, ảnh chụp màn hình, PDF',
  en: 'What users saved with the challenge study: measurements, annotations, key images, captures, PDF',
  columns: {
    archive,
    kind: column(z.enum(ARTEFACT_KINDS), { vi: 'Loại đối tượng', en: 'Kind of object' }),
    sopClass: column(z.string().max(128), { vi: 'SOP class', en: 'SOP class' }),
    inOtherStudy: flag(
      'Nằm ở ca có Study UID khác ca gốc',
      'In a study with another study UID than the original',
    ),
    title: maybe(z.string().max(64), {
      vi: 'Tiêu đề của tài liệu, theo mã',
      en: 'Title of the document, by its code',
    }),
    quantity: maybe(z.enum(['length', 'angle', 'area', 'perimeter', 'density', 'other']), {
      vi: 'Đại lượng đo; density là tỷ trọng trung bình',
      en: 'Quantity measured; density is a mean of Hounsfield units',
    }),
    concept: maybe(z.string().max(100), {
      vi: 'Mã khái niệm như đã ghi, dạng hệ mã:giá trị',
      en: 'Code of the concept as written, scheme:value',
    }),
    reported: maybe(z.number(), {
      vi: 'Trị số như đã ghi, theo đơn vị ở cột unit',
      en: 'Value as written, in the unit of column unit',
    }),
    unit: maybe(z.string().max(64), { vi: 'Đơn vị như đã ghi', en: 'Unit as written' }),
    value: maybe(z.number(), {
      vi: 'Trị số đổi ra mm, mm², độ hoặc HU',
      en: 'Value in mm, mm², degrees or HU',
    }),
    measurement: maybe(z.enum(MEASUREMENTS), {
      vi: 'Hình biết trước mà trị số được so với',
      en: 'Known figure that the value is compared with',
    }),
    expected: maybe(z.number(), { vi: 'Trị số biết trước', en: 'The known value' }),
    error: maybe(z.number(), {
      vi: 'Trị số đo trừ trị số biết trước',
      en: 'Measured less known value',
    }),
    tolerance: maybe(z.number(), {
      vi: 'Sai lệch cho phép, do công cụ đặt',
      en: 'Largest deviation allowed; ours',
    }),
    within: perhaps('Nằm trong sai lệch cho phép', 'Within the tolerance'),
    graphicUnits: maybe(z.enum(['pixel', 'display']), {
      vi: 'Hình vẽ theo điểm ảnh, hay theo phần màn hình',
      en: 'Drawn in pixels of the image, or in parts of the display',
    }),
    displayOnly: perhaps(
      'Chỉ có tọa độ màn hình, không suy ra được kích thước',
      'Display coordinates only: no size follows from them',
    ),
    findingSite: maybe(z.string().max(64), {
      vi: 'Vị trí giải phẫu được ghi',
      en: 'Finding site as written',
    }),
    ourReferences: count(
      'Số ảnh của ca thử thách được tham chiếu',
      'Referenced objects that are of the challenge study',
    ),
    otherReferences: count('Số tham chiếu tới đối tượng khác', 'References to other objects'),
    onlyOurReferences: perhaps(
      'Có tham chiếu và mọi tham chiếu đều tới ảnh gốc của ca thử thách',
      'There are references and all are to originals of the challenge study',
    ),
    nonceShown: perhaps(
      'Ảnh cho thấy mã một lần của lần đánh giá này',
      'The picture shows the one-time code of this run',
    ),
    functions: maybe(z.array(z.string()), {
      vi: 'Chức năng xem ảnh có mã ẩn hiện ra trong ảnh',
      en: 'Viewer functions whose hidden code the picture shows',
    }),
    problem: maybe(z.string().max(40), {
      vi: 'Vì sao không đọc được (mã của công cụ)',
      en: 'Why it could not be read; a code of this tool',
    }),
  },
});
export type ChallengeArtefactRow = RowOf<typeof challengeArtefactFacts>;

/** Ways to edit a study that show from outside. */
export const EDIT_KINDS = [
  'split',
  'merge',
  'patient-corrected',
  'accession-corrected',
  'series-moved',
  'none',
] as const;
/** One of {@link EDIT_KINDS}. */
export type EditKind = (typeof EDIT_KINDS)[number];

/** How the challenge study was edited in the archive. A person did it, and this tool saw it: demonstrated. */
export const challengeEditFacts = defineFactGroup({
  name: 'challenge.edit',
  basis: 'demonstrated',
  probes: ['challenge-archive'],
  vi: 'Biên tập ca thử thách trong PACS: tách, gộp, sửa thông tin, chuyển sê-ri',
  en: 'Editing of the challenge study in the PACS: split, merged, corrected, series moved',
  columns: {
    archive,
    kind: column(z.enum(EDIT_KINDS), {
      vi: 'Kiểu biên tập; none: chưa thấy biên tập nào',
      en: 'Kind of edit; none: no edit was seen',
    }),
    seenByFind: perhaps('Thấy qua hỏi C-FIND hoặc QIDO-RS', 'Seen by C-FIND or QIDO-RS'),
    seenByRetrieval: perhaps('Thấy trong ảnh lấy về', 'Seen in the objects retrieved'),
    originalsBefore: count('Số ảnh của ca khi tạo', 'Objects of the study as it was made'),
    originalsAfter: count('Số ảnh gốc còn tìm thấy', 'Originals still found, in whatever study'),
    pixelsEqual: count(
      'Trong đó điểm ảnh không đổi',
      'Of these, those whose pixel values are unchanged',
    ),
    pixelsChanged: count(
      'Trong đó điểm ảnh khác hoặc bị nén mất dữ liệu',
      'Of these, those whose pixel values differ or were lossily compressed',
    ),
    originalsKept: perhaps(
      'Mọi ảnh gốc còn đủ và điểm ảnh không đổi; không có khi chưa lấy hết được',
      'Every original is still there with unchanged pixels; absent while not all could be retrieved',
    ),
    studies: count('Số ca đang chứa ảnh gốc', 'Studies that hold originals now'),
    stillInPlace: flag('Biên tập này đang còn hiệu lực', 'This edit is still in place'),
    undone: perhaps(
      'Thấy ở lần chạy trước và nay ca đã trở lại như khi tạo',
      'Seen by an earlier run, and now the study is as it was made',
    ),
  },
});
export type ChallengeEditRow = RowOf<typeof challengeEditFacts>;

export const factGroups = [challengeArchiveFacts, challengeArtefactFacts, challengeEditFacts];
/** What this probe is called in print. */
export const title = {
  vi: 'Ca thử thách trong PACS sau khi người dùng thao tác',
  en: 'Challenge study in the PACS after users worked on it',
};
