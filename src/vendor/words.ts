const vietnamese = {
  title: 'Báo cáo xét sản phẩm RIS-PACS',
  docType: 'BÁO CÁO XÉT SẢN PHẨM',
  docTitle: 'Kết quả xét phần mềm RIS-PACS theo dự thảo',
  noLevel:
    'Báo cáo này chỉ xét những tiêu chí xét được trên một sản phẩm. Báo cáo KHÔNG đề xuất mức nào: mức là của một cơ sở, còn phụ thuộc hạ tầng, máy trạm và con người của cơ sở đó.',
  draftNote:
    'Theo dự thảo chưa được ban hành; không có giá trị pháp lý, không phải là chứng nhận của Bộ Y tế hay Bảo hiểm xã hội Việt Nam.',
  foot: 'Xét sản phẩm, không đề xuất mức. Theo dự thảo chưa ban hành.',
  simulated: 'DỮ LIỆU MÔ PHỎNG',
  page: 'Trang',
  unnamed: 'Chưa khai báo',
  product: 'Sản phẩm',
  version: 'Phiên bản',
  vendor: 'Nhà cung cấp',
  seenAt: 'Nơi xét',
  assessedOn: 'Ngày xét',
  checklist: 'Bộ tiêu chí',
  tool: 'Công cụ',
  evidence: 'Số bằng chứng',
  judged: 'Tiêu chí được xét',
  open: 'Chưa quyết định',
  outside: 'Tiêu chí không xét được trên sản phẩm',
  hash: 'SHA-256 của product-assessment.json',
  s1: 'I. Kết quả từng tiêu chí được xét',
  s2: 'II. Tiêu chí không xét trên sản phẩm',
  outsideNote: 'Phân chia này là của công cụ; các tiêu chí sau chỉ xét được ở từng cơ sở.',
  criterion: 'Tiêu chí',
  outcome: 'Kết quả',
  basis: 'Căn cứ',
  observed: 'Đã quan sát',
  because: 'Vì sao',
  reason: 'Lý do',
  ordinal: 'TT',
  certificates: 'Chứng chỉ (điều kiện ngoài bảng tiêu chí)',
};

/** Words of the product report; a missing one does not compile. */
type ProductWords = typeof vietnamese;

const english: ProductWords = {
  title: 'Report on a RIS-PACS product',
  docType: 'PRODUCT REPORT',
  docTitle: 'A RIS-PACS product judged under the draft',
  noLevel:
    'This report judges only what a product can be judged on. It proposes NO level: a level belongs to a facility and depends on its infrastructure, workstations and people.',
  draftNote:
    'Under a draft that was never issued; without legal force, and no certificate of the Ministry of Health or Vietnam Social Security.',
  foot: 'A product judged; no level proposed. Under a draft that was never issued.',
  simulated: 'SIMULATED DATA',
  page: 'Page',
  unnamed: 'Not declared',
  product: 'Product',
  version: 'Version',
  vendor: 'Vendor',
  seenAt: 'Seen at',
  assessedOn: 'Judged on',
  checklist: 'Checklist',
  tool: 'Tool',
  evidence: 'Records of evidence',
  judged: 'Criteria judged',
  open: 'Undecided',
  outside: 'Criteria that a product cannot be judged on',
  hash: 'SHA-256 of product-assessment.json',
  s1: 'I. Findings',
  s2: 'II. What is not judged on a product',
  outsideNote: 'The division is ours; the following can only be judged at each facility.',
  criterion: 'Criterion',
  outcome: 'Outcome',
  basis: 'Basis',
  observed: 'Observed',
  because: 'Because',
  reason: 'Reason',
  ordinal: 'No.',
  certificates: 'Certificates (beyond the table of criteria)',
};

/** By language. */
export const productWords = { vi: vietnamese, en: english };
