import type { Socket } from 'node:net';
import { COMMAND } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import { encodeDataset, readDataset } from '../../../../src/protocols/dicom/index.ts';
import { type Er7Message, readMessage } from '../../../../src/protocols/hl7/er7.ts';
import { Deframer } from '../../../../src/protocols/hl7/mllp.ts';
import {
  acceptAll,
  encodeMessage,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
} from '../../../protocols/dicom/support/scripted-peer.ts';
import { block, startRawPeer } from '../../../protocols/hl7/support.ts';

/** A RIS whose answers the test writes. */
export interface FakeRis {
  readonly port: number;
  readonly messages: readonly Er7Message[];
  /** Every byte received over all connections. */
  received(): Buffer;
  close(): Promise<void>;
}

/** An acknowledgement for a message, with its own control id unless another is given. */
export function ackFor(message: Er7Message, code: string, controlId = message.controlId): string {
  return (
    `MSH|^~\\&|RIS|KHOA|RISPACS||20261122080001+0700||ACK^${message.at('MSH-9.2') ?? ''}^ACK|A1|P|` +
    `${message.version ?? ''}||||||UNICODE UTF-8\rMSA|${code}|${controlId ?? ''}\r`
  );
}

/** Starts a RIS over MLLP; `answer` gives the text of the answer, or does something else with the socket. */
export async function startFakeRis(
  answer: (message: Er7Message, socket: Socket) => string | undefined,
): Promise<FakeRis> {
  const messages: Er7Message[] = [];
  const peer = await startRawPeer((socket) => {
    const deframer = new Deframer(1024 * 1024);
    socket.on('data', (chunk: Buffer) => {
      for (const event of deframer.push(chunk)) {
        if (event.kind !== 'frame') continue;
        const reading = readMessage(event.payload);
        if (reading.kind !== 'message') throw new Error(reading.reason);
        messages.push(reading.message);
        const text = answer(reading.message, socket);
        if (text !== undefined) socket.write(block(text));
      }
    });
  });
  return { ...peer, messages };
}

/** One entry of a worklist. */
export interface WorklistEntry {
  readonly accessionNumber: string;
  readonly patientId: string;
}

/**
 * Starts a modality worklist that matches no key at all, as PS3.4 K.6.1.2.2 allows for the accession number and bad
 * worklists do for the rest: it answers with everything in `entries`.
 */
export function startFakeWorklist(
  entries: () => readonly WorklistEntry[],
  onQuery: () => void = () => undefined,
): Promise<ScriptedPeer & { readonly asked: readonly (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  const encoding = 'explicit-little-endian';
  return startPduPeer((pdu, socket) => {
    if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
    else if (pdu.kind === 'release-request') socket.end(encodePdu({ kind: 'release-response' }));
    if (pdu.kind !== 'data-transfer') return;
    const command = readCommand(pdu);
    if (command?.commandField !== COMMAND.findRequest) return;
    const query = pdu.values.find((value) => !value.isCommand);
    const read = query && readDataset(query.data, encoding);
    asked.push(read?.ok ? read.dataset.text(0x00100020) : undefined);
    onQuery();
    const response = {
      commandField: COMMAND.findResponse,
      messageIdBeingRespondedTo: command.messageId ?? 0,
    };
    for (const { accessionNumber, patientId } of entries())
      socket.write(
        encodeMessage(
          1,
          { ...response, status: 0xff00 },
          encodeDataset(
            [
              { tag: 0x00080050, vr: 'SH', text: accessionNumber },
              { tag: 0x00100020, vr: 'LO', text: patientId },
            ],
            encoding,
          ),
        ),
      );
    socket.write(encodeMessage(1, { ...response, status: 0 }));
  }).then((peer) => ({ ...peer, asked }));
}
