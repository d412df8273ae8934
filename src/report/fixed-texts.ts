import type { BilingualText } from '../locale/language.ts';

/** Duties and consequences the draft states outside its table of criteria. Informative: none decides a level. */
export const obligations: readonly {
  readonly article: BilingualText;
  readonly text: BilingualText;
}[] = [
  {
    article: { vi: 'Điều 2 điểm a, Điều 5 khoản 1', en: 'Articles 2(a), 5(1)' },
    text: {
      vi: 'RIS-PACS tại cơ sở lưu trữ hình ảnh tối đa 01 năm và kết nối với hệ thống lưu trữ tập trung. Một năm là mức tối đa, không phải tối thiểu; chưa biết có hệ thống tập trung nào đang hoạt động.',
      en: 'The local RIS-PACS stores images for at most one year and connects to the central store. One year is a maximum, not a minimum; no central store is known to operate.',
    },
  },
  {
    article: { vi: 'Điều 4 khoản 2', en: 'Article 4(2)' },
    text: {
      vi: 'Mức phải được xác định trước khi cơ sở triển khai không in phim: mức nâng cao do Hội đồng thẩm định của cơ sở; mức chuyên sâu do Hội đồng thẩm định liên ngành theo đề nghị của thủ trưởng cơ sở.',
      en: "The level must be determined before a facility goes film-less: Advanced by the facility's own council, Specialized by the inter-sectoral council at the director's request.",
    },
  },
  {
    article: { vi: 'Điều 5 khoản 2', en: 'Article 5(2)' },
    text: {
      vi: 'Dự thảo dự kiến cho phép không in phim từ mức nâng cao. Điều này chỉ có thể áp dụng khi dự thảo được ban hành và Hội đồng kết luận.',
      en: 'The draft intends to allow film-less work from Advanced upwards. That could apply only once the draft is issued and a council has concluded.',
    },
  },
  {
    article: { vi: 'Điều 7', en: 'Article 7' },
    text: {
      vi: 'Dự thảo dự kiến việc chi trả dịch vụ theo mức nâng cao và mức chuyên sâu. Báo cáo này không kết luận về chi trả.',
      en: 'The draft intends payment for services at the Advanced and Specialized levels. This report concludes nothing about payment.',
    },
  },
  {
    article: { vi: 'Điều 8', en: 'Article 8' },
    text: {
      vi: 'Cơ sở không in phim đã được chi trả trước ngày hiệu lực tiếp tục lưu trữ tại chỗ đến hết khấu hao hoặc hết hợp đồng thuê, sau đó kết nối với hệ thống tập trung.',
      en: 'Film-less facilities already paid before the effective date keep storing locally until depreciation or lease ends, then connect to the central store.',
    },
  },
  {
    article: { vi: 'Điều 9 khoản 1 điểm a', en: 'Article 9(1)(a)' },
    text: {
      vi: 'Cục Công nghệ thông tin công bố mức của các cơ sở. Tệp assessment.json đi kèm là dạng máy đọc được của báo cáo này.',
      en: 'The IT department of the Ministry publishes levels. The assessment.json beside this report is its machine-readable form.',
    },
  },
];

/** What the report does not say, printed so that nobody reads it into the result. */
export const limitStatements: readonly BilingualText[] = [
  {
    vi: 'Dự thảo chưa được ban hành. Báo cáo chỉ đề xuất mức theo dự thảo, không xác định mức của cơ sở, không cho quyền ngừng in phim và không cho quyền được chi trả.',
    en: "The draft was never issued. The report only proposes a level under it; it does not determine the facility's level and gives no right to stop printing film or to be paid.",
  },
  {
    vi: 'Báo cáo và công cụ không được Bộ Y tế hay Bảo hiểm xã hội Việt Nam phê duyệt.',
    en: 'Neither the report nor the tool is approved by the Ministry of Health or Vietnam Social Security.',
  },
  {
    vi: 'Chưa biết không phải là đạt, cũng không phải là không đạt. Mức đề xuất luôn là mức thấp nhất của khoảng mức.',
    en: 'Unknown is neither met nor failed. The proposed level is always the lowest of the range.',
  },
  {
    vi: 'Mã SHA-256 chứng minh tệp không bị sửa từ lúc được ghi; mã này không chứng minh nội dung là đúng. Người chạy công cụ làm chủ máy tính đã dùng.',
    en: 'A SHA-256 hash proves that a file is unchanged since it was written; it does not prove that its content is true. Whoever runs the tool controls the computer.',
  },
  {
    vi: 'Công cụ chỉ thấy được từ vị trí của máy đang chạy. Điều xảy ra ở thiết bị không được dò không được nói đến.',
    en: 'The tool sees only from where it runs. It says nothing about equipment it did not probe.',
  },
  {
    vi: 'Giấy tờ được đọc về sự có mặt, ngày tháng và mã SHA-256; công cụ không kiểm tra với nơi cấp.',
    en: 'Papers are read for presence, dates and hash; they were not verified with their issuers.',
  },
  {
    vi: 'Phép thử giao thức không thay cho bản công bố phù hợp HL7 hoặc DICOM. Báo cáo không kết luận về việc tuân thủ pháp luật an toàn thông tin, bảo vệ dữ liệu cá nhân hay lưu trữ hồ sơ.',
    en: 'A protocol test does not replace an HL7 or DICOM conformance statement. The report concludes nothing about compliance with security, personal data or retention law.',
  },
  {
    vi: 'Mã của ca thử thách chỉ có giá trị trước Hội đồng khi Hội đồng cấp mã ngẫu nhiên và có thành viên chứng kiến: người giữ tệp có thể dựng lại hình ở nơi khác.',
    en: 'Codes of the challenge study count before a council when the council issued the nonce and a member witnessed it: whoever holds the files could render them elsewhere.',
  },
];
