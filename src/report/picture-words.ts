import type { Language } from '../locale/language.ts';
import type { WorkflowStepRow } from '../probes/workflow/facts.ts';
import type { CaseActor } from './pictures/draw-case.ts';

type StepOutcome = WorkflowStepRow['outcome'];

const vietnamese = {
  outcomesTitle: 'Kết quả theo nhóm tiêu chí',
  outcomeCount: {
    met: (count: string) => `${count} đạt`,
    'not-met': (count: string) => `${count} không đạt`,
    undetermined: (count: string) => `${count} chưa đủ bằng chứng`,
    'needs-attestation': (count: string) => `${count} cần xác nhận hoặc hồ sơ`,
  },
  noCriteria: 'không có tiêu chí',
  lanTitle: (path: string) => `Thông lượng mạng nội bộ, đường ${path}`,
  lineTitle: (test: string) => `Thông lượng Internet, phép đo ${test}`,
  runsDescription: (direction: string, runs: string, median: string) =>
    `Chiều ${direction}: các lần đo ${runs} Mb/s trên dây, trung vị ${median}.`,
  median: (value: string) => `trung vị ${value}`,
  medianOfRuns: 'trung vị các lần đo',
  oneRun: 'một lần đo',
  required: (value: string) => `mức dự thảo yêu cầu: ${value} Mb/s`,
  tolerance: (value: string) => `ngưỡng do công cụ đặt để coi là đạt mức đó: ${value} Mb/s`,
  notCounted: {
    withinOneComputer: 'không dùng để xét: hai đầu của phép đo là cùng một máy',
    serverInside: 'không dùng để xét: máy chủ đo nằm trong bệnh viện',
  },
  failedRuns: (count: string) => `${count} lần đo không thành`,
  storageTitle: 'Số ngày lưu trữ còn lại',
  storageShown:
    'Chỗ trống lớn nhất chia cho lượng ảnh mới mỗi ngày; hai đầu của khoảng là ước tính cao và thấp về số byte mỗi ảnh.',
  storageAtLeast: (days: string) => `ít nhất ${days} ngày`,
  storageAtMost: (days: string) => `nhiều nhất ${days} ngày`,
  storageAtLeastLong: 'ít nhất: hơn mười năm',
  storageAtMostLong: 'nhiều nhất: hơn mười năm',
  days: (count: string) => `${count} ngày`,
  caseTitle: (endpoint: string) => `Ca thử từ chỉ định tới báo cáo qua điểm nối ${endpoint}`,
  casePicture: (endpoint: string) => `Trình tự ca thử qua ${endpoint}`,
  caseShown:
    'Hình vẽ lại từ kết quả từng bước: mũi tên đi từ bên gửi hoặc bên hỏi; nét đứt là bước không thực hiện; dấu nhân là bước sai.',
  caseCounts: (count: string, counts: string) => `Ca thử có ${count} bước: ${counts}.`,
  actors: {
    his: 'HIS (rispacs)',
    ris: 'RIS',
    worklist: 'Danh sách chờ',
    modality: 'Thiết bị (rispacs)',
    pacs: 'PACS',
  },
  stepOutcomes: {
    passed: 'đúng',
    failed: 'sai',
    warned: 'cần lưu ý',
    'not-reached': 'không tới được',
    'not-tried': 'không thử',
    'awaiting-person': 'đang chờ người làm',
  },
  milliseconds: (value: string) => `${value} ms`,
  transcriptCaption: (offset: string) =>
    `Các bản tin HL7 của ca thử, theo thứ tự; giờ theo múi ${offset}`,
  transcriptProblems: {
    none: 'Bản ghi không kèm theo các bản tin đã trao đổi.',
    missing: 'Không đọc được tệp bản tin đã trao đổi: tệp không có trong bộ hồ sơ hoặc quá lớn.',
    damaged:
      'Không in các bản tin đã trao đổi: tệp đính kèm không đúng mã SHA-256 đã ghi, tức là đã bị sửa.',
    'unknown-form': 'Không in các bản tin đã trao đổi: tệp đính kèm không đúng dạng của công cụ.',
  },
  out: 'gửi đi',
  in: 'nhận về',
  acknowledgement: 'xác nhận',
  unreadable: 'không phải bản tin HL7',
  handedOver: 'đã gửi',
  unanswered: 'đã gửi, không có xác nhận',
  received: 'đã nhận',
  resultStatus: (status: string) => `đã nhận, trạng thái ${status}`,
  acknowledged: {
    AA: 'AA: được nhận',
    CA: 'CA: được nhận',
    AE: 'AE: báo lỗi',
    CE: 'CE: báo lỗi',
    AR: 'AR: từ chối',
    CR: 'CR: từ chối',
  },
  noCode: 'không có mã xác nhận (MSA-1)',
  moreMessages: (count: string) => `và ${count} bản tin khác, xem tệp đính kèm của bản ghi.`,
  moreFields: (count: string) => `… và ${count} trường khác`,
  letterTitle: (number: string, name: string, outcome: string) =>
    `Bước ${number}. ${name}: ${outcome}`,
  messageOf: (number: string, direction: string, type: string) =>
    `Bản tin ${number}, ${direction}, ${type}`,
  drillTitle: (subject: string) => `Diễn tập chuyển đổi dự phòng: ${subject}`,
  drillPicture: 'Diễn biến khi chuyển đổi dự phòng',
  drillShown: (resolution: string) =>
    `Mỗi dải là một dịch vụ được hỏi liên tục; thời gian có thể lệch tới ${resolution}. Dự thảo không nêu giới hạn nên không có kết luận đạt hay không đạt.`,
  baseline: 'đoạn nền',
  drillLegend: {
    answered: 'có trả lời',
    atLeast: 'gián đoạn ít nhất',
    atMost: 'gián đoạn nhiều nhất',
    nodes: 'máy trả lời',
    lost: 'ảnh đã xác nhận mà mất',
  },
  objectNumbers: 'ảnh thử theo số thứ tự',
  nodes: (nodes: string) => `máy ${nodes}`,
  sameNodes: 'không đổi',
  changedNodes: (before: string, after: string) => `từ ${before} sang ${after}`,
  unknownNodes: 'không phân biệt được',
  atLeast: (seconds: string) => `ít nhất ${seconds} s`,
  between: (lower: string, upper: string) => `từ ${lower} đến ${upper} s`,
  objectsTold: (acknowledged: string, sent: string, lost: string) =>
    `xác nhận ${acknowledged}/${sent}, mất ${lost}`,
  objectsUnchecked: (acknowledged: string, sent: string) =>
    `xác nhận ${acknowledged}/${sent}, không kiểm tra lại được`,
  yes: 'có',
  no: 'không',
  moreLanes: (count: string) => `và ${count} dòng khác, xem assessment.json trong bộ hồ sơ.`,
};

/** The same words in every language; a missing one does not compile. */
export type PictureWords = typeof vietnamese & {
  readonly actors: Readonly<Record<CaseActor, string>>;
  readonly stepOutcomes: Readonly<Record<StepOutcome, string>>;
};

const english: PictureWords = {
  outcomesTitle: 'Results by group of criteria',
  outcomeCount: {
    met: (count) => `${count} met`,
    'not-met': (count) => `${count} not met`,
    undetermined: (count) => `${count} without enough evidence`,
    'needs-attestation': (count) => `${count} needing an attestation or document`,
  },
  noCriteria: 'no criteria',
  lanTitle: (path) => `Throughput of the local network, path ${path}`,
  lineTitle: (test) => `Throughput of the Internet line, test ${test}`,
  runsDescription: (direction, runs, median) =>
    `Direction ${direction}: runs ${runs} Mb/s on the wire, median ${median}.`,
  median: (value) => `median ${value}`,
  medianOfRuns: 'median of the runs',
  oneRun: 'one run',
  required: (value) => `asked for by the draft: ${value} Mb/s`,
  tolerance: (value) => `figure of this tool that counts as that: ${value} Mb/s`,
  notCounted: {
    withinOneComputer: 'not used in judging: both ends of the test are one computer',
    serverInside: 'not used in judging: the test server is inside the hospital',
  },
  failedRuns: (count) => `runs that failed: ${count}`,
  storageTitle: 'Days that the storage lasts',
  storageShown:
    'The largest free volume divided by what is added each day; the two ends are the high and the low estimate of bytes per image.',
  storageAtLeast: (days) => `at least ${days} days`,
  storageAtMost: (days) => `at most ${days} days`,
  storageAtLeastLong: 'at least: more than ten years',
  storageAtMostLong: 'at most: more than ten years',
  days: (count) => `${count} days`,
  caseTitle: (endpoint) => `Test case from order to report through endpoint ${endpoint}`,
  casePicture: (endpoint) => `Sequence of the test case through ${endpoint}`,
  caseShown:
    'Drawn again from the result of each step: an arrow starts at the one who sends or asks; a dashed one was not done; a cross marks a step that failed.',
  caseCounts: (count, counts) => `The test case has ${count} steps: ${counts}.`,
  actors: {
    his: 'HIS (rispacs)',
    ris: 'RIS',
    worklist: 'Worklist',
    modality: 'Modality (rispacs)',
    pacs: 'PACS',
  },
  stepOutcomes: {
    passed: 'passed',
    failed: 'failed',
    warned: 'to be noted',
    'not-reached': 'not reached',
    'not-tried': 'not tried',
    'awaiting-person': 'awaiting a person',
  },
  milliseconds: (value) => `${value} ms`,
  transcriptCaption: (offset) => `HL7 messages of the test case in order; times at ${offset}`,
  transcriptProblems: {
    none: 'The record comes without the messages that were exchanged.',
    missing:
      'The file of messages could not be read: it is not in the dossier, or it is too large.',
    damaged:
      'The messages are not printed: the attached file has not the recorded SHA-256, so it was changed.',
    'unknown-form':
      'The messages are not printed: the attached file has not the form of this tool.',
  },
  out: 'sent',
  in: 'received',
  acknowledgement: 'acknowledgement',
  unreadable: 'not an HL7 message',
  handedOver: 'sent',
  unanswered: 'sent, no acknowledgement',
  received: 'received',
  resultStatus: (status) => `received, status ${status}`,
  acknowledged: {
    AA: 'AA: accepted',
    CA: 'CA: accepted',
    AE: 'AE: error',
    CE: 'CE: error',
    AR: 'AR: rejected',
    CR: 'CR: rejected',
  },
  noCode: 'no acknowledgement code (MSA-1)',
  moreMessages: (count) => `and ${count} more messages, see the attachment of the record.`,
  moreFields: (count) => `… and ${count} more fields`,
  letterTitle: (number, name, outcome) => `Step ${number}. ${name}: ${outcome}`,
  messageOf: (number, direction, type) => `Message ${number}, ${direction}, ${type}`,
  drillTitle: (subject) => `Failover drill: ${subject}`,
  drillPicture: 'What was seen during the failover',
  drillShown: (resolution) =>
    `Each strip is a service that was asked all the time; times may be off by ${resolution}. The draft gives no limit, so nothing here is met or failed.`,
  baseline: 'baseline',
  drillLegend: {
    answered: 'answered',
    atLeast: 'outage, at least',
    atMost: 'outage, at most',
    nodes: 'node that answered',
    lost: 'acknowledged and lost',
  },
  objectNumbers: 'test images by number',
  nodes: (nodes) => `node ${nodes}`,
  sameNodes: 'unchanged',
  changedNodes: (before, after) => `from ${before} to ${after}`,
  unknownNodes: 'cannot be told apart',
  atLeast: (seconds) => `at least ${seconds} s`,
  between: (lower, upper) => `${lower} to ${upper} s`,
  objectsTold: (acknowledged, sent, lost) => `${acknowledged}/${sent} acknowledged, ${lost} lost`,
  objectsUnchecked: (acknowledged, sent) =>
    `${acknowledged}/${sent} acknowledged, could not be checked`,
  yes: 'yes',
  no: 'no',
  moreLanes: (count) => `and ${count} more rows, see assessment.json in the dossier.`,
};

/** Words of the pictures and of the annexes beside them. */
export function pictureWords(language: Language): PictureWords {
  return language === 'vi' ? vietnamese : english;
}
