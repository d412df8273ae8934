import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A peer program that this test started, and only this test may stop. */
export interface DicomPeer {
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
}

/** Whether a program is on the path; Debian keeps servers in sbin. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Names the programs that are missing; a test that needs them is skipped with this reason. */
export function missingPrograms(...names: string[]): string | undefined {
  const missing = names.filter((name) => findProgram(name) === undefined);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

/** A port that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function tryConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function awaitPort(child: ChildProcess, port: number, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`peer ended at once: ${output()}`);
    if (await tryConnect(port)) return;
    await sleep(100);
  }
  throw new Error(`peer does not listen on ${port}: ${output()}`);
}

async function startPeer(
  name: string,
  folder: string,
  port: number,
  args: readonly string[],
): Promise<DicomPeer> {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`not installed: ${name}`);
  let output = '';
  // Without TCP_NODELAY each answer of DCMTK waits 40 ms for a delayed acknowledgement.
  const env = { ...process.env, TCP_NODELAY: '1' };
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const collect = (data: Buffer): void => {
    output = (output + data.toString('utf8')).slice(-4000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(killer);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await awaitPort(child, port, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, stop };
}

async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'rispacs-dicom-'));
}

/** Orthanc with its own storage; `settings` override the configuration. */
export async function startOrthanc(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<DicomPeer> {
  const folder = await makeFolder();
  const port = await findFreePort();
  const config = {
    Name: 'peer',
    DicomAet: 'ORTHANC',
    DicomPort: port,
    DicomCheckCalledAet: false,
    DicomAlwaysAllowFind: true,
    DicomAlwaysAllowStore: true,
    HttpServerEnabled: false,
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'storage'),
    Plugins: [],
    ...settings,
  };
  const path = join(folder, 'orthanc.json');
  await writeFile(path, JSON.stringify(config));
  return startPeer('Orthanc', folder, port, [path]);
}

/** DCMTK's storage SCP, which keeps each data set as received in `folder`. */
export async function startStorescp(...args: string[]): Promise<DicomPeer> {
  const folder = await makeFolder();
  const port = await findFreePort();
  return startPeer('storescp', folder, port, [...args, '-od', folder, String(port)]);
}

/**
 * DCMTK's archive with one AE title, `ARCHIVE`, open to everybody; `destinations` are the ports on this computer
 * of the AE titles that it may move to.
 */
export async function startDcmqrscp(
  destinations: Readonly<Record<string, number>> = {},
): Promise<DicomPeer> {
  const folder = await makeFolder();
  const port = await findFreePort();
  const storage = join(folder, 'archive');
  await mkdir(storage);
  const path = join(folder, 'dcmqrscp.cfg');
  await writeFile(
    path,
    [
      `NetworkTCPPort = ${port}`,
      'MaxPDUSize = 16384',
      'MaxAssociations = 16',
      'HostTable BEGIN',
      ...Object.entries(destinations).map(
        ([aeTitle, at]) => `${aeTitle.toLowerCase()} = (${aeTitle}, 127.0.0.1, ${at})`,
      ),
      'HostTable END',
      'VendorTable BEGIN',
      'VendorTable END',
      'AETable BEGIN',
      `ARCHIVE ${storage} RW (200, 1024mb) ANY`,
      'AETable END',
      '',
    ].join('\n'),
  );
  return startPeer('dcmqrscp', folder, port, ['-c', path]);
}

/** What a DCMTK client printed, and how it ended. */
export interface ProgramRun {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a DCMTK client to its end. */
export function runProgram(name: string, args: readonly string[]): Promise<ProgramRun> {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`not installed: ${name}`);
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { timeout: 30_000, maxBuffer: 16 * 1024 * 1024, env: { ...process.env, TCP_NODELAY: '1' } },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exitCode, output: stdout + stderr });
      },
    );
  });
}
