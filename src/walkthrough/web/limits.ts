import { MAX_FILE_BYTES } from '../../challenge/read/decode-picture.ts';

/** Bounds of the server. Tests set smaller ones. */
export interface ServerLimits {
  readonly headersMs: number;
  /** A whole request: waiting for its turn, and its body. */
  readonly requestMs: number;
  /** Reading and weighing what was handed in. */
  readonly submitMs: number;
  readonly connections: number;
  readonly connectionsOfPeer: number;
  /** Requests of one address without a link that is ours. */
  readonly strangersPerMinute: number;
  /** Things handed in by one browser. */
  readonly submissionsPerMinute: number;
  readonly pictureBytes: number;
}

export const usualLimits: ServerLimits = {
  headersMs: 10_000,
  requestMs: 240_000,
  submitMs: 120_000,
  connections: 128,
  connectionsOfPeer: 24,
  strangersPerMinute: 60,
  submissionsPerMinute: 60,
  pictureBytes: MAX_FILE_BYTES,
};
