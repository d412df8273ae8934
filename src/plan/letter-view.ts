import type { Facility } from '../facility/schema.ts';
import type { PlannedStep, RiskClass } from '../probes/contract.ts';
import { formatLongDate } from '../report/format.ts';
import { mapStrings } from '../report/map-strings.ts';
import { printableText } from '../report/printable-text.ts';
import {
  describeRemoval,
  describeRisk,
  describeWindow,
  nameIssuer,
  riskTitles,
} from './letter-sentences.ts';
import type { Plan } from './make-plan.ts';

/** What the letter says beyond the plan and the facility file. */
export interface LetterInput {
  readonly plan: Plan;
  readonly facility: Facility;
  readonly toolVersion: string;
  /** What the checklist calls its source, for the first sentence. */
  readonly source: string;
  /** Named by the operator; absent: the candidates are listed with a box beside each. */
  readonly address?: string;
  readonly candidates: readonly string[];
  /** First and last day, YYYY-MM-DD. */
  readonly from?: string;
  readonly to?: string;
}

const risks: readonly RiskClass[] = ['observe', 'active', 'load'];
const blank = '................';
const longBlank = '........................................';

/** The permission letter as values for its template. Always Vietnamese: it is a paper of a Vietnamese hospital. */
export function makeLetterView(input: LetterInput) {
  const { facility, plan } = input;
  const networked = plan.steps.filter(({ step }) => step.contacts.length > 0);
  const localCount = plan.steps.length - networked.length;
  const issuer = nameIssuer(facility.facility.name);
  const groups = groupSteps(input);
  const planned = new Set(networked.map(({ step }) => step.risk));
  const view = {
    toolVersion: input.toolVersion,
    simulated: facility.simulated === true,
    superior: facility.facility.parentBody?.toLocaleUpperCase('vi') ?? '',
    issuer: facility.facility.name.toLocaleUpperCase('vi'),
    issuerName: facility.facility.name,
    self: issuer.self,
    signer: issuer.signer,
    director: facility.facility.director ?? '',
    place: facility.facility.place ?? blank,
    recipients: listRecipients(facility),
    source: input.source,
    product: facility.product
      ? `${facility.product.name}, phiên bản ${facility.product.version}`
      : '',
    period: `Từ ${dayOrBlank(input.from)} đến ${dayOrBlank(input.to)}.`,
    window: describeWindow(facility.allowedWindow, planned.has('active') || planned.has('load')),
    longest: minutesText(networked.reduce((sum, { step }) => sum + step.deadlineMs, 0)),
    callingAes: listCallingAes(facility),
    address: input.address ?? '',
    candidates: input.address === undefined ? input.candidates : [],
    systems: new Set(networked.flatMap(({ step }) => step.contacts.map((one) => one.host))).size,
    endpoints: new Set(
      networked.flatMap(({ step }) => step.contacts.map((one) => `${one.host} ${one.port}`)),
    ).size,
    groups,
    inbound: listInbound(plan),
    summaries: risks.map((risk, index) => ({
      letter: 'abc'.charAt(index),
      title: riskTitles[risk],
      text: describeRisk(
        risk,
        networked.flatMap(({ step }) => (step.risk === risk ? [step.probe] : [])),
        facility,
      ),
    })),
    local:
      localCount > 0
        ? `Ngoài ra có ${localCount} việc chỉ đọc tệp trên máy đo kiểm (bảng kiểm kê máy tính, giấy tờ), không dùng mạng.`
        : '',
    removal: describeRemoval(facility, planned.has('active')),
    hasActive: planned.has('active'),
    parties: listParties(facility, issuer.leader),
    refusable: groups.map((one) => one.title),
    blank,
    longBlank,
  };
  return mapStrings(view, printableText);
}

export type LetterView = ReturnType<typeof makeLetterView>;

function groupSteps({ plan, facility }: LetterInput) {
  let ordinal = 0;
  return risks.flatMap((risk, index) => {
    const steps = plan.steps.filter(({ step }) => step.risk === risk && step.contacts.length > 0);
    if (steps.length === 0) return [];
    const rows = steps.map(({ step }) => {
      ordinal += 1;
      return {
        ordinal,
        system: step.subjectId,
        contacts: step.contacts.map(({ host, port, protocol }) => ({
          address: host,
          service: `cổng ${port}, ${protocolName(protocol)}`,
        })),
        titles: aeTitlesOf(step, facility),
        sends: step.sends,
        limit: minutesText(step.deadlineMs),
      };
    });
    return [{ risk, number: index + 1, title: riskTitles[risk], rows }];
  });
}

/** Of a step that speaks to one DICOM node. */
function aeTitlesOf(step: PlannedStep, facility: Facility): string {
  const contact = step.contacts.find(({ protocol }) => protocol.startsWith('dicom'));
  const node = facility.dicom.nodes.find(
    (one) => one.host === contact?.host && one.port === contact.port,
  );
  if (!node) return '';
  return `AE gọi ${node.callingAe ?? facility.dicom.callingAe}, AE được gọi ${node.calledAe}`;
}

/** Each port of the measuring computer that must be reachable, once, with everyone who will connect to it. */
function listInbound({ steps }: Plan) {
  const ports = new Map<string, { address: string; service: string; from: Set<string> }>();
  for (const { host, port, protocol, from } of steps.flatMap(({ step }) => step.listens ?? [])) {
    const service = `cổng ${port}, ${protocolName(protocol)}`;
    const key = `${host} ${service}`;
    const known = ports.get(key) ?? { address: host, service, from: new Set<string>() };
    for (const one of from) known.from.add(one);
    ports.set(key, known);
  }
  return [...ports.values()].map((one) => ({ ...one, from: [...one.from].join(', ') }));
}

function listCallingAes(facility: Facility): string {
  const used = facility.dicom.nodes.map((one) => one.callingAe ?? facility.dicom.callingAe);
  return used.length === 0 ? 'không dùng DICOM' : [...new Set(used)].join(', ');
}

function listRecipients(facility: Facility): string[] {
  const vendor = facility.product
    ? `${facility.product.vendor} (đơn vị cung cấp hệ thống RIS-PACS)`
    : 'Đơn vị cung cấp hệ thống RIS-PACS';
  return [vendor, 'Bộ phận công nghệ thông tin', 'Khoa Chẩn đoán hình ảnh'];
}

function listParties(facility: Facility, leader: string) {
  return [
    { name: leader, role: 'Cho phép thực hiện' },
    { name: 'Bộ phận công nghệ thông tin', role: 'Đăng ký địa chỉ, mở tường lửa, giám sát' },
    { name: 'Khoa Chẩn đoán hình ảnh', role: 'Thống nhất thời gian, theo dõi hoạt động' },
    {
      name: facility.product?.vendor ?? 'Đơn vị cung cấp RIS-PACS',
      role: 'Khai báo AE title, hỗ trợ kỹ thuật',
    },
  ];
}

function dayOrBlank(day: string | undefined): string {
  return day === undefined ? 'ngày ...... tháng ...... năm ..........' : formatLongDate(day, 'vi');
}

function minutesText(durationMs: number): string {
  return `${Math.max(1, Math.ceil(durationMs / 60_000))} phút`;
}

function protocolName(protocol: string): string {
  const names: Readonly<Record<string, string>> = {
    dicom: 'DICOM',
    'dicom-tls': 'DICOM trên TLS',
    mllp: 'HL7 MLLP',
    mllps: 'HL7 MLLP trên TLS',
    http: 'HTTP',
    https: 'HTTPS',
    iperf3: 'TCP (iperf3)',
    nut: 'NUT (UPS)',
    snmp: 'SNMP',
    ntp: 'NTP',
  };
  return names[protocol] ?? protocol;
}
