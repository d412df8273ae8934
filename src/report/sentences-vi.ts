import type { StorageForecast } from '../findings/forecast-storage.ts';
import type { Level } from '../verdict/verdict.ts';

/** Days beyond which a forecast is no longer worth a figure. */
const decade = 3_650;

const addressees: { readonly [L in Level]: string } = {
  none: 'Thủ trưởng cơ sở khám bệnh, chữa bệnh',
  basic: 'Thủ trưởng cơ sở khám bệnh, chữa bệnh',
  advanced: 'Hội đồng thẩm định của cơ sở khám bệnh, chữa bệnh',
  specialized: 'Hội đồng thẩm định liên ngành (Bộ Y tế, Bảo hiểm xã hội Việt Nam)',
};

/** Vietnamese sentences of the report that carry names or figures. */
export const vietnameseSentences = {
  draftNote: (status: string) => `Theo dự thảo. ${status}`,
  addressee: (level: Level) => addressees[level],
  noTarget: 'Không nêu; xét mọi mức',
  notAppliedFor: 'không đăng ký',
  rangeOne: (level: string) => `${level} (mức thấp nhất và cao nhất trùng nhau)`,
  rangeTwo: (floor: string, ceiling: string) =>
    `Từ ${floor} (nếu mọi tiêu chí chưa quyết định đều không đạt) đến ${ceiling} (nếu đều đạt)`,
  ladderAllMet: 'Mọi tiêu chí đều đạt',
  ladderNotMet: (count: string) => `Vướng ${count} tiêu chí không đạt`,
  ladderOpen: (count: string) => `Còn ${count} tiêu chí chưa quyết định`,
  ladderBoth: (notMet: string, open: string) =>
    `Vướng ${notMet} không đạt, ${open} chưa quyết định`,
  placeAndDate: (place: string) => `${place}, ngày       tháng       năm          `,
  unknownPlace: '....................',
  reportTitle: (body: string) => `Báo cáo tự đánh giá mức hệ thống RIS-PACS - ${body}`,
  draftBasis: (source: string) => `Đối chiếu với dự thảo (chưa ban hành): ${source}.`,
  checkedOn: (dates: string, sources: string) =>
    `Các văn bản dưới đây được rà soát ngày ${dates}${sources === '' ? '' : `, nguồn: ${sources}`}.`,
  source: (text: string) => `nguồn: ${text}`,
  circular54:
    'Thông tư số 54/2017/TT-BYT ngày 29 tháng 12 năm 2017 của Bộ Y tế về bộ tiêu chí ứng dụng công nghệ thông tin tại các cơ sở khám bệnh, chữa bệnh, là văn bản mà dự thảo sửa đổi, bổ sung;',
  dossierBasis: (date: string, count: string) =>
    `Báo cáo dựa trên bộ hồ sơ bằng chứng của cơ sở, đánh giá ${date}, gồm ${count} bản ghi.`,
  removedByHand: (by: string, on: string) =>
    `đã xóa tay theo danh sách đã ký của ${by} ngày ${on}; công cụ không tự kiểm tra được`,
  moreRows: (count: string) => `và ${count} dòng khác trong bộ hồ sơ.`,
  storageForecast: (of: StorageForecast, count: (value: number) => string) =>
    `Lưu trữ (thông tin theo Điều 2 và Điều 5 của dự thảo, không phải kết luận): vùng trống lớn nhất là ${of.volume}, còn ${count(of.freeGiB)} GiB; ${of.node} nhận khoảng ${count(of.gibPerDayLow)} đến ${count(of.gibPerDayHigh)} GiB mỗi ngày (đếm ca chụp trong ${count(of.days)} ngày; số byte mỗi ảnh là ước tính của công cụ); như vậy ${of.daysLeftAtLeast > decade ? 'còn đủ cho hơn mười năm' : `còn đủ cho khoảng ${count(of.daysLeftAtLeast)} đến ${count(of.daysLeftAtMost)} ngày`} nếu ảnh được lưu ở vùng đó.`,
  undeclared: 'Chưa khai báo',
  facilityName: 'Tên cơ sở',
  facilityCode: 'Mã cơ sở',
  parentBody: 'Cơ quan chủ quản',
  address: 'Địa chỉ',
  category: 'Hạng hoặc cấp chuyên môn kỹ thuật',
  beds: 'Số giường',
  director: 'Thủ trưởng',
  product: 'Sản phẩm RIS-PACS',
  productText: (name: string, version: string, vendor: string) =>
    `${name}, phiên bản ${version}, nhà cung cấp ${vendor}`,
  computers: 'Máy đã khai báo',
  dicomNodes: 'Nút DICOM đã khai báo',
  hl7Endpoints: 'Điểm kết nối HL7 đã khai báo',
  scope: 'Phạm vi',
  scopeText: (title: string, total: string, basic: string) =>
    `${title}: ${total} tiêu chí, trong đó ${basic} của mức cơ bản`,
  assessedOn: 'Ngày đánh giá',
  measuredBetween: 'Thời gian quan sát',
  between: (from: string, to: string) => `từ ${from} đến ${to}`,
  allTimesAt: (offset: string) =>
    `mọi giờ ghi không kèm múi giờ là giờ UTC${/^z$/i.test(offset) ? '' : offset} của máy đo`,
  noProbe: 'Không có phép dò nào được chạy',
  tool: 'Công cụ',
  checklist: 'Bộ tiêu chí',
  evidenceCount: 'Bằng chứng',
  evidenceText: (total: string, observed: string, unobserved: string, signed: string) =>
    `${total} bản ghi: ${observed} quan sát được bằng phép dò, ${unobserved} phép dò không quan sát được, ${signed} có người hoặc giấy tờ đứng tên`,
  method: [
    'Phép dò chỉ quan sát và ghi lại; giấy tờ và xác nhận do cơ sở nộp. Việc đối chiếu với từng tiêu chí làm ngoại tuyến từ bộ hồ sơ, nên cùng một bộ hồ sơ luôn cho cùng kết quả.',
    '"Đạt" cần bằng chứng đáp ứng; "Không đạt" cần bằng chứng trái với tiêu chí hoặc tuyên bố không có, có người và ngày. Mọi trường hợp khác là "Chưa đủ bằng chứng" hoặc "Cần xác nhận hoặc hồ sơ".',
  ],
  resultsSentence: (total: string, met: string, notMet: string, open: string) =>
    `Trong ${total} tiêu chí: ${met} đạt, ${notMet} không đạt, ${open} chưa quyết định. Mức đề xuất theo dự thảo là mức cao nhất có mọi tiêu chí đều đạt.`,
  allGroups: 'Cộng',
  tt54: (text: string) => `Đối chiếu Thông tư 54/2017: ${text}`,
  findingsInOtherLanguage:
    'Phần quan sát và lý do được ghi bằng ngôn ngữ của lần đánh giá (tiếng Anh).',
  fromFile: (file: string) => `Từ tệp ${file}`,
  evidenceIds: (ids: string) => `Bằng chứng: ${ids}`,
  partNotNeeded: 'không cần xét (chỉ cần một trong các cách)',
  oneOfThese: 'chỉ cần một trong các điều sau:',
  handIn: (ways: readonly string[]) => `Trước hết nộp bằng chứng: ${ways.join('; hoặc ')}.`,
  handInAttestation: 'xác nhận của người đứng tên, kèm tệp',
  handInDemonstration: 'trình diễn trên ca thử thách',
  handInProbe: 'cho chạy phép đo',
  papersBeside: 'giấy tờ nêu ở cột bên',
  otherPapers: (count: string) => `${count} loại giấy tờ khác mà tiêu chí nhận`,
  ifNotThere: (remedy: string) => `Nếu thực tế chưa có: ${remedy}`,
  onlyOpen: (parts: readonly string[]) =>
    `Chỉ còn thiếu ý ${parts.map((part) => `"${part}"`).join(', ')}.`,
  specializedNotAppliedFor:
    'Cơ sở không đăng ký mức chuyên sâu; các điều kiện của mức này không được xét.',
  packages: (names: string) => `Tám gói ở Phụ lục II dự thảo: ${names}.`,
  filterCount: 'Đang hiện {shown} trên {total} tiêu chí.',
  filterPartial: 'Bảng đang được lọc, không phải toàn bộ kết quả.',
  remainingNone: 'Không còn tiêu chí nào không đạt hoặc chưa quyết định trong phạm vi đã xét.',
  remainingSome: (count: string) =>
    `${count} tiêu chí sau không đạt hoặc chưa quyết định. Tiêu chí quyết định mức được nêu trước.`,
  remainingOutside: (count: string) =>
    `Ngoài ra còn ${count} tiêu chí thuộc mức không đăng ký, không nêu ở đây.`,
  blocking: 'Chặn mức tiếp theo',
  deciding: 'Quyết định mức',
  proposalSimulated:
    'Báo cáo này lập từ dữ liệu mô phỏng, chỉ để thử công cụ; không có đề nghị nào được nêu ra.',
  proposalNone:
    'Theo dự thảo, kết quả tự đánh giá chưa đủ để đề xuất mức nào. Đề nghị phê duyệt kế hoạch khắc phục các tồn tại ở mục VII và đánh giá lại.',
  proposalBasic:
    'Theo dự thảo, kết quả tự đánh giá cho phép đề xuất mức Cơ bản. Dự thảo không nêu cơ quan xác định mức cơ bản, nên đây chỉ là kết quả tự đánh giá.',
  proposalCouncil: (authority: string, level: string) =>
    `Căn cứ kết quả tự đánh giá, đề nghị ${authority} xem xét, thẩm định mức ${level} theo dự thảo.`,
  proposalProvisional:
    'Kết quả còn tạm thời: đề nghị bổ sung bằng chứng cho các tiêu chí chưa quyết định ở mục VII trước khi thẩm định.',
  proposalBelowTarget: (target: string) =>
    `Mức đề xuất thấp hơn mức đăng ký (${target}). Đề nghị khắc phục các tồn tại ở mục VII rồi đánh giá lại.`,
  proposalClosing:
    'Mọi kết luận trong báo cáo là theo dự thảo. Dự thảo chưa được ban hành, nên báo cáo không xác định mức của cơ sở và không thay cho kết luận của Hội đồng.',
  simulatedNone: 'Không có bằng chứng mô phỏng trong bộ hồ sơ.',
  simulatedSome: (count: string, total: string) =>
    `${count} trên ${total} bản ghi bằng chứng đến từ bệnh viện mô phỏng của công cụ. Chúng không nói gì về hệ thống thật.`,
  simulatedFacility: 'Cơ sở được khai báo là mô phỏng. Báo cáo không nói gì về một hệ thống thật.',
  moreFiles: (count: string) => `và ${count} tệp khác trong bộ hồ sơ.`,
  moreEvidence: (count: string) => `Còn ${count} bản ghi khác trong bộ hồ sơ.`,
  clipped: (count: string) => ` [còn ${count} ký tự, xem bản ghi trong bộ hồ sơ]`,
  sending: 'gửi',
  receiving: 'nhận',
  download: 'tải xuống',
  upload: 'tải lên',
  mtu: (bytes: string) => `MTU ${bytes} byte`,
  secondsPerRun: (seconds: string) => `mỗi lần ${seconds} giây`,
  ceiling: (mbps: string) => `trần đặt trước ${mbps} Mb/s`,
  plateau: (mbps: string) => `mọi lần đo nằm ở bậc ${mbps} Mb/s`,
  hostLimited: 'máy đo là giới hạn, không phải mạng',
  spanHours: (hours: string) => `các lần đo trải trong ${hours} giờ`,
  serverInside: 'máy chủ đo nằm trong bệnh viện',
  omitSeconds: (seconds: string) => `bỏ ${seconds} giây đầu`,
  streams: (count: string) => `${count} luồng TCP`,
  wireFormula: (wire: string, payload: string) => `tốc độ dây = dữ liệu TCP × ${wire}/${payload}`,
  measuringEnd: (name: string, address: string) =>
    name === '' ? `máy đo ${address}` : `máy đo ${name} (${address})`,
  serverEnd: (address: string) => `máy chủ đo ${address}`,
  fromTo: (direction: string, from: string, to: string) => `${direction}: từ ${from} tới ${to}`,
  runsInAnnex: 'Từng lần đo: bảng ở Phụ lục II.',
  measuringComputer: 'Máy đo',
  measuringComputerText: (name: string, addresses: string) =>
    `${name}, địa chỉ IP ${addresses}; cách đo lại ở cuối Phụ lục II`,
  withinOneComputer: 'hai đầu là cùng một máy',
  figures: (text: string) => `Số liệu: ${text}`,
  councilDisputes: (count: string, codes: string) =>
    `Thành viên Hội đồng không đồng ý với kết quả của ${count} tiêu chí: ${codes}`,
  councilAsks: (count: string, codes: string) => `cần làm rõ ${count} tiêu chí: ${codes}`,
  councilNoDispute: (spoken: string, total: string) =>
    `Hội đồng có ý kiến về ${spoken}/${total} tiêu chí, không có ý kiến không đồng ý`,
  councilUnchanged: 'ý kiến đứng bên cạnh, không làm đổi kết quả và mức đề xuất',
  councilOutdated: 'một phần ý kiến ghi cho kết quả trước, cần xem lại',
  councilOnCriterion: (agree: string, disagree: string, ask: string) =>
    `Hội đồng: đồng ý ${agree}, không đồng ý ${disagree}, cần làm rõ ${ask}`,
  councilSaid: (name: string, position: string, opinion: string, reason: string) =>
    `${name} (${position}) ${opinion}: ${reason}`,
  allCriteria: 'Mọi tiêu chí nêu trong hồ sơ',
  recipients: ['Như trên;', 'Lưu: VT, CNTT.'],
};

/** The same sentences in every language; a missing one does not compile. */
export type ReportSentences = typeof vietnameseSentences;
