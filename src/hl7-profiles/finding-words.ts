import type { Language } from '../locale/language.ts';
import type { Er7Finding } from '../protocols/hl7/er7-finding.ts';
import type { MllpFinding } from '../protocols/hl7/mllp.ts';
import type { Expectation, Observed, ProfileFinding } from './finding.ts';
import type { Bilingual } from './profile.ts';
import type { FormatName, Severity } from './schema.ts';

/** Status words, one per severity; they stand beside nothing else that would need colour. */
export const severityWords: Readonly<Record<Severity, Bilingual>> = {
  fail: { vi: 'LỖI', en: 'FAULT' },
  warn: { vi: 'CẢNH BÁO', en: 'WARNING' },
  info: { vi: 'GHI CHÚ', en: 'NOTE' },
};

const formatWords: Readonly<Record<FormatName, Bilingual>> = {
  day: { vi: 'ngày dạng YYYYMMDD', en: 'a date as YYYYMMDD' },
  moment: {
    vi: 'thời điểm tới phút, dạng YYYYMMDDHHMM…',
    en: 'a time to the minute, as YYYYMMDDHHMM…',
  },
  time: { vi: 'thời điểm dạng YYYY[MM[DD[HHMM…]]]', en: 'a time as YYYY[MM[DD[HHMM…]]]' },
  uid: { vi: 'UID của DICOM', en: 'a DICOM UID' },
  integer: { vi: 'số nguyên', en: 'a whole number' },
  'short-string': { vi: '1 đến 16 ký tự, không có \\', en: '1 to 16 characters without \\' },
  base64: { vi: 'base64 đầy đủ', en: 'complete Base64' },
  'base64-jpeg': { vi: 'ảnh JPEG đầy đủ dạng base64', en: 'a complete JPEG in Base64' },
  'base64-pdf': { vi: 'tệp PDF đầy đủ dạng base64', en: 'a complete PDF in Base64' },
  'base64-html': { vi: 'HTML dạng base64', en: 'HTML in Base64' },
  'base64-link': { vi: 'liên kết dạng base64', en: 'a link in Base64' },
  link: { vi: 'liên kết http hoặc https', en: 'a link of http or https' },
  'plain-text': { vi: 'chữ thường', en: 'plain text' },
  'intact-text': { vi: 'chữ không bị hỏng dấu', en: 'text with undamaged diacritics' },
  'no-active-content': { vi: 'không có mã chạy được', en: 'no active content' },
  'citizen-id': { vi: '12 chữ số', en: '12 digits' },
  'insurance-card': {
    vi: '2 chữ cái và 13 chữ số, hoặc 10 chữ số',
    en: '2 letters and 13 digits, or 10 digits',
  },
};

const mostListedValues = 12;

/** What was expected, in a few words; `undefined` when the source says it all. */
export function tellExpected(expected: Expectation, language: Language): string | undefined {
  const vi = language === 'vi';
  switch (expected.kind) {
    case 'present':
      return vi ? 'phải có' : 'must be there';
    case 'empty':
      return vi ? 'để trống' : 'must be empty';
    case 'at-most':
      return vi ? `nhiều nhất ${expected.count}` : `at most ${expected.count}`;
    case 'after':
      return vi
        ? `đứng sau ${expected.segments.join(' hoặc ')}`
        : `after ${expected.segments.join(' or ')}`;
    case 'followed-by':
      return vi ? `có ${expected.segment} theo sau` : `followed by ${expected.segment}`;
    case 'one-of': {
      const { values, title } = expected;
      const listed = values.slice(0, mostListedValues).join(', ');
      const rest = values.length > mostListedValues ? ', …' : '';
      return vi
        ? `một trong ${listed}${rest}; ${title.vi}`
        : `one of ${listed}${rest}; ${title.en}`;
    }
    case 'none-of':
      return vi ? `không phải ${expected.values.join(', ')}` : `not ${expected.values.join(', ')}`;
    case 'pattern':
      return vi ? `đúng mẫu ${expected.pattern}` : `the pattern ${expected.pattern}`;
    case 'at-most-characters':
      return vi ? `nhiều nhất ${expected.count} ký tự` : `at most ${expected.count} characters`;
    case 'format':
      return expected.formats
        .map((name) => formatWords[name][language])
        .join(vi ? '; hoặc ' : '; or ');
    case 'same-as':
      return vi ? `giống ${expected.path}` : `the same as ${expected.path}`;
    case 'differs-from':
      return vi ? `khác ${expected.path}` : `other than ${expected.path}`;
    case 'as-in-source':
      return undefined;
  }
}

/** What was there, without telling whose data it is; `undefined` when the finding's name says it all. */
export function tellObserved(observed: Observed, language: Language): string | undefined {
  const vi = language === 'vi';
  switch (observed.kind) {
    case 'absent':
      return vi ? 'không có' : 'nothing';
    case 'null':
      return vi ? 'giá trị xóa ("")' : 'the null value ("")';
    case 'count':
      return String(observed.count);
    case 'counts':
      return vi
        ? `khai ${observed.declared}, có ${observed.found}`
        : `${observed.declared} declared, ${observed.found} found`;
    case 'value': {
      if (observed.shown !== undefined) return `"${observed.shown}"`;
      const { lengthCharacters: length, shape } = observed;
      if (shape === undefined) return vi ? `${length} ký tự` : `${length} characters`;
      return vi ? `${length} ký tự, dạng ${shape}` : `${length} characters, shaped ${shape}`;
    }
    case 'encoding':
      return tellEncoding(observed.finding, vi);
    case 'framing':
      return tellFraming(observed.finding, vi);
  }
}

function tellEncoding(finding: Er7Finding, vi: boolean): string | undefined {
  const lineEnds = { lf: 'LF', crlf: 'CR LF', mixed: vi ? 'lẫn lộn' : 'mixed' };
  switch (finding.kind) {
    case 'line-ends':
      return lineEnds[finding.style];
    case 'leading-bytes':
      return vi ? `${finding.count} byte` : `${finding.count} bytes`;
    case 'empty-line':
    case 'line-feed-in-text':
    case 'continuation-line':
      return vi ? `${finding.count} chỗ` : `${finding.count} of them`;
    case 'bad-segment-id':
      return vi
        ? `đoạn thứ ${finding.segment}: "${finding.id}"`
        : `segment number ${finding.segment}: "${finding.id}"`;
    case 'second-header':
      return vi ? `đoạn thứ ${finding.segment}` : `segment number ${finding.segment}`;
    case 'ambiguous-delimiters':
    case 'short-encoding-characters':
      return finding.characters;
    case 'charset-undeclared':
      return vi ? `nội dung là ${finding.used}` : `the bytes are ${finding.used}`;
    case 'charset-not-in-table-0211':
    case 'charset-unknown':
      return `"${finding.declared}"`;
    case 'charset-mismatch':
      return vi
        ? `khai "${finding.declared}", nội dung đọc được theo ${finding.used}`
        : `"${finding.declared}" declared, the bytes read as ${finding.used}`;
    case 'charset-fallback':
      return vi ? `đọc tạm theo ${finding.used}` : `read as ${finding.used} for want of better`;
    case 'byte-order-mark':
    case 'trailing-end-block':
    case 'missing-final-terminator':
    case 'more':
      return undefined;
  }
}

function tellFraming(finding: MllpFinding, vi: boolean): string | undefined {
  const bytes = (count: number) => (vi ? `${count} byte` : `${count} bytes`);
  switch (finding.kind) {
    case 'noise-between-frames':
    case 'line-breaks-between-frames':
      return bytes(finding.count);
    case 'missing-end-block':
    case 'unfinished-frame':
      return vi ? `mất ${bytes(finding.droppedBytes)}` : `${bytes(finding.droppedBytes)} lost`;
    case 'frame-too-large':
    case 'too-much-noise':
      return vi ? `hơn ${bytes(finding.limitBytes)}` : `more than ${bytes(finding.limitBytes)}`;
    default:
      return undefined;
  }
}

/** A finding as lines: what and where; expected and seen; why it matters; where that is written. */
export function tellFinding(finding: ProfileFinding, language: Language): string[] {
  const vi = language === 'vi';
  const { place, name, severity, why, source, more } = finding;
  const expected = tellExpected(finding.expected, language);
  const observed = tellObserved(finding.observed, language);
  const facts = [
    ...(expected === undefined ? [] : [`${vi ? 'cần' : 'expected'}: ${expected}`]),
    ...(observed === undefined ? [] : [`${vi ? 'thấy' : 'seen'}: ${observed}`]),
  ];
  const reading = source.verified
    ? { vi: ' (đã đối chiếu nguyên văn)', en: ' (text checked)' }
    : { vi: ' (chưa đối chiếu nguyên văn)', en: ' (text not checked)' };
  const checked = source.unwritten === true ? '' : reading[language];
  const rest = more === undefined ? '' : vi ? ` (và ${more} chỗ nữa)` : ` (and ${more} more)`;
  return [
    `${severityWords[severity][language]}  ${place === '' ? '' : `${place}  `}${name[language]}${rest}`,
    ...(facts.length > 0 ? [`  ${facts.join('; ')}`] : []),
    ...(why ? [`  ${why[language]}`] : []),
    `  ${vi ? 'nguồn' : 'source'}: ${source.text[language]}${checked}`,
  ];
}
