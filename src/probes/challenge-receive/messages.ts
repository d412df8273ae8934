import type { Language } from '../../locale/language.ts';

/** Sentences of the challenge-receive probe in one language. */
export type ReceiveWords = typeof vi;

/** Sentences of the challenge-receive probe. */
export function receiveMessages(language: Language): ReceiveWords {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: (where: string, aeTitle: string) =>
    `Không gửi gì. Mở ${where} (AE ${aeTitle}) và chờ 3 phút để một người dùng chọn ca thử thách, hoặc vài sê-ri của ca, trong phần mềm xem ảnh hay PACS rồi gửi tới đây. Mọi ảnh khác bị từ chối và không được giữ.`,
  /** Short: the end of a line that does not fit on a terminal is not seen. */
  awaits: (accession: string, where: string, aeTitle: string) =>
    `Hãy gửi ca thử thách ${accession} từ PACS tới AE ${aeTitle} (${where})`,
  nothing: (seconds: number) =>
    `Chưa có ảnh nào của ca thử thách được gửi tới trong ${seconds} giây (cách làm: khai AE title, địa chỉ và cổng của máy này làm nơi gửi trên PACS, rồi chạy lại với --resume và gửi ca).`,
  foreign: (count: number) =>
    `${count} đối tượng không phải của ca thử thách đã bị từ chối và không được giữ (cách làm: chỉ chọn ca thử thách khi gửi).`,
  selectionByPerson:
    'Công cụ thấy những gì tới nơi; việc một người chọn ca trên màn hình do người làm chứng xác nhận.',
  stopped: 'Phép đo bị dừng; chỉ tính những gì đã tới.',
};

const en: ReceiveWords = {
  sends: (where, aeTitle) =>
    `Sends nothing. Listens on ${where} (AE ${aeTitle}) and waits 3 minutes for a user to choose the challenge study, or series of it, in the viewer or PACS and send it here. Every other image is refused and not kept.`,
  awaits: (accession, where, aeTitle) =>
    `Send the challenge study ${accession} from the PACS to AE ${aeTitle} (${where})`,
  nothing: (seconds) =>
    `No image of the challenge study was sent here within ${seconds} seconds (to do: register AE title, address and port of this computer as a destination at the PACS, then run again with --resume and send the study).`,
  foreign: (count) =>
    `${count} objects that are not of the challenge study were refused and not kept (to do: choose the challenge study only).`,
  selectionByPerson:
    'The tool sees what arrives; that a person chose the study on screen is for the witness to confirm.',
  stopped: 'The probe was stopped; only what had come counts.',
};
