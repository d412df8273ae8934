import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Er7Message, readMessage } from '../../../../src/protocols/hl7/er7.ts';

/** A RIS that python3-hl7 speaks for, as listener and as sender. */
export interface PythonRis {
  readonly port: number;
  readonly received: readonly Er7Message[];
  /** Acknowledgements that came for its results. */
  readonly answers: readonly string[];
  /** Sends a result to a port of this computer. */
  send(port: number, message: Uint8Array): void;
}

/** Starts the RIS; it ends with the test. */
export async function startPythonRis(
  onMessage: (message: Er7Message, ris: PythonRis) => void,
): Promise<PythonRis> {
  const script = fileURLToPath(new URL('python-ris.py', import.meta.url));
  const child = spawn('/usr/bin/python3', [script]);
  child.stderr.resume();
  onTestFinished(
    () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve();
        else child.once('exit', () => resolve()).kill('SIGTERM');
      }),
  );
  const received: Er7Message[] = [];
  const answers: string[] = [];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('the RIS ended before it listened')));
    let ris: PythonRis | undefined;
    createInterface(child.stdout).on('line', (line) => {
      const report = JSON.parse(line);
      if (typeof report.port === 'number') {
        ris = {
          port: report.port,
          received,
          answers,
          send: (port, message) => {
            const text = Buffer.from(message).toString('utf8');
            child.stdin.write(`${JSON.stringify({ port, message: text })}\n`);
          },
        };
        resolve(ris);
      } else if (typeof report.answer === 'string') answers.push(report.answer);
      else {
        const reading = readMessage(String(report.received));
        if (reading.kind !== 'message' || ris === undefined) return;
        received.push(reading.message);
        onMessage(reading.message, ris);
      }
    });
  });
}
