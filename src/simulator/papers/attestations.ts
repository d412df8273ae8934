import type { LevelName } from '../../facility/schema.ts';
import type { AttestationPlan, PaperFile, StaffMember } from './statement-plans.ts';

const png: PaperFile = { form: 'png', state: 'attached' };
const pdf: PaperFile = { form: 'pdf', state: 'attached' };
const text: PaperFile = { form: 'text', state: 'attached' };

type Row = readonly [
  level: LevelName,
  by: StaffMember,
  file: PaperFile,
  ids: readonly string[],
  statement: string,
];

const rows: readonly Row[] = [
  ['basic', 'it', pdf, ['ht-01'], 'Mọi máy trạm đáp ứng cấu hình tối thiểu của nhà cung cấp'],
  [
    'basic',
    'it',
    text,
    ['ht-03.bandwidth', 'ht-03.dedicated'],
    'PACS, thiết bị sinh hình và trạm đọc ở trong một V-LAN 1 Gbps riêng',
  ],
  [
    'basic',
    'it',
    text,
    ['ht-04.upload', 'ht-04.download', 'ht-04.dedicated'],
    'Đường truyền Internet 100 Mb/s mỗi chiều, chỉ dùng cho RIS-PACS',
  ],
  [
    'basic',
    'it',
    pdf,
    ['ht-05.ha', 'ht-05.backup'],
    'Đã chứng kiến chuyển đổi dự phòng và phục hồi thử từ bản sao lưu',
  ],
  [
    'basic',
    'it',
    text,
    ['ht-06.dbms'],
    'Hệ quản trị cơ sở dữ liệu PostgreSQL là phần mềm mã nguồn mở',
  ],
  ['basic', 'it', png, ['ht-07'], 'Hình ảnh được lưu trên hệ thống lưu trữ nêu trong bảng kê'],
  ['basic', 'it', pdf, ['ht-08.ups'], 'UPS cấp điện cho máy chủ, thiết bị lưu trữ và switch'],
  [
    'advanced',
    'it',
    png,
    ['ht-09'],
    'Thiết bị cân bằng tải đang phân chia yêu cầu cho hai máy chủ',
  ],
  [
    'basic',
    'imaging',
    pdf,
    ['tr-02'],
    'Đã đối chiếu số máy của từng màn hình chẩn đoán với báo cáo hiệu chuẩn',
  ],
  ['advanced', 'imaging', pdf, ['tr-03'], 'Mỗi trạm đọc có một màn hình danh sách bệnh nhân'],
  ['basic', 'it', png, ['ris-01'], 'Đã trình diễn chức năng quản trị của RIS'],
  [
    'basic',
    'imaging',
    png,
    ['ris-02'],
    'Chỉ định thử hiện trên RIS; đã sửa, tạm dừng, từ chối và hủy',
  ],
  ['basic', 'imaging', png, ['ris-03'], 'Đã tìm, lọc, sắp xếp danh sách bệnh nhân được chỉ định'],
  ['basic', 'imaging', text, ['ris-04'], 'Đã theo dõi một ca CT từ danh sách chờ đến hình ảnh'],
  [
    'basic',
    'imaging',
    pdf,
    ['ris-05.a', 'ris-05.b', 'ris-05.c', 'ris-05.d'],
    'Đã theo dõi một ca từ chỉ định ở HIS đến kết quả có hình ảnh trả về HIS, và sửa kết quả ở cả hai bên',
  ],
  ['basic', 'imaging', png, ['ris-06'], 'Đã soạn, duyệt, sửa có lưu vết, in và tra cứu kết quả'],
  ['basic', 'it', png, ['pacs-01'], 'Đã trình diễn chức năng quản trị của PACS'],
  ['basic', 'it', png, ['pacs-02'], 'Đã trình diễn cấu hình máy chủ PACS'],
  ['basic', 'it', png, ['pacs-03'], 'Đã trình diễn cấu hình máy trạm PACS'],
  ['basic', 'imaging', png, ['pacs-04'], 'Đã trình diễn hàng đợi đọc, phân công và đọc lần hai'],
  ['basic', 'imaging', png, ['pacs-05'], 'Đã trình diễn thư mục, bộ lọc và gộp ca'],
  [
    'basic',
    'imaging',
    png,
    ['pacs-06'],
    'Đã xem hình ảnh và báo cáo trên máy tính, máy tính xách tay và điện thoại qua mạng di động',
  ],
  ['basic', 'it', text, ['pacs-07'], 'PACS đã cấu hình sẵn một kho lưu trữ trung gian làm đích'],
  ['basic', 'it', text, ['pacs-08'], 'Đã chuyển tiếp một ca thử tới PACS của nhà cung cấp khác'],
  ['basic', 'imaging', png, ['pacs-09'], 'Đã trình diễn thu, phóng, xoay, lật, di chuyển'],
  ['basic', 'imaging', png, ['pacs-10'], 'Đã trình diễn cấu hình bố cục và hiển thị'],
  ['basic', 'imaging', png, ['pacs-11'], 'Đã trình diễn điều hướng hình ảnh'],
  ['basic', 'imaging', png, ['pacs-12'], 'Đã trình diễn đo khoảng cách, góc và diện tích'],
  ['basic', 'imaging', png, ['pacs-13'], 'Đã sao chép và dán ảnh sang ứng dụng khác'],
  ['basic', 'imaging', png, ['pacs-14'], 'Đã trình diễn xử lý hình ảnh 2D'],
  ['basic', 'imaging', png, ['pacs-15'], 'Đã trình diễn xử lý hình ảnh 3D'],
  [
    'basic',
    'imaging',
    png,
    ['pacs-16.mip', 'pacs-16.mpr', 'pacs-16.fusion'],
    'Đã trình diễn MIP, MPR và Fusion',
  ],
  ['basic', 'imaging', png, ['pacs-17.link'], 'Đã mở ca thử bằng đường dẫn giao cho người bệnh'],
  ['basic', 'imaging', text, ['pacs-18.system'], 'Đã chọn và gửi một ca thử tới hệ thống khác'],
  ['basic', 'imaging', pdf, ['pacs-19'], 'Đã kết xuất báo cáo, thống kê một tháng'],
  ['basic', 'imaging', png, ['pacs-20'], 'Đã xem và xuất ảnh qua Webview'],
  ['advanced', 'imaging', png, ['pacs-21'], 'Đã trình diễn biên tập hình ảnh, ảnh gốc còn nguyên'],
  [
    'advanced',
    'it',
    png,
    ['pacs-22.jpeg2000', 'pacs-22.lossless', 'pacs-22.lossy'],
    'Đã cấu hình lần lượt ba giải thuật nén và xem ảnh sau khi nén',
  ],
  ['advanced', 'imaging', png, ['pacs-23'], 'Đã dựng 3D từ xa trên trình duyệt'],
  [
    'advanced',
    'imaging',
    pdf,
    ['pacs-24'],
    'Đã hội chẩn trực tuyến với bệnh viện khác, có biên bản',
  ],
  [
    'basic',
    'director',
    pdf,
    ['at-01'],
    'Đã ban hành quy chế an toàn thông tin và phân quyền theo vai trò',
  ],
  [
    'specialized',
    'imaging',
    png,
    ['cs-01.neurology'],
    'Gói xử lý hình ảnh chuyên ngành thần kinh đang được dùng hằng ngày',
  ],
];

/** Every attestation that a simulated hospital of the highest level can give. */
export const simulatedAttestations: readonly AttestationPlan[] = rows.map(
  ([level, by, file, ids, statement]) => ({ level, by, file, for: ids, statement }),
);
