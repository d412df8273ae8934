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
  /** Its description in the repository. */
  readonly readme?: string;
}

/** Plans every probe for an example facility, so that what is said here cannot drift from what is done. */
export async function readProbeRisk(probe: string, language: Language): Promise<ProbeRisk> {
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
    readme: `src/probes/${probe}/README.md`,
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
    timeServers: [host],
    testData: { removal: 'dicomweb-delete' },
    hl7: { endpoints: [{ id: 'ris', host, port: 2575, send: 'test-order' }] },
    lan: { paths: [{ id: 'duong', server: `iperf3://${host}`, between: ['workstation', 'pacs'] }] },
    internet: { tests: [{ id: 'net', url: `https://${host}/`, operator: 'Ví dụ' }] },
    web: { endpoints: [{ id: 'web', url: `https://${host}/` }] },
    statements: ['bang-chung.yaml'],
  });
}
