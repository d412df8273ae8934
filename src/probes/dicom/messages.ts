import type { DicomRole } from '../../facility/roles.ts';
import type { Language } from '../../locale/language.ts';
import type { Deviation, OperationOutcome } from '../../protocols/dicom/index.ts';
import type { ClaimProblem } from './parse-claims.ts';
import type { PortPlan } from './target.ts';

/** Sentences of the dicom probe in one language. */
export type DicomWords = typeof vi;

/** Sentences of the dicom probe. */
export function dicomMessages(language: Language): DicomWords {
  return language === 'vi' ? vi : en;
}

/**
 * Most associations with the declared port: one for C-ECHO and queries, two more where it breaks, six for what the node
 * accepts, one for C-GET, two for access.
 */
const mostAssociations: Readonly<Record<DicomRole, number>> = {
  pacs: 12,
  archive: 12,
  workstation: 10,
  worklist: 8,
  modality: 7,
  destination: 7,
};

const listPorts = (ports: readonly number[]): string => ports.join(', ');

const vi = {
  sends: (callingAe: string, role: DicomRole, ports: PortPlan) =>
    `${[
      `Với AE title ${callingAe}: C-ECHO`,
      ...(role === 'pacs' || role === 'archive'
        ? ['C-FIND chỉ đếm với mã người bệnh thử']
        : role === 'worklist'
          ? ['C-FIND danh sách chỉ định với mã người bệnh thử']
          : []),
      'đề nghị các lớp SOP và cú pháp truyền (không gửi ảnh)',
      'thử gọi bằng AE title lạ',
      `nhiều nhất ${mostAssociations[role]} association, lần lượt từng cái một`,
      ...(ports.plain.length > 0
        ? [
            `thử một association không mã hóa ở mỗi cổng ${listPorts(ports.plain.map(({ port }) => port))}`,
          ]
        : []),
      ...(ports.tls.length > 0 ? [`thử bắt tay TLS ở mỗi cổng ${listPorts(ports.tls)}`] : []),
    ].join('; ')}. Không để lại dữ liệu.`,
  queryUnanswered: (level: string, why: string) => `C-FIND mức ${level} không có kết quả: ${why}`,
  noContext: 'nút không chấp nhận lớp SOP của truy vấn này',
  queryNotAsked: (level: string) =>
    `Không hỏi C-FIND mức ${level}: các truy vấn trước đã chiếm hết thời gian dành cho nút này.`,
  queryGivenUp: (level: string) =>
    `Không hỏi C-FIND mức ${level}: nút đã ngắt association ở nhiều truy vấn trước.`,
  cancelIgnored: 'nút không dừng khi được yêu cầu (C-CANCEL)',
  contextsUnknown: (why: string) =>
    `Chưa rõ hết nút nhận những lớp SOP, cú pháp truyền nào: ${why}`,
  classesUnasked: (count: number) =>
    `Còn ${count} lớp SOP ít dùng chưa hỏi: nút không nhận yêu cầu dài, hoặc hết thời gian.`,
  outOfTime: 'Hết thời gian dành cho nút này; những phép thử sau cùng có thể chưa làm.',
  certificateUntrusted: (code: string) =>
    `Chứng thư TLS của nút không kiểm được (${code}); công cụ vẫn kết nối vì chỉ gửi mã của dữ liệu thử.`,
  deviation: (one: Deviation) =>
    `Sai lệch so với chuẩn, đã bỏ qua: ${one.kind} (${one.firstDetail})`,
  echo: (outcome: OperationOutcome) => {
    if (outcome.kind !== 'status') return 'Nút không chấp nhận lớp SOP Verification (C-ECHO).';
    return outcome.status.code === 0
      ? 'C-ECHO thành công chỉ cho biết có dịch vụ DICOM trả lời, chưa cho biết lưu hay tìm được ảnh.'
      : `C-ECHO được trả lời với mã trạng thái ${hex(outcome.status.code)}, không phải thành công.`;
  },
  claimsUnreadable: (file: string, code: string) =>
    `Không đọc được tệp tuyên bố ${file} (${code}) (cách làm: kiểm tra mục claims của nút). Không có gì để so sánh.`,
  claimProblem: (file: string, problem: ClaimProblem) => {
    const at = `${file}, dòng ${problem.line}`;
    switch (problem.kind) {
      case 'no-header':
        return `${at}: cần một dòng tiêu đề có các cột sop_class, role và transfer_syntax; ví dụ: sop_class,role,transfer_syntax`;
      case 'unclosed-quote':
        return `${at}: dấu ngoặc kép mở ở đây không được đóng; các dòng sau bị đọc thành một ô.`;
      case 'unknown-class':
        return `${at}: không biết lớp SOP "${problem.value}"; ghi UID, hoặc tên như trong PS3.6, ví dụ CT Image Storage.`;
      case 'unknown-role':
        return `${at}: vai trò "${problem.value}" cần là scu, scp hoặc both.`;
      case 'unknown-syntax':
        return `${at}: không biết cú pháp truyền "${problem.value}"; ghi UID, ví dụ 1.2.840.10008.1.2.4.70.`;
      case 'too-many':
        return `${at}: tệp có hơn ${problem.most} tuyên bố; các dòng từ đây không được đọc.`;
    }
  },
  moreClaimProblems: (file: string, count: number) =>
    `${file}: còn ${count} chỗ khác không đọc được.`,
};

const en: DicomWords = {
  sends: (callingAe, role, ports) =>
    `${[
      `As AE title ${callingAe}: C-ECHO`,
      ...(role === 'pacs' || role === 'archive'
        ? ['C-FIND for counts with the test patient id']
        : role === 'worklist'
          ? ['C-FIND of the worklist with the test patient id']
          : []),
      'proposes SOP classes and transfer syntaxes (sends no image)',
      'calls under an unknown AE title',
      `at most ${mostAssociations[role]} associations, one after the other`,
      ...(ports.plain.length > 0
        ? [
            `tries one association in the clear at each port ${listPorts(ports.plain.map(({ port }) => port))}`,
          ]
        : []),
      ...(ports.tls.length > 0
        ? [`tries a TLS handshake at each port ${listPorts(ports.tls)}`]
        : []),
    ].join('; ')}. Leaves nothing behind.`,
  queryUnanswered: (level, why) => `C-FIND at ${level} level gave no result: ${why}`,
  noContext: 'the node did not accept the SOP class of this query',
  queryNotAsked: (level) =>
    `C-FIND at ${level} level was not asked: earlier queries used up the time for this node.`,
  queryGivenUp: (level) =>
    `C-FIND at ${level} level was not asked: the node had ended the association over several queries.`,
  cancelIgnored: 'the node did not stop when asked to (C-CANCEL)',
  contextsUnknown: (why) =>
    `Not all is known of which SOP classes and transfer syntaxes the node accepts: ${why}`,
  classesUnasked: (count) =>
    `${count} less common SOP classes were not asked: the node takes no long request, or time ran out.`,
  outOfTime: 'The time for this node ran out; the last checks may not have been made.',
  certificateUntrusted: (code) =>
    `The node's TLS certificate could not be verified (${code}); the tool connected all the same, for it sends identifiers of test data only.`,
  deviation: (one) => `Departure from the standard, tolerated: ${one.kind} (${one.firstDetail})`,
  echo: (outcome) => {
    if (outcome.kind !== 'status')
      return 'The node did not accept the Verification SOP class (C-ECHO).';
    return outcome.status.code === 0
      ? 'A successful C-ECHO only shows that a DICOM service answers, not that images can be stored or found.'
      : `C-ECHO was answered with status ${hex(outcome.status.code)}, which is not success.`;
  },
  claimsUnreadable: (file, code) =>
    `The claims file ${file} cannot be read (${code}) (to do: check claims of this node). There is nothing to compare.`,
  claimProblem: (file, problem) => {
    const at = `${file}, line ${problem.line}`;
    switch (problem.kind) {
      case 'no-header':
        return `${at}: expected a header line with the columns sop_class, role and transfer_syntax; for example: sop_class,role,transfer_syntax`;
      case 'unclosed-quote':
        return `${at}: the quotation mark opened here is never closed; the lines after it were read as one cell.`;
      case 'unknown-class':
        return `${at}: unknown SOP class "${problem.value}"; write its UID, or its name as in PS3.6, such as CT Image Storage.`;
      case 'unknown-role':
        return `${at}: the role "${problem.value}" should be scu, scp or both.`;
      case 'unknown-syntax':
        return `${at}: unknown transfer syntax "${problem.value}"; write its UID, such as 1.2.840.10008.1.2.4.70.`;
      case 'too-many':
        return `${at}: the file has more than ${problem.most} claims; the lines from here on were not read.`;
    }
  },
  moreClaimProblems: (file, count) => `${file}: ${count} more places could not be read.`,
};

function hex(status: number): string {
  return `0x${status.toString(16).padStart(4, '0')}`;
}
