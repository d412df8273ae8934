import { onTestFinished } from 'vitest';
import {
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from '../../../../src/protocols/dicom/index.ts';
import { sendMessage } from '../../../../src/protocols/hl7/client.ts';
import type { Er7Message } from '../../../../src/protocols/hl7/er7.ts';
import { postMessage } from '../../../../src/protocols/hl7/http.ts';
import { type ServerTls, startListener } from '../../../../src/protocols/hl7/listener.ts';
import type {
  ListenerReply,
  MessageHandler,
} from '../../../../src/protocols/hl7/listener-session.ts';
import type { ClientTls } from '../../../../src/protocols/hl7/tls-options.ts';
import { startDicomServer } from '../../../../src/simulator/dicom/dicom-server.ts';
import { matchesQuery } from '../../../../src/simulator/dicom/match-key.ts';
import { type Elements, readItems, readText } from '../../../../src/simulator/dicom/read-values.ts';
import { ProcedureSteps } from '../../../../src/simulator/pacs/procedure-steps.ts';
import { NATIVE_SYNTAXES } from '../../../../src/simulator/pacs/start-pacs.ts';
import type { FakePacs } from './fake-pacs.ts';
import { describeResult, type ResultParts, writeResult } from './fake-result.ts';
import { toItem } from './worklist-item.ts';

/** What a RIS does wrong; without any it behaves. */
export interface RisFaults {
  /** The answer to a message, in place of `usual`. */
  readonly answer?: (message: Er7Message, usual: ListenerReply) => ListenerReply;
  /** What becomes of an order on its way to the worklist; `undefined` loses it. */
  readonly item?: (item: Elements) => Elements | undefined;
  /** The worklist's answers. */
  readonly find?: (query: Elements, items: readonly Elements[]) => readonly Elements[];
  /** A cancel is acknowledged and the item stays. */
  readonly keepsCancelled?: boolean;
  /** A change of order or patient is acknowledged and nothing changes. */
  readonly ignoresChanges?: boolean;
  /** Results, as they are sent; `undefined` sends none. */
  readonly result?: (
    parts: ResultParts,
  ) => ResultParts | undefined | Promise<ResultParts | undefined>;
  readonly resultsByHttp?: boolean;
  /** Every result has a second PATIENT_RESULT group: identifier and name of somebody else. */
  readonly alsoAbout?: string;
  /** Results wait for {@link FakeRis.sign}. */
  readonly waitsForPerson?: boolean;
  readonly withoutMpps?: boolean;
  /** Told of each DICOM request before it is answered: `C-FIND worklist`, `N-CREATE`, `N-SET`. */
  readonly onRequest?: (what: string) => void;
  /** Certificate of its port, and the authority that our port has to be of. */
  readonly tls?: { readonly server: ServerTls; readonly client: ClientTls };
}

/** A RIS with its worklist, on loopback. */
export interface FakeRis {
  readonly hl7Port: number;
  /** What serves the port, for another way in. */
  readonly handler: MessageHandler;
  readonly worklistPort: number;
  readonly aeTitle: string;
  /** Everything that came, in order. */
  readonly received: readonly Er7Message[];
  readonly items: readonly Elements[];
  readonly steps: ProcedureSteps;
  /** A radiologist signs, and then changes the report. */
  sign(): Promise<void>;
}

const aeTitle = 'FAKEMWL';

/** Starts a RIS; it ends with the test. */
export async function startFakeRis(
  faults: RisFaults = {},
  hisPort?: number,
  pacs?: FakePacs,
): Promise<FakeRis> {
  const received: Er7Message[] = [];
  const entries = new Map<string, { item: Elements; order: Er7Message }>();
  const ending = new AbortController();
  const send = async (order: Er7Message, status: string): Promise<void> => {
    const parts = await (faults.result ?? ((one) => one))(describeResult(order, status));
    if (parts === undefined || hisPort === undefined || ending.signal.aborted) return;
    const written = await writeResult(parts);
    const [id = '', name = ''] = faults.alsoAbout?.split('^') ?? [];
    const bytes =
      id === ''
        ? written
        : Buffer.concat([written, Buffer.from(`PID|2||${id}||${name}\rOBR|1|${parts.placer}\r`)]);
    const limits = {
      firstByteTimeoutMs: 2_000,
      ackTimeoutMs: 2_000,
      signal: ending.signal,
      ...(faults.tls && { tls: faults.tls.client }),
    };
    if (faults.resultsByHttp)
      await postMessage(bytes, {
        url: `${faults.tls ? 'https' : 'http'}://127.0.0.1:${hisPort}/`,
        ...limits,
      });
    else await sendMessage(bytes, { host: '127.0.0.1', port: hisPort, ...limits });
  };
  let report: Promise<void> = Promise.resolve();
  const sign = async (): Promise<void> => {
    for (const { order } of [...entries.values()]) {
      await send(order, 'F');
      await send(order, 'C');
    }
  };
  const steps = new ProcedureSteps(({ attributes }) => {
    const performed = readItems(attributes.ScheduledStepAttributesSequence);
    const studies = performed.map((one) => readText(one, 'StudyInstanceUID'));
    for (const [placer, entry] of entries) {
      if (!studies.includes(String(entry.item.StudyInstanceUID))) continue;
      entries.set(placer, { ...entry, item: withStatus(entry.item, 'COMPLETED') });
    }
    if (!faults.waitsForPerson) report = report.then(sign);
  });

  const take = (message: Er7Message): ListenerReply => {
    const type = `${message.messageCode}^${message.triggerEvent}`;
    const placer = message.at('ORC-2.1') ?? '';
    const entry = entries.get(placer);
    if (type === 'ORM^O01' || type === 'OMI^O23') {
      const control = message.at('ORC-1');
      if (control === 'NW') {
        const item = (faults.item ?? ((one) => one))(toItem(message));
        if (item !== undefined) entries.set(placer, { item, order: message });
      } else if (entry === undefined) {
        return { kind: 'ack', code: 'AE', errorCode: '204', text: 'no such order' };
      } else if (control === 'XO') {
        if (!faults.ignoresChanges) {
          const item = withStatus(toItem(message), 'COMPLETED');
          entries.set(placer, { ...entry, item });
        }
      } else if (!faults.keepsCancelled) entries.delete(placer);
    } else if (type === 'ADT^A08' && !faults.ignoresChanges) {
      const id = message.at('PID-3.1') ?? '';
      const { PatientName } = toItem(message);
      for (const [key, one] of entries)
        if (one.item.PatientID === id)
          entries.set(key, { ...one, item: { ...one.item, PatientName } });
      pacs?.rename(id, String(PatientName));
    } else if (type === 'ADT^A40' && !faults.ignoresChanges) {
      pacs?.merge(message.at('MRG-1.1') ?? '', message.at('PID-3.1') ?? '');
    }
    return { kind: 'ack', code: 'AA' };
  };

  const handler: MessageHandler = ({ message }) => {
    received.push(message);
    const usual = take(message);
    return faults.answer?.(message, usual) ?? usual;
  };
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    allowedPeers: ['127.0.0.1'],
    handler,
    ...(faults.tls && { tls: faults.tls.server }),
  });
  const mpps = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;
  const served: readonly string[] = [
    VERIFICATION_SOP_CLASS,
    WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid,
    ...(faults.withoutMpps ? [] : [mpps]),
  ];
  const list = (): readonly Elements[] => [...entries.values()].map(({ item }) => item);
  const server = await startDicomServer(
    {
      aeTitle,
      isKnownCaller: () => true,
      acceptedSyntaxes: (uid) => (served.includes(uid) ? NATIVE_SYNTAXES : []),
      find: (_, query) => {
        faults.onRequest?.('C-FIND worklist');
        const records = faults.find
          ? faults.find(query, list())
          : list().filter((item) => matchesQuery(item, query));
        return { kind: 'records', records };
      },
      store: () => 0xc000,
      steps: {
        create: (uid, attributes) => {
          faults.onRequest?.('N-CREATE');
          return steps.create(uid, attributes);
        },
        set: (uid, changes) => {
          faults.onRequest?.('N-SET');
          return steps.set(uid, changes);
        },
      },
    },
    ending.signal,
  );
  onTestFinished(async () => {
    ending.abort();
    await report.catch(() => undefined);
    await listener.close();
    await server.stop();
  });
  return {
    hl7Port: listener.port,
    handler,
    worklistPort: server.port,
    aeTitle,
    received,
    get items() {
      return list();
    },
    steps,
    sign,
  };
}

function withStatus(item: Elements, status: string): Elements {
  const [step] = Array.isArray(item.ScheduledProcedureStepSequence)
    ? item.ScheduledProcedureStepSequence
    : [];
  return {
    ...item,
    ScheduledProcedureStepSequence: [{ ...step, ScheduledProcedureStepStatus: status }],
  };
}
