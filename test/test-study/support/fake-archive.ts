import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { DicomNode, DicomwebEndpoint } from '../../../src/facility/schema.ts';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { COMMAND, type CommandFields } from '../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type DataElement,
  encodeDataset,
  type ReadDataset,
  readDataset,
} from '../../../src/protocols/dicom/index.ts';
import type { StudyInstance } from '../../../src/test-study/index.ts';
import {
  acceptAll,
  encodeMessage,
  readCommand,
  startPduPeer,
} from '../../protocols/dicom/support/scripted-peer.ts';

const encoding = 'explicit-little-endian';

/** A study that the archive holds. */
export interface HeldStudy {
  readonly studyInstanceUid: string;
  /** Absent: the archive does not tell. */
  readonly patientId?: string;
  readonly instances: readonly StudyInstance[];
}

/** What the archive does; changed by tests as they go. */
export interface ArchiveBehaviour {
  /** `ignores-key`: everything it holds is answered; `blind`: nothing ever is; `silent`: no answer. */
  find: 'answers' | 'ignores-key' | 'blind' | 'fails' | 'silent' | 'garbage';
  /** `acknowledges`: 204 and nothing is deleted. */
  deletes: 'yes' | 'acknowledges' | 'refuses' | 'breaks-off-but-deletes';
  honoursRejection: boolean;
  /** Leaves the unique keys above the level out of its answers, as dcmqrscp does. */
  omitsKeysAbove: boolean;
  storesNotes: boolean;
  /** `plain`: a step that has ended is refused without an error id. */
  mpps:
    | 'final'
    | 'plain'
    | 'fails'
    | 'forgetful'
    | 'refuses'
    | 'unknown'
    | 'busy-after'
    | 'breaks-off';
  password?: string;
}

/** An archive with DICOM and DICOMweb whose contents and manners the test sets. */
export interface FakeArchive {
  readonly studies: Map<string, HeldStudy>;
  readonly behaviour: ArchiveBehaviour;
  /** Requests that could change something: `DELETE studies/…`, `C-STORE <class>`, `N-SET <status>`. */
  readonly changes: string[];
  /** Data sets of C-STORE, as received. */
  readonly stored: ReadDataset[];
  readonly node: DicomNode;
  endpoint(removal: DicomwebEndpoint['removal'], more?: object): DicomwebEndpoint;
  stop(): Promise<void>;
}

/** Starts the archive on loopback. */
export async function startFakeArchive(
  behaviour: Partial<ArchiveBehaviour> = {},
): Promise<FakeArchive> {
  const state: State = {
    studies: new Map(),
    steps: new Map(),
    changes: [],
    stored: [],
    behaviour: {
      find: 'answers',
      deletes: 'yes',
      honoursRejection: false,
      omitsKeysAbove: false,
      storesNotes: true,
      mpps: 'final',
      ...behaviour,
    },
  };
  const pending = new Map<Socket, { command: CommandFields; contextId: number; data: Buffer[] }>();
  const peer = await startPduPeer((pdu, socket) => {
    if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
    else if (pdu.kind === 'release-request') socket.end(encodePdu({ kind: 'release-response' }));
    if (pdu.kind !== 'data-transfer') return;
    const command = readCommand(pdu);
    const contextId = pdu.values[0]?.contextId ?? 1;
    if (command) pending.set(socket, { command, contextId, data: [] });
    const message = pending.get(socket);
    const values = pdu.values.filter((one) => !one.isCommand);
    message?.data.push(...values.map((one) => one.data));
    if (!message || !values.some((one) => one.isLast)) return;
    pending.delete(socket);
    const read = readDataset(Buffer.concat(message.data), encoding);
    if (!read.ok) throw new Error(read.message);
    answerCommand(state, message.command, message.contextId, read.dataset, socket);
  });
  const web = createServer((request, response) => {
    answerHttp(state, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  const address = web.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    dicom: { nodes: [{ id: 'pacs', host: '127.0.0.1', port: peer.port, calledAe: 'PACS' }] },
  });
  const node = facility.dicom.nodes[0];
  if (!node) throw new Error('no node');
  return {
    ...state,
    node,
    endpoint: (removal, more = {}) => {
      const parsed = facilitySchema.parse({
        schemaVersion: 1,
        facility: { name: 'Bệnh viện thử' },
        dicomweb: {
          endpoints: [
            {
              id: 'pacs-web',
              url: `http://127.0.0.1:${address.port}/dicom-web`,
              removal,
              ...more,
            },
          ],
        },
      });
      const endpoint = parsed.dicomweb.endpoints[0];
      if (!endpoint) throw new Error('no endpoint');
      return endpoint;
    },
    stop: async () => {
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
      await peer.stop();
    },
  };
}

interface State {
  readonly studies: Map<string, HeldStudy>;
  readonly steps: Map<string, string>;
  readonly changes: string[];
  readonly stored: ReadDataset[];
  readonly behaviour: ArchiveBehaviour;
}

function answerCommand(
  state: State,
  command: CommandFields,
  contextId: number,
  dataset: ReadDataset,
  socket: Socket,
): void {
  const response = {
    commandField: (command.commandField ?? 0) | 0x8000,
    messageIdBeingRespondedTo: command.messageId ?? 0,
  };
  const end = (status: number, more: CommandFields = {}) =>
    socket.write(encodeMessage(contextId, { ...response, status, ...more }));
  switch (command.commandField) {
    case COMMAND.findRequest: {
      const { find } = state.behaviour;
      if (find === 'silent') return;
      if (find === 'fails') return void end(0xa700);
      const answers = find === 'blind' ? [] : findAnswers(state, dataset);
      for (const elements of answers)
        socket.write(
          encodeMessage(
            contextId,
            { ...response, status: 0xff00 },
            find === 'garbage' ? Buffer.from('not a data set') : encodeDataset(elements, encoding),
          ),
        );
      return void end(0);
    }
    case COMMAND.storeRequest:
      state.changes.push(`C-STORE ${command.affectedSopClassUid ?? ''}`);
      if (!state.behaviour.storesNotes) return void end(0xa900);
      state.stored.push(dataset);
      if (state.behaviour.honoursRejection) reject(state, dataset);
      return void end(0);
    case COMMAND.nSetRequest: {
      const status = dataset.text(0x00400252) ?? '';
      state.changes.push(`N-SET ${status}`);
      const { mpps } = state.behaviour;
      if (mpps === 'refuses') return void end(0x0124);
      if (mpps === 'fails') return void end(0x0110);
      if (mpps === 'unknown') return void end(0x0112);
      if (mpps === 'breaks-off') return void socket.destroy();
      const uid = command.requestedSopInstanceUid ?? '';
      const isEnded = state.steps.has(uid);
      if (isEnded && mpps === 'busy-after') return void end(0x0213);
      if (isEnded && mpps !== 'forgetful')
        return void end(0x0110, mpps === 'plain' ? {} : { errorId: 0xa710 });
      state.steps.set(uid, status);
      return void end(0);
    }
  }
}

function reject(state: State, note: ReadDataset): void {
  const title = note.items(0x0040a043)?.[0]?.text(0x00080100);
  if (title !== '113039') return;
  for (const study of note.items(0x0040a375) ?? [])
    state.studies.delete(study.text(0x0020000d) ?? '');
}

function findAnswers(state: State, query: ReadDataset): DataElement[][] {
  const level = query.text(0x00080052);
  const wanted = query.text(0x0020000d);
  const studies = [...state.studies.values()].filter(
    (one) => state.behaviour.find === 'ignores-key' || one.studyInstanceUid === wanted,
  );
  return studies.flatMap((study): DataElement[][] => {
    const uid: DataElement = { tag: 0x0020000d, vr: 'UI', text: study.studyInstanceUid };
    if (level === 'STUDY')
      return [
        [
          { tag: 0x00080020, vr: 'DA', text: '20260105' },
          { tag: 0x00080030, vr: 'TM', text: '081500' },
          uid,
          ...(study.patientId === undefined
            ? []
            : [{ tag: 0x00100020, vr: 'LO', text: study.patientId } as const]),
        ],
      ];
    const series = query.text(0x0020000e);
    const above = (...keys: DataElement[]) => (state.behaviour.omitsKeysAbove ? [] : keys);
    if (level === 'SERIES')
      return [...new Set(study.instances.map((one) => one.seriesInstanceUid))].map((text) => [
        ...above(uid),
        { tag: 0x0020000e, vr: 'UI', text },
      ]);
    return study.instances
      .filter((one) => one.seriesInstanceUid === series)
      .map((one) => [
        { tag: 0x00080016, vr: 'UI', text: one.sopClassUid },
        { tag: 0x00080018, vr: 'UI', text: one.sopInstanceUid },
        ...above(uid, { tag: 0x0020000e, vr: 'UI', text: one.seriesInstanceUid }),
      ]);
  });
}

async function answerHttp(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('latin1');
  const json = (value: unknown, type = 'application/dicom+json') =>
    response.writeHead(200, { 'content-type': type }).end(JSON.stringify(value));
  const { password, deletes } = state.behaviour;
  const expected = password && `Basic ${Buffer.from(`rispacs:${password}`).toString('base64')}`;
  if (expected && request.headers.authorization !== expected)
    return void response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
  if (request.method === 'GET' && url.pathname === '/dicom-web/studies') {
    const uid = url.searchParams.get('StudyInstanceUID') ?? '';
    const study = state.studies.get(uid);
    return void json(
      study
        ? [
            {
              '0020000D': { vr: 'UI', Value: [uid] },
              ...(study.patientId !== undefined && {
                '00100020': { vr: 'LO', Value: [study.patientId] },
              }),
            },
          ]
        : [],
    );
  }
  const instances = /^\/dicom-web\/studies\/([\d.]+)\/instances$/.exec(url.pathname)?.[1];
  if (request.method === 'GET' && instances !== undefined)
    return void json(
      (state.studies.get(instances)?.instances ?? []).map((one) => ({
        '00080016': { vr: 'UI', Value: [one.sopClassUid] },
        '00080018': { vr: 'UI', Value: [one.sopInstanceUid] },
        '0020000E': { vr: 'UI', Value: [one.seriesInstanceUid] },
      })),
    );
  if (url.pathname === '/tools/lookup') {
    const ID = '11111111-22222222-33333333-44444444-55555555';
    return void json(
      state.studies.has(body) ? [{ ID, Type: 'Study', Path: `/studies/${ID}` }] : [],
      'application/json',
    );
  }
  state.changes.push(`${request.method ?? ''} ${decodeURIComponent(url.pathname)}`);
  if (request.method === 'POST' && url.pathname.startsWith('/dicom-web/studies/')) {
    const [, uid = ''] = /^\/dicom-web\/studies\/([\d.]+)/.exec(url.pathname) ?? [];
    if (!url.pathname.endsWith('/reject/113039%5EDCM')) {
      if (state.behaviour.honoursRejection && body.includes('113039')) state.studies.delete(uid);
      return void json({ '00081199': { vr: 'SQ', Value: [{}] } });
    }
    return void response.writeHead(state.studies.has(uid) ? 204 : 404).end();
  }
  if (request.method !== 'DELETE') return void response.writeHead(405).end();
  if (deletes === 'refuses') return void response.writeHead(403).end();
  const [, uid] = /^\/dicom-web\/studies\/([\d.]+)$/.exec(url.pathname) ?? [];
  const isKnown = uid === undefined || state.studies.has(uid);
  if (deletes !== 'acknowledges') {
    if (uid === undefined) state.studies.clear();
    else state.studies.delete(uid);
  }
  if (deletes === 'breaks-off-but-deletes') return void response.destroy();
  response.writeHead(isKnown ? 204 : 404).end();
}
