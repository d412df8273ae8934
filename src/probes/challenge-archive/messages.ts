import type { Language } from '../../locale/language.ts';

/** Sentences of the challenge-archive probe in one language. */
export type ArchiveWords = typeof vi;

/** Sentences of the challenge-archive probe. */
export function archiveMessages(language: Language): ArchiveWords {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends:
    'Hỏi C-FIND (hoặc QIDO-RS) theo Study UID, mã người bệnh thử và số phiếu của ca thử thách, rồi lấy ca đó về bằng C-GET, C-MOVE hoặc WADO-RS (khoảng 130 MB) để so với ảnh gốc. Không ghi, không sửa gì; không lấy ảnh của người bệnh khác.',
  notOffered: (service: string) => `kho không nhận ${service}`,
  noReceive: 'không khai dicom.receive nên không thử được C-MOVE',
  tooLong: (service: string) => `${service} không xong trong thời hạn`,
  status: (service: string, code: number) =>
    `${service} trả về trạng thái ${code.toString(16).toUpperCase().padStart(4, '0')}`,
  searchProblem: (detail: string) => `Câu hỏi tìm ca không có trả lời trọn vẹn: ${detail}.`,
  listProblem: (detail: string) => `Không liệt kê được hết đối tượng của một ca: ${detail}.`,
  fetchProblem: (detail: string) => `Chưa lấy hết được một ca: ${detail}.`,
  nothing:
    'Không thấy ca thử thách trong kho (cách làm: gửi ca bằng rispacs challenge send rồi chạy lại với --resume).',
  otherPatient:
    'Một ca mang mã của ca thử thách nhưng mã người bệnh không còn là mã thử; chỉ lấy những ảnh do công cụ tạo ra, không lấy gì khác của ca đó.',
  otherStudies: (count: number) =>
    `${count} ca thử khác của cùng người bệnh thử không chứa ảnh của ca thử thách, không tính.`,
  howToMeasure:
    'Chưa thấy số đo nào của ca thử thách được lưu trong PACS (cách làm: mở sê-ri đo lường trong phần mềm xem ảnh, đo, lưu lại, rồi chạy lại với --resume).',
  howToEdit:
    'Chưa thấy ca thử thách được biên tập (cách làm: tách, gộp hoặc sửa thông tin ca này trong PACS, rồi chạy lại với --resume).',
  audit:
    'Đã thấy ca thử thách được biên tập. Hãy xuất nhật ký của PACS về lần biên tập này (ai, lúc nào, sửa gì) và nộp kèm xác nhận cho tiêu chí pacs-21: giao thức không cho thấy nhật ký.',
  restore:
    'Ca thử thách chưa được đưa về như cũ (cách làm: sau khi kiểm tra xong, đưa ca về như cũ rồi chạy lại với --resume).',
  stopped: 'Phép đo bị dừng; các số đếm chỉ là một phần.',
};

const en: ArchiveWords = {
  sends:
    'Asks by C-FIND (or QIDO-RS) for the study UID, the test patient id and the accession number of the challenge study, then fetches that study by C-GET, C-MOVE or WADO-RS (about 130 MB) and compares it with the originals. Writes and changes nothing; no other patient’s images are fetched.',
  notOffered: (service) => `the archive does not offer ${service}`,
  noReceive: 'dicom.receive is not set, so C-MOVE cannot be tried',
  tooLong: (service) => `${service} did not end in time`,
  status: (service, code) =>
    `${service} ended with status ${code.toString(16).toUpperCase().padStart(4, '0')}`,
  searchProblem: (detail) => `A search for studies has no complete answer: ${detail}.`,
  listProblem: (detail) => `The objects of a study could not all be listed: ${detail}.`,
  fetchProblem: (detail) => `A study could not be fetched whole: ${detail}.`,
  nothing:
    'The challenge study is not in the archive (to do: send it with rispacs challenge send and run again with --resume).',
  otherPatient:
    'A study carries identifiers of the challenge study, but its patient id is no longer a test id; only images that this tool made were fetched, nothing else of it.',
  otherStudies: (count) =>
    `${count} other test studies of the same test patient hold no image of the challenge study and do not count.`,
  howToMeasure:
    'No measurement of the challenge study was found in the PACS (to do: open the measurement series in the viewer, measure, save, then run again with --resume).',
  howToEdit:
    'The challenge study was not edited (to do: split, merge or correct it in the PACS, then run again with --resume).',
  audit:
    'The challenge study was edited. Export the PACS’s audit record of it (who, when, what) and hand it in with the attestation for pacs-21: no protocol shows it.',
  restore:
    'The challenge study is not back as it was (to do: when done, put it back and run again with --resume).',
  stopped: 'The probe was stopped; its counts are a part only.',
};
