import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DisplayReading } from './display-reading.ts';
import { readLinuxDisplays } from './read-linux-displays.ts';
import {
  ioregArguments,
  parseIoreg,
  parseSystemProfiler,
  systemProfilerArguments,
} from './read-mac-displays.ts';
import { parseWindowsDisplays, windowsDisplayScript } from './read-windows-displays.ts';

const limits = { timeout: 12_000, maxBuffer: 8 * 1024 * 1024, windowsHide: true } as const;

/** Runs a program of the operating system and gives what it printed. @throws when it fails or takes too long. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  signal: AbortSignal,
) => Promise<string>;

const runProgram: RunProgram = async (program, args, signal) => {
  const { stdout } = await promisify(execFile)(program, [...args], { ...limits, signal });
  return stdout;
};

/**
 * Asks the operating system for its displays. Linux has been tried; Windows and macOS follow their documentation.
 * @throws when the system does not tell.
 */
export async function readDisplays(
  signal: AbortSignal,
  platform: NodeJS.Platform = process.platform,
  run: RunProgram = runProgram,
): Promise<readonly DisplayReading[]> {
  if (platform === 'linux') return readLinuxDisplays();
  if (platform === 'win32') {
    const encoded = Buffer.from(windowsDisplayScript, 'utf16le').toString('base64');
    const args = ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded];
    const displays = parseWindowsDisplays(await run('powershell.exe', args, signal));
    if (displays === undefined) throw new Error('PowerShell printed no list of displays');
    return displays;
  }
  if (platform === 'darwin') {
    const raw = parseIoreg(await run('/usr/sbin/ioreg', ioregArguments, signal));
    if (raw.length > 0) return raw;
    return parseSystemProfiler(
      await run('/usr/sbin/system_profiler', systemProfilerArguments, signal),
    );
  }
  throw new Error(`no way to ask ${platform} for its displays`);
}
