import type { Outcome } from '../findings/finding.ts';
import type { BilingualText } from '../locale/language.ts';
import type { DocumentPlan } from './papers/statement-plans.ts';
import type { Scenario } from './scenario.ts';

/** One thing wrong with an otherwise advanced hospital, and what the assessment must make of it. */
export interface Fault {
  readonly name: string;
  readonly text: BilingualText;
  /** Criteria whose outcome it changes, and to what; every other outcome stays `met`. */
  readonly changes: Readonly<Record<string, Exclude<Outcome, 'met'>>>;
  readonly apply: (scenario: Scenario) => Scenario;
}

const everyCriterionNeedingPacs = {
  'ht-07': 'undetermined',
  'ris-04': 'undetermined',
  'ris-05': 'undetermined',
  'pacs-02': 'undetermined',
  'pacs-05': 'undetermined',
  'pacs-07': 'undetermined',
  'pacs-08': 'undetermined',
  'pacs-18': 'undetermined',
  'pacs-22': 'undetermined',
} as const;

const everyCriterionNeedingWeb = {
  'pacs-06': 'undetermined',
  'pacs-17': 'undetermined',
  'pacs-20': 'undetermined',
} as const;

/** Every fault by name, in the order of the criteria. */
export const faults: readonly Fault[] = [
  {
    name: 'slow-port',
    text: {
      vi: 'Cổng mạng của một máy chủ PACS chỉ 100 Mb/s',
      en: 'The network port of a PACS server runs at 100 Mb/s',
    },
    changes: { 'ht-03': 'not-met' },
    apply: (scenario) => changeComputer(scenario, 'pacs-02', { linkMbps: 100 }),
  },
  {
    name: 'half-duplex',
    text: {
      vi: 'Cổng mạng của một trạm đọc chạy bán song công',
      en: 'The network port of a reading workstation is half duplex',
    },
    changes: { 'ht-03': 'not-met' },
    apply: (scenario) => changeComputer(scenario, 'tram-doc-03', { duplex: 'half' }),
  },
  {
    name: 'no-internet-contract',
    text: {
      vi: 'Không có hợp đồng đường truyền Internet',
      en: 'There is no contract of the Internet line',
    },
    changes: { 'ht-04': 'needs-attestation' },
    apply: (scenario) => withoutDocument(scenario, 'isp-contract'),
  },
  {
    name: 'single-server',
    text: { vi: 'Cụm chỉ có một máy chủ', en: 'The cluster has one server only' },
    changes: { 'ht-05': 'not-met' },
    apply: (scenario) => changeDocument(scenario, 'ha-configuration', { figures: { nodes: 1 } }),
  },
  {
    name: 'old-backup-log',
    text: { vi: 'Nhật ký sao lưu đã cũ ba tháng', en: 'The backup log is three months old' },
    changes: { 'ht-05': 'needs-attestation' },
    apply: (scenario) => changeDocument(scenario, 'backup-log', { issuedDaysAgo: 95 }),
  },
  {
    name: 'commercial-os',
    text: {
      vi: 'Máy chủ PACS chạy hệ điều hành thương mại không có giấy tờ hỗ trợ',
      en: 'A PACS server runs a commercial operating system without papers of support',
    },
    changes: { 'ht-06': 'needs-attestation' },
    apply: (scenario) =>
      changeComputer(scenario, 'pacs-02', {
        software: [{ kind: 'os', name: 'Microsoft Windows Server 2012 R2', version: '6.3.9600' }],
      }),
  },
  {
    name: 'too-few-monitors',
    text: {
      vi: 'Ba màn hình chẩn đoán cho bốn bác sĩ',
      en: 'Three diagnostic monitors for four radiologists',
    },
    changes: { 'tr-02': 'not-met' },
    apply: (scenario) =>
      changeDocument(scenario, 'workstation-inventory', {
        figures: {
          readingWorkstations: 4,
          diagnosticDisplays: 3,
          listDisplays: 4,
          lowestMemoryGiB: 32,
        },
      }),
  },
  {
    name: 'ris-nak',
    text: { vi: 'RIS trả lời AE cho mọi chỉ định', en: 'The RIS answers AE to every order' },
    changes: { 'ris-02': 'undetermined', 'ris-05': 'undetermined' },
    apply: (scenario) => ({ ...scenario, ris: { ...scenario.ris, orders: 'error' } }),
  },
  {
    name: 'ack-wrong-control-id',
    text: {
      vi: 'Xác nhận của RIS không nhắc lại mã bản tin đã gửi',
      en: 'The RIS acknowledges with another control ID than the one sent',
    },
    changes: { 'ris-02': 'undetermined', 'ris-05': 'undetermined', 'tc-01': 'undetermined' },
    apply: (scenario) => ({ ...scenario, ris: { ...scenario.ris, controlId: 'wrong' } }),
  },
  {
    name: 'order-lost',
    text: {
      vi: 'RIS xác nhận chỉ định nhưng chỉ định không vào danh sách chờ',
      en: 'The RIS acknowledges an order that never comes to the worklist',
    },
    changes: { 'ris-05': 'undetermined' },
    // The cancel of an order that is on no list is acknowledged too, as such a RIS would.
    apply: (scenario) => ({
      ...scenario,
      ris: { ...scenario.ris, newOrders: 'lost', cancels: 'ignored' },
    }),
  },
  {
    name: 'cancel-ignored',
    text: {
      vi: 'RIS xác nhận hủy nhưng chỉ định vẫn còn trong danh sách chờ',
      en: 'The RIS acknowledges a cancel but the order stays on the worklist',
    },
    // No criterion asks for it; what it changes is that test data is left behind.
    changes: {},
    apply: (scenario) => ({ ...scenario, ris: { ...scenario.ris, cancels: 'ignored' } }),
  },
  {
    name: 'no-worklist',
    text: { vi: 'Danh sách chờ DICOM không chạy', en: 'The DICOM worklist is not running' },
    changes: { 'ris-03': 'undetermined', 'ris-04': 'undetermined', 'ris-05': 'undetermined' },
    apply: (scenario) => ({ ...scenario, worklist: 'stopped' }),
  },
  {
    name: 'pacs-down',
    text: { vi: 'Máy chủ PACS không chạy', en: 'The PACS server is down' },
    changes: everyCriterionNeedingPacs,
    apply: (scenario) => ({ ...scenario, pacs: { ...scenario.pacs, state: 'stopped' } }),
  },
  {
    name: 'wrong-ae',
    text: {
      vi: 'PACS chỉ nhận một AE title khác với AE title đã khai',
      en: 'The PACS answers to another AE title than the declared one',
    },
    changes: everyCriterionNeedingPacs,
    apply: (scenario) => ({ ...scenario, pacs: { ...scenario.pacs, aeTitle: 'PACS_KHAC' } }),
  },
  {
    name: 'no-jpeg2000',
    text: { vi: 'PACS không nhận JPEG 2000', en: 'The PACS takes no JPEG 2000' },
    changes: { 'pacs-22': 'undetermined' },
    apply: (scenario) => ({
      ...scenario,
      pacs: {
        ...scenario.pacs,
        compressedSyntaxes: scenario.pacs.compressedSyntaxes.filter(
          (uid) => !/\.4\.9[01]$/.test(uid),
        ),
      },
    }),
  },
  {
    name: 'web-http-only',
    text: { vi: 'Trang xem ảnh không dùng HTTPS', en: 'The viewer does not use HTTPS' },
    changes: everyCriterionNeedingWeb,
    apply: (scenario) => ({ ...scenario, web: { ...scenario.web, transport: 'http' } }),
  },
  {
    name: 'expired-web-certificate',
    text: {
      vi: 'Chứng thư của trang xem ảnh đã hết hạn',
      en: 'The viewer’s certificate has expired',
    },
    changes: everyCriterionNeedingWeb,
    apply: (scenario) => ({ ...scenario, web: { ...scenario.web, certificate: 'expired' } }),
  },
  {
    name: 'expired-certificate-paper',
    text: {
      vi: 'Giấy đánh giá chất lượng của sản phẩm đã hết hạn',
      en: 'The product’s quality assessment has expired',
    },
    changes: { 'cl-01': 'needs-attestation' },
    apply: (scenario) => changeDocument(scenario, 'authority-assessment', { expiresInDays: -3 }),
  },
  {
    name: 'missing-viewer-files',
    text: {
      vi: 'Xác nhận về thao tác hình ảnh thiếu tệp kèm theo',
      en: 'The attestations of image functions name files that are not there',
    },
    changes: Object.fromEntries(
      ['pacs-09', 'pacs-10', 'pacs-11', 'pacs-12', 'pacs-13', 'pacs-14', 'pacs-15', 'pacs-16'].map(
        (id) => [id, 'needs-attestation' as const],
      ),
    ),
    apply: (scenario) => ({
      ...scenario,
      attestations: scenario.attestations.map((plan) =>
        /^pacs-(09|1[0-6])/.test(plan.for[0] ?? '')
          ? { ...plan, file: { ...plan.file, state: 'missing' } }
          : plan,
      ),
    }),
  },
];

/** The faults of a broken hospital when none are named. */
export const defaultFaults: readonly string[] = ['slow-port', 'ris-nak', 'no-jpeg2000'];

function changeComputer(
  scenario: Scenario,
  id: string,
  change: Partial<Scenario['computers'][number]>,
): Scenario {
  return {
    ...scenario,
    computers: scenario.computers.map((one) => (one.id === id ? { ...one, ...change } : one)),
  };
}

function changeDocument(scenario: Scenario, kind: string, change: Partial<DocumentPlan>): Scenario {
  return {
    ...scenario,
    documents: scenario.documents.map((one) => (one.kind === kind ? { ...one, ...change } : one)),
  };
}

function withoutDocument(scenario: Scenario, kind: string): Scenario {
  return { ...scenario, documents: scenario.documents.filter((one) => one.kind !== kind) };
}
