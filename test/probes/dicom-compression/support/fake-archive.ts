import type { Socket } from 'node:net';
import { readHead } from '../../../../src/pixels/index.ts';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { AssociateRequest, Pdu } from '../../../../src/protocols/dicom/dul/pdu.ts';
import {
  chooseEncoding,
  encodeDataset,
  openAssociation,
  type ReadDataset,
  readDataset,
  TRANSFER_SYNTAXES,
} from '../../../../src/protocols/dicom/index.ts';
import {
  acceptAll,
  encodeMessage,
  readCommand,
  startPduPeer,
  userInformation,
} from '../../../protocols/dicom/support/scripted-peer.ts';

/** An object that the archive holds. */
export interface HeldObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly patientId: string;
}

/** What the archive sends for an object in a transfer syntax; `undefined` when the sub-operation fails. */
export type Sender = (
  object: HeldObject,
  transferSyntaxUid: string,
) => Promise<{ readonly dataset: Buffer; readonly sopInstanceUid?: string } | undefined>;

/** How the archive behaves. */
export interface FakeBehaviour {
  readonly send: Sender;
  /** Compressed transfer syntaxes that it accepts in a context; all of them unless given. */
  readonly accepts?: readonly string[];
  /** Uncompressed transfer syntaxes that it accepts; both little endian ones unless given. */
  readonly acceptsNative?: readonly string[];
  /** Query/Retrieve SOP classes that it does not have. */
  readonly without?: readonly string[];
  /** Status of every C-STORE; success unless given. */
  readonly storeStatus?: number;
  /** Where a C-MOVE goes. */
  readonly destinationPort?: number;
  /** Called when a retrieve begins. */
  readonly onRetrieve?: () => void;
}

/** A small archive over real sockets: C-STORE, C-FIND by study, C-GET and C-MOVE by series. */
export interface FakeArchive {
  readonly port: number;
  readonly held: Map<string, HeldObject>;
  /** Services asked for, in order: `store`, `find`, `get`, `move`. */
  readonly asked: string[];
  stop(): Promise<void>;
}

const CHUNK_BYTES = 16_000;
const native = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];

interface AgreedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
}

class Conversation {
  readonly #socket: Socket;
  readonly #archive: { readonly behaviour: FakeBehaviour } & Pick<FakeArchive, 'held' | 'asked'>;
  #contexts: readonly AgreedContext[] = [];
  #command: CommandFields | undefined;
  #dataset: Buffer[] = [];
  #answered: ((status: number) => void) | undefined;

  constructor(
    socket: Socket,
    archive: { readonly behaviour: FakeBehaviour } & Pick<FakeArchive, 'held' | 'asked'>,
  ) {
    this.#socket = socket;
    this.#archive = archive;
  }

  take(pdu: Pdu): void {
    if (pdu.kind === 'associate-request') this.#accept(pdu);
    else if (pdu.kind === 'release-request') {
      this.#socket.write(encodePdu({ kind: 'release-response' }));
    } else if (pdu.kind === 'abort') this.#socket.destroy();
    else if (pdu.kind === 'data-transfer') this.#takeData(pdu);
  }

  #accept(request: AssociateRequest): void {
    const { accepts, acceptsNative = native, without = [] } = this.#archive.behaviour;
    this.#contexts = request.contexts.flatMap(({ id, abstractSyntax = '', transferSyntaxes }) => {
      if (without.includes(abstractSyntax)) return [];
      const transferSyntax = transferSyntaxes.find(
        (uid) =>
          acceptsNative.includes(uid) ||
          (!native.includes(uid) && (accepts?.includes(uid) ?? true)),
      );
      return transferSyntax === undefined ? [] : [{ id, abstractSyntax, transferSyntax }];
    });
    const contexts = request.contexts.map(({ id }) => {
      const accepted = this.#contexts.find((context) => context.id === id);
      return accepted
        ? { id, result: 0, transferSyntax: accepted.transferSyntax }
        : { id, result: 4 };
    });
    const roleSelections = request.userInformation?.roleSelections ?? [];
    const accept = acceptAll(request, {
      contexts,
      userInformation: userInformation({ roleSelections }),
    });
    this.#socket.write(encodePdu(accept));
  }

  #takeData(pdu: Extract<Pdu, { kind: 'data-transfer' }>): void {
    for (const value of pdu.values) {
      if (value.isCommand) {
        this.#command = readCommand({ kind: 'data-transfer', values: [value] });
        this.#dataset = [];
        if (this.#command?.commandDataSetType === 0x0101) this.#dispatch(value.contextId);
      } else {
        this.#dataset.push(Buffer.from(value.data));
        if (value.isLast) this.#dispatch(value.contextId);
      }
    }
  }

  #dispatch(contextId: number): void {
    const command = this.#command ?? {};
    const dataset = Buffer.concat(this.#dataset);
    const syntax = this.#contexts.find(({ id }) => id === contextId)?.transferSyntax ?? '';
    switch (command.commandField) {
      case 0x0001:
        this.#store(contextId, command, dataset, syntax);
        break;
      case 0x8001:
        this.#answered?.(command.status ?? 0xffff);
        break;
      case 0x0020:
        this.#find(contextId, command, readQuery(dataset, syntax));
        break;
      case 0x0010:
      case 0x0021:
        void this.#retrieve(contextId, command, readQuery(dataset, syntax));
    }
  }

  #store(contextId: number, command: CommandFields, dataset: Buffer, syntax: string): void {
    this.#archive.asked.push('store');
    const head = readHead({ transferSyntaxUid: syntax, dataset });
    if (!head.ok) throw new Error(head.fault.message);
    const { attributes } = head.value;
    const sopInstanceUid = command.affectedSopInstanceUid ?? '';
    const { storeStatus: status = 0 } = this.#archive.behaviour;
    if (status === 0) {
      this.#archive.held.set(sopInstanceUid, {
        sopClassUid: command.affectedSopClassUid ?? '',
        sopInstanceUid,
        transferSyntaxUid: syntax,
        dataset,
        studyInstanceUid: attributes.text(0x0020000d) ?? '',
        seriesInstanceUid: attributes.text(0x0020000e) ?? '',
        patientId: attributes.text(0x00100020) ?? '',
      });
    }
    this.#respond(contextId, command, 0x8001, { status });
  }

  #find(contextId: number, command: CommandFields, query: ReadDataset): void {
    this.#archive.asked.push('find');
    const study = query.text(0x0020000d);
    const found = [...this.#archive.held.values()].find((one) => one.studyInstanceUid === study);
    const level = query.text(0x00080052) ?? '';
    if (found !== undefined && level === 'STUDY') {
      const record = encodeDataset(
        [
          { tag: 0x00080052, vr: 'CS', text: level },
          { tag: 0x00100020, vr: 'LO', text: found.patientId },
          { tag: 0x0020000d, vr: 'UI', text: found.studyInstanceUid },
        ],
        encodingAt(this.#contexts.find(({ id }) => id === contextId)?.transferSyntax ?? ''),
      );
      this.#respond(contextId, command, 0x8020, { status: 0xff00 }, record);
    }
    this.#respond(contextId, command, 0x8020, { status: 0 });
  }

  async #retrieve(contextId: number, command: CommandFields, query: ReadDataset): Promise<void> {
    const isGet = command.commandField === 0x0010;
    const { behaviour, held, asked } = this.#archive;
    asked.push(isGet ? 'get' : 'move');
    behaviour.onRetrieve?.();
    const series = (query.text(0x0020000e) ?? '').split('\\');
    const objects = [...held.values()].filter((one) => series.includes(one.seriesInstanceUid));
    let completed = 0;
    for (const object of objects) {
      const done = isGet ? await this.#sendHere(object) : await this.#sendThere(object);
      if (done) completed += 1;
    }
    const failed = objects.length - completed;
    this.#respond(contextId, command, isGet ? 0x8010 : 0x8021, {
      status: failed === 0 ? 0 : completed > 0 ? 0xb000 : 0xa702,
      completedSuboperations: completed,
      failedSuboperations: failed,
      warningSuboperations: 0,
    });
  }

  /** What a sender cannot do is a failed sub-operation, as it is with any archive. */
  async #make(object: HeldObject, transferSyntaxUid: string): ReturnType<Sender> {
    try {
      return await this.#archive.behaviour.send(object, transferSyntaxUid);
    } catch (error) {
      if (error instanceof Error) return undefined;
      throw error;
    }
  }

  async #sendHere(object: HeldObject): Promise<boolean> {
    const context = this.#contexts.find(
      ({ abstractSyntax }) => abstractSyntax === object.sopClassUid,
    );
    if (context === undefined) return false;
    const sent = await this.#make(object, context.transferSyntax);
    if (sent === undefined) return false;
    const { dataset, sopInstanceUid = object.sopInstanceUid } = sent;
    const answered = new Promise<number>((resolve) => {
      this.#answered = resolve;
    });
    this.#socket.write(
      encodeMessage(context.id, {
        affectedSopClassUid: object.sopClassUid,
        commandField: 0x0001,
        messageId: 77,
        priority: 0,
        affectedSopInstanceUid: sopInstanceUid,
        commandDataSetType: 1,
      }),
    );
    for (let at = 0; at < dataset.length; at += CHUNK_BYTES) {
      const data = dataset.subarray(at, at + CHUNK_BYTES);
      const isLast = at + CHUNK_BYTES >= dataset.length;
      const value = { contextId: context.id, isCommand: false, isLast, data };
      this.#socket.write(encodePdu({ kind: 'data-transfer', values: [value] }));
    }
    return (await answered) === 0;
  }

  async #sendThere(object: HeldObject): Promise<boolean> {
    const { behaviour } = this.#archive;
    const opened = await openAssociation({
      host: '127.0.0.1',
      port: behaviour.destinationPort ?? 1,
      callingAeTitle: 'FAKE',
      calledAeTitle: 'RISPACS',
      contexts: TRANSFER_SYNTAXES.filter(({ uid }) => uid !== native[0]).map(({ uid }) => ({
        abstractSyntax: object.sopClassUid,
        transferSyntaxes: [uid],
      })),
    });
    if (opened.kind !== 'accepted') return false;
    const { association } = opened;
    const accepted = association.contexts.find(({ outcome }) => outcome.state === 'accepted');
    const [transferSyntaxUid = ''] = accepted?.transferSyntaxes ?? [];
    const sent = accepted && (await this.#make(object, transferSyntaxUid));
    const { sopClassUid, sopInstanceUid } = object;
    const stored =
      sent &&
      (await association.store({
        sopClassUid,
        sopInstanceUid: sent.sopInstanceUid ?? sopInstanceUid,
        transferSyntaxUid,
        dataset: { kind: 'bytes', bytes: sent.dataset },
      }));
    await association.release();
    return stored?.kind === 'status' && stored.status.code === 0;
  }

  #respond(
    contextId: number,
    request: CommandFields,
    commandField: number,
    fields: CommandFields,
    dataset?: Buffer,
  ): void {
    const { affectedSopClassUid, messageId = 0 } = request;
    const command: CommandFields = {
      ...(affectedSopClassUid === undefined ? {} : { affectedSopClassUid }),
      commandField,
      messageIdBeingRespondedTo: messageId,
      ...fields,
    };
    this.#socket.write(encodeMessage(contextId, command, dataset));
  }
}

function encodingAt(transferSyntaxUid: string) {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) throw new Error(`unexpected syntax ${transferSyntaxUid}`);
  return encoding;
}

function readQuery(dataset: Buffer, transferSyntaxUid: string): ReadDataset {
  const read = readDataset(dataset, encodingAt(transferSyntaxUid));
  if (!read.ok) throw new Error(read.message);
  return read.dataset;
}

/** Starts the archive on a free port. */
export async function startFakeArchive(behaviour: FakeBehaviour): Promise<FakeArchive> {
  const held = new Map<string, HeldObject>();
  const asked: string[] = [];
  const conversations = new Map<Socket, Conversation>();
  const peer = await startPduPeer((pdu, socket) => {
    const existing = conversations.get(socket);
    const conversation = existing ?? new Conversation(socket, { behaviour, held, asked });
    conversations.set(socket, conversation);
    conversation.take(pdu);
  });
  return { port: peer.port, held, asked, stop: () => peer.stop() };
}
