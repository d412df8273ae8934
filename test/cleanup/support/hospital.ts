import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CleanupRequest } from '../../../src/cleanup/run-cleanup.ts';
import { runCleanup } from '../../../src/cleanup/run-cleanup.ts';
import { appendLineDurably } from '../../../src/evidence/atomic-write.ts';
import { Dossier } from '../../../src/evidence/dossier.ts';
import { storeFoundations } from '../../../src/evidence/dossier-contents.ts';
import { loadFacility } from '../../../src/facility/load.ts';
import { facilitySchema } from '../../../src/facility/schema.ts';
import type { SideEffect } from '../../../src/probes/contract.ts';
import { makeTestOrder } from '../../../src/probes/hl7/test-order.ts';
import { describeTestOrder } from '../../../src/probes/shared/describe-test-order.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';
import type { Er7Message } from '../../../src/protocols/hl7/er7.ts';
import {
  ackFor,
  type FakeRis,
  startFakeRis,
  startFakeWorklist,
  type WorklistEntry,
} from '../../probes/hl7/support/fake-ris.ts';
import type { ScriptedPeer } from '../../protocols/dicom/support/scripted-peer.ts';
import { startRawPeer } from '../../protocols/hl7/support.ts';

/** How a RIS answers a cancel. `unknown` refuses it for want of such an order; `gone`: nothing listens. */
export type RisBehaviour = 'cancels' | 'acknowledges' | 'refuses' | 'unknown' | 'silent' | 'gone';
/** Whether the worklist shows our order before the cancel; `none`: the hospital has no worklist. */
export type WorklistBehaviour = 'shows' | 'empty' | 'none' | 'silent';

/** A RIS and its worklist, and a dossier of a run that was cut short. */
export interface BrokenRun {
  readonly folder: string;
  readonly dossier: Dossier;
  readonly ris: FakeRis | undefined;
  /** Everything in the worklist now. */
  readonly entries: WorklistEntry[];
  /** Addresses of this hospital in a facility file of their own. */
  readonly facilityFile: string;
  /** Journals an order in a state, as the probe would. */
  addOrder(state: SideEffect['state'], change?: Partial<SideEffect>): Promise<SideEffect>;
  /** A line of the journal, as it is. */
  addLine(line: string): Promise<void>;
  journal(): Promise<
    readonly { readonly state: string; readonly note?: string; readonly id: string }[]
  >;
  stop(): Promise<void>;
}

/** What hospitals have in their worklist besides our orders. */
export const others: readonly WorklistEntry[] = [
  { accessionNumber: 'THAT-1', patientId: 'BN0001' },
  { accessionNumber: 'RP202411220001', patientId: 'RISPACS-TEST' },
];

const settings = {
  schemaVersion: 1,
  toolVersion: '0.0.0',
  assessedOn: '2026-11-22',
  language: 'vi',
  checklist: defaultChecklist,
  allowed: ['observe', 'active'],
  startedAt: '2026-11-22T08:00:00.000+07:00',
} as const;

/** Starts the hospital and makes the dossier. */
export async function startBrokenRun(
  parent: string,
  behaviour: { ris?: RisBehaviour; worklist?: WorklistBehaviour; onCancel?: () => void } = {},
): Promise<BrokenRun> {
  const { ris: answers = 'cancels', worklist: list = 'shows' } = behaviour;
  const entries: WorklistEntry[] = [...others];
  const ris = await startFakeRis((message) => {
    behaviour.onCancel?.();
    return answerCancel(message, answers, entries);
  });
  const worklist = list === 'none' ? undefined : await startWorklist(list, entries);
  if (answers === 'gone') await ris.close();
  const facilityFile = await writeFacility(parent, 'co-so.yaml', {
    risPort: ris.port,
    worklistPort: worklist?.port,
  });
  const folder = path.join(parent, 'ho-so');
  const dossier = await Dossier.create(
    folder,
    { ...settings, allowed: [...settings.allowed] },
    'vi',
  );
  const loaded = await loadFacility(facilityFile, 'vi');
  await storeFoundations(dossier, loaded, checklistFolder(defaultChecklist));
  const endpoint = loaded.facility.hl7.endpoints[0];
  if (!endpoint) throw new Error('no endpoint');
  return {
    folder,
    dossier,
    ris: answers === 'gone' ? undefined : ris,
    entries,
    facilityFile,
    addOrder: async (state, change = {}) => {
      const order = makeTestOrder(endpoint);
      const effect = { ...describeTestOrder(endpoint, order), ...change };
      await dossier.journal({ ...effect, state: 'planned' });
      if (state === 'sent' || state === 'left') await dossier.journal({ ...effect, state: 'sent' });
      if (state === 'left' || state === 'removed-verified')
        await dossier.journal({ ...effect, state });
      if (list === 'shows')
        entries.push({ accessionNumber: order.accessionNumber, patientId: 'RISPACS-TEST' });
      return { ...effect, state };
    },
    addLine: (line) => appendLineDurably(dossier.path('side-effects.ndjson'), line),
    journal: async () => {
      const text = await readFile(dossier.path('side-effects.ndjson'), 'utf8');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    },
    stop: async () => {
      if (answers !== 'gone') await ris.close();
      await worklist?.stop();
    },
  };
}

function answerCancel(
  message: Er7Message,
  behaviour: RisBehaviour,
  entries: WorklistEntry[],
): string | undefined {
  const number = message.at('IPC-1') ?? message.at('OBR-18') ?? '';
  const at = entries.findIndex((one) => one.accessionNumber === number);
  switch (behaviour) {
    case 'cancels':
      if (at < 0) return unknownOrder(message);
      entries.splice(at, 1);
      return ackFor(message, 'AA');
    case 'acknowledges':
      return ackFor(message, 'AA');
    case 'refuses':
      return ackFor(message, 'AE');
    case 'unknown':
      return unknownOrder(message);
    case 'silent':
    case 'gone':
      return undefined;
  }
}

function unknownOrder(message: Er7Message): string {
  return `${ackFor(message, 'AE')}ERR|||204^Unknown key identifier^HL70357|E\r`;
}

async function startWorklist(
  behaviour: WorklistBehaviour,
  entries: readonly WorklistEntry[],
): Promise<Pick<ScriptedPeer, 'port' | 'stop'>> {
  if (behaviour !== 'silent') return startFakeWorklist(() => entries);
  const peer = await startRawPeer((socket) => socket.end());
  return { port: peer.port, stop: () => peer.close() };
}

/** Writes a facility file with one RIS and, where there is one, its worklist. */
export async function writeFacility(
  folder: string,
  name: string,
  ports: { risPort: number; worklistPort?: number | undefined; tls?: { ca: string } },
): Promise<string> {
  const facility = {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện <Ví Dụ>', parentBody: 'Sở Y tế', place: 'Phú Thọ' },
    product: { name: 'RIS', version: '1', vendor: 'Công ty Ví Dụ' },
    dicom: {
      nodes:
        ports.worklistPort === undefined
          ? []
          : [
              {
                id: 'mwl',
                role: 'worklist',
                host: '127.0.0.1',
                port: ports.worklistPort,
                calledAe: 'MWL',
              },
            ],
    },
    hl7: {
      endpoints: [
        {
          id: 'ris',
          host: '127.0.0.1',
          port: ports.risPort,
          send: 'test-order',
          ...(ports.tls && { tls: ports.tls }),
        },
      ],
    },
    testData: { removal: 'order-cancel', administrator: 'Trần Thị Hà', autoForward: ['Kho tỉnh'] },
  };
  facilitySchema.parse(facility);
  const file = path.join(folder, name);
  // YAML takes JSON as it is.
  await writeFile(file, JSON.stringify(facility, null, 2));
  return file;
}

/** Patience for peers that answer at once or never. */
export const shortPatience = { ackMs: 200, worklistMs: 150, itemMs: 3_000 };

/** Runs `cleanup` as a script would, with `--yes`; what it told the operator is in `noted`. */
export async function cleanUp(folder: string, change: Partial<CleanupRequest> = {}) {
  const noted: string[] = [];
  const outcome = await runCleanup({
    folder,
    dryRun: false,
    yes: true,
    language: 'vi',
    signal: new AbortController().signal,
    input: process.stdin,
    output: process.stderr,
    terminal: false,
    note: (line) => noted.push(line),
    patience: shortPatience,
    ...change,
  });
  return { ...outcome, noted };
}
