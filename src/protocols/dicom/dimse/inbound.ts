import type { Ending } from '../dul/ending.ts';
import type { DimseMessage, StreamedMessage } from './assemble-message.ts';

/** A message of the peer, or the end of the association. */
export type InboundMessage =
  | { readonly kind: 'message'; readonly message: DimseMessage; readonly firstByteAtMs: number }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** A C-STORE request of the peer, whose data set is taken by {@link Dialogue.nextFragment}. */
export interface InboundStream {
  readonly kind: 'stream';
  readonly message: StreamedMessage;
  readonly firstByteAtMs: number;
}

/** A piece of a streamed data set, or the end of the association. */
export type InboundFragment =
  | { readonly kind: 'fragment'; readonly data: Buffer; readonly isLast: boolean }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** What was found in the PDUs read so far. */
export type ReadyItem =
  | Extract<InboundMessage, { kind: 'message' }>
  | InboundStream
  | Extract<InboundFragment, { kind: 'fragment' }>;
