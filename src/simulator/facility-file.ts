import type { z } from 'zod';
import type { facilitySchema } from '../facility/schema.ts';
import { CA_FILE, describeImaging } from './facility-imaging.ts';
import { describeServers } from './facility-servers.ts';
import {
  HOSPITAL_NAME,
  INTERNET_LINE,
  LOOPBACK,
  NETWORK_PATH,
  PRODUCT,
  SIMULATED_BANNER,
  SIMULATOR_HL7_APPLICATION,
} from './identity.ts';
import { listSwitchPorts, PACS_VLAN } from './network/switch-tables.ts';
import { STATEMENTS_FILE } from './papers/write-papers.ts';
import { UPS_NAME } from './power/answer-command.ts';
import type { Scenario } from './scenario.ts';
import { WEB_PATHS } from './web/viewer-pages.ts';

/** Name of the facility file in the simulator's folder. */
export const FACILITY_FILE = 'co-so.yaml';
/** Folder of the inventories it names. */
export const INVENTORY_FOLDER = 'kiem-ke';
/** Holds the community of the simulated switch: a facility file never holds a secret itself. */
export const COMMUNITY_FILE = 'switch-community.txt';
/** Where the simulated systems listen, all on loopback. */
export interface SimulatedPorts {
  readonly pacs: number;
  /** With TLS; absent where the PACS has none. */
  readonly pacsTls?: number;
  /** A PACS of another vendor, known to the first as a destination. */
  readonly secondPacs: number;
  /** Nothing listens here until our own storage server does. */
  readonly receive: number;
  readonly worklist: number;
  readonly ris: number;
  /** Orders by HL7 over HTTP. */
  readonly httpOrders: number;
  readonly his: number;
  /** Nothing listens here until the tool that assesses plays the HIS. */
  readonly results: number;
  readonly web: number;
  /** Balancers before two web nodes and two DICOM nodes. */
  readonly webNodes: number;
  readonly dicomNodes: number;
  /** The balancer's statistics page. */
  readonly balancerStats: number;
  /** PostgreSQL. */
  readonly database: number;
  readonly ups: number;
  /** UDP. */
  readonly networkSwitch: number;
  readonly throughput: number;
  readonly httpSpeed: number;
  /** Nothing listens here: the far end of an Internet line that the simulator does not have. */
  readonly outside: number;
}

/** The facility file of a simulated hospital, as YAML. */
export async function writeFacilityYaml(
  scenario: Scenario,
  ports: SimulatedPorts,
  hasChallenge = false,
): Promise<string> {
  const { stringify } = await import('yaml');
  const content = describeFacility(scenario, ports, hasChallenge);
  const head = [
    `# ${SIMULATED_BANNER}: mọi hệ thống dưới đây do rispacs mô phỏng trên máy này.`,
    '# Tệp chỉ dùng được khi bệnh viện mô phỏng đang chạy.',
  ].join('\n');
  return `${head}\n${stringify(content, { aliasDuplicateObjects: false, lineWidth: 120 })}`;
}

function describeFacility(
  scenario: Scenario,
  ports: SimulatedPorts,
  hasChallenge: boolean,
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
    ...describeImaging(scenario, ports, hasChallenge),
    hl7: {
      receive: { host: LOOPBACK, port: ports.results },
      endpoints: [
        { ...ris, id: 'ris-hl7', send: 'test-order' },
        { ...ris, id: 'ris-hl7-quy-trinh', send: 'workflow' },
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
        ports: listSwitchPorts(scenario.computers, scenario.network).map(({ name, alias }) => ({
          name,
          role: roleAtPort(alias, scenario),
        })),
      },
    ],
    power:
      scenario.power.supply === 'none'
        ? []
        : [{ id: 'ups-may-chu', kind: 'nut', host: LOOPBACK, port: ports.ups, ups: UPS_NAME }],
    ...describeServers(scenario, ports),
    statements: [STATEMENTS_FILE],
    testData: {
      removal: 'dicomweb-delete',
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
