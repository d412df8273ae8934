import type { FactRow, ObservedEvidence } from '../../evidence/evidence.ts';
import type { Facility } from '../../facility/schema.ts';
import type { RemeasureWords } from './words.ts';

/** One measurement that anybody can repeat with common programs, from what is printed alone. */
export interface Remeasurement {
  /** Host, port and, of DICOM, both AE titles. */
  readonly target: string;
  readonly conditions: readonly string[];
  readonly figures: readonly string[];
  readonly tolerance: string;
  /** For a POSIX shell; none when a value is not fit to be pasted. */
  readonly commands: readonly string[];
}

/** What making a row needs: one record, what the facility file says of its subject, and words. */
export interface RemeasureInput {
  readonly record: ObservedEvidence;
  /** As the dossier holds it: secrets are references only. */
  readonly facility: Facility;
  readonly words: RemeasureWords;
  readonly count: (value: number) => string;
}

/** Those commands that could be written. */
export function present(commands: readonly (string | undefined)[]): string[] {
  return commands.filter((one) => one !== undefined);
}

/** Rows of a group in a record. */
export function rowsOf({ facts }: ObservedEvidence, group: string): readonly FactRow[] {
  return facts[group] ?? [];
}

/** A text column; absent when the peer did not say. */
export function textOf(row: FactRow | undefined, column: string): string | undefined {
  const value = row?.[column];
  return typeof value === 'string' ? value : undefined;
}

/** A number column; absent when the peer did not say. */
export function numberOf(row: FactRow | undefined, column: string): number | undefined {
  const value = row?.[column];
  return typeof value === 'number' ? value : undefined;
}

/** Figures of a list; empty when there is none. */
export function numbersOf(row: FactRow | undefined, column: string): readonly number[] {
  const value = row?.[column];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];
}

/** Texts of a list; empty when there is none. */
export function textsOf(row: FactRow | undefined, column: string): readonly string[] {
  const value = row?.[column];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A DIMSE status as manuals write it (PS3.7 C): `A900H`. */
export function statusWords(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
}

/** `10.0.0.5:104`, an IPv6 address in brackets. */
export function nameHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether a host is given by address: then there is no name to send or to compare. */
export function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
