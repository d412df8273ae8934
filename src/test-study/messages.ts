import type { Language } from '../locale/language.ts';
import type { MppsClosing } from './close-mpps.ts';
import type { StudyRemoval } from './study-place.ts';

/** In one sentence: what became of a test study at its place, and what is to be done. */
export function tellRemoval(removal: StudyRemoval, language: Language): string {
  const { notes, withDetail } = studyMessages(language);
  const sentence = notes[removal.note];
  return removal.state === 'left' && removal.detail !== undefined
    ? withDetail(sentence, removal.detail)
    : `${sentence}.`;
}

/** In one sentence: what became of a test MPPS, and what is to be done. */
export function tellClosing(closing: MppsClosing, language: Language): string {
  const { mppsNotes, withDetail } = studyMessages(language);
  const sentence = mppsNotes[closing.note];
  return closing.state === 'left' && closing.detail !== undefined
    ? withDetail(sentence, closing.detail)
    : `${sentence}.`;
}

/** Words about test studies and what peers said of them. */
export function studyMessages(language: Language): StudyWords {
  return language === 'vi' ? vi : en;
}

interface StudyWords {
  readonly notes: { readonly [N in StudyRemoval['note']]: string };
  readonly mppsNotes: { readonly [N in MppsClosing['note']]: string };
  readonly noMpps: string;
  readonly noFind: string;
  readonly noKeyObjects: string;
  readonly keyIgnored: string;
  readonly unreadable: string;
  readonly tooSlow: string;
  readonly notDicomweb: string;
  readonly brokenOff: string;
  readonly stopped: string;
  readonly foreignPatient: string;
  readonly foreignUid: string;
  readonly foreignObjects: string;
  readonly notShown: string;
  readonly noInstances: string;
  readonly partlyRefused: string;
  readonly noConnection: (code: string) => string;
  readonly http: (status: number) => string;
  readonly status: (service: string, code: number) => string;
  readonly withDetail: (sentence: string, detail: string) => string;
}

const vi: StudyWords = {
  notes: {
    deleted: 'Đã xóa ca thử; hỏi lại thì hệ thống không còn ca này',
    rejected: 'Đã gửi phiếu loại bỏ (IOCM); hỏi lại thì hệ thống không còn cho thấy ca này',
    neverStored: 'Hệ thống trả lời không có ca thử này, hỏi lại cũng không thấy',
    byAdministrator: 'Ca thử còn trên hệ thống; người quản trị phải xóa bằng tay',
    deleteRefused: 'Không xóa được ca thử',
    stillThere: 'Đã yêu cầu xóa nhưng hỏi lại vẫn thấy ca thử',
    unverified: 'Chưa kiểm tra được ca thử còn trên hệ thống hay không',
    notReached: 'Không kết nối được để xóa và kiểm tra ca thử',
  },
  mppsNotes: {
    discontinued: 'Đã đóng bước chụp thử (MPPS) là DISCONTINUED; hệ thống không nhận sửa đổi nữa',
    neverCreated: 'Hệ thống trả lời không có bước chụp thử (MPPS) này',
    closeRefused: 'Hệ thống không nhận lệnh đóng bước chụp thử (MPPS)',
    stillOpen:
      'Hệ thống nhận lệnh đóng bước chụp thử (MPPS) nhưng sau đó vẫn nhận sửa đổi: chưa chắc đã đóng',
    unverified: 'Chưa kiểm tra được bước chụp thử (MPPS) đã đóng hay chưa',
    notReached: 'Không kết nối được để đóng bước chụp thử (MPPS)',
  },
  noMpps: 'hệ thống không nhận MPPS',
  noFind: 'hệ thống không nhận truy vấn ca chụp (C-FIND)',
  noKeyObjects: 'hệ thống không nhận đối tượng Key Object Selection',
  keyIgnored: 'hệ thống không lọc theo Study Instance UID',
  unreadable: 'câu trả lời không đọc được',
  tooSlow: 'hệ thống không trả lời kịp',
  notDicomweb: 'câu trả lời không đúng DICOMweb',
  brokenOff: 'hệ thống ngắt kết nối giữa chừng',
  stopped: 'đã dừng trước khi có câu trả lời',
  foreignPatient:
    'ca mang Study Instance UID này trên hệ thống không thuộc người bệnh thử, hoặc hệ thống không nói thuộc ai; công cụ không đụng tới',
  foreignUid: 'Study Instance UID hoặc mã người bệnh không phải do công cụ này đặt',
  foreignObjects:
    'ca mang UID do RIS cấp và có cả đối tượng không phải do công cụ này gửi; công cụ không đụng tới',
  notShown: 'hệ thống trả lời không có ca này, nhưng chưa từng cho thấy nó',
  noInstances: 'hệ thống không cho biết ca gồm những ảnh nào',
  partlyRefused: 'hệ thống không lưu phiếu loại bỏ',
  noConnection: (code) => `không kết nối được, ${code}`,
  http: (status) =>
    status === 401 || status === 403
      ? `HTTP ${status}, hệ thống không cho phép: kiểm tra tên, mật khẩu và quyền`
      : `HTTP ${status}`,
  status: (service, code) => `${service} trả về ${hex(code)}`,
  withDetail: (sentence, detail) => `${sentence} (${detail}).`,
};

const en: StudyWords = {
  notes: {
    deleted: 'The test study was deleted; asked again, the system has it no more',
    rejected: 'A rejection note was sent (IOCM); asked again, the system shows the study no more',
    neverStored: 'The system answers that it has no such test study, and a query shows none',
    byAdministrator: 'The test study is on the system; an administrator has to remove it by hand',
    deleteRefused: 'The test study could not be removed',
    stillThere: 'Removal was asked for, but a query still shows the test study',
    unverified: 'It could not be checked whether the test study is still on the system',
    notReached: 'The system could not be reached to remove and check the test study',
  },
  mppsNotes: {
    discontinued: 'The test MPPS was ended as DISCONTINUED; the system takes no more changes to it',
    neverCreated: 'The system answers that it has no such test MPPS',
    closeRefused: 'The system did not take the end of the test MPPS',
    stillOpen:
      'The system took the end of the test MPPS, yet takes changes after it: it may not be closed',
    unverified: 'It could not be checked whether the test MPPS is closed',
    notReached: 'The system could not be reached to close the test MPPS',
  },
  noMpps: 'the system takes no MPPS',
  noFind: 'the system takes no study query (C-FIND)',
  noKeyObjects: 'the system takes no Key Object Selection',
  keyIgnored: 'the system does not match by Study Instance UID',
  unreadable: 'the answer cannot be read',
  tooSlow: 'the system did not answer in time',
  notDicomweb: 'the answer is not DICOMweb',
  brokenOff: 'the system broke the connection off',
  stopped: 'stopped before there was an answer',
  foreignPatient:
    'the study of this Study Instance UID on the system is not of a test patient, or the system does not say whose it is; it is not touched',
  foreignUid: 'the Study Instance UID or the patient id is not one that this tool gives',
  foreignObjects:
    'the study has a UID of the RIS and holds objects that this tool did not send; it is not touched',
  notShown: 'the system answers that it has no such study, but has never shown it',
  noInstances: 'the system does not tell which objects the study has',
  partlyRefused: 'the system did not store the rejection note',
  noConnection: (code) => `no connection, ${code}`,
  http: (status) =>
    status === 401 || status === 403
      ? `HTTP ${status}, not permitted: check user, password and rights`
      : `HTTP ${status}`,
  status: (service, code) => `${service} returned ${hex(code)}`,
  withDetail: (sentence, detail) => `${sentence} (${detail}).`,
};

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
