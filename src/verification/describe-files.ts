import type { Language } from '../locale/language.ts';
import { shortenText } from '../report/printable-text.ts';
import type { Oddity } from './inspect-folder.ts';

const mostNameCharacters = 300;

/** What the files of a dossier are, by the beginning of their path. */
const parts: readonly (readonly [prefix: string, vi: string, en: string])[] = [
  ['evidence/', 'bằng chứng', 'evidence'],
  ['attachments/', 'tệp kèm bằng chứng', 'attachment'],
  ['checklist/', 'bộ tiêu chí', 'checklist'],
  ['assessment.json', 'kết quả', 'result'],
  ['product-assessment.json', 'kết quả xét sản phẩm', 'result of a product'],
  ['product-report.', 'báo cáo xét sản phẩm', 'report on a product'],
  ['facility.yaml', 'tệp cơ sở', 'facility file'],
  ['settings.json', 'thiết lập lần đánh giá', 'settings'],
  ['side-effects.ndjson', 'nhật ký những gì đã tạo trên hệ thống', 'side-effect journal'],
  ['log.ndjson', 'nhật ký chạy', 'log'],
  ['report.', 'báo cáo', 'report'],
  ['council/', 'ý kiến và văn bản của Hội đồng', "the council's opinions and papers"],
  ['challenge/', 'nhật ký trình diễn', 'log of the walk'],
  ['signatures/', 'chữ ký', 'signature'],
];

/** A file of a dossier by its path and what it is. */
export function describePart(file: string, language: Language): string {
  const known = parts.find(([prefix]) => file.startsWith(prefix));
  const shown = shortenText(file.replaceAll(/\p{C}/gu, '?'), mostNameCharacters);
  return known ? `${shown} (${known[language === 'vi' ? 1 : 2]})` : shown;
}

const oddities: Readonly<Record<Oddity['kind'], readonly [vi: string, en: string]>> = {
  'symbolic-link': ['là liên kết tượng trưng', 'is a symbolic link'],
  'hard-link': [
    'còn có tên khác (liên kết cứng), sửa được từ ngoài hồ sơ; chép hồ sơ sang thư mục mới rồi kiểm tra lại',
    'has another name (hard link) and can be changed from outside; copy the dossier to a new folder and verify that',
  ],
  'special-file': ['không phải tệp thường', 'is not a regular file'],
  'differs-in-case': [
    'chỉ khác một tên khác ở chữ hoa, chữ thường',
    'differs from another name only in case',
  ],
  'differs-in-unicode': [
    'chỉ khác một tên khác ở cách mã hóa dấu (NFC/NFD)',
    'differs from another name only in Unicode normalisation (NFC/NFD)',
  ],
  'windows-name': [
    'có tên mà Windows dành riêng hoặc ghi thành tên khác',
    'has a name that Windows reserves or writes as another',
  ],
  'hidden-characters': [
    'có ký tự ẩn hoặc đảo chiều chữ trong tên',
    'has hidden characters in its name, or ones that turn the direction of writing',
  ],
  'unreadable-name': [
    'có tên không phải UTF-8, hoặc không xem được',
    'has a name that is not UTF-8, or cannot be looked at',
  ],
  'left-over': [
    'không thuộc danh mục: do lần ghi dở để lại, hoặc được thêm vào; xóa đi rồi kiểm tra lại',
    'is outside of the manifest: left by an interrupted write, or added; delete it and verify again',
  ],
  'manifest-unreadable': ['không phải tệp đọc được', 'is not a file that can be read'],
  'attachment-missing': [
    'có bản ghi nêu tên nhưng không có trong hồ sơ',
    'is named by a record and is not in the dossier',
  ],
  'attachment-changed': [
    'có nội dung khác với mã SHA-256 ghi trong bản ghi',
    'has other content than the SHA-256 in the record says',
  ],
  'walk-log-edited': [
    'đã bị sửa: các dòng không còn nối với nhau theo mã SHA-256',
    'was edited: its lines do not hang together by their SHA-256',
  ],
  'report-of-another-result': [
    'in mã SHA-256 của một kết quả khác; lập lại bằng rispacs report',
    'prints the SHA-256 of another result; make it again with rispacs report',
  ],
  'manifest-byte-order-mark': [
    'có dấu BOM ở đầu, không phải do công cụ ghi',
    'begins with a byte order mark, which the tool does not write',
  ],
  'manifest-line-ends': [
    'có dấu xuống dòng kiểu Windows (CRLF), không phải do công cụ ghi',
    'has Windows line ends (CRLF), which the tool does not write',
  ],
};

/** One oddity of the folder, by name. */
export function describeOddity({ kind, file }: Oddity, language: Language): string {
  return `${describePart(file, language)} ${oddities[kind][language === 'vi' ? 0 : 1]}`;
}
