/**
 * The wording of the draft circular, copied from its text with its slips ("bac sĩ", "xác tay", "di dộng", "Neural",
 * "các tiêu chuẩn các tiêu chuẩn"). Kept apart from the checklist so that a change there cannot change what it is
 * compared with.
 */

/** The 45 rows of Annex I, section I, in order; `dashes` are the lines under a row. */
export const annexOneRows: readonly {
  readonly wording: string;
  readonly dashes?: readonly string[];
}[] = [
  { wording: 'Trang bị máy trạm tối thiểu đáp ứng triển khai ứng dụng công nghệ thông tin' },
  { wording: 'Mạng nội bộ (LAN)' },
  {
    wording:
      'V-LAN hoặc LAN có băng thông tối thiểu 1Gbps riêng giữa PACS server, thiết bị sinh hình và trạm làm việc của bac sĩ chẩn đoán hình ảnh',
  },
  {
    wording:
      'Đường truyền Internet riêng cho hệ thống RIS-PACS riêng (không chia sẻ băng thông) có băng thông tải lên (upload) tối thiểu 50Mbps và băng thông tải xuống (download) tối thiểu 50Mbps',
  },
  { wording: 'Máy chủ (đáp ứng cơ chế HA và backup)' },
  {
    wording:
      'Phần mềm hệ điều hành và phần mềm hệ quản trị CSDL của máy chủ vẫn còn được hỗ trợ từ nhà sản xuất (ngoại trừ phần mềm mã nguồn mở)',
  },
  { wording: 'Thiết bị hoặc hệ thống lưu trữ dữ liệu hình ảnh y khoa của người bệnh' },
  { wording: 'Nguồn hoặc bộ lưu trữ điện dự phòng (như UPS, máy phát điện,…)' },
  { wording: 'Thiết bị cân bằng tải' },
  {
    wording:
      'Có số lượng máy trạm tương ứng với số bác sĩ chẩn đoán hình ảnh tại thời điểm làm việc đồng thời tại khoa chẩn đoán hình ảnh',
  },
  {
    wording:
      'Màn hình y tế mức chẩn đoán hỗ trợ chuẩn DICOM với số lượng màn hình tối thiểu tương ứng số lượng bác sĩ chẩn đoán hình ảnh tại thời điểm làm việc đồng thời tại khoa chẩn đoán hình ảnh',
  },
  {
    wording:
      'Màn hình danh sách bệnh nhân với số lượng tối thiểu tương ứng với số lượng bác sĩ chẩn đoán hình ảnh tại thời điểm làm việc đồng thời tại khoa chẩn đoán hình ảnh',
  },
  { wording: 'Quản trị hệ thống' },
  { wording: 'Quản lý thông tin chỉ định' },
  { wording: 'Quản lý danh sách bệnh nhân được chỉ định' },
  {
    wording: 'Giao diện kết nối (Interface) 2 chiều với các thiết bị chẩn đoán hình ảnh thông dụng',
  },
  {
    wording:
      'Interface kết nối, liên thông giữa RIS, PACS, hệ thống thông tin bệnh viện (HIS) và hệ thống hồ sơ bệnh án điện tử:',
    dashes: [
      '- RIS nhận thông tin chỉ định từ HIS, RIS chuyển thông tin chỉ định theo tiêu chuẩn HL7 vào danh sách chờ thực hiện của thiết bị chẩn đoán hình ảnh;',
      '- PACS nhận hình bệnh lý đã được xử lý từ trạm xử lý (workstation) của bác sĩ;',
      '- PACS trích xuất hình bệnh lý từ định dạng DICOM sang định dạng JPEG và chuyển cho hệ thống RIS, RIS chuyển trả hình bệnh lý định dạng JPEG cho hệ thống HIS lưu trữ nhằm hoàn thiện hồ sơ bệnh án điện tử;',
      '- Tạo và liên thông hai chiều báo cáo chẩn đoán hình ảnh của bệnh nhân (bao gồm mô tả và hình ảnh bệnh lý) giữa PACS và HIS (tức là nếu có thay đổi bên PACS thì HIS cũng nhận được và ngược lại)',
    ],
  },
  { wording: 'Quản lý kết quả chẩn đoán hình ảnh' },
  { wording: 'Quản trị hệ thống' },
  { wording: 'Cấu hình quản lý máy chủ PACS' },
  { wording: 'Cấu hình quản lý máy trạm PACS' },
  { wording: 'Cấu hình quản lý quy trình làm việc của bác sĩ trên PACS' },
  { wording: 'Cấu hình quản lý thư mục thông tin hình ảnh của người bệnh trên PACS' },
  {
    wording:
      'Công cụ xem hình ảnh, xem báo cáo qua Internet trên máy tính cá nhân, máy tính xác tay, thiết bị di dộng, thiết bị thông minh có kết nối Internet',
  },
  { wording: 'Sẵn sàng kết nối theo công nghệ lưu trữ trung gian VNA (Vendor Neural Archive)' },
  { wording: 'Hỗ trợ chuyển tiếp dữ liệu hình ảnh DICOM tới PACS của các nhà cung cấp khác nhau' },
  { wording: 'Chức năng thao tác với hình ảnh' },
  { wording: 'Chức năng cấu hình bố cục, hiển thị với hình ảnh' },
  { wording: 'Chức năng điều hướng với hình ảnh' },
  { wording: 'Chức năng đo lường với hình ảnh' },
  { wording: 'Chức năng sao chép và dán ảnh đến các ứng dụng bên ngoài khác' },
  { wording: 'Chức năng xử lý hình ảnh 2D' },
  { wording: 'Chức năng xử lý hình ảnh 3D' },
  { wording: 'Chức năng xử lý hình ảnh MIP/MPR/Fusion' },
  {
    wording:
      'Kết xuất hình ảnh DICOM ra đĩa CD/DVD cùng với phần mềm xem ảnh DICOM hoặc in ảnh DICOM từ máy trạm PACS hoặc cung cấp đường dẫn truy cập hình ảnh DICOM trên web',
  },
  {
    wording:
      'Hỗ trợ truyền dữ liệu hình ảnh DICOM tới một địa chỉ đích cho phép người dùng truyền ca chụp đã chọn tới hệ thống khác hoặc truyền dữ liệu hình ảnh DICOM tới phương tiện lưu trữ',
  },
  { wording: 'Kết xuất các báo cáo, thống kê' },
  { wording: 'Hỗ trợ chức năng xuất, xem ảnh DICOM qua Webview' },
  { wording: 'Chức năng biên tập và xử lý hình ảnh DICOM' },
  {
    wording:
      'Chức năng cấu hình nén ảnh; tối thiểu chức năng nén ảnh theo giải thuật JPEG2000, JPEG Lossless, Lossy',
  },
  { wording: 'Hỗ trợ tái tạo, xử lý hình ảnh 3D từ xa trên trình duyệt Web' },
  { wording: 'Hỗ trợ hội chẩn trực tuyến, tư vấn chẩn đoán hình ảnh từ xa qua mạng internet' },
  {
    wording:
      'Hệ thống RIS-PACS phải đáp ứng và có các tuyên bố đáp ứng về sự phù hợp với các tiêu chuẩn các tiêu chuẩn HL7, DICOM',
  },
  {
    wording:
      'Hệ thống RIS-PACS đã được cơ quan quản lý về công nghệ thông tin y tế của Việt Nam đánh giá chất lượng hoặc đã được trải qua quá trình thử nghiệm lâm sàng tại một cơ sở khám bệnh, chữa bệnh từ tuyến huyện trở lên trong vòng tối thiểu 01 năm tại Việt Nam có hội đồng chuyên môn giám sát, đánh giá hoặc Hệ thống RIS-PACS đáp ứng chứng chỉ tiêu chuẩn chất lượng quốc tế tham chiếu của FDA (hoặc CE hoặc ISO 13485 hoặc tương đương)',
  },
  { wording: 'Bảo đảm tuân thủ các quy định của pháp luật về bảo mật, an toàn thông tin' },
];

/** Group headings of Annex I, section I, in order, with the number of rows under each. */
export const annexOneGroups: readonly (readonly [heading: string, rows: number])[] = [
  ['Hạ tầng kỹ thuật', 9],
  ['Trạm đọc làm việc của bác sĩ chẩn đoán hình ảnh', 3],
  ['Chức năng của hệ thống quản lý thông tin hình ảnh y khoa (RIS)', 6],
  ['Chức năng hệ thống lưu trữ và truyền tải hình ảnh y khoa (PACS)', 24],
  ['Tiêu chuẩn CNTT y tế đáp ứng', 1],
  ['Về đáp ứng chất lượng y tế', 1],
  ['Bảo mật, an toàn thông tin', 1],
];

/** Rows marked for the Advanced level only, by their number in the table. */
export const advancedOnlyRows: readonly number[] = [9, 12, 39, 40, 41, 42];

/** Points 2 and 3 of Annex I, section II. */
export const specializedPoints: readonly string[] = [
  'Triển khai thêm tối thiểu một (01) trong số các gói xử lý hình ảnh chuyên sâu kèm theo Phụ lục 2 Thông tư này.',
  'Có chứng chỉ FDA hoặc CE hoặc ISO 13485 (đáp ứng tiêu chuẩn chất lượng quốc tế tham chiếu của FDA hoặc CE hoặc ISO 13485) hoặc tương đương.',
];

/** The eight packages of Annex II. */
export const annexTwoPackages: readonly string[] = [
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành phổi',
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành tiêu hóa',
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành gan, mật',
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành tiết niệu, tiền liệt',
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành thần kinh',
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành tim mạch',
  'Gói xử lý hình ảnh chuyên sâu với chuyên ngành ung bướu',
  'Gói xử lý hình ảnh chuyên sâu sử dụng trí tuệ nhân tạo (AI)',
];

/** Article 4(1)(c). */
export const levelRule =
  'Phải đạt tất cả tiêu chí ở mức đánh giá. Nếu có ít nhất 01 tiêu chí không đạt thì xếp ở mức thấp hơn liền kề.';
