import type { Socket } from 'node:net';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { Pdu } from '../../../../src/protocols/dicom/dul/pdu.ts';
import {
  COMMAND,
  type CommandFields,
  type DataElement,
  type DatasetEncoding,
  encodeDataset,
  readDataset,
} from '../../../../src/protocols/dicom/index.ts';
import {
  acceptAll,
  encodeMessage,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
} from '../../../protocols/dicom/support/scripted-peer.ts';

/** A study as an archive would answer with it. */
export interface FakeStudy {
  readonly date?: string;
  readonly modalities?: string;
  readonly instances?: string;
  /** What nobody asked for. */
  readonly patientName?: string;
}

/** How the archive behaves beyond answering. */
export interface FakeBehaviour {
  readonly studies: readonly FakeStudy[];
  readonly ignoresDate?: boolean;
  /** Final status by the date asked for; 0000 otherwise. */
  readonly status?: (date: string) => number;
  /** What to do instead of answering. */
  readonly instead?: (date: string, socket: Socket) => boolean;
  /** Goes on sending after C-CANCEL. */
  readonly ignoresCancel?: boolean;
  readonly refusesContext?: boolean;
  /** Bytes that are no data set, as every answer. */
  readonly answersWith?: Buffer;
}

/** A running archive, and the keys it was asked for. */
export interface FakeArchive extends ScriptedPeer {
  readonly asked: {
    readonly date: string;
    readonly tags: readonly number[];
    readonly patientId?: string;
  }[];
  readonly cancels: number[];
  readonly associations: number[];
}

const encoding: DatasetEncoding = 'explicit-little-endian';

function matches(study: FakeStudy, asked: string): boolean {
  if (study.date === undefined || asked === '') return true;
  const [from = '', to = from] = asked.split('-');
  return study.date >= from && study.date <= (to === '' ? '99999999' : to);
}

function encodeStudy(study: FakeStudy): Buffer {
  const texts: readonly [number, 'DA' | 'CS' | 'PN' | 'IS', string | undefined][] = [
    [0x00080020, 'DA', study.date],
    [0x00080052, 'CS', 'STUDY'],
    [0x00080061, 'CS', study.modalities],
    [0x00100010, 'PN', study.patientName],
    [0x00201208, 'IS', study.instances],
  ];
  const elements = texts.flatMap(([tag, vr, text]): DataElement[] =>
    text === undefined ? [] : [{ tag, vr, text }],
  );
  return encodeDataset(elements, encoding);
}

/** Starts an archive that answers study-level C-FIND from a list, one answer at a time, until it is told to stop. */
export async function startFakeArchive(behaviour: FakeBehaviour): Promise<FakeArchive> {
  const asked: FakeArchive['asked'] = [];
  const cancels: number[] = [];
  const associations: number[] = [];
  const cancelled = new Set<string>();
  const sockets = new Map<Socket, { id: number; command?: CommandFields }>();

  const onPdu = (pdu: Pdu, socket: Socket): void => {
    if (pdu.kind === 'associate-request') {
      sockets.set(socket, { id: associations.length });
      associations.push(associations.length);
      const accept = acceptAll(pdu);
      const contexts = behaviour.refusesContext
        ? accept.contexts.map(({ id }) => ({ id, result: 3 as const }))
        : accept.contexts;
      socket.write(encodePdu({ ...accept, contexts }));
    } else if (pdu.kind === 'release-request') {
      socket.write(encodePdu({ kind: 'release-response' }));
    } else if (pdu.kind === 'abort') {
      socket.destroy();
    } else if (pdu.kind === 'data-transfer') {
      onData(pdu, socket);
    }
  };

  function onData(pdu: Extract<Pdu, { kind: 'data-transfer' }>, socket: Socket): void {
    const state = sockets.get(socket);
    if (state === undefined) return;
    const command = readCommand(pdu);
    if (command?.commandField === COMMAND.cancelRequest) {
      cancels.push(command.messageIdBeingRespondedTo ?? 0);
      cancelled.add(`${state.id}/${command.messageIdBeingRespondedTo}`);
      return;
    }
    if (command?.commandField === COMMAND.echoRequest) {
      const contextId = pdu.values[0]?.contextId ?? 1;
      const answer = {
        affectedSopClassUid: command.affectedSopClassUid ?? '',
        commandField: COMMAND.echoResponse,
        messageIdBeingRespondedTo: command.messageId ?? 0,
        status: 0,
      };
      socket.write(encodeMessage(contextId, answer));
      return;
    }
    if (command !== undefined) state.command = command;
    const value = pdu.values.find((one) => !one.isCommand && one.isLast);
    if (value === undefined || state.command === undefined) return;
    const read = readDataset(value.data, encoding);
    if (!read.ok) throw new Error(read.message);
    const date = read.dataset.text(0x00080020) ?? '';
    const patientId = read.dataset.text(0x00100020);
    asked.push({
      date,
      tags: [...read.dataset.elements.keys()],
      ...(patientId !== undefined && { patientId }),
    });
    if (behaviour.instead?.(date, socket)) return;
    answer(date, state.command, value.contextId, state.id, socket);
  }

  function answer(
    date: string,
    request: CommandFields,
    contextId: number,
    association: number,
    socket: Socket,
  ): void {
    const messageId = request.messageId ?? 0;
    const found = behaviour.ignoresDate
      ? behaviour.studies
      : behaviour.studies.filter((study) => matches(study, date));
    const base = {
      affectedSopClassUid: request.affectedSopClassUid ?? '',
      commandField: COMMAND.findResponse,
      messageIdBeingRespondedTo: messageId,
    };
    const send = (status: number, dataset?: Buffer): void => {
      socket.write(encodeMessage(contextId, { ...base, status }, dataset));
    };
    let next = 0;
    const step = (): void => {
      if (socket.destroyed) return;
      const isCancelled = cancelled.has(`${association}/${messageId}`);
      if (isCancelled && !behaviour.ignoresCancel) {
        send(0xfe00);
        return;
      }
      const study = found[next];
      next += 1;
      if (study === undefined && !behaviour.ignoresCancel) {
        send(behaviour.status?.(date) ?? 0);
        return;
      }
      send(0xff00, behaviour.answersWith ?? encodeStudy(study ?? found[0] ?? {}));
      setImmediate(step);
    };
    step();
  }

  const peer = await startPduPeer(onPdu);
  return { ...peer, asked, cancels, associations };
}
