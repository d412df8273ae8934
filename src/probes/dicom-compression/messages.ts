import type { Language } from '../../locale/language.ts';
import type { Deviation } from '../../protocols/dicom/index.ts';
import type { RetrieveWay } from './facts.ts';

/** Sentences of the dicom-compression probe in one language. */
export type CompressionWords = typeof vi;

/** Sentences of the dicom-compression probe. */
export function compressionMessages(language: Language): CompressionWords {
  return language === 'vi' ? vi : en;
}

const ways: Readonly<Record<RetrieveWay, string>> = {
  get: 'C-GET',
  move: 'C-MOVE',
  'wado-rs': 'WADO-RS',
};

const vi = {
  sends: (callingAe: string, hasMove: boolean, hasFetch: boolean) =>
    `Với AE title ${callingAe}: lưu một ca thử nhỏ (CT, CR, siêu âm màu, ảnh màu; thêm hai bản CT đã nén) của người bệnh giả KIỂM THỬ^RISPACS, lấy về lần lượt bằng từng cú pháp truyền nén qua C-GET${hasMove ? ', C-MOVE' : ''}${hasFetch ? ', WADO-RS' : ''}, so điểm ảnh, rồi xóa ca thử. PACS có thể tự chuyển tiếp ca này.`,
  storageRefused: 'Nút không nhận lưu loại ảnh nào của ca thử (C-STORE).',
  nothingStored: (reasons: string) => `Nút không lưu được ảnh nào của ca thử (${reasons}).`,
  partlyStored: (stored: number, sent: number, reasons: string) =>
    `Nút chỉ lưu ${stored} trên ${sent} ảnh của ca thử (${reasons}).`,
  storingEnded: (why: string) => `Việc lưu ca thử bị dừng giữa chừng: ${why}`,
  notShown: 'Nút đã nhận ca thử nhưng C-FIND chưa thấy; vẫn hỏi lấy ảnh.',
  noReceive: 'Không thử C-MOVE: tệp cơ sở không khai dicom.receive, nơi máy này nhận ảnh.',
  noDicomweb: 'Không thử WADO-RS: nút này không khai dicomweb trong tệp cơ sở.',
  notOffered: (service: string) => `Nút không cung cấp ${service}.`,
  destinationUnknown: (callingAe: string) =>
    `Nút không biết đích C-MOVE ${callingAe}; đề nghị quản trị PACS khai AE title này cùng địa chỉ và cổng của máy chạy công cụ.`,
  notAsked: (syntax: string) => `Không hỏi ${syntax}: đã hết thời gian dành cho nút này.`,
  defect: (syntax: string, way: RetrieveWay, detail: string) =>
    `${syntax} qua ${ways[way]}: ảnh nhận được có điểm sai (${detail}).`,
  notLossless: (syntax: string, way: RetrieveWay) =>
    `${syntax} qua ${ways[way]}: cú pháp không mất mát nhưng điểm ảnh khác bản đã lưu.`,
  notFlagged: (syntax: string, way: RetrieveWay) =>
    `${syntax} qua ${ways[way]}: điểm ảnh đã mất mát nhưng (0028,2110) không ghi 01.`,
  lossy:
    'Với cú pháp nén có mất mát, điểm ảnh khác bản gốc là bình thường; sai khác tính theo giá trị lưu, một PACS co giãn giá trị sẽ cho sai khác lớn.',
  removal: (sentence: string) => `Ca thử nén: ${sentence}`,
  autoForward: (places: string) =>
    `PACS tự chuyển tiếp ảnh tới ${places}; bản ở đó công cụ không xóa được.`,
  deviation: (one: Deviation) =>
    `Sai lệch so với chuẩn, đã bỏ qua: ${one.kind} (${one.firstDetail})`,
  stopped: 'Phép đo bị dừng.',
};

const en: CompressionWords = {
  sends: (callingAe, hasMove, hasFetch) =>
    `As AE title ${callingAe}: stores a small test study (CT, CR, colour ultrasound, colour image; two more copies of the CT that are compressed already) of the made-up patient KIỂM THỬ^RISPACS, fetches it in one compressed transfer syntax after the other by C-GET${hasMove ? ', C-MOVE' : ''}${hasFetch ? ', WADO-RS' : ''}, compares the pixels, then removes the study. The PACS may forward it by itself.`,
  storageRefused: 'The node takes no kind of image of the test study (C-STORE).',
  nothingStored: (reasons) => `The node stored no image of the test study (${reasons}).`,
  partlyStored: (stored, sent, reasons) =>
    `The node stored only ${stored} of ${sent} images of the test study (${reasons}).`,
  storingEnded: (why) => `Storing the test study broke off: ${why}`,
  notShown:
    'The node took the test study but C-FIND does not show it yet; images are asked for all the same.',
  noReceive:
    'C-MOVE was not tried: the facility file has no dicom.receive, where this computer takes images.',
  noDicomweb: 'WADO-RS was not tried: this node has no dicomweb in the facility file.',
  notOffered: (service) => `The node does not offer ${service}.`,
  destinationUnknown: (callingAe) =>
    `The node does not know the C-MOVE destination ${callingAe}; ask the administrator of the PACS to add this AE title with this computer's address and port.`,
  notAsked: (syntax) => `${syntax} was not asked for: the time for this node was used up.`,
  defect: (syntax, way, detail) =>
    `${syntax} by ${ways[way]}: something is wrong with what was received (${detail}).`,
  notLossless: (syntax, way) =>
    `${syntax} by ${ways[way]}: the syntax is lossless but pixels differ from those stored.`,
  notFlagged: (syntax, way) =>
    `${syntax} by ${ways[way]}: pixels have lost something but (0028,2110) does not say 01.`,
  lossy:
    'Under a lossy syntax pixels differ as they should; differences are in stored values, and a PACS that rescales values shows large ones.',
  removal: (sentence) => `Compression test study: ${sentence}`,
  autoForward: (places) =>
    `The PACS forwards images to ${places} by itself; copies there are beyond this tool.`,
  deviation: (one) => `Departure from the standard, tolerated: ${one.kind} (${one.firstDetail})`,
  stopped: 'The probe was stopped.',
};
