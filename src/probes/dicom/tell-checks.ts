import type { Language } from '../../locale/language.ts';
import type { DicomAccessRow, DicomPlainRow, DicomQueryRow, DicomTlsRow } from './facts.ts';

const vi = {
  queries: 'Truy vấn C-FIND bằng mã của dữ liệu thử',
  levels: {
    patient: 'người bệnh',
    study: 'ca chụp',
    series: 'loạt ảnh',
    image: 'ảnh',
    worklist: 'danh sách chờ',
  } satisfies Record<DicomQueryRow['level'], string>,
  answered: (status: string, answers: number) => `trạng thái ${status}, ${answers} câu trả lời`,
  capped: (answers: number) => `dừng ở ${answers} câu trả lời: nút không lọc theo mã đã hỏi`,
  unanswered: 'không có kết quả',
  own: (count: number, set: string) =>
    `${count} câu về người bệnh thử, bộ ký tự ${set === '' ? 'không khai' : set}`,
  fits: (fits: boolean): string => (fits ? 'byte đúng bộ ký tự' : 'byte không đúng bộ ký tự'),
  intact: (intact: boolean): string => (intact ? 'họ tên nguyên vẹn' : 'họ tên không nguyên vẹn'),
  access: 'Kiểm soát truy cập',
  checks: {
    'unknown-calling-ae': 'AE title gọi lạ',
    'unknown-calling-ae-query': 'C-FIND dưới AE title lạ',
    'wrong-called-ae': 'gọi sai AE title của nút',
  } satisfies Record<DicomAccessRow['check'], string>,
  rejected: (rejected: boolean): string => (rejected ? 'bị từ chối' : 'được nhận'),
  encryption: 'Mã hóa đường truyền',
  port: (port: number) => `cổng ${port}`,
  offered: (offered: boolean | undefined): string =>
    offered === undefined ? 'không rõ có TLS hay không' : offered ? 'có TLS' : 'không có TLS',
  certificate: (subject: string, to: string) => `chứng thư ${subject}, hết hạn ${to}`,
  trusted: (trusted: boolean): string => (trusted ? 'kiểm được' : 'không kiểm được'),
  name: (matches: boolean): string => (matches ? 'đúng tên' : 'sai tên'),
  plain: {
    accepted: 'nhận association không mã hóa',
    rejected: 'trả lời association không mã hóa (từ chối)',
    aborted: 'trả lời association không mã hóa (hủy)',
    'not-dicom': 'không trả lời DICOM không mã hóa',
    'nothing-listens': 'không có dịch vụ nào nghe',
    'no-answer': 'không phản hồi',
  } satisfies Record<DicomPlainRow['outcome'], string>,
};

const en: typeof vi = {
  queries: 'C-FIND with identifiers of test data',
  levels: {
    patient: 'patient',
    study: 'study',
    series: 'series',
    image: 'image',
    worklist: 'worklist',
  },
  answered: (status, answers) => `status ${status}, ${answers} answers`,
  capped: (answers) => `stopped at ${answers} answers: the node does not match the keys asked`,
  unanswered: 'no result',
  own: (count, set) =>
    `${count} about the test patient, character set ${set === '' ? 'not declared' : set}`,
  fits: (fits) => (fits ? 'bytes fit the character set' : 'bytes do not fit the character set'),
  intact: (intact) => (intact ? 'name intact' : 'name not intact'),
  access: 'Access control',
  checks: {
    'unknown-calling-ae': 'unknown calling AE title',
    'unknown-calling-ae-query': 'C-FIND under an unknown AE title',
    'wrong-called-ae': 'wrong called AE title',
  },
  rejected: (rejected) => (rejected ? 'refused' : 'let in'),
  encryption: 'Encryption',
  port: (port) => `port ${port}`,
  offered: (offered) =>
    offered === undefined ? 'unknown whether it has TLS' : offered ? 'has TLS' : 'has no TLS',
  certificate: (subject, to) => `certificate ${subject}, valid to ${to}`,
  trusted: (trusted) => (trusted ? 'verified' : 'cannot be verified'),
  name: (matches) => (matches ? 'name matches' : 'name differs'),
  plain: {
    accepted: 'accepts an association in the clear',
    rejected: 'answers an association in the clear (rejects it)',
    aborted: 'answers an association in the clear (aborts it)',
    'not-dicom': 'does not answer DICOM in the clear',
    'nothing-listens': 'nothing listens',
    'no-answer': 'no answer',
  },
};

/** Queries, access control and encryption as a person reads them: a line for each thing that was tried. */
export function tellChecks(
  facts: {
    readonly queries: readonly DicomQueryRow[];
    readonly access: readonly DicomAccessRow[];
    readonly tls: readonly DicomTlsRow[];
    readonly plain: readonly DicomPlainRow[];
  },
  language: Language,
): string[] {
  const words = language === 'vi' ? vi : en;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  return [
    ...section(
      words.queries,
      facts.queries.map((row) => `${words.levels[row.level]}: ${tellQuery(row, words)}`),
    ),
    ...section(
      words.access,
      facts.access.map(
        ({ check, rejected }) => `${words.checks[check]}: ${words.rejected(rejected)}`,
      ),
    ),
    ...section(words.encryption, [
      ...facts.tls.map((row) => `${words.port(row.port)}: ${tellTls(row, words)}`),
      ...facts.plain.map(({ port, outcome }) => `${words.port(port)}: ${words.plain[outcome]}`),
    ]),
  ];
}

function tellQuery(row: DicomQueryRow, words: typeof vi): string {
  const { status, answers = 0, ownAnswers } = row;
  const first = row.capped
    ? words.capped(answers)
    : status === undefined
      ? words.unanswered
      : words.answered(`0x${status.toString(16).padStart(4, '0')}`, answers);
  return [
    first,
    ...(ownAnswers === undefined ? [] : [words.own(ownAnswers, row.declaredCharacterSet ?? '')]),
    ...(row.characterSetFits === undefined ? [] : [words.fits(row.characterSetFits)]),
    ...(row.nameIntact === undefined ? [] : [words.intact(row.nameIntact)]),
  ].join('; ');
}

function tellTls(row: DicomTlsRow, words: typeof vi): string {
  return [
    words.offered(row.offered),
    ...(row.protocol === undefined ? [] : [`${row.protocol}, ${row.cipher ?? '?'}`]),
    ...(row.certificateSubject === undefined
      ? []
      : [words.certificate(row.certificateSubject, row.certificateValidTo ?? '?')]),
    ...(row.certificateTrusted === undefined ? [] : [words.trusted(row.certificateTrusted)]),
    ...(row.nameMatches === undefined ? [] : [words.name(row.nameMatches)]),
    ...(row.problem === undefined ? [] : [row.problem]),
  ].join('; ');
}
