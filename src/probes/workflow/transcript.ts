import type { Attachment } from '../../evidence/evidence.ts';
import type { ExchangeOutcome } from '../../protocols/hl7/outcome.ts';
import type { ProbeContext } from '../contract.ts';
import { type DecodedSegment, decodeForView } from './decode-view.ts';
import type { WorkflowTranscriptRow } from './facts.ts';
import type { StepId } from './step-ids.ts';

/** One message of ours, or about our patient, as it went over the wire. */
export interface TranscriptEntry {
  readonly direction: 'out' | 'in';
  readonly kind: 'message' | 'acknowledgement';
  readonly step: StepId;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly bytes: number;
  /** The raw bytes in the dossier. */
  readonly attachment: Attachment;
  /** Absent for what is not a message. */
  readonly segments?: readonly DecodedSegment[];
}

/**
 * Every HL7 message of one test case, in order. The raw bytes are kept as they went; nothing that is not about our own
 * patient ever comes here.
 */
export class Transcript {
  readonly entries: TranscriptEntry[];
  readonly #context: Pick<ProbeContext, 'attach'>;

  /** @param entries - of an earlier run that this one goes on with. */
  constructor(context: Pick<ProbeContext, 'attach'>, entries: readonly TranscriptEntry[] = []) {
    this.#context = context;
    this.entries = [...entries];
  }

  /** Keeps both sides of an exchange that we began. */
  async addExchange(
    step: StepId,
    sentAt: Date,
    { transcript }: Pick<ExchangeOutcome, 'transcript'>,
  ): Promise<void> {
    await this.#add('out', 'message', step, sentAt, transcript.sent);
    await this.#add('in', 'acknowledgement', step, new Date(), transcript.received);
  }

  /** Keeps a message that came to our listener. */
  async addReceived(step: StepId, at: Date, bytes: Uint8Array): Promise<void> {
    await this.#add('in', 'message', step, at, bytes);
  }

  /** The whole transcript with each message taken apart, as JSON. */
  async attachView(endpoint: string): Promise<Attachment> {
    const messages = this.entries.map(({ attachment, segments, ...entry }) => ({
      ...entry,
      file: attachment.path,
      segments,
    }));
    const text = JSON.stringify({ endpoint, messages }, undefined, 2);
    return this.#context.attach(Buffer.from(`${text}\n`, 'utf8'), {
      mediaType: 'application/json',
      extension: 'json',
      originalName: `${endpoint}-transcript.json`,
    });
  }

  /** The counts, as facts. */
  describe(endpoint: string, refusedIn: number): WorkflowTranscriptRow {
    const count = (direction: string, kind?: string): TranscriptEntry[] =>
      this.entries.filter(
        (one) => one.direction === direction && (kind === undefined || one.kind === kind),
      );
    const sum = (entries: readonly TranscriptEntry[]): number =>
      entries.reduce((total, { bytes }) => total + bytes, 0);
    return {
      endpoint,
      messagesOut: count('out').length,
      acknowledgementsIn: count('in', 'acknowledgement').length,
      messagesIn: count('in', 'message').length,
      bytesOut: sum(count('out')),
      bytesIn: sum(count('in')),
      refusedIn,
    };
  }

  async #add(
    direction: TranscriptEntry['direction'],
    kind: TranscriptEntry['kind'],
    step: StepId,
    at: Date,
    bytes: Uint8Array,
  ): Promise<void> {
    if (bytes.length === 0) return;
    const number = String(this.entries.length + 1).padStart(2, '0');
    const attachment = await this.#context.attach(bytes, {
      mediaType: 'application/hl7-v2',
      extension: 'hl7',
      originalName: `${number}-${step}-${direction}.hl7`,
    });
    const segments = decodeForView(withoutFrame(bytes));
    this.entries.push({
      direction,
      kind,
      step,
      at: at.toISOString(),
      bytes: bytes.length,
      attachment,
      ...(segments && { segments }),
    });
  }
}

const startBlock = 0x0b;
const endBlock = 0x1c;

/** What an exchange keeps is framed; only its first block is shown. */
function withoutFrame(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== startBlock) return bytes;
  const end = bytes.indexOf(endBlock);
  return bytes.subarray(1, end < 0 ? undefined : end);
}
