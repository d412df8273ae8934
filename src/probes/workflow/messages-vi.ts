import type { Failure } from '../../protocols/hl7/outcome.ts';
import type { WorkflowMappingRow } from './facts.ts';
import type { AckProblem } from './judge-ack.ts';
import type { CancelEnd } from './judge-cancel.ts';
import type { WorkflowTarget } from './target.ts';

const seconds = (ms: number): string => `${Math.round(ms / 1000)} giây`;

const places: Readonly<Record<'worklist' | 'pacs' | 'message', string>> = {
  worklist: 'danh sách chờ',
  pacs: 'PACS',
  message: 'bản tin gửi về HIS',
};

const matches: Readonly<Record<string, string>> = {
  patient: 'người bệnh',
  placer: 'số phiếu bên gửi',
  filler: 'số phiếu bên nhận',
  accession: 'Accession Number',
  'study-uid': 'Study UID',
};

/** Vietnamese. */
export const vi = {
  sends: ({ worklist, mpps, pacs, receive, challengeFolder }: WorkflowTarget): string =>
    [
      'Gửi một chỉ định thử cho người bệnh giả KIỂM THỬ^RISPACS (RISPACS-TEST)',
      ...(worklist ? [`hỏi danh sách chờ ${worklist.node.id}`] : []),
      ...(mpps ? [`báo bắt đầu và chụp xong (MPPS) tới ${mpps.node.id}`] : []),
      ...(pacs
        ? [
            `gửi ${challengeFolder === undefined ? '2 ảnh CT' : '3 ảnh CT có mã của ca thử thách'} và 1 ảnh chụp lại rất nhỏ tới ${pacs.node.id}`,
          ]
        : []),
      ...(receive ? ['đóng vai HIS chờ bác sĩ ký báo cáo'] : []),
      'sửa chỉ định, sửa tên và gộp hai người bệnh thử, rồi hủy chỉ định và xóa ảnh',
    ]
      .join(', ')
      .concat('; có thể hiện trong thống kê và viện phí của HIS, RIS tới khi được hủy.'),
  ackCode: (code: string) => `xác nhận ${code}`,
  ackProblem: (problem: AckProblem, at: string): string => {
    switch (problem.kind) {
      case 'no-answer':
        return vi.failure(problem.failure, at).replace(/\.$/, '');
      case 'other-control-id':
        return 'xác nhận nhận được mang mã của bản tin khác (MSA-2 không trùng MSH-10)';
      case 'unknown-code':
        return 'mã xác nhận MSA-1 không có trong bảng 0008';
      case 'contradicting-answers':
        return 'có hai xác nhận trái nhau cho cùng một bản tin';
      case 'commit-only':
        return 'chỉ có xác nhận lưu (CA), sau đó không có xác nhận xử lý (AA)';
      case 'refused':
        return `từ chối: ${problem.code}${problem.errors.length > 0 ? `, lỗi ${problem.errors.join(', ')}` : ''}${problem.text === '' ? '' : ` (${problem.text})`}`;
      case 'version':
        return `phiên bản trong xác nhận là "${problem.received}", đã gửi "${problem.sent}"`;
      case 'charset':
        return `bảng mã trong xác nhận là "${problem.received}", đã gửi "${problem.sent}"`;
      case 'finding':
        return `sai lệch: ${problem.finding}`;
    }
  },
  worklistEmpty: 'danh sách chờ trả lời và không có chỉ định thử',
  worklistEchoes: (count: number) =>
    `danh sách chờ trả về ${count} mục mang mã chưa từng được gửi: có thể nó chép lại câu hỏi`,
  notOffered: (service: string) => `hệ thống không nhận dịch vụ ${service}`,
  handedOver: (type: string, version: string, bytes: number) =>
    `đã gửi ${type}, HL7 ${version}, ${bytes} byte`,
  orderNeverSent: 'chỉ định chưa gửi được',
  orderRefused: 'chỉ định bị từ chối',
  orderUnsure: 'không rõ chỉ định đã được nhận hay chưa',
  notInWorklist: (ms: number) => `sau ${seconds(ms)} danh sách chờ vẫn không có chỉ định`,
  inWorklist: (all: number, equal: number) =>
    `có trong danh sách chờ; đúng ${equal} trên ${all} thuộc tính`,
  inPacs: (all: number, equal: number) => `PACS có ca chụp; đúng ${equal} trên ${all} thuộc tính`,
  difference: ({ attribute, hl7Field, sent, received, text }: DifferentRow): string =>
    `${attribute}${hl7Field === undefined ? '' : ` (từ ${hl7Field})`}: gửi "${sent ?? '-'}", nhận "${received ?? '-'}"${text === undefined ? '' : ` [${text}]`}`,
  severalItems: (count: number) => `${count} mục cùng mang mã của chỉ định này`,
  wrongPatientInWorklist: 'mục này mang mã của một người bệnh khác (không ghi lại)',
  wrongPatientInPacs: 'PACS xếp ca chụp này cho một người bệnh khác (không ghi lại)',
  uidAssigned:
    'RIS tự cấp Study Instance UID và ảnh được gửi theo UID đó; khi xóa, công cụ hỏi PACS trước và chỉ xóa ca chụp của người bệnh thử mà mọi ảnh đều do công cụ gửi.',
  uidInUse: 'RIS cấp một Study Instance UID mà PACS đã có ca chụp; không gửi ảnh vào đó',
  uidUnchecked:
    'RIS tự cấp Study Instance UID và PACS không cho biết UID đó đã có ca chụp chưa; không gửi ảnh',
  status: (service: string, status: string) => `${service}: 0x${status}`,
  stillScheduled: 'danh sách chờ vẫn mời chụp',
  noLongerScheduled: 'danh sách chờ không còn mời chụp',
  stored: (accepted: number, all: number, statuses: readonly string[]) =>
    `PACS nhận ${accepted} trên ${all} ảnh${statuses.length > 0 ? ` (${statuses.map((one) => `0x${one}`).join(', ')})` : ''}`,
  notInPacs: 'PACS không tìm thấy ca chụp vừa gửi',
  reportCame: (type: string, status: string, by: readonly string[]) =>
    `nhận ${type}, trạng thái ${status}, khớp theo ${by.map((one) => matches[one] ?? one).join(', ')}`,
  noReport: (ms: number) =>
    `chưa có báo cáo sau ${seconds(ms)}; cần bác sĩ đọc và ký ca thử KIỂM THỬ RISPACS`,
  awaitsReport: (accession: string) =>
    `Đang chờ bác sĩ đọc và ký báo cáo của ca KIỂM THỬ RISPACS (Accession ${accession})`,
  awaitsCorrection: (accession: string) =>
    `Đang chờ bác sĩ sửa báo cáo của ca KIỂM THỬ RISPACS (Accession ${accession}) và ký lại`,
  onlyPreliminary: (status: string) => `mới có báo cáo chưa chính thức (trạng thái ${status})`,
  reportOfAnother: (count: number) =>
    `${count} bản tin mang số của chỉ định này nhưng ghi người bệnh khác (bị từ chối, không ghi lại)`,
  strangers: (count: number) =>
    `${count} kết nối tới cổng nhận kết quả từ địa chỉ không khai trong tệp cơ sở đã bị ngắt.`,
  oddConnections: (what: readonly string[]) =>
    `có kết nối tới cổng nhận kết quả nhưng không phải HL7 như đã khai (${what.join(', ')}); kiểm tra hl7.receive.transport và cách RIS gửi`,
  pictureBroken: 'ảnh kèm theo không phải JPEG trọn vẹn',
  ourPicture: 'ảnh JPEG mang mã của ảnh đã gửi cho chỉ định này',
  otherPicture: 'ảnh JPEG mang mã của ảnh khác, không phải ảnh đã gửi cho chỉ định này',
  plainImages: (why: string) => `Ảnh của ca thử không có mã của ca thử thách: ${why}`,
  reportTextDamaged: 'chữ tiếng Việt trong báo cáo bị hỏng',
  otherStudyUid: 'báo cáo mang Study Instance UID của ca khác',
  reportEmpty: 'báo cáo không có chữ và không có ảnh',
  activeContent: 'phần chữ có mã chạy được (script), nguy hiểm nếu HIS hiện như trang web',
  noReportText: 'báo cáo không có chữ',
  onlyPointer: 'không có ảnh JPEG, chỉ có liên kết (không mở)',
  noPicture: 'không có ảnh JPEG và không có liên kết',
  noCorrection: (ms: number) =>
    `chưa có báo cáo sửa sau ${seconds(ms)}; cần bác sĩ sửa báo cáo của ca thử và ký lại`,
  correctionUnchanged: 'nội dung không đổi so với báo cáo đầu',
  correctionNotMarked: 'báo cáo đã đổi nhưng không ghi là bản sửa (OBR-25 khác C)',
  changeShown: (where: 'worklist' | 'pacs' | 'message') => `thay đổi hiện ở ${places[where]}`,
  changeNotShown: 'chưa thấy thay đổi ở danh sách chờ, PACS hay bản tin gửi về',
  nameDamaged: (verdict: string) => `chữ của tên mới bị hỏng [${verdict}]`,
  nameNotRestored: 'chưa trả lại được tên cũ của người bệnh thử',
  mergedInPacs: 'ca chụp đã thuộc về người bệnh còn lại',
  notMergedInPacs: 'PACS vẫn xếp ca chụp cho người bệnh đã gộp',
  mergeUnseen: 'không có PACS để xem kết quả gộp',
  visitLeft: (id: string) => `lượt khám của ${id} chưa hủy được; đề nghị quản trị xóa`,
  cancelNotes: {
    cancelled: 'danh sách chờ không còn chỉ định',
    unknownToRis: 'RIS trả lời không còn chỉ định này và danh sách chờ cũng không có',
    'order-refused': 'chỉ định đã bị từ chối từ đầu',
    leftInWorklist: 'danh sách chờ vẫn còn chỉ định',
    leftUnverified: 'chưa kiểm lại được trong danh sách chờ',
    cancelRefused: 'chỉ định còn lại ở RIS',
    noAnswer: 'không rõ đã hủy hay chưa',
    notReached: 'chưa gửi được bản tin hủy',
  } satisfies Record<CancelEnd['note'], string>,
  nothingToRemove: 'không có gì để xóa',
  autoForward: (to: readonly string[]) =>
    `PACS có thể đã tự chuyển tiếp ảnh tới ${to.join(', ')}; kiểm tra ở đó`,
  stepStaysCompleted: 'MPPS đã kết thúc (COMPLETED) và không xóa được',
  noWorklistNode: 'tệp cơ sở không có nút worklist',
  noMppsNode: 'tệp cơ sở không có nút nhận MPPS',
  noPacsNode: 'tệp cơ sở không có nút PACS',
  noListener: 'tệp cơ sở không khai nơi nhận kết quả (hl7.receive)',
  cannotListen: (at: string, code: string) => `không mở được cổng nhận kết quả ${at} (${code})`,
  stepNotBegun: 'MPPS chưa bắt đầu được',
  imagesNotStored: 'PACS chưa nhận ảnh nào',
  reportNotReceived: 'chưa nhận được báo cáo nào khớp',
  stopped: 'dừng trước khi xong',
  waitsForPerson: 'chờ bước trước',
  resumed: 'Chạy tiếp một ca thử đang chờ từ lần trước.',
  howToGoOn:
    'Ca thử đang chờ bác sĩ đọc, ký báo cáo của KIỂM THỬ RISPACS rồi sửa một chữ và ký lại (cách làm: khi bác sĩ đã ký, chạy lại lệnh với --resume). Chỉ định và ảnh vẫn còn ở bệnh viện (cách làm: nếu không làm tiếp, chạy "rispacs cleanup" để hủy và xóa).',
  whyCompleted:
    'MPPS được báo COMPLETED vì bác sĩ chỉ đọc được ca đã chụp xong; bước đã COMPLETED không rút lại được, đề nghị quản trị RIS loại ca thử khỏi thống kê và viện phí.',
  reportStays:
    'Báo cáo của ca thử nằm lại trong RIS (và hệ thống khác đã nhận); đề nghị quản trị xóa nếu không cần.',
  failure: (failure: Failure, at: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${at} từ chối kết nối: không có dịch vụ nào nghe ở cổng này, hoặc tường lửa chặn.`;
      case 'unreachable':
        return `Không tới được ${at} (${failure.code}); kiểm tra địa chỉ, dây mạng và tường lửa.`;
      case 'reset':
        return `${at} ngắt kết nối khi đang nhận bản tin.`;
      case 'closed':
        return failure.halfFrame
          ? `${at} đóng kết nối khi mới gửi nửa bản tin trả lời.`
          : `${at} đóng kết nối mà không trả lời.`;
      case 'timeout':
        return failure.phase === 'connect' || failure.phase === 'tls'
          ? `${at} không trả lời khi mở kết nối.`
          : failure.halfFrame
            ? `${at} mới gửi một phần xác nhận (${failure.receivedBytes} byte) khi hết hạn.`
            : `${at} nhận bản tin nhưng không gửi xác nhận trong thời hạn.`;
      case 'tls-error':
        return `Kết nối TLS tới ${at} không thành (${failure.code}); kiểm tra chứng thư, CA, hoặc cổng này không dùng TLS.`;
      case 'noise':
        return `${at} trả lời không đúng HL7${failure.hint === 'unknown' ? '' : ` (giống ${failure.hint})`}; kiểm tra lại cổng.`;
      case 'cancelled':
        return 'Phép đo bị dừng.';
    }
  },
};

/** What a sentence about one wrong attribute needs. */
type DifferentRow = Pick<
  WorkflowMappingRow,
  'attribute' | 'hl7Field' | 'sent' | 'received' | 'text'
>;
