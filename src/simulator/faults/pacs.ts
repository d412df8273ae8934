import { STORAGE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import {
  attestation,
  attestationWithoutFile,
  declaredAbsent,
  notAttested,
  system,
} from './change-scenario.ts';
import { type Fault, fault } from './fault.ts';

const everyCriterionNeedingPacs = {
  undetermined: [
    ...['ht-07', 'ris-04', 'ris-05'],
    ...['pacs-02', 'pacs-05', 'pacs-07', 'pacs-08', 'pacs-18', 'pacs-22'],
  ],
} as const;

const everyCriterionNeedingWeb = { undetermined: ['pacs-06', 'pacs-17', 'pacs-20'] } as const;

/** What a workstation sends back after processing: captures, presentation states, key images. */
const processedClasses: readonly string[] = [
  STORAGE_SOP_CLASSES.secondaryCapture.uid,
  STORAGE_SOP_CLASSES.grayscalePresentationState.uid,
  STORAGE_SOP_CLASSES.keyObjectSelection.uid,
];

/** What can be wrong with the PACS as a server and as people see it (pacs-01 to pacs-08, pacs-17 to pacs-20). */
export const pacsFaults: readonly Fault[] = [
  fault(
    'pacs-administration-not-shown',
    {
      vi: 'Mới xác nhận chức năng quản trị của RIS, chưa có của PACS',
      en: 'Administration is attested for the RIS only, not for the PACS',
    },
    { 'needs-attestation': ['pacs-01'] },
    notAttested('pacs-01'),
  ),
  fault(
    'pacs-down',
    { vi: 'Máy chủ PACS không chạy', en: 'The PACS server is down' },
    everyCriterionNeedingPacs,
    system('pacs', { state: 'stopped' }),
  ),
  fault(
    'wrong-ae',
    {
      vi: 'PACS chỉ nhận một AE title khác với AE title đã khai',
      en: 'The PACS answers to another AE title than the declared one',
    },
    everyCriterionNeedingPacs,
    system('pacs', { aeTitle: 'PACS_KHAC' }),
  ),
  fault(
    'pacs-fails-echo',
    { vi: 'PACS trả lời lỗi cho C-ECHO', en: 'The PACS answers C-ECHO with a failure' },
    { undetermined: ['pacs-02'] },
    system('pacs', { echo: 'failing' }),
  ),
  fault(
    'pacs-fails-queries',
    {
      vi: 'PACS trả lời lỗi cho mọi truy vấn ca chụp',
      en: 'The PACS answers every study query with a failure',
    },
    { undetermined: ['pacs-05'] },
    system('pacs', { queries: 'failing' }),
  ),
  fault(
    'pacs-stores-nothing',
    {
      vi: 'PACS trả lời C-ECHO và truy vấn nhưng không nhận ảnh nào',
      en: 'The PACS answers C-ECHO and queries, and takes no object at all',
    },
    {
      undetermined: ['ht-07', 'ris-04', 'ris-05', 'pacs-07', 'pacs-08', 'pacs-18', 'pacs-22'],
    },
    refuseClasses(() => true),
  ),
  fault(
    'pacs-takes-no-images',
    {
      vi: 'PACS chỉ nhận ảnh chụp lại, không nhận ảnh của thiết bị',
      en: 'The PACS takes secondary captures only, no images of devices',
    },
    { undetermined: ['ht-07', 'ris-04', 'ris-05'] },
    refuseClasses((uid) => !processedClasses.includes(uid)),
  ),
  fault(
    'pacs-takes-no-processed-images',
    {
      vi: 'PACS không nhận ảnh đã xử lý từ trạm làm việc',
      en: 'The PACS takes no processed images of the workstations',
    },
    { undetermined: ['ris-05'] },
    refuseClasses((uid) => processedClasses.includes(uid)),
  ),
  fault(
    'server-configuration-without-file',
    {
      vi: 'Xác nhận về cấu hình máy chủ PACS thiếu tệp kèm theo',
      en: 'The attestation of the PACS server configuration names a file that is not there',
    },
    { 'needs-attestation': ['pacs-02'] },
    attestationWithoutFile('pacs-02'),
  ),
  fault(
    'no-workstation-management',
    {
      vi: 'PACS không có chức năng cấu hình máy trạm',
      en: 'The PACS cannot configure its workstations',
    },
    { 'not-met': ['pacs-03'] },
    declaredAbsent('it', 'PACS chưa có chức năng cấu hình máy trạm', 'pacs-03'),
  ),
  fault(
    'reading-queue-expired',
    {
      vi: 'Xác nhận về quy trình làm việc của bác sĩ đã hết giá trị',
      en: 'The attestation of the doctors’ workflow is no longer valid',
    },
    { 'needs-attestation': ['pacs-04'] },
    attestation('pacs-04', { signedDaysAgo: 200, expiresInDays: -18 }),
  ),
  fault(
    'folders-not-shown',
    {
      vi: 'Chưa ai xác nhận thư mục hình ảnh của người bệnh',
      en: 'Nobody attests the folders of patients’ images',
    },
    { 'needs-attestation': ['pacs-05'] },
    notAttested('pacs-05'),
  ),
  fault(
    'portal-out-of-service',
    {
      vi: 'Cổng xem kết quả qua Internet trả lời 503',
      en: 'The results portal on the Internet answers 503',
    },
    { undetermined: ['pacs-06'] },
    system('web', { portal: 'stopped' }),
  ),
  fault(
    'web-http-only',
    { vi: 'Trang xem ảnh không dùng HTTPS', en: 'The viewer does not use HTTPS' },
    everyCriterionNeedingWeb,
    system('web', { transport: 'http' }),
  ),
  fault(
    'expired-web-certificate',
    {
      vi: 'Chứng thư của trang xem ảnh đã hết hạn',
      en: 'The viewer’s certificate has expired',
    },
    everyCriterionNeedingWeb,
    system('web', { certificate: 'expired' }),
  ),
  fault(
    'archive-destination-not-shown',
    {
      vi: 'Có văn bản về VNA nhưng chưa ai xác nhận một kho lưu trữ đã cấu hình',
      en: 'There is a letter on VNA, but nobody attests a configured archive',
    },
    { 'needs-attestation': ['pacs-07'] },
    notAttested('pacs-07'),
  ),
  fault(
    'images-not-handed-out',
    {
      vi: 'Không ghi đĩa, không in, không có đường dẫn xem ảnh cho người bệnh',
      en: 'No disc, no print and no link gives patients their images',
    },
    { 'not-met': ['pacs-17'] },
    declaredAbsent(
      'imaging',
      'Chưa giao hình ảnh DICOM cho người bệnh bằng cách nào',
      ...['pacs-17.media', 'pacs-17.print', 'pacs-17.link'],
    ),
  ),
  fault(
    'study-transfer-attested-ahead',
    {
      vi: 'Xác nhận đã gửi ca thử tới hệ thống khác đề ngày sau ngày đánh giá',
      en: 'Sending a test study elsewhere is attested with a date after the day of assessment',
    },
    { 'needs-attestation': ['pacs-18'] },
    attestation('pacs-18.system', { signedDaysAgo: -2 }),
  ),
  fault(
    'no-statistics',
    {
      vi: 'Hệ thống chưa kết xuất được báo cáo, thống kê',
      en: 'The system cannot output reports and statistics',
    },
    { 'not-met': ['pacs-19'] },
    declaredAbsent('imaging', 'Chưa kết xuất được báo cáo, thống kê', 'pacs-19'),
  ),
  fault(
    'webview-export-expired',
    {
      vi: 'Xác nhận xem và xuất ảnh qua Webview đã hết giá trị',
      en: 'The attestation of viewing and exporting by Webview is no longer valid',
    },
    { 'needs-attestation': ['pacs-20'] },
    attestation('pacs-20', { signedDaysAgo: 150, expiresInDays: -4 }),
  ),
];

function refuseClasses(isRefused: (uid: string) => boolean): Fault['apply'] {
  const refusedClasses = Object.values(STORAGE_SOP_CLASSES)
    .map((one): string => one.uid)
    .filter(isRefused);
  return system('pacs', { refusedClasses });
}
