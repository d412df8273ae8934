import {
  attestation,
  attestationWithoutFile,
  both,
  declaredAbsent,
  notAttested,
  paper,
  withoutPaper,
} from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

const imageFunctions = ['09', '10', '11', '12', '13', '14', '15', '16.mip'].map(
  (number) => `pacs-${number}`,
);

/** What can be wrong with image functions, with certificates, and beyond the advanced level. */
export const viewerAndPaperFaults: readonly Fault[] = [
  fault(
    'image-manipulation-not-shown',
    {
      vi: 'Chưa ai xác nhận thu, phóng, xoay, lật, di chuyển ảnh',
      en: 'Nobody attests zooming, rotating, flipping and panning',
    },
    { 'needs-attestation': ['pacs-09'] },
    notAttested('pacs-09'),
  ),
  fault(
    'layout-without-screenshot',
    {
      vi: 'Xác nhận về bố cục hiển thị thiếu ảnh màn hình',
      en: 'The attestation of layouts comes without its screenshot',
    },
    { 'needs-attestation': ['pacs-10'] },
    attestationWithoutFile('pacs-10'),
  ),
  fault(
    'navigation-expired',
    {
      vi: 'Xác nhận về điều hướng hình ảnh đã hết giá trị',
      en: 'The attestation of image navigation is no longer valid',
    },
    { 'needs-attestation': ['pacs-11'] },
    attestation('pacs-11', { signedDaysAgo: 90, expiresInDays: -1 }),
  ),
  fault(
    'no-measuring',
    {
      vi: 'Trạm đọc không đo được khoảng cách, góc, diện tích',
      en: 'The reading workstation cannot measure distances, angles and areas',
    },
    { 'not-met': ['pacs-12'] },
    declaredAbsent('imaging', 'Trạm đọc chưa có chức năng đo lường', 'pacs-12'),
  ),
  fault(
    'copying-blocked',
    {
      vi: 'Chức năng sao chép ảnh sang ứng dụng khác đã bị khóa',
      en: 'Copying images to other applications is blocked',
    },
    { 'not-met': ['pacs-13'] },
    declaredAbsent('it', 'Đã khóa việc sao chép ảnh ra ngoài PACS', 'pacs-13'),
  ),
  fault(
    'windowing-attested-ahead',
    {
      vi: 'Xác nhận về xử lý hình ảnh 2D đề ngày sau ngày đánh giá',
      en: 'The attestation of 2D processing is dated after the day of assessment',
    },
    { 'needs-attestation': ['pacs-14'] },
    attestation('pacs-14', { signedDaysAgo: -30 }),
  ),
  fault(
    'no-volume-rendering',
    { vi: 'Trạm đọc không dựng được hình 3D', en: 'The reading workstation cannot render in 3D' },
    { 'not-met': ['pacs-15'] },
    declaredAbsent('imaging', 'Trạm đọc chưa dựng được hình 3D', 'pacs-15'),
  ),
  fault(
    'fusion-not-shown',
    {
      vi: 'Mới xác nhận MIP và MPR, chưa có Fusion',
      en: 'MIP and MPR are attested, Fusion is not',
    },
    { 'needs-attestation': ['pacs-16'] },
    notAttested('pacs-16.fusion'),
  ),
  fault(
    'no-fusion',
    { vi: 'Trạm đọc không có Fusion', en: 'The reading workstation has no Fusion' },
    { 'not-met': ['pacs-16'] },
    declaredAbsent('imaging', 'Trạm đọc chưa có Fusion', 'pacs-16.fusion'),
  ),
  fault(
    'missing-viewer-files',
    {
      vi: 'Xác nhận về thao tác hình ảnh thiếu tệp kèm theo',
      en: 'The attestations of image functions name files that are not there',
    },
    { 'needs-attestation': imageFunctions.map((id) => id.replace('.mip', '')) },
    both(...imageFunctions.map(attestationWithoutFile)),
  ),
  fault(
    'editing-not-shown',
    {
      vi: 'Chưa ai xác nhận việc biên tập hình ảnh DICOM',
      en: 'Nobody attests the editing of DICOM images',
    },
    { 'needs-attestation': ['pacs-21'] },
    notAttested('pacs-21'),
  ),
  fault(
    'no-remote-3d',
    {
      vi: 'Không dựng được 3D từ xa trên trình duyệt',
      en: 'Nothing can be rendered in 3D in a browser',
    },
    { 'not-met': ['pacs-23'] },
    declaredAbsent('imaging', 'Chưa dựng 3D được trên trình duyệt', 'pacs-23'),
  ),
  fault(
    'consultation-without-minutes',
    {
      vi: 'Xác nhận đã hội chẩn trực tuyến nhưng không có biên bản',
      en: 'An online consultation is attested without its minutes',
    },
    { 'needs-attestation': ['pacs-24'] },
    attestationWithoutFile('pacs-24'),
  ),
  fault(
    'hl7-statement-of-another-product',
    {
      vi: 'Đặc tả HL7 là của một sản phẩm khác',
      en: 'The HL7 interface specification is that of another product',
    },
    { 'needs-attestation': ['tc-01'] },
    paper('hl7-conformance-statement', { namesProduct: 'other' }),
  ),
  fault(
    'dicom-statement-without-file',
    {
      vi: 'Tuyên bố phù hợp DICOM được kê nhưng không có tệp',
      en: 'The DICOM conformance statement is listed, but its file is not there',
    },
    { 'needs-attestation': ['tc-01'] },
    paper('dicom-conformance-statement', { file: { form: 'pdf', state: 'missing' } }),
  ),
  fault(
    'expired-certificate-paper',
    {
      vi: 'Giấy đánh giá chất lượng của sản phẩm đã hết hạn',
      en: 'The product’s quality assessment has expired',
    },
    { 'needs-attestation': ['cl-01'] },
    paper('authority-assessment', { expiresInDays: -3 }),
  ),
  fault(
    'no-security-level',
    {
      vi: 'Chưa có quyết định phê duyệt cấp độ an toàn hệ thống thông tin',
      en: 'No decision approves the security level of the information system',
    },
    { 'needs-attestation': ['at-01'] },
    withoutPaper('security-level-decision'),
  ),
  {
    ...fault(
      'package-not-accepted',
      {
        vi: 'Gói xử lý hình ảnh chuyên sâu chưa có biên bản nghiệm thu',
        en: 'The specialized package has no acceptance record',
      },
      { 'needs-attestation': ['cs-01'] },
      withoutPaper('specialized-package-acceptance'),
    ),
    level: 'specialized',
  },
  {
    ...fault(
      'international-certificate-expired',
      { vi: 'Chứng chỉ ISO 13485 đã hết hạn', en: 'The ISO 13485 certificate has expired' },
      { 'needs-attestation': ['cs-02'] },
      paper('iso-13485-certificate', { expiresInDays: -20 }),
    ),
    level: 'specialized',
  },
];
