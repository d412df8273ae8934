import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../peers/support/dicom-peers.ts';
import {
  makePeerFolder,
  type RunningProgram,
  removePeerFolder,
  startProgram,
} from '../../peers/support/start-program.ts';

/** One address in front of two servers: the second gets connections only when the first is down. */
export interface Pair {
  readonly name: string;
  readonly mode: 'tcp' | 'http';
  readonly ports: readonly [active: number, standby: number];
  /** Both get connections in turn. */
  readonly balanced?: boolean;
  /** Lines of the section, such as `option redispatch`. */
  readonly options?: readonly string[];
}

/** A real HAProxy on loopback. */
export interface Haproxy {
  /** Port of a pair, by name. */
  readonly portOf: (name: string) => number;
  /** When the first server of a pair was seen to be down, on the monotonic clock. */
  readonly seesDown: (name: string) => Promise<number>;
  stop(): Promise<void>;
}

const checkMs = 300;
const fall = 2;

/** Starts HAProxy; a server is down after two checks 300 ms apart. */
export async function startHaproxy(pairs: readonly Pair[]): Promise<Haproxy> {
  const folder = await makePeerFolder();
  const ports = new Map<string, number>();
  for (const { name } of pairs) ports.set(name, await findFreePort());
  const socket = path.join(folder, 'admin.sock');
  const check = `check inter ${checkMs}ms fall ${fall}`;
  await writeFile(
    path.join(folder, 'haproxy.cfg'),
    [
      'global',
      `  stats socket ${socket} mode 600 level user`,
      'defaults',
      '  timeout connect 1s',
      '  timeout client 20s',
      '  timeout server 20s',
      ...pairs.flatMap(({ name, mode, ports: [active, standby], balanced, options = [] }) => [
        `listen ${name}`,
        `  mode ${mode}`,
        `  bind 127.0.0.1:${ports.get(name)}`,
        ...options.map((line) => `  ${line}`),
        `  server n1 127.0.0.1:${active} ${check}`,
        `  server n2 127.0.0.1:${standby} ${check}${balanced ? '' : ' backup'}`,
      ]),
      '',
    ].join('\n'),
  );
  const program: RunningProgram = await startProgram(
    'haproxy',
    ['-f', path.join(folder, 'haproxy.cfg'), '-db'],
    async () => (await readStats(socket)).includes('UP'),
  );
  return {
    portOf: (name) => {
      const port = ports.get(name);
      if (port === undefined) throw new Error(`no pair ${name}`);
      return port;
    },
    seesDown: async (name) => {
      for (let turn = 0; turn < 2_000; turn += 1) {
        if (new RegExp(`^${name},n1,.*,DOWN,`, 'm').test(await readStats(socket)))
          return performance.now();
        await sleep(5);
      }
      throw new Error(`${name} does not go down`);
    },
    stop: async () => {
      await program.stop();
      await removePeerFolder(folder);
    },
  };
}

function readStats(socket: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const connection = connect({ path: socket }, () => connection.write('show stat\n'));
    connection.on('data', (data) => {
      text += data.toString('utf8');
    });
    connection.on('close', () => resolve(text));
    connection.on('error', () => resolve(''));
  });
}
