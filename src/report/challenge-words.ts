import type { Language } from '../locale/language.ts';
import type { ChallengeArtefactRow, ChallengeEditRow } from '../probes/challenge-archive/facts.ts';
import type { ChallengeReceiveRow } from '../probes/challenge-receive/facts.ts';

type Kind = ChallengeArtefactRow['kind'];
type Quantity = NonNullable<ChallengeArtefactRow['quantity']>;
type Selection = NonNullable<ChallengeReceiveRow['selection']>;

const vietnamese = {
  title: 'Ca thử thách qua kho lưu trữ, gửi đi và đĩa',
  caption: 'Điều công cụ thấy khi lấy lại và so với ảnh gốc',
  heads: ['Nơi', 'Điều đã thấy', 'Bản ghi'],
  more: (count: string) => `và ${count} dòng khác, xem assessment.json trong bộ hồ sơ.`,
  sentTo: (node: string) => `Gửi tới ${node}`,
  sent: (accepted: string, objects: string) => `PACS nhận ${accepted} trên ${objects} ảnh của ca`,
  archive: (name: string) => `Kho ${name}`,
  onlyAsked: (listed: string) => `kho liệt kê ${listed} đối tượng, không lấy về được`,
  retrieved: (got: string, listed: string, way: string) =>
    `lấy về ${got} trên ${listed} đối tượng kho liệt kê (${way})`,
  pixels: (images: string, equal: string, changes: string) =>
    `${equal} trên ${images} ảnh gốc có điểm ảnh không đổi${changes === '' ? '' : ` (${changes})`}`,
  lossy: (count: string) => `${count} bị nén mất dữ liệu`,
  different: (count: string) => `${count} có điểm ảnh khác`,
  undecoded: (count: string) => `${count} không giải nén được`,
  complete: 'đủ cả ca, không đổi',
  incomplete: 'chưa đủ hoặc đã đổi',
  savedIn: (name: string) => `Lưu thêm trong kho ${name}`,
  kinds: {
    'structured-report': 'báo cáo có cấu trúc (SR)',
    'presentation-state': 'trạng thái hiển thị (GSPS)',
    'key-objects': 'ảnh chính (KO)',
    'secondary-capture': 'ảnh chụp màn hình',
    'derived-image': 'ảnh dẫn xuất',
    'encapsulated-pdf': 'tệp PDF',
    other: 'đối tượng khác',
  } satisfies Record<Kind, string>,
  quantities: {
    length: 'chiều dài',
    angle: 'góc',
    area: 'diện tích',
    perimeter: 'chu vi',
    density: 'tỷ trọng trung bình',
    other: 'đại lượng khác',
  } satisfies Record<Quantity, string>,
  units: {
    length: 'mm',
    angle: '°',
    area: 'mm²',
    perimeter: 'mm',
    density: 'HU',
    other: '',
  } satisfies Record<Quantity, string>,
  compared: (value: string, known: string, tolerance: string, isWithin: boolean) =>
    `${value}, biết trước ${known}, cho phép ±${tolerance}: ${isWithin ? 'trong' : 'ngoài'} sai lệch cho phép`,
  nonce: 'có mã của lượt này',
  unread: (code: string) => `không đọc được (${code})`,
  edits: {
    split: 'tách ca',
    merge: 'gộp ca',
    'patient-corrected': 'sửa thông tin người bệnh',
    'accession-corrected': 'sửa số phiếu',
    'series-moved': 'chuyển sê-ri sang ca khác',
    none: 'chưa thấy ca được tách, gộp, sửa hay chuyển',
  } satisfies Record<ChallengeEditRow['kind'], string>,
  kept: (after: string, before: string) => `còn ${after} trên ${before} ảnh gốc`,
  undone: 'nay đã trở lại như cũ',
  receivedFrom: (sender: string) =>
    sender === '' ? 'Gửi tới máy đánh giá' : `Gửi từ ${sender} tới máy đánh giá`,
  awaiting: 'đang chờ người gửi từ trình xem hoặc PACS',
  received: (count: string, selection: string) => `nhận ${count} ảnh (${selection})`,
  selections: {
    study: 'cả ca',
    series: 'trọn một số sê-ri',
    part: 'một phần sê-ri',
  } satisfies Record<Selection, string>,
  missing: (count: string) => `thiếu ${count}`,
  foreign: (count: string) => `từ chối ${count} đối tượng không phải của ca thử`,
  exact: 'đúng phần đã chọn',
  notExact: 'không đúng phần đã chọn',
  medium: (name: string) => `Đĩa hoặc USB ${name}`,
  onMedium: (found: string, expected: string, listed: string) =>
    `có ${found} trên ${expected} ảnh, DICOMDIR trỏ tới ${listed}`,
  withViewer: 'có phần mềm xem',
  withoutViewer: 'không thấy phần mềm xem',
  foreignThere: (count: string) => `có ${count} đối tượng không phải của người bệnh thử`,
};

/** The same words in every language; a missing one does not compile. */
export type ChallengeWords = typeof vietnamese;

const english: ChallengeWords = {
  title: 'The challenge study through archives, senders and media',
  caption: 'What the tool saw when it took images back and compared them with the originals',
  heads: ['Where', 'What was seen', 'Record'],
  more: (count) => `and ${count} more rows, see assessment.json in the dossier.`,
  sentTo: (node) => `Sent to ${node}`,
  sent: (accepted, objects) => `the PACS took ${accepted} of the ${objects} images of the study`,
  archive: (name) => `Archive ${name}`,
  onlyAsked: (listed) => `the archive lists ${listed} objects, none could be retrieved`,
  retrieved: (got, listed, way) =>
    `${got} of the ${listed} objects that the archive lists were retrieved (${way})`,
  pixels: (images, equal, changes) =>
    `${equal} of ${images} originals have unchanged pixels${changes === '' ? '' : ` (${changes})`}`,
  lossy: (count) => `${count} lossily compressed`,
  different: (count) => `${count} with other pixels`,
  undecoded: (count) => `${count} not decoded`,
  complete: 'the whole study, unchanged',
  incomplete: 'not whole, or changed',
  savedIn: (name) => `Saved in archive ${name}`,
  kinds: {
    'structured-report': 'structured report (SR)',
    'presentation-state': 'presentation state (GSPS)',
    'key-objects': 'key images (KO)',
    'secondary-capture': 'screen capture',
    'derived-image': 'derived image',
    'encapsulated-pdf': 'PDF file',
    other: 'another object',
  },
  quantities: {
    length: 'length',
    angle: 'angle',
    area: 'area',
    perimeter: 'perimeter',
    density: 'mean density',
    other: 'another quantity',
  },
  units: { length: 'mm', angle: '°', area: 'mm²', perimeter: 'mm', density: 'HU', other: '' },
  compared: (value, known, tolerance, isWithin) =>
    `${value}, known ${known}, allowed ±${tolerance}: ${isWithin ? 'within' : 'beyond'} the tolerance`,
  nonce: 'with the code of this run',
  unread: (code) => `could not be read (${code})`,
  edits: {
    split: 'study split',
    merge: 'studies merged',
    'patient-corrected': 'patient corrected',
    'accession-corrected': 'accession number corrected',
    'series-moved': 'series moved to another study',
    none: 'not seen split, merged, corrected or moved',
  },
  kept: (after, before) => `${after} of ${before} originals are still there`,
  undone: 'now as it was before',
  receivedFrom: (sender) =>
    sender === '' ? 'Sent to this computer' : `Sent from ${sender} to this computer`,
  awaiting: 'waiting for a person to send from viewer or PACS',
  received: (count, selection) => `${count} images received (${selection})`,
  selections: { study: 'the whole study', series: 'whole series', part: 'a part of a series' },
  missing: (count) => `${count} missing`,
  foreign: (count) => `${count} objects that are not of the test study refused`,
  exact: 'exactly what was chosen',
  notExact: 'not what was chosen',
  medium: (name) => `Disc or USB ${name}`,
  onMedium: (found, expected, listed) =>
    `${found} of ${expected} images, ${listed} of them named by the DICOMDIR`,
  withViewer: 'with a viewer',
  withoutViewer: 'no viewer seen',
  foreignThere: (count) => `${count} objects that are not of the test patient`,
};

/** Words of what became of the challenge study outside of viewers. */
export function challengeWords(language: Language): ChallengeWords {
  return language === 'vi' ? vietnamese : english;
}
