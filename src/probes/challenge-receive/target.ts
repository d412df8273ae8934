import type { Inbound } from '../../facility/schema.ts';

/** What one step waits for. */
export interface ReceiveTarget {
  readonly folder: string;
  readonly receive: Inbound;
  /** Title that we answer to. */
  readonly calledAe: string;
  /** Titles of the facility file's nodes, by which a sender is recognised. */
  readonly nodes: readonly { readonly id: string; readonly calledAe: string }[];
}

/** How long the step waits, in milliseconds. */
export interface ReceivePatience {
  /** For the first object: a person has to open the study and send it. */
  readonly personMs: number;
  /** After the last association ended, or the last object came: there may be more. */
  readonly quietMs: number;
  /** Sending as a whole, once it has begun. */
  readonly sendingMs: number;
}

/** All together below the step's deadline, with the time that another step may hold the port. */
export const usualPatience: ReceivePatience = {
  personMs: 180_000,
  quietMs: 15_000,
  sendingMs: 300_000,
};
