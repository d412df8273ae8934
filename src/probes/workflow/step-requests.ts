import type { Language } from '../../locale/language.ts';
import type { StepId } from './step-ids.ts';

/** What a vendor is asked to look at when a step failed; one sentence or two, full stop included. */
const requests: Readonly<Record<StepId, Readonly<Record<Language, string>>>> = {
  'negative-control': {
    vi: 'Danh sách chờ chỉ được trả những mục thật có: kiểm tra cách xử lý khóa Patient ID và Accession Number của C-FIND, không chép lại câu hỏi.',
    en: 'A worklist may only return items that it has: check how the keys Patient ID and Accession Number of C-FIND are handled, and do not repeat the question.',
  },
  adt: {
    vi: 'Kiểm tra việc nhận ADT^A04: định tuyến theo MSH-9, những trường đang đặt là bắt buộc, và trả ACK có MSA-2 bằng đúng MSH-10 đã nhận.',
    en: 'Check how ADT^A04 is taken: routing by MSH-9, the fields that are configured as required, and an ACK whose MSA-2 is the very MSH-10 received.',
  },
  order: {
    vi: 'Kiểm tra cổng nhận chỉ định: địa chỉ, cổng, tường lửa, TLS, khung MLLP (0B … 1C 0D) hoặc đường dẫn HTTP.',
    en: 'Check the port for orders: address, port, firewall, TLS, MLLP framing (0B … 1C 0D) or the HTTP path.',
  },
  'order-ack': {
    vi: 'Trả đúng một ACK cho mỗi bản tin trên cùng kết nối: MSA-1 = AA khi nhận, MSA-2 = MSH-10 đã nhận, MSH-12 và MSH-18 như bản tin gửi; khi từ chối thì ghi lý do trong ERR-3 theo bảng 0357.',
    en: 'Return exactly one ACK for each message on the same connection: MSA-1 = AA when taken, MSA-2 = the MSH-10 received, MSH-12 and MSH-18 as in the message; when refusing, give the reason in ERR-3 by table 0357.',
  },
  worklist: {
    vi: 'Sửa ánh xạ từ các trường HL7 nêu ở trên sang thuộc tính DICOM tương ứng; trả Specific Character Set (0008,0005) = ISO_IR 192 và chữ UTF-8 nguyên vẹn. Nếu mục không hiện, kiểm tra việc tạo mục từ chỉ định và khóa tìm Patient ID.',
    en: 'Mend the mapping from the HL7 fields named above to their DICOM attributes; return Specific Character Set (0008,0005) = ISO_IR 192 and the letters in UTF-8. If the item does not show, check how items are made from orders, and the key Patient ID.',
  },
  'mpps-in-progress': {
    vi: 'Bật dịch vụ MPPS (N-CREATE) cho AE title của thiết bị thử và nối bước chụp với chỉ định theo Scheduled Step Attributes Sequence (0040,0270).',
    en: 'Offer MPPS (N-CREATE) to the AE title of the test modality, and tie the step to the order by the Scheduled Step Attributes Sequence (0040,0270).',
  },
  images: {
    vi: 'Cho AE title của thiết bị thử gửi ảnh, nhận SOP class và cú pháp truyền đã chào, trả trạng thái 0000; nếu trả cảnh báo Bxxx thì nêu thuộc tính nào bị đổi. Study Instance UID do RIS cấp phải mới cho mỗi chỉ định.',
    en: 'Let the AE title of the test modality store, accept the SOP class and transfer syntax offered, and return status 0000; with a warning Bxxx say which attribute was changed. A Study Instance UID that the RIS gives must be new for each order.',
  },
  'mpps-completed': {
    vi: 'Nhận N-SET COMPLETED (0110 là từ chối) và sau đó không mời chụp mục này nữa: đổi trạng thái trong danh sách chờ hoặc gỡ mục.',
    en: 'Take N-SET COMPLETED (0110 is a refusal), and then no longer offer the item: change its status in the worklist, or take it off.',
  },
  'pacs-study': {
    vi: 'Kiểm tra PACS có đổi Patient ID, Accession Number hay tên khi lưu hoặc khi trả lời C-FIND không; lưu và trả tên theo bảng mã đã khai (ISO_IR 192).',
    en: 'Check whether the archive changes Patient ID, Accession Number or the name when storing or in C-FIND; keep and return names in the declared character set (ISO_IR 192).',
  },
  report: {
    vi: 'Khi bác sĩ ký, gửi ORU^R01 (hoặc MDM^T02) tới HIS với PID-3, OBR-2, OBR-3 và số Accession của đúng chỉ định này; OBX có chữ không kèm mã chạy, ảnh JPEG trọn vẹn (ED, Base64), Study Instance UID; MSH-18 đúng bảng mã của các byte.',
    en: 'When the radiologist signs, send ORU^R01 (or MDM^T02) to the HIS with PID-3, OBR-2, OBR-3 and the accession number of this very order; OBX with text that runs nothing, a whole JPEG (ED, Base64) and the Study Instance UID; MSH-18 as the bytes are.',
  },
  'correction-to-his': {
    vi: 'Khi bác sĩ sửa báo cáo đã ký, gửi lại ORU^R01 với cùng OBR-2 và OBR-3, nội dung mới, OBR-25 = C và OBX-11 = C.',
    en: 'When a signed report is changed, send ORU^R01 again with the same OBR-2 and OBR-3, the new text, OBR-25 = C and OBX-11 = C.',
  },
  'correction-to-ris': {
    vi: 'Nhận bản tin sửa chỉ định (ORC-1 = XO) theo ORC-2 và cho thay đổi hiện ở danh sách chờ hoặc trong bản tin gửi về HIS.',
    en: 'Take the change of an order (ORC-1 = XO) by ORC-2, and let it show in the worklist or in a message to the HIS.',
  },
  'patient-update': {
    vi: 'Nhận ADT^A08 theo PID-3, cập nhật tên ở danh sách chờ và báo cho PACS; giữ nguyên dấu tiếng Việt.',
    en: 'Take ADT^A08 by PID-3, update the name in the worklist and tell the archive; keep the Vietnamese marks.',
  },
  'patient-merge': {
    vi: 'Nhận ADT^A40: gộp người bệnh ở MRG-1 vào người bệnh ở PID-3 và báo cho PACS chuyển các ca chụp theo.',
    en: 'Take ADT^A40: merge the patient of MRG-1 into that of PID-3, and have the archive move the studies.',
  },
  cancel: {
    vi: 'Nhận bản tin hủy (ORC-1 = CA; DC khi đã bắt đầu) theo ORC-2, gỡ mục khỏi danh sách chờ và hủy ở viện phí; nếu không hủy được thì từ chối bằng AE và nêu lý do, không trả AA.',
    en: 'Take the cancel (ORC-1 = CA; DC once begun) by ORC-2, take the item off the worklist and out of billing; where it cannot be cancelled refuse it with AE and the reason, not with AA.',
  },
  removal: {
    vi: 'Cho biết cách xóa ca thử khỏi PACS: bật DICOMweb DELETE hoặc phiếu loại bỏ (IOCM) cho AE title này, hoặc chỉ định người quản trị xóa.',
    en: 'Say how a test study is removed from the archive: offer DICOMweb DELETE or rejection notes (IOCM) to this AE title, or name the administrator who removes it.',
  },
};

/** What the vendor of the system that a step is about is asked to look at. */
export function requestOf(step: StepId, language: Language): string {
  return requests[step][language];
}
