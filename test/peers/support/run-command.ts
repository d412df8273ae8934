import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from './dicom-peers.ts';

const run = promisify(execFile);

/**
 * What a program printed on its standard output, whatever its exit code; programs of Debian's sbin are found too.
 * @throws Error when it is not installed or does not end within a minute
 */
export async function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const program = name.startsWith('/') ? name : findProgram(name);
  if (program === undefined) throw new Error(`not installed: ${name}`);
  try {
    const { stdout } = await run(program, [...args], {
      env: { ...process.env, ...env },
      timeout: 60_000,
      maxBuffer: 16 * 1024 * 1024,
      cwd: '/',
    });
    return stdout;
  } catch (error) {
    const stdout: unknown = error instanceof Error ? Reflect.get(error, 'stdout') : undefined;
    if (typeof stdout === 'string' && stdout !== '') return stdout;
    throw error;
  }
}
