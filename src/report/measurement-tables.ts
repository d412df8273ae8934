import type { FactRow } from '../evidence/evidence.ts';
import type { BilingualText } from '../locale/language.ts';

/** A column of a printed table: the fact's column and a short head. */
export interface TableColumn {
  readonly column: string;
  readonly head: BilingualText;
  /** It names the system that a row is about: when every row has the same, the caption says it once. */
  readonly names?: true;
}

/** Facts that are worth a table in the report, in the order of printing. */
export interface MeasurementTable {
  readonly group: string;
  readonly title: BilingualText;
  /** Rows that say something; all when left out. */
  readonly keep?: (row: FactRow) => boolean;
  readonly columns: readonly TableColumn[];
}

const head = (column: string, vi: string, en: string): TableColumn => ({
  column,
  head: { vi, en },
});
const node: TableColumn = { ...head('node', 'Nút', 'Node'), names: true };
const status = head('status', 'Trạng thái', 'Status');
const expected = head('expected', 'Phải có', 'Expected');
const received = head('received', 'Nhận', 'Received');

const wantedFamilies: ReadonlySet<unknown> = new Set([
  'jpeg2000-lossless',
  'jpeg2000',
  'jpeg-lossless',
  'jpeg-lossy',
]);

/** Tables on test studies and infrastructure. */
export const measurementTables: readonly MeasurementTable[] = [
  {
    group: 'workflow.mapping',
    title: {
      vi: 'Ca thử từ chỉ định tới báo cáo: thuộc tính không đúng như đã gửi',
      en: 'Case from order to report: attributes that came back otherwise than sent',
    },
    keep: ({ equal }) => equal === false,
    columns: [
      head('view', 'Đọc lại ở', 'Read back at'),
      head('attribute', 'Thuộc tính DICOM', 'DICOM attribute'),
      head('hl7Field', 'Trường HL7', 'HL7 field'),
      head('sent', 'Đã gửi', 'Sent'),
      received,
      head('text', 'Chữ Việt', 'Vietnamese letters'),
    ],
  },
  {
    group: 'workflow.report',
    title: {
      vi: 'Ca thử từ chỉ định tới báo cáo: báo cáo nhận được khi đóng vai HIS',
      en: 'Case from order to report: reports received as the HIS',
    },
    columns: [
      head('messageType', 'Bản tin', 'Message'),
      status,
      head('hasText', 'Có chữ', 'Text'),
      head('textIntact', 'Chữ Việt nguyên vẹn', 'Text intact'),
      head('hasJpeg', 'Có ảnh JPEG', 'JPEG'),
      head('jpegValid', 'Ảnh trọn vẹn', 'JPEG complete'),
      head('jpegShowsOurImage', 'Đúng ảnh đã gửi', 'Image as sent'),
      head('studyUidEqual', 'Đúng Study UID', 'Right Study UID'),
    ],
  },
  {
    group: 'dicom.store',
    title: { vi: 'Lưu ca thử (C-STORE)', en: 'Storing the test study (C-STORE)' },
    columns: [
      node,
      head('sopClassName', 'Loại đối tượng', 'Object'),
      head('objects', 'Số', 'Count'),
      head('accepted', 'Nhận', 'Accepted'),
      status,
      head('refusal', 'Lý do', 'Reason'),
    ],
  },
  {
    group: 'dicom.find',
    title: { vi: 'Tìm ca thử (C-FIND)', en: 'Finding the test study (C-FIND)' },
    columns: [
      node,
      head('model', 'Mô hình', 'Model'),
      head('level', 'Mức', 'Level'),
      status,
      expected,
      head('ours', 'Tìm thấy', 'Found'),
      head('textIntact', 'Chữ Việt nguyên vẹn', 'Text intact'),
    ],
  },
  {
    group: 'dicom.retrieve',
    title: { vi: 'Lấy lại và chuyển tiếp', en: 'Retrieving and forwarding' },
    columns: [
      node,
      head('method', 'Cách', 'Method'),
      head('to', 'Nơi nhận', 'Receiver'),
      status,
      expected,
      received,
      head('datasetIdentical', 'Thuộc tính y nguyên', 'Attributes as sent'),
      head('pixelsIntact', 'Điểm ảnh y nguyên', 'Pixels as sent'),
    ],
  },
  {
    group: 'dicom.change',
    title: { vi: 'Thuộc tính PACS đã thay đổi', en: 'Attributes that the PACS changed' },
    keep: ({ change }) => change !== 'padding',
    columns: [
      node,
      head('method', 'Lấy bằng', 'By'),
      head('tag', 'Thẻ', 'Tag'),
      head('keyword', 'Tên', 'Keyword'),
      head('kind', 'Thay đổi', 'Change'),
      head('objects', 'Số', 'Count'),
      head('sent', 'Đã gửi', 'Sent'),
      head('received', 'Trả về', 'Returned'),
    ],
  },
  {
    group: 'dicom.text',
    title: { vi: 'Chữ tiếng Việt không nguyên vẹn', en: 'Vietnamese text that did not survive' },
    keep: ({ verdict }) => verdict !== 'intact',
    columns: [
      node,
      head('route', 'Đường', 'Route'),
      head('keyword', 'Thuộc tính', 'Attribute'),
      head('verdict', 'Hỏng thế nào', 'Damage'),
      head('declaredCharacterSet', 'Bảng mã khai', 'Declared set'),
      head('sent', 'Đã gửi', 'Sent'),
      head('received', 'Trả về', 'Returned'),
    ],
  },
  {
    group: 'dicom.commitment',
    title: { vi: 'Storage Commitment', en: 'Storage commitment' },
    columns: [
      node,
      head('outcome', 'Kết quả', 'Outcome'),
      head('requested', 'Yêu cầu', 'Requested'),
      head('committed', 'Cam kết', 'Committed'),
      head('failed', 'Thất bại', 'Failed'),
      head('association', 'Association', 'Association'),
    ],
  },
  {
    group: 'dicom.compression',
    title: { vi: 'Nén ảnh', en: 'Compression' },
    // What the criterion asks for is always shown; other syntaxes only where something came.
    keep: ({ objectsReceived, family }) => objectsReceived !== 0 || wantedFamilies.has(family),
    columns: [
      node,
      head('transferSyntaxName', 'Cú pháp truyền', 'Transfer syntax'),
      head('way', 'Lấy bằng', 'By'),
      head('objectsReceived', 'Nhận', 'Received'),
      head('encoded', 'Nén thật', 'Really coded'),
      head('decoded', 'Giải được', 'Decodes'),
      head('pixelsEqual', 'Điểm ảnh bằng nhau', 'Pixels equal'),
      head('psnrDb', 'PSNR (dB)', 'PSNR (dB)'),
      head('lossyFlag', 'Cờ mất dữ liệu (0028,2110)', 'Lossy flag (0028,2110)'),
      head('refusal', 'Lý do', 'Reason'),
    ],
  },
  {
    group: 'dicom.claim',
    title: {
      vi: 'Tuyên bố phù hợp DICOM khác với thực tế',
      en: 'Where the conformance statement differs from what was negotiated',
    },
    keep: ({ agrees, claimed }) => agrees === false || claimed === false,
    columns: [
      node,
      head('sopClassName', 'Lớp SOP', 'SOP class'),
      head('role', 'Vai trò', 'Role'),
      head('transferSyntaxName', 'Cú pháp truyền', 'Transfer syntax'),
      head('claimed', 'Có tuyên bố', 'Claimed'),
      head('negotiated', 'Thỏa thuận', 'Negotiated'),
    ],
  },
  {
    group: 'dicomweb.service',
    title: { vi: 'Ca thử qua DICOMweb', en: 'The test study by DICOMweb' },
    columns: [
      { ...head('endpoint', 'Điểm DICOMweb', 'Endpoint'), names: true },
      head('service', 'Dịch vụ', 'Service'),
      head('object', 'Đối tượng', 'Object'),
      head('status', 'HTTP', 'HTTP'),
      expected,
      received,
      head('equal', 'Đúng như đã gửi', 'As sent'),
      head('reason', 'Lý do', 'Reason'),
    ],
  },
  {
    group: 'media.volume',
    title: { vi: 'Đĩa, USB hoặc ảnh đĩa đã kết xuất', en: 'Exported media' },
    columns: [
      head('medium', 'Mã', 'Id'),
      head('kind', 'Loại', 'Kind'),
      head('images', 'Số ảnh', 'Images'),
      head('consistent', 'DICOMDIR khớp', 'Consistent'),
      head('missingFiles', 'Tệp thiếu', 'Missing'),
      head('mismatchedFiles', 'Tệp sai', 'Mismatched'),
      head('viewerFound', 'Phần mềm xem', 'Viewer'),
    ],
  },
  {
    group: 'lan.vlan',
    title: { vi: 'V-LAN của RIS-PACS trên switch', en: 'The VLAN of the RIS-PACS on switches' },
    columns: [
      { ...head('switch', 'Switch', 'Switch'), names: true },
      head('vlan', 'VLAN', 'VLAN'),
      head('upPorts', 'Cổng đang nối', 'Ports up'),
      head('imagingPorts', 'Của RIS-PACS', 'Imaging'),
      head('officePorts', 'Văn phòng', 'Office'),
      head('otherPorts', 'HIS, khác', 'HIS, other'),
      head('undeclaredPorts', 'Chưa khai', 'Undeclared'),
    ],
  },
  {
    group: 'power.ups',
    title: { vi: 'Bộ lưu điện', en: 'UPS' },
    columns: [
      head('ups', 'Mã', 'Id'),
      head('model', 'Kiểu máy', 'Model'),
      head('status', 'Trạng thái', 'Status'),
      head('chargePercent', 'Nạp (%)', 'Charge (%)'),
      head('runtimeMinutes', 'Chạy được (phút)', 'Runtime (min)'),
      head('loadPercent', 'Tải (%)', 'Load (%)'),
    ],
  },
  {
    group: 'balancer.backend',
    title: { vi: 'Nhóm máy chủ sau bộ cân bằng tải', en: 'Servers behind the balancer' },
    columns: [
      head('balancer', 'Mã', 'Id'),
      head('name', 'Nhóm', 'Group'),
      head('servers', 'Đã khai', 'Configured'),
      head('activeUp', 'Cùng nhận tải', 'Sharing the load'),
      head('backupUp', 'Chờ thay thế', 'Standing by'),
    ],
  },
];
