import { type Facility, facilitySchema } from '../facility/schema.ts';
import type { Language } from '../locale/language.ts';
import type { RiskClass } from '../probes/contract.ts';
import { probeLoaders } from '../probes/registry.ts';

/** What a probe may do to a hospital's systems, as it plans it itself. */
export interface ProbeRisk {
  readonly probe: string;
  /** False for a probe that the checklist names and this version does not have. */
  readonly available: boolean;
  /** Classes of the steps it plans for a facility that has everything. */
  readonly risks: readonly RiskClass[];
  /** What each step says it sends, for an example of each class. */
  readonly sends: readonly { readonly risk: RiskClass; readonly text: string }[];
  /** Products whose reader was built from their makers' documents only, and never met the product itself. */
  readonly notRunAgainst?: readonly string[];
  /** The command that runs it, for one that is no part of an assessment. */
  readonly command?: string;
  /** Its description in the repository. */
  readonly readme?: string;
}

/** Plans every probe for an example facility, so that what is said here cannot drift from what is done. */
export async function readProbeRisk(probe: string, language: Language): Promise<ProbeRisk> {
  if (probe === 'drill') return drillRisk(language);
  const load = probeLoaders[probe];
  if (!load) return { probe, available: false, risks: [], sends: [] };
  const steps = (await load()).planSteps(exampleFacility(), language);
  const risks = [...new Set(steps.map((step) => step.risk))];
  return {
    probe,
    available: true,
    risks,
    sends: risks.map((risk) => ({
      risk,
      text: steps.find((step) => step.risk === risk)?.sends ?? '',
    })),
    ...(untriedProducts[probe] && { notRunAgainst: untriedProducts[probe] }),
    readme: `src/probes/${probe}/README.md`,
  };
}

/** The README of each probe says the same, product by product. */
const untriedProducts: Readonly<Record<string, readonly string[]>> = {
  database: ['MySQL', 'SQL Server', 'Oracle Database'],
  redundancy: ['SQL Server AG', 'Windows Server Failover Cluster', 'VMware', 'Proxmox'],
  backup: ['Veeam', 'Windows Server Backup'],
};

/** A person takes a node down while it runs, so it is never planned with the rest. */
function drillRisk(language: Language): ProbeRisk {
  const vi = language === 'vi';
  return {
    probe: 'drill',
    available: true,
    risks: ['load', 'active'],
    sends: [
      {
        risk: 'load',
        text: vi
          ? 'Hỏi đều đặn từng dịch vụ (C-ECHO, HTTP, mở kết nối TCP) trong lúc người vận hành làm ngừng một máy.'
          : 'Asks each service steadily (C-ECHO, HTTP, opening TCP) while the operator takes a node down.',
      },
      {
        risk: 'active',
        text: vi
          ? 'Gửi mỗi giây một ảnh thử đánh số, hỏi lại từng ảnh rồi xóa.'
          : 'Sends one numbered test image a second, asks for each again, and removes them.',
      },
    ],
    command: 'rispacs drill failover',
    readme: 'src/probes/drill/README.md',
  };
}

/** One of everything. Addresses from the range for documentation (RFC 5737); nothing is ever sent. */
function exampleFacility(): Facility {
  const host = '192.0.2.1';
  return facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Ví dụ' },
    computers: [{ id: 'may', role: 'pacs', inventory: 'may.json' }],
    dicom: {
      receive: { host, port: 11112 },
      nodes: [
        {
          id: 'pacs',
          role: 'pacs',
          host,
          port: 104,
          calledAe: 'PACS',
          send: 'test-study',
          mpps: true,
          dicomweb: 'pacs-web',
        },
      ],
    },
    dicomweb: { endpoints: [{ id: 'pacs-web', url: `https://${host}/`, send: 'test-study' }] },
    media: [{ id: 'dia', path: 'dia.iso' }],
    switches: [{ id: 'sw', host, snmp: { version: 'v2c', community: { env: 'COMMUNITY' } } }],
    power: [{ id: 'ups', kind: 'nut', host, ups: 'ups' }],
    balancers: [{ id: 'can-bang', kind: 'haproxy', stats: `https://${host}/stats;csv` }],
    databases: [{ id: 'csdl', product: 'postgresql', host, user: 'doc' }],
    redundancy: [
      { id: 'cum', kind: 'pacemaker', file: 'cum.xml' },
      { id: 'ban-sao', kind: 'postgresql', database: 'csdl' },
    ],
    backups: [{ id: 'sao-luu', kind: 'pgbackrest', file: 'sao-luu.json' }],
    timeServers: [host],
    security: { portCheck: true },
    testData: { removal: 'dicomweb-delete' },
    hl7: {
      receive: { host, port: 2576 },
      endpoints: [
        { id: 'ris', host, port: 2575, send: 'test-order' },
        { id: 'ris-workflow', host, port: 2575, send: 'workflow' },
      ],
    },
    lan: { paths: [{ id: 'duong', server: `iperf3://${host}`, between: ['workstation', 'pacs'] }] },
    internet: { tests: [{ id: 'net', url: `https://${host}/`, operator: 'Ví dụ' }] },
    web: { endpoints: [{ id: 'web', url: `https://${host}/` }] },
    challenge: { folder: 'thu-thach' },
    viewers: [{ id: 'trinh-xem', url: `https://${host}/{studyInstanceUid}` }],
    statements: ['bang-chung.yaml'],
  });
}
