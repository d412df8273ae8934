import { createHash } from 'node:crypto';
import type { Attachment } from '../../../src/evidence/evidence.ts';
import type { ProbeContext, SideEffect } from '../../../src/probes/contract.ts';

/** A {@link ProbeContext} for tests, and everything that was handed to it. */
export interface RecordedContext {
  readonly context: ProbeContext;
  /** Bytes handed to `attach`, by SHA-256. */
  readonly attached: ReadonlyMap<string, Uint8Array>;
  readonly logged: readonly {
    readonly event: string;
    readonly details: Readonly<Record<string, unknown>>;
  }[];
  readonly journalled: readonly SideEffect[];
}

/**
 * Makes a context that keeps everything in memory: language `vi`, only `observe` allowed, assessed on 2026-11-22.
 * Secrets resolve from `secrets` by the name of the environment variable or file; anything else rejects.
 */
export function makeProbeContext(
  overrides: Partial<ProbeContext> = {},
  secrets: Readonly<Record<string, string>> = {},
): RecordedContext {
  const attached = new Map<string, Uint8Array>();
  const logged: { event: string; details: Readonly<Record<string, unknown>> }[] = [];
  const journalled: SideEffect[] = [];
  const context: ProbeContext = {
    signal: new AbortController().signal,
    language: 'vi',
    allowed: new Set(['observe']),
    assessedOn: '2026-11-22',
    baseFolder: process.cwd(),
    readSecret: async (ref) => {
      const name = 'env' in ref ? ref.env : ref.file;
      const value = secrets[name];
      if (value === undefined) throw new Error(`No secret named ${name} in this test`);
      return value;
    },
    attach: async (bytes, info): Promise<Attachment> => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      attached.set(sha256, bytes);
      return {
        path: `attachments/${sha256}.${info.extension}`,
        sha256,
        mediaType: info.mediaType,
        sizeBytes: bytes.byteLength,
        ...(info.originalName === undefined ? {} : { originalName: info.originalName }),
      };
    },
    log: (event, details = {}) => {
      logged.push({ event, details });
    },
    journal: async (effect) => {
      journalled.push(effect);
    },
    ...overrides,
  };
  return { context, attached, logged, journalled };
}
