import { PRODUCT } from '../identity.ts';
import type { DocumentPlan, PaperFile } from './statement-plans.ts';

const pdf: PaperFile = { form: 'pdf', state: 'attached' };
const text: PaperFile = { form: 'text', state: 'attached' };
const hospital = 'Phòng Công nghệ thông tin, Bệnh viện Đa khoa Mô Phỏng';

/** Every paper that a simulated hospital of the highest level has. */
export const simulatedDocuments: readonly DocumentPlan[] = [
  { level: 'basic', kind: 'network-diagram', title: 'Sơ đồ mạng và cấu hình V-LAN', issuer: hospital, issuedDaysAgo: 90, file: text },
  { level: 'basic', kind: 'isp-contract', title: 'Hợp đồng đường truyền Internet riêng', issuer: 'Nhà mạng Mô Phỏng', issuedDaysAgo: 120, expiresInDays: 600, figures: { downloadMbps: 100, uploadMbps: 100 }, file: pdf },
  { level: 'basic', kind: 'workstation-requirements', title: 'Cấu hình máy trạm tối thiểu', issuer: PRODUCT.vendor, namesProduct: true, issuedDaysAgo: 200, figures: { memoryGiB: 16 }, file: pdf },
  { level: 'basic', kind: 'workstation-inventory', title: 'Bảng kê máy trạm và màn hình', issuer: hospital, issuedDaysAgo: 20, figures: { readingWorkstations: 4, diagnosticDisplays: 8, listDisplays: 4, lowestMemoryGiB: 32 }, file: text },
  { level: 'basic', kind: 'duty-roster', title: 'Lịch phân công bác sĩ chẩn đoán hình ảnh', issuer: 'Khoa Chẩn đoán hình ảnh, Bệnh viện Đa khoa Mô Phỏng', issuedDaysAgo: 15, figures: { peakRadiologists: 4 }, file: text },
  { level: 'basic', kind: 'display-qa', title: 'Báo cáo hiệu chuẩn màn hình theo DICOM GSDF', issuer: 'Công ty Hiệu chuẩn Mô Phỏng', issuedDaysAgo: 60, file: pdf },
  { level: 'basic', kind: 'ha-configuration', title: 'Bản xuất trạng thái cụm máy chủ', issuer: hospital, issuedDaysAgo: 10, figures: { nodes: 2 }, file: text },
  { level: 'basic', kind: 'failover-minutes', title: 'Biên bản chuyển đổi dự phòng máy chủ', issuer: hospital, issuedDaysAgo: 45, figures: { downtimeSeconds: 38 }, file: pdf },
  { level: 'basic', kind: 'backup-log', title: 'Nhật ký sao lưu 30 ngày', issuer: hospital, issuedDaysAgo: 2, file: text },
  { level: 'basic', kind: 'restore-test', title: 'Biên bản phục hồi thử', issuer: hospital, issuedDaysAgo: 40, file: pdf },
  { level: 'basic', kind: 'software-inventory', title: 'Bảng kê hệ điều hành và hệ quản trị cơ sở dữ liệu', issuer: hospital, issuedDaysAgo: 20, file: text },
  { level: 'basic', kind: 'storage-inventory', title: 'Bảng kê hệ thống lưu trữ', issuer: hospital, issuedDaysAgo: 20, figures: { capacityTiB: 80 }, file: text },
  { level: 'basic', kind: 'ups-maintenance', title: 'Biên bản bảo trì và thử tải UPS', issuer: 'Công ty Điện Mô Phỏng', issuedDaysAgo: 100, file: pdf },
  { level: 'advanced', kind: 'load-balancer-config', title: 'Bản xuất cấu hình cân bằng tải', issuer: hospital, issuedDaysAgo: 10, figures: { activeBackends: 2 }, file: text },
  { level: 'basic', kind: 'modality-list', title: 'Danh mục thiết bị chẩn đoán hình ảnh', issuer: 'Khoa Chẩn đoán hình ảnh, Bệnh viện Đa khoa Mô Phỏng', issuedDaysAgo: 25, file: text },
  { level: 'basic', kind: 'dicom-conformance-statement', title: 'Tuyên bố phù hợp DICOM', issuer: PRODUCT.vendor, namesProduct: true, issuedDaysAgo: 300, file: pdf },
  { level: 'basic', kind: 'hl7-conformance-statement', title: 'Đặc tả giao tiếp HL7', issuer: PRODUCT.vendor, namesProduct: true, issuedDaysAgo: 300, file: pdf },
  { level: 'basic', kind: 'vna-readiness', title: 'Văn bản về khả năng kết nối VNA', issuer: PRODUCT.vendor, namesProduct: true, issuedDaysAgo: 150, file: pdf },
  { level: 'basic', kind: 'authority-assessment', title: 'Thông báo đánh giá chất lượng', issuer: 'Cơ quan quản lý Mô Phỏng', namesProduct: true, issuedDaysAgo: 400, expiresInDays: 400, file: pdf },
  { level: 'basic', kind: 'security-level-decision', title: 'Quyết định phê duyệt cấp độ an toàn hệ thống thông tin', issuer: 'Sở Y tế Mô Phỏng', issuedDaysAgo: 250, file: pdf },
  { level: 'specialized', kind: 'iso-13485-certificate', title: 'Chứng chỉ ISO 13485', issuer: 'Tổ chức chứng nhận Mô Phỏng', namesProduct: true, issuedDaysAgo: 200, expiresInDays: 800, scope: 'Phát triển phần mềm RIS-PACS (mô phỏng)', file: pdf },
  { level: 'specialized', kind: 'specialized-package-acceptance', title: 'Biên bản nghiệm thu gói xử lý hình ảnh chuyên ngành thần kinh', issuer: 'Bệnh viện Đa khoa Mô Phỏng', issuedDaysAgo: 120, file: pdf },
];
