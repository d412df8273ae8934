import type { z } from 'zod';
import type { facilitySchema } from '../facility/schema.ts';
import {
  AE_TITLES,
  HOSPITAL_NAME,
  INTERNET_LINE,
  LOOPBACK,
  NETWORK_PATH,
  PRODUCT,
  SIMULATED_BANNER,
  SIMULATOR_HL7_APPLICATION,
} from './identity.ts';
import { SWITCH_COMMUNITY } from './network/start-switch.ts';
import { listSwitchPorts, PACS_VLAN } from './network/switch-tables.ts';
import { STATEMENTS_FILE } from './papers/write-papers.ts';
import { UPS_NAME } from './power/answer-command.ts';
import { HTTP_ORDERS_PATH } from './ris/start-http-orders.ts';
import type { Scenario } from './scenario.ts';
import { WEB_PATHS } from './web/viewer-pages.ts';

/** Name of the facility file in the simulator's folder. */
export const FACILITY_FILE = 'co-so.yaml';
/** Folder of the inventories it names. */
export const INVENTORY_FOLDER = 'kiem-ke';
/** Holds the community of the simulated switch: a facility file never holds a secret itself. */
export const COMMUNITY_FILE = 'switch-community.txt';
/** The authority of the simulated web server, when it has one. */
export const CA_FILE = 'ca-mo-phong.pem';

/** Where the simulated systems listen, all on loopback. */
export interface SimulatedPorts {
  readonly pacs: number;
  /** A PACS of another vendor, known to the first as a destination. */
  readonly secondPacs: number;
  readonly worklist: number;
  readonly ris: number;
  /** Orders by HL7 over HTTP. */
  readonly httpOrders: number;
  readonly his: number;
  readonly web: number;
  /** Balancers before two web nodes and two DICOM nodes. */
  readonly webNodes: number;
  readonly dicomNodes: number;
  readonly ups: number;
  /** UDP. */
  readonly networkSwitch: number;
  readonly throughput: number;
  readonly httpSpeed: number;
  /** Nothing listens here: the far end of an Internet line that the simulator does not have. */
  readonly outside: number;
}

/** A simulated system as it is listed to a person. */
export interface SimulatedEndpoint {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

/** The facility file of a simulated hospital, as YAML. */
export async function writeFacilityYaml(
  scenario: Scenario,
  ports: SimulatedPorts,
): Promise<string> {
  const { stringify } = await import('yaml');
  const content = describeFacility(scenario, ports);
  const head = [
    `# ${SIMULATED_BANNER}: mọi hệ thống dưới đây do rispacs mô phỏng trên máy này.`,
    '# Tệp chỉ dùng được khi bệnh viện mô phỏng đang chạy.',
  ].join('\n');
  return `${head}\n${stringify(content, { aliasDuplicateObjects: false, lineWidth: 120 })}`;
}

/** The systems of the facility file, for printing. */
export function listEndpoints(scenario: Scenario, ports: SimulatedPorts): SimulatedEndpoint[] {
  const origin = `${scenario.web.transport}://${LOOPBACK}:${ports.web}`;
  return [
    {
      id: 'pacs-chinh',
      name: 'PACS (DICOM)',
      address: `dicom://${LOOPBACK}:${ports.pacs}/${AE_TITLES.pacs}`,
    },
    {
      id: 'danh-sach-cho',
      name: 'RIS (DICOM MWL)',
      address: `dicom://${LOOPBACK}:${ports.worklist}/${AE_TITLES.worklist}`,
    },
    { id: 'ris-hl7', name: 'RIS (HL7 MLLP)', address: `mllp://${LOOPBACK}:${ports.ris}` },
    {
      id: 'ris-http',
      name: 'RIS (HL7 qua HTTP)',
      address: `http://${LOOPBACK}:${ports.httpOrders}${HTTP_ORDERS_PATH}`,
    },
    { id: 'his-hl7', name: 'HIS (HL7 MLLP)', address: `mllp://${LOOPBACK}:${ports.his}` },
    {
      id: 'pacs-khac',
      name: 'PACS của nhà cung cấp khác (DICOM)',
      address: `dicom://${LOOPBACK}:${ports.secondPacs}/${AE_TITLES.secondArchive}`,
    },
    {
      id: 'can-bang-tai-dicom',
      name: 'Cân bằng tải trước hai nút DICOM',
      address: `dicom://${LOOPBACK}:${ports.dicomNodes}/${AE_TITLES.pacs}`,
    },
    {
      id: 'can-bang-tai-web',
      name: 'Cân bằng tải trước hai nút web',
      address: `http://${LOOPBACK}:${ports.webNodes}${WEB_PATHS.viewer}`,
    },
    { id: 'ups', name: 'UPS (NUT)', address: `nut://${LOOPBACK}:${ports.ups}/${UPS_NAME}` },
    {
      id: 'switch',
      name: `Switch (SNMP v2c, community ${SWITCH_COMMUNITY})`,
      address: `snmp://${LOOPBACK}:${ports.networkSwitch}`,
    },
    { id: 'xem-anh', name: 'Xem ảnh (web)', address: `${origin}${WEB_PATHS.viewer}` },
    { id: 'cong-ket-qua', name: 'Cổng kết quả (web)', address: `${origin}${WEB_PATHS.portal}` },
    { id: 'dicomweb', name: 'DICOMweb', address: `${origin}${WEB_PATHS.dicomweb}` },
    {
      id: 'tram-doc-toi-pacs',
      name: 'Đo LAN (iperf3)',
      address: `iperf3://${LOOPBACK}:${ports.throughput}`,
    },
    {
      id: 'do-trong-may',
      name: 'Đo Internet (HTTP)',
      address: `http://${LOOPBACK}:${ports.httpSpeed}/`,
    },
  ];
}

function describeFacility(
  scenario: Scenario,
  ports: SimulatedPorts,
): z.input<typeof facilitySchema> {
  const ris = {
    role: 'ris',
    host: LOOPBACK,
    port: ports.ris,
    receivingApplication: SIMULATOR_HL7_APPLICATION,
  } as const;
  const web = (
    id: string,
    purpose: 'viewer' | 'portal' | 'dicomweb',
    vantage: 'inside' | 'outside',
  ) => ({
    id,
    purpose,
    vantage,
    url: `${scenario.web.transport}://${LOOPBACK}:${ports.web}${WEB_PATHS[purpose]}`,
    ...(scenario.web.transport === 'https' ? { ca: CA_FILE } : {}),
  });
  return {
    schemaVersion: 1,
    simulated: true,
    facility: {
      name: HOSPITAL_NAME,
      code: 'MP-00001',
      parentBody: 'SỞ Y TẾ MÔ PHỎNG',
      place: 'Hà Nội',
      address: 'Số 0, đường Mô Phỏng',
      category: 'Hạng II (mô phỏng)',
      beds: 300,
    },
    appliesFor: scenario.appliesFor,
    product: { ...PRODUCT },
    computers: [
      { id: 'may-danh-gia', name: 'Máy đang chạy đánh giá', role: 'other', thisComputer: true },
      ...scenario.computers.map(({ id, name, role }) => ({
        id,
        name,
        role,
        inventory: `${INVENTORY_FOLDER}/${id}.json`,
      })),
    ],
    dicom: {
      callingAe: AE_TITLES.assessor,
      nodes: [
        {
          id: 'pacs-chinh',
          role: 'pacs',
          host: LOOPBACK,
          port: ports.pacs,
          calledAe: AE_TITLES.pacs,
        },
        {
          id: 'danh-sach-cho',
          role: 'worklist',
          host: LOOPBACK,
          port: ports.worklist,
          calledAe: AE_TITLES.worklist,
        },
      ],
    },
    hl7: {
      endpoints: [
        { ...ris, id: 'ris-hl7', send: 'test-order' },
        { ...ris, id: 'ris-hl7-truy-van', send: 'query' },
      ],
    },
    lan: {
      paths: [
        {
          id: 'trong-may',
          server: `iperf3://${LOOPBACK}:${ports.throughput}`,
          between: ['workstation', 'pacs'],
          seconds: 1,
          runs: 3,
        },
        {
          id: NETWORK_PATH,
          server: `iperf3://${LOOPBACK}:${ports.outside}`,
          between: ['workstation', 'pacs'],
          seconds: 1,
          runs: 3,
        },
      ],
    },
    internet: {
      tests: [
        {
          id: 'do-trong-may',
          url: `http://${LOOPBACK}:${ports.httpSpeed}/`,
          operator: 'rispacs (mô phỏng)',
          seconds: 2,
          runs: 1,
          maxMbps: 200,
        },
        {
          id: INTERNET_LINE,
          url: `http://${LOOPBACK}:${ports.outside}/`,
          operator: 'Nhà mạng Mô Phỏng',
          seconds: 2,
          runs: 1,
        },
      ],
    },
    web: {
      endpoints: [
        web('xem-anh', 'viewer', 'inside'),
        web('cong-ket-qua', 'portal', 'outside'),
        web('dicomweb', 'dicomweb', 'inside'),
      ],
    },
    switches: [
      {
        id: 'switch-ris-pacs',
        host: LOOPBACK,
        port: ports.networkSwitch,
        snmp: { version: 'v2c', community: { file: COMMUNITY_FILE } },
        vlan: PACS_VLAN.id,
        ports: listSwitchPorts(scenario.computers).map(({ name, alias }) => ({
          name,
          role: roleAtPort(alias, scenario),
        })),
      },
    ],
    power:
      scenario.power.supply === 'none'
        ? []
        : [{ id: 'ups-may-chu', kind: 'nut', host: LOOPBACK, port: ports.ups, ups: UPS_NAME }],
    statements: [STATEMENTS_FILE],
    testData: {
      removal: 'order-cancel',
      administrator: 'Nguyễn Văn Mạng (mô phỏng)',
      autoForward: [],
    },
  };
}

/** The CT and the uplink are no computers of the scenario. */
function roleAtPort(alias: string, { computers }: Scenario) {
  if (alias === 'uplink') return 'trunk';
  return computers.find(({ id }) => id === alias)?.role ?? 'modality';
}
