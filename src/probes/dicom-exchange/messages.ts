import type { Language } from '../../locale/language.ts';
import type { Deviation, DimseStatus } from '../../protocols/dicom/index.ts';
import type { TextForm } from '../../synthetic/index.ts';
import type { StudyTarget } from './target.ts';

/** Sentences of the dicom-exchange probe in one language. */
export type ExchangeWords = typeof vi;

/** Sentences of the dicom-exchange probe. */
export function exchangeMessages(language: Language): ExchangeWords {
  return language === 'vi' ? vi : en;
}

type Planned = Pick<StudyTarget, 'callingAe' | 'receive' | 'forwardTo' | 'autoForward'>;

const vi = {
  sendsStudy: ({ callingAe, receive, forwardTo, autoForward }: Planned) =>
    [
      `Với AE title ${callingAe}: lưu hai ca thử của người bệnh kiểm thử (khoảng 10 MB) bằng C-STORE, tìm bằng C-FIND, lấy lại bằng C-GET`,
      receive && ` và C-MOVE về ${receive.host}:${receive.port}`,
      ', yêu cầu Storage Commitment',
      forwardTo.length > 0 && `, chuyển tiếp tới ${listIds(forwardTo)} bằng C-MOVE`,
      ', rồi xóa ở mọi nơi theo testData.removal và hỏi lại.',
      autoForward.length > 0 && ` PACS có thể tự chuyển ảnh tới: ${autoForward.join(', ')}.`,
    ]
      .filter(Boolean)
      .join(''),
  sendsMpps: (callingAe: string) =>
    `Với AE title ${callingAe}: tạo một MPPS thử (IN PROGRESS) rồi đóng là DISCONTINUED. MPPS đã đóng không xóa được, còn lại trong nhật ký của hệ thống.`,
  // Without the peer's own comment: it may name somebody's record.
  status: ({ code, meaning }: DimseStatus) =>
    `mã trạng thái ${hex(code)}${meaning ? ` (${meaning})` : ''}`,
  serviceFailed: (service: string, why: string) => `${service} không có kết quả: ${why}`,
  notOffered: (service: string) => `Nút không chấp nhận ${service}.`,
  deviation: (one: Deviation) =>
    `Sai lệch so với chuẩn, đã bỏ qua: ${one.kind} (${one.firstDetail})`,
  objectRefused: (name: string, form: TextForm, why: string) =>
    `Không lưu được đối tượng ${name}${nameForm(form)}: ${why}`,
  objectCoerced: (name: string, form: TextForm, status: DimseStatus) =>
    `Nút nhận đối tượng ${name}${nameForm(form)} nhưng có cảnh báo, ${vi.status(status)}.`,
  storeBroken: (done: number, all: number, why: string) =>
    `Việc lưu dừng sau ${done}/${all} đối tượng: ${why}`,
  storeGivenUp: (done: number, all: number) =>
    `Việc lưu dừng sau ${done}/${all} đối tượng: association bị ngắt nhiều lần.`,
  nothingAccepted: 'Nút không nhận đối tượng nào của ca thử nên không hỏi gì thêm.',
  decomposedNotStored: (why?: string) =>
    `Chưa thử được chữ tổ hợp (NFD): không lưu được ca thử thứ hai${why ? `. ${why}` : '.'}`,
  queryFailed: (level: string, why: string) => `C-FIND mức ${level} không có kết quả: ${why}`,
  cancelIgnored: 'nút không dừng khi được yêu cầu (C-CANCEL)',
  noReceive:
    'Chưa khai dicom.receive nên không thử C-MOVE về máy này; kết quả Storage Commitment chỉ chờ được trên cùng association.',
  stopped: 'Phép đo bị dừng.',
  stoppedEarly: 'Bước này bị dừng giữa chừng; chỉ ghi những gì đã có kết quả trọn vẹn.',
  retrieveFailed: (service: string, why: string) => `${service} không thành công: ${why}`,
  retrieveTooLong: (service: string) => `${service} quá thời gian cho phép nên đã bị dừng.`,
  unknownDestination: (title: string) =>
    `Nút không biết nơi nhận ${title} (0xa801): đề nghị quản trị khai AE title, IP, cổng trên PACS cho ${title}.`,
  retrieveIncomplete: (service: string, status: DimseStatus) =>
    `${service} kết thúc với cảnh báo, ${vi.status(status)}: có đối tượng không gửi được.`,
  perhapsUnknown: (title: string) =>
    `Không có đối tượng nào được gửi tới ${title}: thường do PACS chưa khai, hoặc khai sai, AE title, IP, cổng của ${title}.`,
  nothingArrived: (title: string) =>
    `Nút báo đã gửi nhưng không có đối tượng nào tới ${title}: kiểm tra IP, cổng đã khai trên PACS và tường lửa.`,
  foreign: (method: string, count: number) =>
    `C-${method.toUpperCase()} đưa tới đối tượng không phải của ca thử (${count}); đã từ chối và không giữ gì.`,
  spoilt: (method: string, count: number) =>
    `C-${method.toUpperCase()} đưa tới đối tượng hỏng hoặc hai nội dung dưới một UID (${count}); không tính là đã nhận.`,
  changesOmitted: (count: number) => `Còn ${count} loại thay đổi khác, xem tệp so sánh đính kèm.`,
  noCommitmentResult: (ms: number, listened: boolean) =>
    `Nút nhận yêu cầu Storage Commitment nhưng không gửi kết quả trong ${Math.round(ms / 1000)} giây${listened ? '; kiểm tra AE title, IP, cổng của công cụ đã khai trên PACS' : '; có thể kết quả được gửi trên association khác mà máy này không nghe'}.`,
  cannotCount: (id: string, why: string) => `Không hỏi được ${id} đã nhận bao nhiêu ảnh: ${why}`,
  removal: (place: string, form: TextForm, sentence: string) =>
    `${place}${nameForm(form)}: ${sentence}`,
  autoForward: (places: readonly string[]) =>
    `PACS có thể đã tự chuyển ca thử tới ${places.join(', ')}; công cụ không xóa ở đó, đề nghị kiểm tra.`,
};

const en: ExchangeWords = {
  sendsStudy: ({ callingAe, receive, forwardTo, autoForward }) =>
    [
      `As AE title ${callingAe}: stores two studies of the test patient (about 10 MB) by C-STORE, finds them by C-FIND, fetches them back by C-GET`,
      receive && ` and by C-MOVE to ${receive.host}:${receive.port}`,
      ', asks for storage commitment',
      forwardTo.length > 0 && `, forwards one to ${listIds(forwardTo)} by C-MOVE`,
      ', then removes them everywhere by testData.removal and asks again.',
      autoForward.length > 0 &&
        ` The PACS may forward images by itself to: ${autoForward.join(', ')}.`,
    ]
      .filter(Boolean)
      .join(''),
  sendsMpps: (callingAe) =>
    `As AE title ${callingAe}: creates a test MPPS (IN PROGRESS) and ends it as DISCONTINUED. An ended MPPS cannot be deleted; it stays in the log of the system.`,
  status: ({ code, meaning }) => `status ${hex(code)}${meaning ? ` (${meaning})` : ''}`,
  serviceFailed: (service, why) => `${service} gave no result: ${why}`,
  notOffered: (service) => `The node does not accept ${service}.`,
  deviation: (one) => `Departure from the standard, tolerated: ${one.kind} (${one.firstDetail})`,
  objectRefused: (name, form, why) =>
    `The object ${name}${nameForm(form)} could not be stored: ${why}`,
  objectCoerced: (name, form, status) =>
    `The node took the object ${name}${nameForm(form)} with a warning, ${en.status(status)}.`,
  storeBroken: (done, all, why) => `Storing ended after ${done} of ${all} objects: ${why}`,
  storeGivenUp: (done, all) =>
    `Storing ended after ${done} of ${all} objects: the association broke several times.`,
  nothingAccepted: 'The node accepted no object of the test study, so nothing else was asked.',
  decomposedNotStored: (why) =>
    `Decomposed letters (NFD) could not be tried: the second test study was not stored${why ? `. ${why}` : '.'}`,
  queryFailed: (level, why) => `C-FIND at ${level} level gave no result: ${why}`,
  cancelIgnored: 'the node did not stop when asked to (C-CANCEL)',
  noReceive:
    'dicom.receive is not given, so C-MOVE to this computer was not tried; a storage commitment result could be awaited on the same association only.',
  stopped: 'The probe was stopped.',
  stoppedEarly: 'This step was stopped midway; only what had its whole result is recorded.',
  retrieveFailed: (service, why) => `${service} did not succeed: ${why}`,
  retrieveTooLong: (service) => `${service} took longer than allowed and was cancelled.`,
  unknownDestination: (title) =>
    `The node does not know the destination ${title} (0xa801): ask the administrator to register AE title, IP address and port of ${title} at the PACS.`,
  retrieveIncomplete: (service, status) =>
    `${service} ended with a warning, ${en.status(status)}: some objects could not be sent.`,
  perhapsUnknown: (title) =>
    `No object was sent to ${title}: often its AE title, IP address and port are not registered at the PACS, or wrongly.`,
  nothingArrived: (title) =>
    `The node says that it sent, but no object came to ${title}: check the IP address and port registered at the PACS, and firewalls.`,
  foreign: (method, count) =>
    `C-${method.toUpperCase()} brought objects that are not of the test study (${count}); they were refused and nothing of them kept.`,
  spoilt: (method, count) =>
    `C-${method.toUpperCase()} brought objects that were broken, or had two contents under one UID (${count}); they do not count as received.`,
  changesOmitted: (count) => `${count} more kinds of change are in the attached comparison.`,
  noCommitmentResult: (ms, listened) =>
    `The node took the storage commitment request but sent no result within ${Math.round(ms / 1000)} seconds${listened ? "; check that the tool's AE title, IP address and port are registered at the PACS" : '; it may have been sent on another association, which this computer does not listen for'}.`,
  cannotCount: (id, why) => `${id} could not be asked how many images it received: ${why}`,
  removal: (place, form, sentence) => `${place}${nameForm(form)}: ${sentence}`,
  autoForward: (places) =>
    `The PACS may have forwarded the test study by itself to ${places.join(', ')}; the tool removes nothing there, please check.`,
};

function listIds(places: Planned['forwardTo']): string {
  return places.map(({ node }) => node.id).join(', ');
}

function nameForm(form: TextForm): string {
  return form === 'NFD' ? ' (NFD)' : '';
}

function hex(status: number): string {
  return `0x${status.toString(16).padStart(4, '0')}`;
}
