import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { startListener } from '../../protocols/hl7/listener.ts';
import { LOOPBACK } from '../identity.ts';
import type { RunningService } from '../listen-on-loopback.ts';
import { buildAnswer } from '../ris/answer.ts';
import { isTestPatientId } from '../ris/read-order.ts';

const maxMessages = 200;
const maxMessageBytes = 16 * 1024 * 1024;

/** A running HIS, with what it got. */
export interface His extends RunningService {
  /** The last messages that it took, in order, all about test patients. */
  readonly messages: readonly Er7Message[];
}

/**
 * Starts a HIS that takes every HL7 message about a test patient and keeps the last of them. Messages about anybody else
 * are refused and dropped.
 */
export async function startHis(signal: AbortSignal): Promise<His> {
  const messages: Er7Message[] = [];
  const listener = await startListener({
    host: LOOPBACK,
    port: 0,
    allowedPeers: [LOOPBACK],
    maxFrameBytes: maxMessageBytes,
    signal,
    handler: async ({ message }) => {
      if (!isTestPatientId(message.at('PID-3.1') ?? '')) {
        const error = {
          code: ERROR_CODES.unknownKey,
          text: 'only test patients are accepted here',
        };
        return { kind: 'message', payload: await buildAnswer(message, { code: 'AR', error }) };
      }
      messages.push(message);
      if (messages.length > maxMessages) messages.shift();
      return { kind: 'message', payload: await buildAnswer(message, { code: 'AA' }) };
    },
  });
  return { port: listener.port, messages, stop: () => listener.close() };
}
