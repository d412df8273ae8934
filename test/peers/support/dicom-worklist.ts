import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProgram } from './dicom-peers.ts';

/** DCMTK's worklist server, `wlmscpfs`, whose list is a folder of files. */
export interface DicomWorklist {
  readonly port: number;
  readonly calledAe: string;
  add(accessionNumber: string, patientId: string): Promise<void>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

const calledAe = 'MWL';

/** Starts the server with an empty list. */
export async function startDicomWorklist(): Promise<DicomWorklist> {
  const program = findProgram('wlmscpfs');
  if (program === undefined) throw new Error('not installed: wlmscpfs');
  const folder = await mkdtemp(join(tmpdir(), 'rispacs-wlm-'));
  const list = join(folder, calledAe);
  await mkdir(list);
  await writeFile(join(list, 'lockfile'), '');
  const port = await findFreePort();
  const child = spawn(program, ['-dfp', folder, String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await awaitPort(port);
  return {
    port,
    calledAe,
    add: (accessionNumber, patientId) => addEntry(list, accessionNumber, patientId),
    clear: async () => {
      for (const name of await readdir(list)) if (name.endsWith('.wl')) await rm(join(list, name));
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function addEntry(list: string, accessionNumber: string, patientId: string): Promise<void> {
  const program = findProgram('dump2dcm');
  if (program === undefined) throw new Error('not installed: dump2dcm');
  const file = join(list, accessionNumber);
  await writeFile(
    `${file}.dump`,
    [
      `(0008,0050) SH ${accessionNumber}`,
      '(0010,0010) PN KIEM THU^RISPACS',
      `(0010,0020) LO ${patientId}`,
      '(0010,0030) DA 19000101',
      '(0010,0040) CS O',
      '(0020,000d) UI 2.25.1',
      '(0032,1060) LO TEST',
      '(0040,0100) SQ',
      '(fffe,e000) na',
      '(0008,0060) CS CT',
      '(0040,0001) AE CT1',
      '(0040,0002) DA 20261122',
      '(0040,0003) TM 080000',
      '(0040,0007) LO TEST',
      '(0040,0009) SH S1',
      '(fffe,e00d) na',
      '(fffe,e0dd) na',
      '(0040,1001) SH R1',
      '',
    ].join('\n'),
  );
  await promisify(execFile)(program, [`${file}.dump`, `${file}.wl`]);
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function awaitPort(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`wlmscpfs does not listen on ${port}`);
}
