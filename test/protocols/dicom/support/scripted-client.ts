import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { decodePdu } from '../../../../src/protocols/dicom/dul/decode-pdu.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type AssociateRequest,
  DICOM_APPLICATION_CONTEXT,
  type Pdu,
} from '../../../../src/protocols/dicom/dul/pdu.ts';
import { PduReader } from '../../../../src/protocols/dicom/dul/pdu-reader.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
} from '../../../../src/protocols/dicom/index.ts';
import { encodeMessage, readCommand, userInformation } from './scripted-peer.ts';

/** Context ids of {@link clientRequest}. */
export const CLIENT_CONTEXT = { verification: 1, store: 3 } as const;

/** An A-ASSOCIATE-RQ that a server should accept, with parts changed. */
export function clientRequest(overrides: Partial<AssociateRequest> = {}): AssociateRequest {
  return {
    kind: 'associate-request',
    protocolVersion: 1,
    calledAeTitle: 'RISPACS',
    callingAeTitle: 'ARCHIVE',
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: [
      {
        id: CLIENT_CONTEXT.verification,
        abstractSyntax: VERIFICATION_SOP_CLASS,
        transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN],
      },
      {
        id: CLIENT_CONTEXT.store,
        abstractSyntax: STORAGE_SOP_CLASSES.secondaryCapture.uid,
        transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN],
      },
    ],
    userInformation: userInformation({}),
    unknownItems: [],
    ...overrides,
  };
}

/** A client whose behaviour the test writes itself. */
export class ScriptedClient {
  readonly socket: Socket;
  readonly #pdus: Pdu[] = [];
  #wake: (() => void) | undefined;
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    const reader = new PduReader();
    socket.on('data', (chunk) => {
      for (const { bytes } of reader.push(chunk, 0).frames) {
        const decoded = decodePdu(bytes);
        if (!decoded.ok) throw new Error(decoded.message);
        this.#pdus.push(decoded.pdu);
      }
      this.#wake?.();
    });
    // The tested side resets at will; `close` follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  static async connect(port: number): Promise<ScriptedClient> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new ScriptedClient(socket);
  }

  /** Connects and associates as {@link clientRequest} does. */
  static async associate(
    port: number,
    overrides: Partial<AssociateRequest> = {},
  ): Promise<ScriptedClient> {
    const client = await ScriptedClient.connect(port);
    client.send(encodePdu(clientRequest(overrides)));
    const answer = await client.next();
    if (answer !== 'closed' && answer.kind === 'associate-accept') return client;
    throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  }

  send(bytes: Buffer | string): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  sendPdu(pdu: Pdu): void {
    this.send(encodePdu(pdu));
  }

  /** The next PDU of the server, or `closed`; fails when neither comes. */
  async next(): Promise<Pdu | 'closed'> {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      const pdu = this.#pdus.shift();
      if (pdu !== undefined) return pdu;
      if (this.#closed) return 'closed';
      await Promise.race([
        sleep(10),
        new Promise<void>((resolve) => {
          this.#wake = resolve;
        }),
      ]);
    }
    throw new Error('the server neither answers nor closes');
  }

  /** Everything up to the end of the connection, in short words. */
  async untilClosed(): Promise<string[]> {
    const seen: string[] = [];
    for (;;) {
      const pdu = await this.next();
      if (pdu === 'closed') return seen;
      if (pdu.kind === 'abort') seen.push(`abort ${pdu.source}/${pdu.reason}`);
      else if (pdu.kind === 'associate-reject') {
        seen.push(`reject ${pdu.result}/${pdu.source}/${pdu.reason}`);
      } else seen.push(pdu.kind);
    }
  }

  /** Sends a request and gives the response's command. */
  async ask(
    contextId: number,
    command: CommandFields,
    dataset?: Buffer,
  ): Promise<CommandFields | string> {
    this.send(encodeMessage(contextId, { messageId: 1, ...command }, dataset));
    const pdu = await this.next();
    if (pdu === 'closed') return 'closed';
    return readCommand(pdu) ?? pdu.kind;
  }

  /** Status of a C-STORE in the storage context; or what came instead. */
  async store(
    object: { sopInstanceUid: string; dataset: Buffer; sopClassUid?: string },
    fragmentBytes = 16_000,
  ): Promise<number | string> {
    this.beginStore(object.sopInstanceUid, object.sopClassUid);
    for (let at = 0; at === 0 || at < object.dataset.length; at += fragmentBytes) {
      const data = object.dataset.subarray(at, at + fragmentBytes);
      this.sendFragment(data, at + fragmentBytes >= object.dataset.length);
    }
    const pdu = await this.next();
    if (pdu === 'closed') return 'closed';
    return readCommand(pdu)?.status ?? pdu.kind;
  }

  beginStore(
    sopInstanceUid: string,
    sopClassUid: string = STORAGE_SOP_CLASSES.secondaryCapture.uid,
  ): void {
    const command = {
      affectedSopClassUid: sopClassUid,
      commandField: 0x0001,
      messageId: 1,
      priority: 0,
      commandDataSetType: 1,
      affectedSopInstanceUid: sopInstanceUid,
    };
    this.send(encodeMessage(CLIENT_CONTEXT.store, command));
  }

  sendFragment(data: Buffer, isLast = false): void {
    const contextId = CLIENT_CONTEXT.store;
    this.sendPdu({
      kind: 'data-transfer',
      values: [{ contextId, isCommand: false, isLast, data }],
    });
  }

  echo(): Promise<CommandFields | string> {
    return this.ask(CLIENT_CONTEXT.verification, {
      affectedSopClassUid: VERIFICATION_SOP_CLASS,
      commandField: 0x0030,
    });
  }

  /** Releases and waits for the end. */
  async release(): Promise<string[]> {
    this.sendPdu({ kind: 'release-request' });
    return this.untilClosed();
  }
}
