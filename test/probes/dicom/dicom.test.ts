import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DicomNode, facilitySchema } from '../../../src/facility/schema.ts';
import type { Language } from '../../../src/locale/language.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectDicom } from '../../../src/probes/dicom/collect.ts';
import { factGroups } from '../../../src/probes/dicom/facts.ts';
import { probe } from '../../../src/probes/dicom/index.ts';
import type { DicomPatience, PortPlan } from '../../../src/probes/dicom/target.ts';
import { COMMAND, type CommandFields } from '../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { Pdu } from '../../../src/protocols/dicom/dul/pdu.ts';
import {
  CURRENT_STORAGE_SOP_CLASSES,
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
  type ReadDataset,
  readDataset,
  SERVICE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  WORKFLOW_SOP_CLASSES,
} from '../../../src/protocols/dicom/index.ts';
import {
  acceptAll,
  awaitNoSockets,
  encodeMessage,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
  startRawPeer,
  userInformation,
} from '../../protocols/dicom/support/scripted-peer.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const patience: DicomPatience = {
  deadlines: { tcp: 300, tls: 300, association: 300, dimse: 300, release: 300 },
  portDeadlines: { tcp: 300, tls: 300, association: 300, dimse: 300, release: 300 },
  queryMs: 400,
  allQueriesMs: 5_000,
  allMs: 20_000,
};

let peer: ScriptedPeer | undefined;
afterEach(async () => {
  await peer?.stop();
  peer = undefined;
  await awaitNoSockets();
});

type Role = DicomNode['role'];

async function look(
  port: number,
  wishes: {
    role?: Role;
    language?: Language;
    node?: Partial<DicomNode>;
    signal?: AbortSignal;
    ports?: PortPlan;
    patience?: Partial<DicomPatience>;
  } = {},
): Promise<Observation> {
  const { context } = makeProbeContext({
    language: wishes.language ?? 'vi',
    ...(wishes.signal && { signal: wishes.signal }),
  });
  const node: DicomNode = {
    id: 'pacs-1',
    role: wishes.role ?? 'modality',
    host: '127.0.0.1',
    port,
    calledAe: 'PACS',
    ...wishes.node,
  };
  return collectDicom(
    { node, callingAe: 'RISPACS', ports: wishes.ports ?? { plain: [], tls: [] } },
    context,
    { ...patience, ...wishes.patience },
  );
}

function observed(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  for (const [name, rows] of Object.entries(observation.facts)) {
    const group = factGroups.find((one) => one.name === name);
    for (const row of rows) group?.row.parse(row);
  }
  return { ...observation, notes: observation.notes ?? [] };
}

interface Hospital {
  /** What becomes of an association; `undefined` lets it be accepted. */
  readonly onAssociate?: (request: Extract<Pdu, { kind: 'associate-request' }>) => Pdu | undefined;
  readonly onCommand?: (command: CommandFields, socket: Socket, contextId: number) => void;
  readonly userInformation?: Parameters<typeof userInformation>[0];
}

/** A PACS that does what it should, but for what the test changes. Identifiers it was sent are kept. */
async function startHospital(hospital: Hospital = {}): Promise<ReadDataset[]> {
  const asked: ReadDataset[] = [];
  peer = await startPduPeer((pdu, socket) => {
    if (pdu.kind === 'associate-request') {
      const other = hospital.onAssociate?.(pdu);
      const information = userInformation(hospital.userInformation ?? {});
      socket.write(encodePdu(other ?? acceptAll(pdu, { userInformation: information })));
    } else if (pdu.kind === 'release-request') socket.end(encodePdu({ kind: 'release-response' }));
    if (pdu.kind !== 'data-transfer') return;
    for (const value of pdu.values) {
      if (value.isCommand) continue;
      const read = readDataset(value.data, 'explicit-little-endian');
      if (!read.ok) throw new Error(read.message);
      asked.push(read.dataset);
    }
    const command = readCommand(pdu);
    const contextId = pdu.values[0]?.contextId ?? 1;
    if (command === undefined) return;
    if (hospital.onCommand) hospital.onCommand(command, socket, contextId);
    else answer(command, socket, contextId);
  });
  return asked;
}

function answer(command: CommandFields, socket: Socket, contextId: number, status = 0): void {
  if (command.commandField === COMMAND.cancelRequest || command.commandField === undefined) return;
  socket.write(
    encodeMessage(contextId, {
      commandField: command.commandField | 0x8000,
      messageIdBeingRespondedTo: command.messageId ?? 0,
      status,
    }),
  );
}

const reject = (source: number, reason: number, result = 1): Pdu => ({
  kind: 'associate-reject',
  result,
  source,
  reason,
});

const port = (): number => peer?.port ?? 0;

describe('a node that cannot be asked', () => {
  it('refuses on a closed port', async () => {
    peer = await startRawPeer(() => undefined);
    const closed = peer.port;
    await peer.stop();
    const observation = await look(closed);
    expect(observation).toMatchObject({
      state: 'refused',
      reason: { code: 'ECONNREFUSED', message: expect.stringContaining(`127.0.0.1:${closed}`) },
    });
  });

  const bad: readonly [string, (socket: Socket) => void, string, RegExp, RegExp][] = [
    ['is silent', () => undefined, 'timed-out', /không phản hồi/, /did not respond/],
    [
      'resets',
      (socket) => socket.resetAndDestroy(),
      'unreachable',
      /ngắt kết nối.*IP/,
      /broke the connection off.*IP/,
    ],
    [
      'hangs up',
      (socket) => socket.end(),
      'unreachable',
      /ngắt kết nối.*IP/,
      /broke the connection off.*IP/,
    ],
    [
      'is a web server',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'protocol-error',
      /nói HTTP chứ không phải DICOM/,
      /speaks HTTP, not DICOM/,
    ],
    [
      'is an HL7 port',
      (socket) => socket.end('\x0bMSH|^~\\&|'),
      'protocol-error',
      /nói HL7 MLLP/,
      /speaks HL7 MLLP/,
    ],
    [
      'wants TLS',
      (socket) => socket.end(Buffer.from('15030100020246', 'hex')),
      'protocol-error',
      /nói TLS; .*khai tls trong tệp cơ sở/,
      /speaks TLS; .*tls in the facility file/,
    ],
    [
      'aborts at once',
      (socket) => socket.end(encodePdu({ kind: 'abort', source: 2, reason: 0 })),
      'refused',
      /hủy association \(A-ABORT/,
      /aborted the association \(A-ABORT/,
    ],
    [
      'does not know our AE title',
      (socket) => socket.end(encodePdu(reject(1, 3))),
      'refused',
      /không biết AE title RISPACS .*quản trị .*khai thêm AE title RISPACS .*IP/,
      /does not know .*RISPACS; ask the administrator .*add AE title RISPACS .*IP/,
    ],
    [
      'does not know its AE title',
      (socket) => socket.end(encodePdu(reject(1, 7))),
      'refused',
      /không nhận AE title PACS.*calledAe.*khai thêm RISPACS/,
      /does not answer to AE title PACS.*calledAe.*add RISPACS/,
    ],
    [
      'rejects without a reason',
      (socket) => socket.end(encodePdu(reject(1, 1))),
      'refused',
      /không nói rõ lý do.*AE title RISPACS/,
      /without a clear reason.*AE title RISPACS/,
    ],
    [
      'is busy',
      (socket) => socket.end(encodePdu(reject(3, 1, 2))),
      'refused',
      /đang bận.*thử lại/,
      /busy.*try again/,
    ],
    [
      'sends noise',
      (socket) => socket.end(Buffer.alloc(64, 0x41)),
      'protocol-error',
      /không đúng giao thức DICOM/,
      /does not answer in the DICOM protocol/,
    ],
  ];
  it.each(bad)('because it %s', async (_name, behave, state, vi, en) => {
    peer = await startRawPeer((socket) => {
      socket.once('data', () => behave(socket));
    });
    for (const [language, words] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const observation = await look(port(), { language });
      expect(observation.state).toBe(state);
      if (observation.state === 'observed') throw new Error('observed');
      expect(observation.reason.message).toMatch(words);
      expect(observation.reason.message).toContain(`127.0.0.1:${port()}`);
    }
  });

  it('because it takes PDUs too small to talk', async () => {
    await startHospital({ userInformation: { maxPduBytes: 12 } });
    expect(await look(port())).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'max-pdu-too-small', message: expect.stringContaining('12 byte') },
    });
  });

  it('because it never answers the C-ECHO', async () => {
    await startHospital({ onCommand: () => undefined });
    expect(await look(port())).toMatchObject({
      state: 'timed-out',
      reason: { phase: 'dimse', message: expect.stringContaining('trả lời lệnh DICOM') },
    });
  });

  it('because a plain port was said to use TLS', async () => {
    peer = await startRawPeer((socket) => {
      socket.once('data', () => socket.end());
    });
    const observation = await look(port(), { node: { tls: {} }, language: 'en' });
    expect(observation).toMatchObject({
      state: 'unreachable',
      reason: { phase: 'tls', message: expect.stringContaining('may not use TLS') },
    });
  });

  it('ends at once, without evidence, when the operator stops', async () => {
    const stop = new AbortController();
    peer = await startRawPeer((socket) => {
      socket.once('data', () => stop.abort(new Error('stopped')));
    });
    await expect(look(port(), { signal: stop.signal })).rejects.toThrow('stopped');
  });
});

describe('TLS files', () => {
  it('that are missing are named, and nothing is sent', async () => {
    peer = await startRawPeer(() => undefined);
    const observation = await look(port(), { node: { tls: { ca: 'khong-co.pem' } } });
    expect(observation).toMatchObject({
      state: 'not-configured',
      reason: { message: expect.stringContaining('khong-co.pem') },
    });
  });

  it('that are no certificate are the hospital’s to mend, not a bug of ours', async () => {
    const file = path.join(await makeTempFolder(), 'cert.pem');
    await writeFile(file, 'not a certificate');
    const observation = await look(1, { node: { tls: { certificate: file } }, language: 'en' });
    expect(observation).toMatchObject({
      state: 'not-configured',
      reason: { message: expect.stringContaining('cannot be used (ERR_OSSL') },
    });
  });
});

describe('a node that answers', () => {
  it('is described by what it said, and by nothing it did not say', async () => {
    await startHospital({ userInformation: { maxPduBytes: 28_672 } });
    const { facts, simulated } = observed(await look(port()));
    expect(facts['dicom.node']).toEqual([
      {
        node: 'pacs-1',
        role: 'modality',
        associationAccepted: true,
        echoStatus: 0,
        echoMs: expect.any(Number),
        peerImplementationUid: '1.2.3.4',
        peerImplementationVersion: 'SCRIPTED',
        peerMaxPduBytes: 28_672,
        tls: false,
        tcpMs: expect.any(Number),
        associationMs: expect.any(Number),
      },
    ]);
    expect(facts['dicom.query']).toEqual([]);
    expect(facts['dicom.tls']).toEqual([]);
    expect(simulated).toBeUndefined();
  });

  it('has no maximum PDU and no version when it announces none', async () => {
    peer = await startPduPeer((pdu, socket) => {
      if (pdu.kind === 'associate-request') {
        const { userInformation: _, ...accept } = acceptAll(pdu);
        socket.write(
          encodePdu({ ...accept, userInformation: { roleSelections: [], unknownItems: [] } }),
        );
      } else if (pdu.kind === 'release-request')
        socket.end(encodePdu({ kind: 'release-response' }));
      const command = readCommand(pdu);
      if (command) answer(command, socket, 1);
    });
    const { facts, notes } = observed(await look(port()));
    expect(facts['dicom.node']?.[0]).not.toHaveProperty('peerMaxPduBytes');
    expect(facts['dicom.node']?.[0]).not.toHaveProperty('peerImplementationVersion');
    expect(notes.some((note) => note.includes('missing-max-pdu'))).toBe(true);
  });

  it('is marked simulated when it calls itself our simulator', async () => {
    await startHospital({ userInformation: { implementationVersion: 'RISPACS_SIM_1' } });
    expect(observed(await look(port())).simulated).toBe(true);
  });

  it('with a failed C-ECHO is observed so, and no note speaks of success', async () => {
    await startHospital({
      onCommand: (command, socket, id) => answer(command, socket, id, 0x0122),
    });
    const { facts, notes } = observed(await look(port(), { language: 'en' }));
    expect(facts['dicom.node']?.[0]).toMatchObject({ echoStatus: 0x0122 });
    expect(notes.join()).toContain('0x0122');
    expect(notes.join()).not.toContain('successful');
  });
});

describe('queries', () => {
  const classes = {
    patient: QUERY_RETRIEVE_SOP_CLASSES.patientRootFind.uid,
    study: QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid,
    worklist: WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid,
  };

  it('carry no key value but our own identifiers, in either transfer syntax', async () => {
    const { buildArchiveQueries, buildWorklistQuery } = await import(
      '../../../src/probes/dicom/queries.ts'
    );
    for (const syntax of [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN]) {
      for (const query of [...buildArchiveQueries(), buildWorklistQuery()]) {
        const encoding = chooseEncoding(syntax);
        const read = encoding && readDataset(query.identifier(syntax), encoding);
        if (!read?.ok) throw new Error('unreadable');
        const values = valuesOf(read.dataset);
        expect(values.length).toBeGreaterThan(0);
        for (const value of values)
          expect(value).toMatch(/^(RISPACS-TEST|PATIENT|STUDY|SERIES|IMAGE|2\.25\.[\d.]+)$/);
        // Something that only our own data can match is always among the keys.
        expect(values.some((value) => /^(RISPACS-TEST|2\.25\.)/.test(value))).toBe(true);
        for (const uid of values.filter((value) => value.startsWith('2.25.')))
          expect(uid.length).toBeLessThanOrEqual(64);
      }
    }
  });

  it('reach the wire as built, one per level, over the class of that level', async () => {
    const over: (string | undefined)[] = [];
    const asked = await startHospital({
      onCommand: (command, socket, contextId) => {
        if (command.commandField === COMMAND.findRequest) over.push(command.affectedSopClassUid);
        answer(command, socket, contextId);
      },
    });
    const { facts } = observed(await look(port(), { role: 'pacs' }));
    expect(facts['dicom.query']?.map((row) => [row.level, row.status, row.answers])).toEqual([
      ['patient', 0, 0],
      ['study', 0, 0],
      ['series', 0, 0],
      ['image', 0, 0],
      ['worklist', 0, 0],
    ]);
    expect(facts['dicom.query']?.map((row) => row.keys)).toEqual([
      ['0008,0052=PATIENT', '0010,0020=RISPACS-TEST'],
      ['0008,0052=STUDY', '0010,0020=RISPACS-TEST'],
      ['0008,0052=SERIES', expect.stringMatching(/^0020,000d=2\.25\.[\d.]+$/)],
      [
        '0008,0052=IMAGE',
        expect.stringMatching(/^0020,000d=2\.25\./),
        expect.stringMatching(/^0020,000e=2\.25\./),
      ],
      ['0010,0020=RISPACS-TEST'],
    ]);
    expect(asked.map((one) => one.text(0x00080052) ?? 'worklist')).toEqual([
      'PATIENT',
      'STUDY',
      'SERIES',
      'IMAGE',
      'worklist',
      // Once more under a title that the node does not know.
      'STUDY',
    ]);
    const { patient, study, worklist } = classes;
    expect(over).toEqual([patient, study, study, study, worklist, study]);
  });

  it('drop what a PACS answers that ignores our keys; only the number is kept', async () => {
    await startHospital({ onCommand: answerWithPatients(3) });
    const observation = observed(await look(port(), { role: 'pacs' }));
    expect(observation.facts['dicom.query']?.[1]).toMatchObject({ answers: 3, capped: false });
    expect(JSON.stringify(observation)).not.toContain('THẬT');
    expect(JSON.stringify(observation)).not.toContain('BN0001');
  });

  it.each([
    ['declared and intact', 'ISO_IR 192', 'KIỂM THỬ^RISPACS', 'ISO_IR 192', true, true],
    [
      'UTF-8 that is declared as Latin-1',
      'ISO_IR 100',
      'KIỂM THỬ^RISPACS',
      'ISO_IR 100',
      false,
      false,
    ],
    ['UTF-8 without a declaration', '', 'KIỂM THỬ^RISPACS', undefined, false, false],
    ['letters stripped on the way', 'ISO_IR 100', 'KIM TH^RISPACS', 'ISO_IR 100', true, false],
    ['letters replaced', '', 'KI?M TH?^RISPACS', undefined, true, false],
  ])(
    'tell the character set of our own test patient: %s',
    async (_name, declared, name, set, fits, intact) => {
      await startHospital({
        onCommand: (command, socket, contextId) => {
          if (command.commandField === COMMAND.findRequest)
            for (const id of ['RISPACS-TEST', 'BN0001'])
              sendPending(command, socket, contextId, declared, name, id);
          answer(command, socket, contextId);
        },
      });
      const observation = observed(await look(port(), { role: 'worklist' }));
      const [row] = observation.facts['dicom.query'] ?? [];
      expect(row).toEqual({
        node: 'pacs-1',
        role: 'worklist',
        level: 'worklist',
        status: 0,
        answers: 2,
        capped: false,
        ownAnswers: 1,
        ...(set !== undefined && { declaredCharacterSet: set }),
        characterSetFits: fits,
        nameIntact: intact,
        keys: ['0010,0020=RISPACS-TEST'],
      });
      expect(JSON.stringify(observation)).not.toContain('BN0001');
    },
  );

  function sendPending(
    command: CommandFields,
    socket: Socket,
    contextId: number,
    characterSet: string,
    name: string,
    patientId: string,
  ): void {
    const utf8 = encodeDataset(
      [
        { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
        { tag: 0x00100010, vr: 'PN', text: name },
        { tag: 0x00100020, vr: 'LO', text: patientId },
      ],
      'explicit-little-endian',
    );
    // The bytes are UTF-8 whatever is declared; the declaration is the first element, 8 + 10 bytes.
    const dataset = characterSet === '' ? utf8.subarray(18) : utf8;
    if (characterSet !== '') dataset.write(characterSet, 8, 'latin1');
    socket.write(
      encodeMessage(
        contextId,
        {
          commandField: COMMAND.findResponse,
          messageIdBeingRespondedTo: command.messageId ?? 0,
          status: 0xff00,
        },
        dataset,
      ),
    );
  }

  it('stop a PACS that sends its whole archive, and claim no status then', async () => {
    await startHospital({ onCommand: answerWithPatients(Number.POSITIVE_INFINITY) });
    const { facts } = observed(await look(port(), { role: 'worklist' }));
    const [row] = facts['dicom.query'] ?? [];
    expect(row).toMatchObject({ capped: true });
    expect(row).not.toHaveProperty('status');
  });

  it('lost to an abort do not lose the others', async () => {
    let finds = 0;
    await startHospital({
      onCommand: (command, socket, contextId) => {
        if (command.commandField === COMMAND.findRequest) {
          finds += 1;
          if (finds === 2) {
            socket.end(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
            return;
          }
        }
        answer(command, socket, contextId);
      },
    });
    const { facts, notes } = observed(await look(port(), { role: 'pacs' }));
    expect(facts['dicom.query']?.map((row) => row.status)).toEqual([0, undefined, 0, 0, 0]);
    expect(notes.join('\n')).toMatch(/C-FIND mức study không có kết quả: .*A-ABORT/);
    expect(facts['dicom.context']?.length).toBeGreaterThan(400);
  });

  it('that a node ends the association over are given up after the third', async () => {
    await startHospital({
      onCommand: (command, socket, contextId) => {
        if (command.commandField === COMMAND.findRequest)
          socket.end(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
        else answer(command, socket, contextId);
      },
    });
    const { facts, notes } = observed(await look(port(), { role: 'pacs' }));
    expect(facts['dicom.query']?.map((row) => row.status)).toEqual(Array(5).fill(undefined));
    expect(notes.filter((note) => note.includes('đã ngắt association'))).toHaveLength(2);
    expect(facts['dicom.node']?.[0]).toMatchObject({ echoStatus: 0 });
  });

  it('that are not answered have a row without status, and what was learned before stands', async () => {
    await startHospital({
      onCommand: (command, socket, contextId) => {
        if (command.commandField === COMMAND.echoRequest) answer(command, socket, contextId);
      },
    });
    const { facts, notes } = observed(await look(port(), { role: 'archive' }));
    expect(facts['dicom.query']?.map((row) => row.status)).toEqual(Array(5).fill(undefined));
    expect(facts['dicom.node']?.[0]).toMatchObject({ echoStatus: 0 });
    expect(notes.join('\n')).toContain('không phản hồi');
  });

  it('of a class the node refuses are told so; a PACS without worklist is nothing to remark', async () => {
    await startHospital({
      onAssociate: (request) => ({
        ...acceptAll(request),
        contexts: request.contexts.map(({ id, abstractSyntax, transferSyntaxes }) => ({
          id,
          result: abstractSyntax === classes.study || abstractSyntax === classes.worklist ? 3 : 0,
          transferSyntax: transferSyntaxes[0] ?? '',
        })),
      }),
    });
    const { facts, notes } = observed(await look(port(), { role: 'pacs' }));
    expect(facts['dicom.query']?.map((row) => row.status)).toEqual([
      0,
      ...Array(4).fill(undefined),
    ]);
    expect(notes.filter((note) => note.includes('không chấp nhận lớp SOP'))).toHaveLength(3);
  });

  function answerWithPatients(count: number) {
    return (command: CommandFields, socket: Socket, contextId: number) => {
      if (command.commandField !== COMMAND.findRequest) {
        answer(command, socket, contextId);
        return;
      }
      const dataset = encodeDataset(
        [
          { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
          { tag: 0x00100010, vr: 'PN', text: 'NGƯỜI BỆNH^THẬT' },
          { tag: 0x00100020, vr: 'LO', text: 'BN0001' },
        ],
        'explicit-little-endian',
      );
      for (let sent = 0; sent < Math.min(count, 300); sent += 1)
        socket.write(
          encodeMessage(
            contextId,
            {
              commandField: COMMAND.findResponse,
              messageIdBeingRespondedTo: command.messageId ?? 0,
              status: 0xff00,
            },
            dataset,
          ),
        );
      answer(command, socket, contextId, Number.isFinite(count) ? 0 : 0xfe00);
    };
  }
});

describe('what the node accepts', () => {
  const ct = STORAGE_SOP_CLASSES.computedTomography.uid;
  const videoClass = STORAGE_SOP_CLASSES.videoEndoscopic.uid;
  const jpeg2000 = '1.2.840.10008.1.2.4.90';
  const mpeg2 = '1.2.840.10008.1.2.4.100';
  const printMeta = '1.2.840.10008.5.1.1.9';

  /** Refuses classes with result 3 and, of the others, single syntaxes with result 4. */
  const refusing = (classes: readonly string[], syntaxes: readonly string[]): Hospital => ({
    onAssociate: (request) => ({
      ...acceptAll(request),
      contexts: request.contexts.map(({ id, abstractSyntax, transferSyntaxes }) => ({
        id,
        result: classes.includes(abstractSyntax ?? '')
          ? 3
          : syntaxes.includes(transferSyntaxes[0] ?? '')
            ? 4
            : 0,
        transferSyntax: transferSyntaxes[0] ?? '',
      })),
    }),
  });

  const associations = () =>
    (peer?.received ?? []).filter((pdu) => pdu.kind === 'associate-request');

  it('is told class by class and syntax by syntax, with the reason of each refusal', async () => {
    await startHospital(refusing([printMeta], [jpeg2000]));
    const { facts } = observed(await look(port(), { role: 'pacs' }));
    const rows = facts['dicom.context'] ?? [];
    const of = (sopClass: string) => rows.filter((row) => row.sopClass === sopClass);
    expect(of(printMeta).map((row) => [row.accepted, row.refusal, row.service])).toEqual(
      Array(2).fill([false, 'abstract-syntax-not-supported', 'print']),
    );
    const still = TRANSFER_SYNTAXES.filter((one) => one.coding !== 'video').map(({ uid }) => uid);
    expect(of(ct).map((row) => row.transferSyntax)).toEqual(still);
    expect(of(ct).filter((row) => !row.accepted)).toMatchObject([
      {
        refusal: 'transfer-syntaxes-not-supported',
        sopClassName: 'CT Image Storage',
        transferSyntaxName: 'JPEG 2000 (Lossless Only)',
        service: 'storage',
      },
    ]);
    // Video is asked for classes that can hold it.
    expect(of(videoClass).find((row) => row.transferSyntax === mpeg2)).toMatchObject({
      accepted: true,
    });
    expect(new Set(rows.map((row) => `${row.sopClass} ${row.transferSyntax}`)).size).toBe(
      rows.length,
    );
    const asked = new Set(rows.map((row) => row.sopClass));
    for (const { uid } of [...CURRENT_STORAGE_SOP_CLASSES, ...SERVICE_SOP_CLASSES])
      expect(asked).toContain(uid);
  });

  it.each([
    ['pacs', 12],
    ['workstation', 10],
    ['worklist', 8],
    ['modality', 7],
  ] as const)(
    'costs a %s no more associations than announced, and no object',
    async (role, most) => {
      await startHospital();
      observed(await look(port(), { role }));
      expect(associations().length).toBeLessThanOrEqual(most);
      expect(probe.planSteps(facilityOf(role), 'vi')[0]?.sends).toContain(
        `nhiều nhất ${most} association`,
      );
      for (const pdu of associations()) expect(pdu.contexts.length).toBeLessThanOrEqual(128);
      const commands = (peer?.received ?? []).flatMap((pdu) => readCommand(pdu) ?? []);
      expect(
        commands.filter(
          ({ commandField }) =>
            commandField !== COMMAND.echoRequest && commandField !== COMMAND.findRequest,
        ),
      ).toEqual([]);
    },
  );

  it('is asked of a modality for images only, in one association', async () => {
    await startHospital();
    const { facts } = observed(await look(port(), { role: 'modality' }));
    const services = new Set(facts['dicom.context']?.map((row) => row.service));
    expect([...services]).toEqual(['verification', 'storage']);
    expect(associations()).toHaveLength(4);
  });

  it('is asked in short requests, the commonest classes first, of a node that takes no long ones', async () => {
    await startHospital({
      onAssociate: (request) => (request.contexts.length > 64 ? reject(3, 2, 2) : undefined),
    });
    const { facts, notes } = observed(await look(port(), { role: 'pacs' }));
    const asked = new Set(facts['dicom.context']?.map((row) => row.sopClass));
    expect(asked).toContain(ct);
    expect(asked.size).toBe(96);
    expect(facts['dicom.context']?.find((row) => row.transferSyntax === jpeg2000)).toBeDefined();
    expect(notes.join('\n')).toMatch(/Còn 101 lớp SOP .* chưa hỏi/);
    expect(associations().length).toBeLessThanOrEqual(12);
  });

  it('stays unknown, and the record says why, when the node takes neither', async () => {
    await startHospital({
      onAssociate: (request) => (request.contexts.length > 8 ? reject(3, 2, 2) : undefined),
    });
    const { facts, notes } = observed(await look(port(), { role: 'pacs' }));
    expect(facts['dicom.context']).toEqual([]);
    expect(notes.join('\n')).toMatch(/Chưa rõ hết nút nhận .*: .*đang bận/);
  });

  it('is not asked further once the time for the node is over', async () => {
    await startHospital();
    const { facts, notes } = observed(await look(port(), { role: 'pacs', patience: { allMs: 0 } }));
    expect(facts['dicom.node']?.[0]).toMatchObject({ echoStatus: 0 });
    expect(facts['dicom.context']).toEqual([]);
    expect(facts['dicom.access']).toEqual([]);
    expect(notes.join('\n')).toContain('Hết thời gian');
    expect(associations()).toHaveLength(1);
  });

  it('says which classes the node would send by C-GET', async () => {
    await startHospital({
      onAssociate: (request) => {
        const roleSelections = (request.userInformation?.roleSelections ?? []).filter(
          ({ sopClassUid }) => sopClassUid === ct,
        );
        return acceptAll(request, { userInformation: userInformation({ roleSelections }) });
      },
    });
    const { facts } = observed(await look(port(), { role: 'pacs' }));
    const byGet = facts['dicom.context']?.filter((row) => row.sendsByGet === true);
    expect(new Set(byGet?.map((row) => row.sopClass))).toEqual(new Set([ct]));
    expect(facts['dicom.context']?.some((row) => row.sendsByGet === false)).toBe(true);
  });

  it('that departs from the standard is noted once for each kind', async () => {
    await startHospital({
      onAssociate: (request) => ({
        ...acceptAll(request),
        contexts: request.contexts.map(({ id }) => ({
          id,
          result: 0,
          transferSyntax: request.contexts.length > 20 ? '1.2.3.4' : EXPLICIT_VR_LITTLE_ENDIAN,
        })),
      }),
    });
    const { facts, notes } = observed(await look(port(), { role: 'worklist' }));
    expect(facts['dicom.context']).toEqual([]);
    expect(notes.filter((note) => note.includes('accepted-unproposed'))).toHaveLength(1);
  });
});

describe('access control', () => {
  const strangers = (calling: Pdu | undefined, called: Pdu | undefined): Hospital => ({
    onAssociate: (request) =>
      request.callingAeTitle.trim() !== 'RISPACS'
        ? calling
        : request.calledAeTitle.trim() !== 'PACS'
          ? called
          : undefined,
  });

  it.each([
    ['lets everybody in', undefined, undefined, [false, false]],
    ['rejects strangers', reject(1, 3), reject(1, 7), [true, true]],
    ['aborts on strangers', { kind: 'abort', source: 0, reason: 0 }, undefined, [true, false]],
  ] as const)('is read from a node that %s', async (_name, calling, called, rejected) => {
    await startHospital(strangers(calling, called));
    const { facts } = observed(await look(port()));
    expect(facts['dicom.access']?.map((row) => [row.check, row.rejected])).toEqual([
      ['unknown-calling-ae', rejected[0]],
      ['wrong-called-ae', rejected[1]],
    ]);
  });

  it.each([
    ['answers', 0x0000, false],
    ['refuses', 0x0124, true],
  ] as const)(
    'says whether a stranger that was let in is answered: a node that %s',
    async (_name, status, rejected) => {
      let stranger = false;
      await startHospital({
        onAssociate: (request) => {
          stranger = request.callingAeTitle.trim() !== 'RISPACS';
          return undefined;
        },
        onCommand: (command, socket, contextId) =>
          answer(
            command,
            socket,
            contextId,
            stranger && command.commandField === COMMAND.findRequest ? status : 0,
          ),
      });
      const { facts } = observed(await look(port(), { role: 'worklist' }));
      expect(facts['dicom.access']?.map((row) => [row.check, row.rejected])).toEqual([
        ['unknown-calling-ae', false],
        ['unknown-calling-ae-query', rejected],
        ['wrong-called-ae', false],
      ]);
    },
  );

  it('draws nothing from a refused query that the known title was refused too', async () => {
    await startHospital({
      onCommand: (command, socket, contextId) =>
        answer(
          command,
          socket,
          contextId,
          command.commandField === COMMAND.findRequest ? 0xc000 : 0,
        ),
    });
    const { facts } = observed(await look(port(), { role: 'worklist' }));
    expect(facts['dicom.access']?.map((row) => row.check)).toEqual([
      'unknown-calling-ae',
      'wrong-called-ae',
    ]);
  });

  it('is not read from a node that was only busy', async () => {
    await startHospital(strangers(reject(3, 1, 2), reject(3, 2, 2)));
    expect(observed(await look(port())).facts['dicom.access']).toEqual([]);
  });

  it('is not read from an association in which nothing may be done', async () => {
    await startHospital({
      onAssociate: (request) =>
        request.callingAeTitle.trim() === 'RISPACS'
          ? undefined
          : {
              ...acceptAll(request),
              contexts: request.contexts.map(({ id }) => ({ id, result: 1, transferSyntax: '' })),
            },
    });
    const { facts } = observed(await look(port()));
    expect(facts['dicom.access']?.map((row) => row.check)).toEqual(['wrong-called-ae']);
  });
});

describe('the plan', () => {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'X' },
    dicom: {
      callingAe: 'OURS',
      nodes: [
        { id: 'a', host: 'h', port: 104, calledAe: 'A' },
        {
          id: 'b',
          role: 'worklist',
          host: 'h',
          port: 105,
          calledAe: 'B',
          callingAe: 'MINE',
          tls: {},
        },
      ],
    },
  });

  it('only observes, names the AE title we use, and gives all the time the parts may take', () => {
    const steps = probe.planSteps(facility, 'vi');
    expect(steps.map((step) => step.risk)).toEqual(['observe', 'observe']);
    expect(steps.map((step) => step.target.callingAe)).toEqual(['OURS', 'MINE']);
    expect(steps[1]?.sends).toContain('MINE');
    expect(steps.map((step) => step.contacts[0]?.protocol)).toEqual(['dicom', 'dicom-tls']);
  });
});

function facilityOf(role: Role) {
  return facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'X' },
    dicom: { nodes: [{ id: 'a', role, host: 'h', port: 104, calledAe: 'A' }] },
  });
}

/** Every value that is not empty, sequences included. */
function valuesOf(dataset: ReadDataset): string[] {
  return [...dataset.elements.values()].flatMap(({ tag, items }) => {
    if (items) return items.flatMap(valuesOf);
    const text = dataset.text(tag) ?? '';
    return text === '' ? [] : [text];
  });
}
