import {
  attestation,
  attestationWithoutFile,
  both,
  figure,
  notAttested,
  paper,
  system,
  withoutPaper,
} from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

/** What can be wrong with reading workstations and with the RIS (tr-01 to ris-06). */
export const risFaults: readonly Fault[] = [
  fault(
    'too-few-workstations',
    {
      vi: 'Ba máy trạm đọc cho bốn bác sĩ',
      en: 'Three reading workstations for four radiologists',
    },
    { 'not-met': ['tr-01'] },
    figure('workstation-inventory', 'readingWorkstations', 3),
  ),
  fault(
    'too-few-monitors',
    {
      vi: 'Ba màn hình chẩn đoán cho bốn bác sĩ',
      en: 'Three diagnostic monitors for four radiologists',
    },
    { 'not-met': ['tr-02'] },
    figure('workstation-inventory', 'diagnosticDisplays', 3),
  ),
  fault(
    'monitors-not-calibrated',
    {
      vi: 'Màn hình chẩn đoán không có báo cáo hiệu chuẩn',
      en: 'There is no calibration report of the diagnostic monitors',
    },
    { 'needs-attestation': ['tr-02'] },
    withoutPaper('display-qa'),
  ),
  fault(
    'too-few-list-monitors',
    {
      vi: 'Hai màn hình danh sách bệnh nhân cho bốn bác sĩ',
      en: 'Two patient-list monitors for four radiologists',
    },
    { 'not-met': ['tr-03'] },
    figure('workstation-inventory', 'listDisplays', 2),
  ),
  fault(
    'old-duty-roster',
    {
      vi: 'Lịch phân công bác sĩ đã cũ tám tháng',
      en: 'The duty roster is eight months old',
    },
    { 'needs-attestation': ['tr-01', 'tr-02', 'tr-03'] },
    paper('duty-roster', { issuedDaysAgo: 245 }),
  ),
  fault(
    'ris-administration-expired',
    {
      vi: 'Xác nhận về chức năng quản trị RIS đã hết giá trị',
      en: 'The attestation of the RIS administration is no longer valid',
    },
    { 'needs-attestation': ['ris-01'] },
    attestation('ris-01', { signedDaysAgo: 380, expiresInDays: -1 }),
  ),
  fault(
    'ris-down',
    { vi: 'Cổng HL7 của RIS không chạy', en: 'The HL7 port of the RIS is down' },
    { undetermined: ['ris-02', 'ris-05', 'tc-01'] },
    system('ris', { state: 'stopped' }),
  ),
  fault(
    'ris-nak',
    { vi: 'RIS trả lời AE cho mọi chỉ định', en: 'The RIS answers AE to every order' },
    { undetermined: ['ris-02', 'ris-05'] },
    system('ris', { orders: 'error' }),
  ),
  fault(
    'ack-wrong-control-id',
    {
      vi: 'Xác nhận của RIS không nhắc lại mã bản tin đã gửi',
      en: 'The RIS acknowledges with another control ID than the one sent',
    },
    { undetermined: ['ris-02', 'ris-05', 'tc-01'] },
    system('ris', { controlId: 'wrong' }),
  ),
  fault(
    'orders-on-screen-not-shown',
    {
      vi: 'Chưa ai xác nhận việc sửa, tạm dừng, từ chối, hủy chỉ định trên RIS',
      en: 'Nobody attests changing, holding, refusing and cancelling orders in the RIS',
    },
    { 'needs-attestation': ['ris-02'] },
    notAttested('ris-02'),
  ),
  fault(
    'patient-list-without-file',
    {
      vi: 'Xác nhận về danh sách bệnh nhân được chỉ định thiếu tệp kèm theo',
      en: 'The attestation of the patient list names a file that is not there',
    },
    { 'needs-attestation': ['ris-03'] },
    attestationWithoutFile('ris-03'),
  ),
  fault(
    'no-worklist',
    { vi: 'Danh sách chờ DICOM không chạy', en: 'The DICOM worklist is not running' },
    { undetermined: ['ris-03', 'ris-04', 'ris-05'] },
    system('worklist', { state: 'stopped' }),
  ),
  fault(
    'old-modality-list',
    {
      vi: 'Danh mục thiết bị chẩn đoán hình ảnh đã cũ hơn một năm',
      en: 'The list of imaging devices is more than a year old',
    },
    { 'needs-attestation': ['ris-04'] },
    paper('modality-list', { issuedDaysAgo: 420 }),
  ),
  fault(
    'order-lost',
    {
      vi: 'RIS xác nhận chỉ định nhưng chỉ định không vào danh sách chờ',
      en: 'The RIS acknowledges an order that never comes to the worklist',
    },
    { undetermined: ['ris-05'] },
    // The cancel of an order that is on no list is acknowledged too, as such a RIS would.
    system('ris', { newOrders: 'lost', cancels: 'ignored' }),
  ),
  fault(
    'report-changes-not-shared',
    {
      vi: 'Xác nhận liên thông RIS-PACS-HIS mới có ba trong bốn ý: chưa có việc sửa kết quả thấy ở cả hai bên',
      en: 'The RIS-PACS-HIS interface is attested for three of its four parts: changed reports on both sides are not',
    },
    { 'needs-attestation': ['ris-05'] },
    notAttested('ris-05.d'),
  ),
  fault(
    'cancel-ignored',
    {
      vi: 'RIS xác nhận hủy nhưng chỉ định vẫn còn trong danh sách chờ',
      en: 'The RIS acknowledges a cancel but the order stays on the worklist',
    },
    // No criterion asks for it; what it changes is that test data is left behind.
    {},
    system('ris', { cancels: 'ignored' }),
  ),
  fault(
    'result-approval-attested-ahead',
    {
      vi: 'Xác nhận về quản lý kết quả đề ngày sau ngày đánh giá',
      en: 'The attestation of result management is dated after the day of assessment',
    },
    { 'needs-attestation': ['ris-06'] },
    both(attestation('ris-06', { signedDaysAgo: -9 })),
  ),
];
