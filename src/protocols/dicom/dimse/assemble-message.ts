import { ByteAccumulator } from '../dul/byte-accumulator.ts';
import type { PresentationDataValue } from '../dul/pdu.ts';
import { type DecodedCommand, decodeCommand } from './command.ts';
import type { CommandSet } from './command-fields.ts';
import { NO_DATA_SET } from './command-fields.ts';

/** Longest command set accepted, in bytes; ours, real ones are a few hundred bytes. */
export const MAX_COMMAND_BYTES = 64 * 1024;

/** A whole DIMSE message (PS3.7 6.3). */
export interface DimseMessage {
  readonly contextId: number;
  readonly command: CommandSet;
  /** The data set as sent, in the transfer syntax of the context; absent when none was announced. */
  readonly dataset?: Buffer;
}

/** What one more presentation data value led to. */
export type AssemblyStep =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'message'; readonly message: DimseMessage }
  /** The command of a message whose data set follows as fragments. */
  | { readonly kind: 'streamed-command'; readonly message: StreamedMessage }
  | { readonly kind: 'fragment'; readonly data: Buffer; readonly isLast: boolean }
  | { readonly kind: 'violation'; readonly message: string }
  | { readonly kind: 'too-large'; readonly limitBytes: number };

/** The beginning of a message whose data set is handed on as it arrives. */
export interface StreamedMessage {
  readonly contextId: number;
  readonly command: CommandSet;
}

interface PendingMessage extends StreamedMessage {
  readonly streamed: boolean;
}

/**
 * Puts the fragments of one message after the other together (PS3.8 annex E.2): command first, then
 * the data set if announced, all in one presentation context.
 */
export class MessageAssembler {
  readonly #maxDatasetBytes: number;
  readonly #isStreamed: (command: CommandSet) => boolean;
  readonly #command = new ByteAccumulator();
  readonly #dataset = new ByteAccumulator();
  #latest: { readonly bytes: Buffer; readonly decoded: DecodedCommand } | undefined;
  #commandContextId: number | undefined;
  #pending: PendingMessage | undefined;

  /** Data sets of commands for which `isStreamed` holds are not collected, and have no limit here. */
  constructor(maxDatasetBytes: number, isStreamed: (command: CommandSet) => boolean = () => false) {
    this.#maxDatasetBytes = maxDatasetBytes;
    this.#isStreamed = isStreamed;
  }

  /** Takes the next fragment. After a violation or an excess the assembler must not be used again. */
  add(value: PresentationDataValue): AssemblyStep {
    return value.isCommand ? this.#addCommand(value) : this.#addDataset(value);
  }

  /** Lets go of what was collected, for whoever keeps an association that is over. */
  clear(): void {
    this.#command.take();
    this.#dataset.take();
  }

  #addCommand(value: PresentationDataValue): AssemblyStep {
    if (this.#pending !== undefined) {
      return violation('a command fragment came before the end of the previous data set');
    }
    if (this.#commandContextId !== undefined && this.#commandContextId !== value.contextId) {
      return violation('the fragments of one command name different presentation contexts');
    }
    if (this.#command.length + value.data.length > MAX_COMMAND_BYTES) {
      return violation(`the command set exceeds ${MAX_COMMAND_BYTES} bytes`);
    }
    this.#commandContextId = value.contextId;
    const whole =
      value.isLast && this.#command.length === 0
        ? value.data
        : join(this.#command, value, MAX_COMMAND_BYTES);
    if (whole === undefined) return { kind: 'incomplete' };

    const decoded = this.#decode(whole);
    this.#commandContextId = undefined;
    if (!decoded.ok) return violation(decoded.message);
    const { command } = decoded;
    if (command.commandField === undefined)
      return violation('the command set has no Command Field');
    if (command.commandDataSetType === undefined) {
      return violation('the command set has no Command Data Set Type');
    }
    if (command.commandDataSetType === NO_DATA_SET) {
      return { kind: 'message', message: { contextId: value.contextId, command } };
    }
    const { contextId } = value;
    const streamed = this.#isStreamed(command);
    this.#pending = { contextId, command, streamed };
    return streamed
      ? { kind: 'streamed-command', message: { contextId, command } }
      : { kind: 'incomplete' };
  }

  /** Thousands of pending responses in a row have the same command, byte for byte. */
  #decode(bytes: Buffer): DecodedCommand {
    if (this.#latest !== undefined && bytes.equals(this.#latest.bytes)) return this.#latest.decoded;
    const kept = Buffer.from(bytes);
    const decoded = decodeCommand(kept);
    this.#latest = { bytes: kept, decoded };
    return decoded;
  }

  #addDataset(value: PresentationDataValue): AssemblyStep {
    const pending = this.#pending;
    if (pending === undefined) return violation('a data set fragment came without its command');
    if (pending.contextId !== value.contextId) {
      return violation('command and data set name different presentation contexts');
    }
    if (pending.streamed) {
      if (value.isLast) this.#pending = undefined;
      return { kind: 'fragment', data: value.data, isLast: value.isLast };
    }
    if (this.#dataset.length + value.data.length > this.#maxDatasetBytes) {
      return { kind: 'too-large', limitBytes: this.#maxDatasetBytes };
    }
    // Most are of one fragment, which is copied so that a small answer does not keep a large PDU alive.
    const dataset =
      value.isLast && this.#dataset.length === 0
        ? Buffer.from(value.data)
        : join(this.#dataset, value, this.#maxDatasetBytes);
    if (dataset === undefined) return { kind: 'incomplete' };
    this.#pending = undefined;
    const { contextId, command } = pending;
    return { kind: 'message', message: { contextId, command, dataset } };
  }
}

/** All fragments once the last has come. */
function join(
  earlier: ByteAccumulator,
  value: PresentationDataValue,
  longest: number,
): Buffer | undefined {
  earlier.append(value.data, longest);
  return value.isLast ? earlier.take() : undefined;
}

function violation(message: string): AssemblyStep {
  return { kind: 'violation', message };
}
