import type { BilingualText } from '../../locale/language.ts';

/** What a field of a statements file wants, and a line that would be accepted. */
export interface FieldHelp {
  readonly expected: BilingualText;
  readonly example: string;
}

const isoDate: BilingualText = {
  vi: 'ngày theo dạng năm-tháng-ngày',
  en: 'a date as year-month-day',
};
const signer: BilingualText = {
  vi: 'người đứng tên, gồm name (họ và tên) và role (chức vụ)',
  en: 'the person who signs, with name and role',
};

const byName: ReadonlyMap<string, FieldHelp> = new Map([
  ['schemaVersion', { expected: { vi: 'số 1', en: 'the number 1' }, example: 'schemaVersion: 1' }],
  [
    'attestations',
    {
      expected: { vi: 'danh sách các xác nhận', en: 'a list of attestations' },
      example: 'attestations:\n  - for: [pacs-09]',
    },
  ],
  [
    'documents',
    {
      expected: { vi: 'danh sách các giấy tờ', en: 'a list of documents' },
      example: 'documents:\n  - kind: isp-contract',
    },
  ],
  [
    'absences',
    {
      expected: { vi: 'danh sách các tuyên bố không có', en: 'a list of declarations of absence' },
      example: 'absences:\n  - for: [ht-10]',
    },
  ],
  [
    'refusals',
    {
      expected: { vi: 'danh sách các từ chối', en: 'a list of refusals' },
      example: 'refusals:\n  - probe: dicom',
    },
  ],
  [
    'for',
    {
      expected: {
        vi: 'danh sách mã tiêu chí hoặc mã ý của tiêu chí',
        en: 'a list of criterion ids or ids of their parts',
      },
      example: 'for: [pacs-09, ris-05.a]',
    },
  ],
  [
    'statement',
    {
      expected: { vi: 'nội dung xác nhận, viết thành câu', en: 'what is stated, in words' },
      example: 'statement: "Hệ thống đã chạy từ ngày 01/03/2026."',
    },
  ],
  ['by', { expected: signer, example: 'by: {name: "Trần Thị B", role: "Trưởng khoa"}' }],
  ['witnesses', { expected: signer, example: 'witnesses: [{name: "Lê Văn C", role: "Kỹ sư"}]' }],
  ['name', { expected: { vi: 'họ và tên', en: 'a full name' }, example: 'name: "Trần Thị B"' }],
  ['role', { expected: { vi: 'chức vụ', en: 'a position' }, example: 'role: "Trưởng phòng CNTT"' }],
  ['date', { expected: isoDate, example: 'date: 2026-11-22' }],
  ['issued', { expected: isoDate, example: 'issued: 2026-11-22' }],
  ['expires', { expected: isoDate, example: 'expires: 2027-11-22' }],
  [
    'files',
    {
      expected: {
        vi: 'danh sách tên tệp kèm theo, tính từ thư mục của tệp này',
        en: 'a list of attached files, relative to the folder of this file',
      },
      example: 'files: [hop-dong.pdf]',
    },
  ],
  [
    'kind',
    {
      expected: {
        vi: 'loại giấy tờ, chữ thường không dấu nối bằng gạch ngang',
        en: 'the kind of document, lower case with hyphens',
      },
      example: 'kind: isp-contract',
    },
  ],
  [
    'number',
    {
      expected: {
        vi: 'số hiệu viết trong dấu nháy, để số 0 ở đầu không bị mất',
        en: 'the number in quotes, so that a leading zero is not lost',
      },
      example: 'number: "0123/HĐ-2026"',
    },
  ],
  [
    'issuer',
    {
      expected: { vi: 'nơi cấp hoặc bên ký', en: 'who issued it' },
      example: 'issuer: "Công ty Viễn thông A"',
    },
  ],
  [
    'probe',
    {
      expected: { vi: 'tên phép dò bị từ chối', en: 'the name of the probe that was refused' },
      example: 'probe: dicom',
    },
  ],
  [
    'reason',
    {
      expected: {
        vi: 'refused (bị từ chối) hoặc not-permitted (không được phép)',
        en: 'refused or not-permitted',
      },
      example: 'reason: refused',
    },
  ],
  [
    'figures',
    {
      expected: {
        vi: 'các con số ghi trên giấy, mỗi số một tên không dấu',
        en: 'the figures printed in the paper, each under a plain name',
      },
      example: 'figures: {downloadMbps: 100, uploadMbps: 100}',
    },
  ],
]);

/**
 * Help for a path such as `['attestations', 0, 'by', 'name']`: that of the nearest named field that has any,
 * else a quoted text.
 */
export function findFieldHelp(path: readonly PropertyKey[]): FieldHelp {
  const names = path.filter((part) => typeof part === 'string');
  const last = names.at(-1);
  const own = last === undefined ? undefined : byName.get(last);
  if (own !== undefined) return own;
  if (names.at(-2) === 'figures') {
    return {
      expected: { vi: 'một con số, không kèm đơn vị', en: 'a number without its unit' },
      example: `${last ?? 'downloadMbps'}: 100`,
    };
  }
  return {
    expected: { vi: 'chữ, viết trong dấu nháy', en: 'a text in quotes' },
    example: `${last ?? 'title'}: "…"`,
  };
}

/** An accepted file with one entry of each list, for errors that concern the file as a whole. */
export const wholeFileExample = `schemaVersion: 1
attestations:
  - for: [pacs-09]
    statement: "…"
    by: {name: "Trần Thị B", role: "Trưởng khoa"}
    date: 2026-11-22
    files: [xac-nhan.pdf]`;
