import type { Criterion } from '../checklist/schema.ts';
import type { BilingualText } from '../locale/language.ts';
import type { RiskClass } from '../probes/contract.ts';

/** What each probe does, in a few words. */
export const probeNames: { readonly [probe: string]: BilingualText | undefined } = {
  dicom: { vi: 'hỏi nút DICOM', en: 'asks a DICOM node' },
  documents: { vi: 'đọc xác nhận và giấy tờ', en: 'reads attestations and documents' },
  hl7: { vi: 'hỏi điểm nối HL7', en: 'asks an HL7 endpoint' },
  host: { vi: 'kiểm kê máy chủ, máy trạm', en: 'inventories a server or workstation' },
  internet: { vi: 'đo đường truyền Internet', en: 'measures the Internet line' },
  lan: { vi: 'đo thông lượng mạng nội bộ', en: 'measures LAN throughput' },
  web: { vi: 'xem địa chỉ web như trình duyệt', en: 'looks at a web address' },
  switch: { vi: 'đọc cổng của switch', en: 'reads the ports of a switch' },
  power: { vi: 'đọc bộ lưu điện', en: 'reads a UPS' },
  balancer: { vi: 'đọc bộ cân bằng tải', en: 'reads a load balancer' },
  database: {
    vi: 'hỏi phiên bản của cơ sở dữ liệu',
    en: 'asks a database for its version',
  },
  redundancy: {
    vi: 'đọc trạng thái cụm máy chủ',
    en: 'reads the state of a server cluster',
  },
  backup: { vi: 'đọc sổ của phần mềm sao lưu', en: 'reads the records of backup software' },
  clock: { vi: 'so đồng hồ với máy chủ giờ', en: 'compares the clock with a time server' },
  ports: { vi: 'xem cổng của máy đã khai', en: 'looks at ports of declared hosts' },
  drill: { vi: 'theo dõi diễn tập chuyển máy chủ', en: 'watches a failover drill' },
  challenge: { vi: 'ca thử thách', en: 'the challenge study' },
  workflow: {
    vi: 'theo một ca thử từ chỉ định tới báo cáo',
    en: 'follows a test case from order to report',
  },
  'dicom-exchange': {
    vi: 'lưu, lấy và xóa ca thử',
    en: 'stores, fetches and removes test studies',
  },
  dicomweb: { vi: 'hỏi dịch vụ DICOMweb', en: 'asks a DICOMweb service' },
};

export const methodNames: { readonly [M in Criterion['method']]: BilingualText } = {
  measured: { vi: 'đo', en: 'measured' },
  inspected: { vi: 'kiểm tra', en: 'inspected' },
  demonstrated: { vi: 'trình diễn', en: 'demonstrated' },
  attested: { vi: 'xác nhận', en: 'attested' },
  mixed: { vi: 'kết hợp', en: 'mixed' },
};

export const riskNames: { readonly [R in RiskClass]: BilingualText } = {
  observe: { vi: 'chỉ quan sát (observe)', en: 'observe' },
  active: { vi: 'gửi dữ liệu thử (active)', en: 'sends test data (active)' },
  load: { vi: 'đo tải (load)', en: 'load' },
};

export const typeNames: { readonly [type: string]: BilingualText | undefined } = {
  boolean: { vi: 'có hoặc không', en: 'yes or no' },
  number: { vi: 'số', en: 'number' },
  text: { vi: 'chữ', en: 'text' },
  date: { vi: 'ngày', en: 'date' },
  choice: { vi: 'một trong các giá trị', en: 'one of' },
  numbers: { vi: 'dãy số', en: 'numbers' },
  texts: { vi: 'dãy chữ', en: 'texts' },
};
