import { createServer, type Socket } from 'node:net';
import { vi } from 'vitest';
import { decodeCommand, encodeCommand } from '../../../../src/protocols/dicom/dimse/command.ts';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { decodePdu } from '../../../../src/protocols/dicom/dul/decode-pdu.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import type {
  AssociateAccept,
  AssociateRequest,
  Pdu,
  UserInformation,
} from '../../../../src/protocols/dicom/dul/pdu.ts';
import { DICOM_APPLICATION_CONTEXT } from '../../../../src/protocols/dicom/dul/pdu.ts';
import { PduReader } from '../../../../src/protocols/dicom/dul/pdu-reader.ts';
import type { OpenAssociationOptions } from '../../../../src/protocols/dicom/index.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  VERIFICATION_SOP_CLASS,
} from '../../../../src/protocols/dicom/index.ts';

/** A small server whose behaviour the test writes itself. */
export interface ScriptedPeer {
  readonly port: number;
  /** PDUs received, in order, over all connections. */
  readonly received: Pdu[];
  /** Settles when every connection so far is closed on this side. */
  connectionsClosed(): Promise<void>;
  stop(): Promise<void>;
}

/** Answers one received PDU. */
export type PduScript = (pdu: Pdu, socket: Socket) => void;

/** Starts a server that hands each connection to the test. */
export async function startRawPeer(onConnection: (socket: Socket) => void): Promise<ScriptedPeer> {
  const sockets = new Set<Socket>();
  const closings: Promise<void>[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    closings.push(
      new Promise((resolve) =>
        socket.once('close', () => {
          sockets.delete(socket);
          resolve();
        }),
      ),
    );
    // The tested side resets and closes at will; that is the point of the tests.
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    received: [],
    connectionsClosed: async () => {
      await Promise.all(closings);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts a server that reads PDUs and answers each by the script. */
export async function startPduPeer(script: PduScript): Promise<ScriptedPeer> {
  const received: Pdu[] = [];
  const peer = await startRawPeer((socket) => {
    const reader = new PduReader();
    socket.on('data', (chunk) => {
      for (const frame of reader.push(chunk, 0).frames) {
        const decoded = decodePdu(frame.bytes);
        if (!decoded.ok) throw new Error(decoded.message);
        received.push(decoded.pdu);
        script(decoded.pdu, socket);
      }
    });
  });
  return { ...peer, received };
}

const USUAL_USER_INFORMATION: UserInformation = {
  maxPduBytes: 16_384,
  implementationClassUid: '1.2.3.4',
  implementationVersion: 'SCRIPTED',
  roleSelections: [],
  unknownItems: [],
};

/** An A-ASSOCIATE-AC that accepts every context with its first transfer syntax. */
export function acceptAll(
  request: AssociateRequest,
  overrides: Partial<AssociateAccept> = {},
): AssociateAccept {
  return {
    kind: 'associate-accept',
    protocolVersion: 1,
    calledAeTitle: request.calledAeTitle,
    callingAeTitle: request.callingAeTitle,
    applicationContext: DICOM_APPLICATION_CONTEXT,
    contexts: request.contexts.map(({ id, transferSyntaxes: [first] }) => ({
      id,
      result: 0,
      ...(first === undefined ? {} : { transferSyntax: first }),
    })),
    userInformation: USUAL_USER_INFORMATION,
    unknownItems: [],
    ...overrides,
  };
}

/** User information with one thing changed. */
export function userInformation(overrides: Partial<UserInformation>): UserInformation {
  return { ...USUAL_USER_INFORMATION, ...overrides };
}

/** A command, and a data set if given, as one P-DATA-TF with two values. */
export function encodeMessage(contextId: number, command: CommandFields, dataset?: Buffer): Buffer {
  const fields = { commandDataSetType: dataset === undefined ? 0x0101 : 1, ...command };
  return encodePdu({
    kind: 'data-transfer',
    values: [
      { contextId, isCommand: true, isLast: true, data: encodeCommand(fields) },
      ...(dataset === undefined
        ? []
        : [{ contextId, isCommand: false, isLast: true, data: dataset }]),
    ],
  });
}

/** The command in a P-DATA-TF, when it holds a whole one. */
export function readCommand(pdu: Pdu): CommandFields | undefined {
  if (pdu.kind !== 'data-transfer') return undefined;
  const value = pdu.values.find((candidate) => candidate.isCommand && candidate.isLast);
  if (value === undefined) return undefined;
  const decoded = decodeCommand(value.data);
  return decoded.ok ? decoded.command : undefined;
}

/** A peer that associates, releases and aborts as it should, and leaves commands to the test. */
export function politePeer(onCommand: (command: CommandFields, socket: Socket) => void): PduScript {
  return (pdu, socket) => {
    if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
    else if (pdu.kind === 'release-request') socket.write(encodePdu({ kind: 'release-response' }));
    else if (pdu.kind === 'abort') socket.destroy();
    const command = readCommand(pdu);
    if (command !== undefined) onCommand(command, socket);
  };
}

/** Context ids that {@link testOptions} leads to. */
export const CONTEXT = { verification: 1, find: 3, store: 5 } as const;

/** Options for an association with a scripted peer: short deadlines, three contexts. */
export function testOptions(
  port: number,
  overrides: Partial<OpenAssociationOptions> = {},
): OpenAssociationOptions {
  return {
    host: '127.0.0.1',
    port,
    callingAeTitle: 'PROBE',
    calledAeTitle: 'SCRIPTED',
    contexts: [
      { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      {
        abstractSyntax: QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid,
        transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN],
      },
      {
        abstractSyntax: STORAGE_SOP_CLASSES.secondaryCapture.uid,
        transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN],
      },
    ],
    deadlines: { tcp: 400, tls: 400, association: 400, dimse: 400, release: 400 },
    ...overrides,
  };
}

function countOpenSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** Waits until this process holds no TCP socket; never, if the tested side leaked one. */
export async function awaitNoSockets(): Promise<void> {
  await vi.waitFor(() => {
    if (countOpenSockets() > 0) throw new Error(`${countOpenSockets()} sockets are still open`);
  }, 3000);
}
