import type { Language } from '../../locale/language.ts';

interface Messages {
  readonly unreadableAnswers: (count: number) => string;
  readonly status: (service: string, code: number) => string;
  readonly notOffered: (service: string) => string;
  readonly cancelIgnored: string;
  readonly noWayBack: string;
  readonly notAllFetched: (fetched: number, listed: number) => string;
  readonly unknownDestination: (aeTitle: string) => string;
}

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

const vi: Messages = {
  unreadableAnswers: (count) => `${count} câu trả lời C-FIND không đúng dạng DICOM.`,
  status: (service, code) => `${service} kết thúc với trạng thái ${hex(code)}.`,
  notOffered: (service) => `Hệ thống này không nhận ${service} (Study Root).`,
  cancelIgnored: 'Hệ thống này không dừng khi được yêu cầu (C-CANCEL).',
  noWayBack:
    'Không lấy được ảnh: hệ thống không nhận C-GET, và tệp cơ sở chưa có dicom.receive để nhận qua C-MOVE.',
  notAllFetched: (fetched, listed) =>
    `Lấy về được ${fetched} trong ${listed} đối tượng đã liệt kê.`,
  unknownDestination: (aeTitle) =>
    `C-MOVE không biết AE title ${aeTitle}; đề nghị quản trị PACS khai AE title này với địa chỉ và cổng của dicom.receive.`,
};

const en: Messages = {
  unreadableAnswers: (count) => `${count} answers to C-FIND are not DICOM.`,
  status: (service, code) => `${service} ended with status ${hex(code)}.`,
  notOffered: (service) => `This system does not take ${service} (Study Root).`,
  cancelIgnored: 'This system did not stop when asked to (C-CANCEL).',
  noWayBack:
    'No images were fetched: the system does not take C-GET, and the facility file has no dicom.receive for C-MOVE.',
  notAllFetched: (fetched, listed) => `${fetched} of ${listed} listed objects were fetched.`,
  unknownDestination: (aeTitle) =>
    `C-MOVE does not know AE title ${aeTitle}; ask the PACS administrator to add it with address and port of dicom.receive.`,
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** Sentences about talking to a PACS. */
export function pacsMessages(language: Language): Messages {
  return tables[language];
}
