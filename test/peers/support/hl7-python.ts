import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PYTHON = '/usr/bin/python3';
const MLLP_SEND = '/usr/bin/mllp_send';

/** Why the peer cannot be used here, or `undefined` when it can. */
export function missingPythonHl7(): string | undefined {
  if (!existsSync(PYTHON) || !existsSync(MLLP_SEND)) return 'python3-hl7 is not installed';
  try {
    execFileSync(PYTHON, ['-c', 'import hl7.mllp'], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    if (error instanceof Error) return 'python3 has no hl7.mllp';
    throw error;
  }
}

function scriptPath(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** A running python3-hl7 server. */
export interface PythonHl7Server {
  readonly port: number;
  /** What it printed about each message. */
  readonly seen: readonly { readonly controlId: string; readonly names: readonly string[] }[];
  stop(): Promise<void>;
}

/**
 * Starts the server.
 *
 * @param code the acknowledgement it gives
 * @param tls paths of certificate, key and, to demand client certificates, their authority
 * @param manner how it misbehaves, if it does
 */
export async function startPythonHl7Server(
  code: string,
  tls: readonly string[] = [],
  manner?: 'silent' | 'wrong-id',
): Promise<PythonHl7Server> {
  const args = [
    ...[scriptPath('hl7-server.py'), code],
    ...(manner === undefined ? [] : ['--manner', manner]),
    ...(tls.length > 0 ? ['--tls', ...tls] : []),
  ];
  const child: ChildProcessWithoutNullStreams = spawn(PYTHON, args);
  child.stderr.resume();
  const seen: { controlId: string; names: string[] }[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the server ended before it listened')));
    createInterface(child.stdout).on('line', (line) => {
      const report = JSON.parse(line);
      if (typeof report.port === 'number') resolve(report.port);
      else seen.push(report);
    });
  });
  return {
    port,
    seen,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve();
        else child.once('exit', () => resolve()).kill('SIGTERM');
      }),
  };
}

/** Sends a file of MLLP blocks with mllp_send and returns what it printed. */
export function runMllpSend(port: number, file: string, loose = false): Promise<string> {
  const flags = loose ? ['--loose'] : [];
  const child = spawn(MLLP_SEND, ['--port', String(port), '--file', file, ...flags, '127.0.0.1']);
  const deadline = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.resume();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(deadline);
      resolve(Buffer.concat(chunks).toString());
    });
  });
}

/** A value's place: segment, occurrence, field, repetition, component, subcomponent. */
export type PythonPath = readonly [string, number, number, number, number, number];

/** What python3-hl7 reads at the given places of each message. */
export function readWithPython(
  cases: readonly { readonly message: string; readonly paths: readonly PythonPath[] }[],
): (string | null)[][] {
  const output = execFileSync(PYTHON, [scriptPath('hl7-read.py')], {
    input: JSON.stringify(cases),
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return JSON.parse(output.toString());
}
