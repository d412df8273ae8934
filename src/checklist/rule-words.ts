import type { Language } from '../locale/language.ts';
import type { Operator } from './schema.ts';

type Words = Readonly<Record<string, readonly [vi: string, en: string]>>;

/** Codes that rules compare with, in words an officer reads. A code that is not here is printed as it is. */
const valueWords: Words = {
  pacs: ['PACS', 'PACS'],
  ris: ['RIS', 'RIS'],
  his: ['HIS', 'HIS'],
  engine: ['máy chuyển bản tin HL7', 'HL7 engine'],
  database: ['máy chủ cơ sở dữ liệu', 'database server'],
  storage: ['thiết bị lưu trữ', 'storage'],
  workstation: ['máy trạm đọc', 'reading workstation'],
  client: ['máy trạm khác', 'other workstation'],
  modality: ['thiết bị sinh hình', 'imaging device'],
  trunk: ['đường trục của switch', 'switch trunk'],
  destination: ['nơi nhận chuyển tiếp', 'forwarding destination'],
  archive: ['kho lưu trữ', 'archive'],
  worklist: ['danh sách chờ', 'worklist'],
  study: ['ca chụp', 'study'],
  os: ['hệ điều hành', 'operating system'],
  dbms: ['hệ quản trị cơ sở dữ liệu', 'DBMS'],
  viewer: ['trang xem ảnh', 'viewer'],
  portal: ['cổng tra cứu', 'portal'],
  inside: ['trong bệnh viện', 'inside'],
  outside: ['ngoài bệnh viện', 'outside'],
  full: ['toàn phần', 'full'],
  half: ['bán phần', 'half'],
  query: ['hỏi', 'query'],
  'test-order': ['chỉ định thử', 'test order'],
  'test-order-cancel': ['hủy chỉ định thử', 'test order cancellation'],
  'pacs-workstation': ['PACS và máy trạm đọc', 'PACS and reading workstation'],
  retrieve: ['lấy ảnh', 'retrieve'],
  scp: ['SCP (bên phục vụ)', 'SCP'],
  scu: ['SCU (bên gọi)', 'SCU'],
  accepted: ['được chấp nhận', 'accepted'],
  refused: ['bị từ chối', 'refused'],
  image: ['ảnh', 'image'],
  move: ['C-MOVE về máy này', 'C-MOVE to this computer'],
  get: ['C-GET', 'C-GET'],
  forward: ['C-MOVE sang nút khác', 'C-MOVE to another node'],
  patient: ['người bệnh', 'patient'],
  series: ['sê-ri', 'series'],
  'study-root': ['gốc ca chụp', 'study root'],
  'patient-root': ['gốc người bệnh', 'patient root'],
  answered: ['có kết quả', 'answered'],
  'no-answer': ['không có kết quả', 'no result'],
  'not-supported': ['không hỗ trợ', 'not supported'],
  same: ['cùng association', 'same association'],
  second: ['association khác', 'another association'],
  folder: ['thư mục', 'folder'],
  iso: ['tệp ISO', 'ISO file'],
  'not-probed': ['chưa thử', 'not tried'],
  'role-not-visible': ['không nhìn thấy được từ bên gọi', 'not visible to the caller'],
  stow: ['STOW-RS', 'STOW-RS'],
  qido: ['QIDO-RS', 'QIDO-RS'],
  delete: ['xóa', 'delete'],
  'wado-metadata': ['thuộc tính (WADO-RS)', 'metadata (WADO-RS)'],
  'wado-frames': ['khung ảnh (WADO-RS)', 'frames (WADO-RS)'],
  'wado-bulkdata': ['dữ liệu lớn (WADO-RS)', 'bulk data (WADO-RS)'],
  'wado-rs': ['WADO-RS', 'WADO-RS'],
  compress: ['lấy về ở dạng nén', 'fetched compressed'],
  'jpeg2000-lossless': ['JPEG 2000 không mất dữ liệu', 'JPEG 2000 lossless'],
  jpeg2000: ['JPEG 2000', 'JPEG 2000'],
  'jpeg-lossless': ['JPEG Lossless', 'JPEG Lossless'],
  'jpeg-lossy': ['JPEG mất dữ liệu', 'lossy JPEG'],
  jpeg: ['JPEG', 'JPEG'],
  'wado-rendered': ['ảnh kết xuất (WADO-RS)', 'rendered image (WADO-RS)'],
  'wado-instances': ['tệp DICOM (WADO-RS)', 'DICOM file (WADO-RS)'],
  'wado-uri': ['WADO-URI', 'WADO-URI'],
  supported: ['còn hỗ trợ', 'supported'],
  'extended-only': ['chỉ còn hỗ trợ kéo dài', 'extension only'],
  ended: ['đã hết', 'ended'],
  'open-source': ['mã nguồn mở', 'open source'],
  'open-source-ended': ['mã nguồn mở đã ngừng vá', 'open source past its end'],
  'c-echo': ['C-ECHO', 'C-ECHO'],
  http: ['HTTP', 'HTTP'],
  'no-outage': ['không gián đoạn', 'no outage'],
  'one-outage': ['gián đoạn một lần', 'one outage'],
  'never-came-back': ['không trở lại', 'never came back'],
  failed: ['lỗi', 'failed'],
  diagnostic: ['chẩn đoán', 'diagnostic'],
  clinical: ['xem lâm sàng', 'clinical review'],
  graphics: ['đồ họa', 'graphics'],
  'remote-access': ['truy cập từ xa', 'remote access'],
  'file-sharing': ['chia sẻ tệp', 'file sharing'],
  passed: ['đúng', 'passed'],
  warned: ['cần lưu ý', 'warned'],
  'awaiting-person': ['đang chờ người làm', 'awaiting a person'],
  'negative-control': ['đối chứng trước khi gửi', 'negative control'],
  adt: ['đăng ký người bệnh (ADT^A04)', 'patient registration (ADT^A04)'],
  'order-ack': ['xác nhận chỉ định', 'acknowledgement of the order'],
  images: ['gửi ảnh (C-STORE)', 'images (C-STORE)'],
  'mpps-completed': ['chụp xong (MPPS)', 'examination done (MPPS)'],
  'correction-to-his': ['sửa báo cáo', 'correction of the report'],
  'correction-to-ris': ['sửa chỉ định (XO)', 'change of the order (XO)'],
  'patient-update': ['sửa tên người bệnh (ADT^A08)', 'patient update (ADT^A08)'],
  'patient-merge': ['gộp hai người bệnh (ADT^A40)', 'patient merge (ADT^A40)'],
  cancel: ['hủy chỉ định', 'cancel'],
  report: ['báo cáo', 'report'],
  correction: ['báo cáo đã sửa', 'correction'],
  'after-order': ['sau khi gửi', 'after the order'],
  'after-cancel': ['sau khi hủy', 'after the cancel'],
  rendered: ['hiện ra đúng ca thử', 'rendered'],
  desktop: ['máy tính', 'desktop'],
  tablet: ['máy tính bảng', 'tablet'],
  phone: ['điện thoại', 'phone'],
  shown: ['đã kiểm đúng', 'found right'],
  picture: ['ảnh chụp', 'picture'],
  code: ['mã gõ lại', 'typed code'],
  value: ['trị số đo', 'measured value'],
  received: ['đã nhận', 'received'],
  zoom: ['thu, phóng', 'zoom'],
  rotate: ['xoay', 'rotate'],
  flip: ['lật', 'flip'],
  pan: ['di chuyển', 'pan'],
  'series-layout': ['bố cục sê-ri', 'layout of series'],
  'image-layout': ['bố cục ảnh', 'layout of images'],
  'linked-series': ['đồng bộ sê-ri', 'linked series'],
  'reference-lines': ['đường định vị lát cắt', 'reference lines'],
  cine: ['chạy phim', 'cine'],
  length: ['chiều dài', 'length'],
  angle: ['góc', 'angle'],
  area: ['diện tích', 'area'],
  perimeter: ['chu vi', 'perimeter'],
  'point-density': ['tỷ trọng điểm', 'density at a point'],
  'ellipse-density': ['tỷ trọng vùng elip', 'density of an ellipse'],
  'rectangle-density': ['tỷ trọng vùng chữ nhật', 'density of a rectangle'],
  'polygon-density': ['tỷ trọng vùng đa giác', 'density of a polygon'],
  'disc-density': ['tỷ trọng đĩa F', 'density of disc F'],
  'box-density': ['tỷ trọng khung G', 'density of box G'],
  'copy-paste': ['sao chép, dán', 'copy and paste'],
  window: ['cửa sổ WW/WL', 'window'],
  invert: ['đảo âm bản', 'invert'],
  surface: ['dựng khối 3D', '3D rendering'],
  'remote-surface': ['dựng khối 3D trên trình duyệt', '3D rendering in a browser'],
  mip: ['MIP', 'MIP'],
  mpr: ['MPR', 'MPR'],
  fusion: ['ghép hai chuỗi ảnh (fusion)', 'fusion'],
  split: ['tách ca', 'split'],
  merge: ['gộp ca', 'merged'],
  'series-moved': ['chuyển sê-ri', 'series moved'],
  'patient-corrected': ['sửa thông tin người bệnh', 'patient corrected'],
  'accession-corrected': ['sửa số phiếu', 'accession number corrected'],
  PatientID: ['mã người bệnh (PatientID)', 'PatientID'],
  PatientName: ['tên người bệnh (PatientName)', 'PatientName'],
  '1.2.840.10008.1.1': ['C-ECHO (Verification)', 'C-ECHO (Verification)'],
  '1.2.840.10008.1.2.4.50': ['JPEG Baseline', 'JPEG Baseline'],
  '1.2.840.10008.1.2.4.51': ['JPEG Extended', 'JPEG Extended'],
  '1.2.840.10008.1.2.4.57': ['JPEG Lossless', 'JPEG Lossless'],
  '1.2.840.10008.1.2.4.70': ['JPEG Lossless SV1', 'JPEG Lossless SV1'],
  '1.2.840.10008.1.2.4.90': ['JPEG 2000 Lossless', 'JPEG 2000 Lossless'],
  '1.2.840.10008.1.2.4.91': ['JPEG 2000', 'JPEG 2000'],
  '1.2.840.10008.5.1.4.1.1.1': ['CR', 'CR'],
  '1.2.840.10008.5.1.4.1.1.1.1': ['DX', 'DX'],
  '1.2.840.10008.5.1.4.1.1.2': ['CT', 'CT'],
  '1.2.840.10008.5.1.4.1.1.4': ['MR', 'MR'],
  '1.2.840.10008.5.1.4.1.1.3.1': ['siêu âm nhiều khung', 'multi-frame ultrasound'],
  '1.2.840.10008.5.1.4.1.1.128': ['PET', 'PET'],
  '1.2.840.10008.5.1.4.1.1.6.1': ['siêu âm', 'ultrasound'],
  '1.2.840.10008.5.1.4.1.1.7': ['ảnh chụp lại (Secondary Capture)', 'Secondary Capture'],
  '1.2.840.10008.5.1.4.1.1.11.1': ['trạng thái hiển thị (GSPS)', 'presentation state (GSPS)'],
  '1.2.840.10008.5.1.4.1.1.12.1': ['XA', 'XA'],
  '1.2.840.10008.5.1.4.1.1.88.59': ['ảnh chính (KOS)', 'key object selection (KOS)'],
};

/** A value of a rule in words: numbers in the language's notation, codes by name. */
export function sayValue(value: boolean | number | string, language: Language): string {
  if (typeof value === 'boolean') {
    return language === 'vi' ? (value ? 'có' : 'không') : value ? 'yes' : 'no';
  }
  if (typeof value === 'number') {
    return language === 'vi' ? String(value).replace('.', ',') : String(value);
  }
  return valueWords[value]?.[language === 'vi' ? 0 : 1] ?? value;
}

/** Several values joined by "or". */
export function sayValues(
  values: readonly (boolean | number | string)[],
  language: Language,
): string {
  const said = [...new Set(values.map((one) => sayValue(one, language)))];
  const last = said.pop() ?? '';
  const or = language === 'vi' ? 'hoặc' : 'or';
  return said.length > 0 ? `${said.join(', ')} ${or} ${last}` : last;
}

/** An operator and its value: "từ 1000 Mb/s trở lên", "at least 1000 Mb/s". */
export function sayComparison(
  op: Operator,
  value: boolean | number | string | readonly (boolean | number | string)[] | undefined,
  unit: string | undefined,
  language: Language,
): string {
  const vi = language === 'vi';
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const said = `${sayValues(values, language)}${unit ? ` ${unit}` : ''}`;
  switch (op) {
    case 'is':
      return vi ? `là ${said}` : `is ${said}`;
    case 'in':
      return vi ? `là ${said}` : `is ${said}`;
    case 'gte':
      return vi ? `từ ${said} trở lên` : `is at least ${said}`;
    case 'lte':
      return vi ? `không quá ${said}` : `is at most ${said}`;
    case 'gt':
      return vi ? `lớn hơn ${said}` : `is above ${said}`;
    case 'lt':
      return vi ? `dưới ${said}` : `is below ${said}`;
    case 'includes':
      return vi ? `có ${said}` : `includes ${said}`;
    case 'includes-all':
      return vi ? `có đủ ${said}` : `includes all of ${said}`;
    case 'on-or-after-assessment':
      return vi ? 'chưa qua vào ngày đánh giá' : 'is not before the day of assessment';
  }
}
