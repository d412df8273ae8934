import { both, system } from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

/** What can go wrong with one case on its way from order to report, step by step (ris-02 to ris-05). */
export const workflowFaults: readonly Fault[] = [
  fault(
    'worklist-repeats-the-question',
    {
      vi: 'Danh sách chờ trả lại chính điều được hỏi khi không có mục nào khớp',
      en: 'The worklist answers with what it was asked when nothing matches',
    },
    {},
    system('worklist', { answers: 'echoes' }),
  ),
  fault(
    'registration-refused',
    {
      vi: 'RIS trả lời AE cho bản tin đăng ký người bệnh (ADT^A04)',
      en: 'The RIS answers AE to a patient registration (ADT^A04)',
    },
    {},
    system('ris', { registrations: 'error' }),
  ),
  fault(
    'ris-goes-down',
    {
      vi: 'Cổng HL7 của RIS ngừng chạy sau khi nhận đăng ký người bệnh',
      en: 'The HL7 port of the RIS goes down once it has taken a registration',
    },
    { undetermined: ['ris-05'] },
    system('ris', { registrations: 'then-down' }),
  ),
  fault(
    'order-rejected',
    {
      vi: 'RIS trả lời AR cho mọi chỉ định vì thiếu danh mục',
      en: 'The RIS answers AR to every order, for want of a catalogue entry',
    },
    { undetermined: ['ris-02', 'ris-05'] },
    system('ris', { orders: 'rejected' }),
  ),
  fault(
    'order-ack-names-another',
    {
      vi: 'Xác nhận chỉ định mới mang MSA-2 khác MSH-10 đã gửi',
      en: 'The acknowledgement of a new order has another MSA-2 than the MSH-10 sent',
    },
    { undetermined: ['ris-02', 'ris-05'] },
    system('ris', { orderAnswer: 'wrong-control-id' }),
  ),
  fault(
    'order-only-committed',
    {
      vi: 'RIS chỉ trả CA cho chỉ định mới rồi im lặng',
      en: 'The RIS answers a new order with CA only, and then nothing',
    },
    { undetermined: ['ris-02', 'ris-05'] },
    system('ris', { orderAnswer: 'commit-only' }),
  ),
  fault(
    'worklist-loses-accession',
    {
      vi: 'Danh sách chờ không còn số phiếu (Accession Number)',
      en: 'The worklist has lost the accession number',
    },
    {},
    system('worklist', { items: 'no-accession' }),
  ),
  fault(
    'worklist-strips-diacritics',
    {
      vi: 'Danh sách chờ bỏ dấu tiếng Việt',
      en: 'The worklist strips Vietnamese diacritics',
    },
    {},
    system('worklist', { items: 'strips-marks' }),
  ),
  fault(
    'worklist-shows-another-study',
    {
      vi: 'Danh sách chờ mang Study Instance UID khác với chỉ định',
      en: 'The worklist has another Study Instance UID than the order',
    },
    {},
    system('worklist', { items: 'other-study' }),
  ),
  fault(
    'mpps-fails',
    {
      vi: 'RIS báo lỗi cho mọi MPPS mới',
      en: 'The RIS ends every new performed procedure step with a failure',
    },
    {},
    system('worklist', { mpps: 'rejected' }),
  ),
  fault(
    'mpps-ignored',
    {
      vi: 'RIS nhận MPPS nhưng danh sách chờ vẫn mời chụp ca đã chụp xong',
      en: 'The RIS takes MPPS, and the worklist goes on offering what is done',
    },
    {},
    system('worklist', { mpps: 'ignored' }),
  ),
  fault(
    'ordered-images-refused',
    {
      vi: 'PACS từ chối ảnh của ca có chỉ định',
      en: 'The PACS refuses images of an ordered examination',
    },
    { undetermined: ['ris-05'] },
    system('pacs', { orderedImages: 'refused' }),
  ),
  fault(
    'report-of-another-patient',
    {
      vi: 'Báo cáo của ca thử gửi về HIS ghi mã của người bệnh khác',
      en: 'The report of the test case names another patient',
    },
    { undetermined: ['ris-05'] },
    system('ris', { reports: 'of-another-patient' }),
  ),
  fault(
    'report-never-comes',
    {
      vi: 'RIS không bao giờ gửi báo cáo về HIS',
      en: 'The RIS never sends a report to the HIS',
    },
    { undetermined: ['ris-05'] },
    system('ris', { reports: 'never' }),
  ),
  fault(
    'report-stays-preliminary',
    {
      vi: 'RIS chỉ gửi báo cáo sơ bộ (OBR-25 = P)',
      en: 'The RIS sends a preliminary report only (OBR-25 = P)',
    },
    { undetermined: ['ris-05'] },
    system('ris', { reports: 'preliminary' }),
  ),
  fault(
    'report-picture-cut',
    {
      vi: 'Ảnh JPEG trong báo cáo gửi về HIS bị cắt giữa chừng',
      en: 'The JPEG in the report to the HIS is cut short',
    },
    { 'not-met': ['ris-05'] },
    system('ris', { reports: 'picture-cut' }),
  ),
  fault(
    'report-without-picture',
    {
      vi: 'Báo cáo gửi về HIS không kèm ảnh JPEG',
      en: 'Reports to the HIS carry no JPEG',
    },
    { undetermined: ['ris-05'] },
    system('ris', { reports: 'no-picture' }),
  ),
  fault(
    'report-letters-damaged',
    {
      vi: 'Chữ tiếng Việt trong báo cáo gửi về HIS bị hỏng',
      en: 'Vietnamese letters in the report to the HIS are damaged',
    },
    // The criterion does not ask for it; the council is told.
    {},
    system('ris', { reports: 'letters-damaged' }),
  ),
  fault(
    'report-of-another-study',
    {
      vi: 'Báo cáo gửi về HIS ghi Study Instance UID của ca chụp khác',
      en: 'The report to the HIS names the Study Instance UID of another study',
    },
    {},
    system('ris', { reports: 'of-another-study' }),
  ),
  fault(
    'correction-not-marked',
    {
      vi: 'Báo cáo đã sửa gửi như báo cáo đầu, không ghi là bản sửa',
      en: 'A changed report is sent as if it were the first, not marked as a correction',
    },
    // The HIS gets the change, which is what the criterion asks for.
    {},
    system('ris', { corrections: 'unmarked' }),
  ),
  fault(
    'correction-never-comes',
    {
      vi: 'RIS không gửi báo cáo đã sửa về HIS',
      en: 'The RIS does not send a changed report to the HIS',
    },
    { undetermined: ['ris-05'] },
    system('ris', { corrections: 'never' }),
  ),
  fault(
    'order-change-ignored',
    {
      vi: 'RIS xác nhận bản tin sửa chỉ định (XO) nhưng không đổi gì',
      en: 'The RIS acknowledges the change of an order (XO) and changes nothing',
    },
    {},
    system('ris', { orderChanges: 'ignored' }),
  ),
  fault(
    'patient-update-ignored',
    {
      vi: 'RIS xác nhận tên mới của người bệnh (ADT^A08) nhưng không đổi gì',
      en: "The RIS acknowledges a patient's new name (ADT^A08) and changes nothing",
    },
    {},
    system('ris', { patientUpdates: 'ignored' }),
  ),
  fault(
    'changes-from-his-ignored',
    {
      vi: 'RIS xác nhận mọi thay đổi từ HIS (XO, A08) nhưng không đổi gì',
      en: 'The RIS acknowledges every change from the HIS (XO, A08) and changes nothing',
    },
    { undetermined: ['ris-05'] },
    both(system('ris', { orderChanges: 'ignored' }), system('ris', { patientUpdates: 'ignored' })),
  ),
  fault(
    'patient-merge-ignored',
    {
      vi: 'RIS xác nhận gộp hai người bệnh (ADT^A40) nhưng ca chụp không chuyển',
      en: 'The RIS acknowledges a merge (ADT^A40) and the study does not move',
    },
    {},
    system('ris', { patientMerges: 'ignored' }),
  ),
  fault(
    'cancel-refused',
    {
      vi: 'RIS trả lời AE cho bản tin hủy và giữ nguyên chỉ định',
      en: 'The RIS answers AE to a cancel and keeps the order',
    },
    {},
    system('ris', { cancels: 'error' }),
  ),
];
