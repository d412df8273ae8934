import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DrillRequest } from '../../../src/drill/drill-request.ts';
import { type DrillOutcome, runDrill } from '../../../src/drill/run-drill.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';

/** What a facility file of a drill names. */
export interface DrillFacility {
  readonly dicomPort?: number;
  /** Where a C-MOVE reaches us. */
  readonly receivePort?: number;
  readonly webPort?: number;
  /** More of the DICOM node, of `testData` and of the file itself. */
  readonly node?: object;
  readonly testData?: object;
  readonly more?: object;
}

/** Short times for peers on loopback. */
export const quick = {
  intervalMs: 100,
  baselineMs: 700,
  afterMs: 700,
  maxMs: 20_000,
  patience: {
    timeoutMs: 1_000,
    storeMs: 2_000,
    storeIntervalMs: 100,
    settleMs: 500,
    removalMs: 20_000,
  },
} as const;

/** A facility file in a folder that is removed when the test ends. */
export async function writeFacility(facility: DrillFacility, folder?: string): Promise<string> {
  const { dicomPort, receivePort, webPort, node, testData, more } = facility;
  const content = {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    dicom: {
      ...(receivePort !== undefined && { receive: { host: '127.0.0.1', port: receivePort } }),
      nodes:
        dicomPort === undefined
          ? []
          : [{ id: 'pacs', host: '127.0.0.1', port: dicomPort, calledAe: 'PACS', ...node }],
    },
    web: {
      endpoints:
        webPort === undefined ? [] : [{ id: 'xem-anh', url: `http://127.0.0.1:${webPort}/` }],
    },
    ...(testData && { testData }),
    ...more,
  };
  const file = path.join(folder ?? (await makeTempFolder()), 'co-so.yaml');
  // YAML takes JSON as it is.
  await writeFile(file, JSON.stringify(content, null, 2));
  return file;
}

/** A drill that is running. */
export interface RunningDrill {
  readonly finished: Promise<DrillOutcome>;
  readonly noted: readonly string[];
  /** Resolves once a line of progress matches; rejects when the drill ends first. */
  readonly sees: (pattern: RegExp) => Promise<void>;
  readonly stop: () => void;
}

/** Holds a drill as the command does. */
export function startDrill(facilityFile: string, change: Partial<DrillRequest> = {}): RunningDrill {
  const control = new AbortController();
  const noted: string[] = [];
  const waiting = new Set<() => void>();
  const finished = runDrill({
    facilityFile,
    nodes: [],
    webs: [],
    ...quick,
    allow: 'load',
    language: 'vi',
    signal: control.signal,
    note: (line) => {
      noted.push(line);
      for (const look of waiting) look();
    },
    ...change,
  });
  return {
    finished,
    noted,
    stop: () => control.abort(),
    sees: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!noted.some((line) => pattern.test(line))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        finished.then(
          () => reject(new Error(`ended before ${pattern}: ${noted.join('\n')}`)),
          reject,
        );
      }),
  };
}
