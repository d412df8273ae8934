import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findProgram } from '../../peers/support/dicom-peers.ts';
import {
  makePeerFolder,
  type RunningProgram,
  removePeerFolder,
  startProgram,
} from '../../peers/support/start-program.ts';

const run = promisify(execFile);
const suffix = String(process.pid % 100_000);
const bridge = `rdb${suffix}`;
/** A network of this test alone; nothing leaves the computer. */
const network = '10.213.77';
const names = ['pacs-noi-bo-1', 'pacs-noi-bo-2'] as const;

/** Two hosts that share one address by VRRP (RFC 5798), with a web server and a storage server each. */
export interface VrrpPair {
  readonly address: string;
  readonly webPort: number;
  readonly dicomPort: number;
  /** Pulls the cable of the host that has the address; when that was, on the monotonic clock. */
  readonly pullCable: () => Promise<number>;
  /** When the web server at the shared address first took a connection again. */
  readonly seesBack: () => Promise<number>;
  stop(): Promise<void>;
}

/** Why this machine cannot have network namespaces; `undefined` when it can. */
export async function whyNoNamespaces(): Promise<string | undefined> {
  const name = `rdt${suffix}`;
  try {
    await run('ip', ['netns', 'add', name]);
    await run('ip', ['netns', 'del', name]);
    return undefined;
  } catch (error) {
    return `no network namespaces: ${String(error).split('\n').join(' ').slice(0, 160)}`;
  }
}

/** Starts both; the first one has the address. */
export async function startVrrpPair(): Promise<VrrpPair> {
  const folder = await makePeerFolder();
  const stops: (() => Promise<unknown>)[] = [];
  const address = `${network}.100`;
  const ports = { web: 8080, dicom: 11_112 };
  const stop = async (): Promise<void> => {
    for (const one of stops.toReversed()) await one();
    await removePeerFolder(folder);
  };
  try {
    await run('ip', ['link', 'add', bridge, 'type', 'bridge']);
    stops.push(() => run('ip', ['link', 'del', bridge]));
    await run('ip', ['addr', 'add', `${network}.1/24`, 'dev', bridge]);
    await run('ip', ['link', 'set', bridge, 'up']);
    for (const number of [1, 2] as const) {
      await addHost(number, stops);
      for (const program of await startHost(number, folder, address, ports))
        stops.push(() => program.stop());
    }
    for (let turn = 0; turn < 200 && !(await connects(address, ports.web)); turn += 1)
      await sleep(100);
    // The first host takes the address over from the second once it has heard nothing better.
    await sleep(4_000);
    return {
      address,
      webPort: ports.web,
      dicomPort: ports.dicom,
      pullCable: async () => {
        await run('ip', ['link', 'set', `rdv1${suffix}`, 'down']);
        return performance.now();
      },
      seesBack: async () => {
        for (let turn = 0; turn < 2_000; turn += 1) {
          if (await connects(address, ports.web)) return performance.now();
          await sleep(10);
        }
        throw new Error('the address does not come back');
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addHost(number: 1 | 2, stops: (() => Promise<unknown>)[]): Promise<void> {
  const host = `rdn${number}${suffix}`;
  const cable = `rdv${number}${suffix}`;
  const inside = (...args: string[]) => run('ip', ['-n', host, ...args]);
  await run('ip', ['netns', 'add', host]);
  stops.push(() => run('ip', ['netns', 'del', host]));
  await run('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host]);
  // Before its host, whose end would let go of it only some time later.
  stops.push(() => run('ip', ['link', 'del', cable]));
  await run('ip', ['link', 'set', cable, 'master', bridge, 'up']);
  await inside('addr', 'add', `${network}.1${number}/24`, 'dev', 'eth0');
  await inside('link', 'set', 'eth0', 'up');
  await inside('link', 'set', 'lo', 'up');
}

async function startHost(
  number: 1 | 2,
  folder: string,
  address: string,
  ports: { readonly web: number; readonly dicom: number },
): Promise<RunningProgram[]> {
  const file = (name: string) => path.join(folder, `${number}-${name}`);
  await writeFile(
    file('keepalived.conf'),
    [
      'vrrp_instance pacs {',
      '  state BACKUP',
      '  interface eth0',
      '  virtual_router_id 77',
      `  priority ${number === 1 ? 150 : 100}`,
      '  advert_int 1',
      `  unicast_src_ip ${network}.1${number}`,
      `  unicast_peer { ${network}.1${number === 1 ? 2 : 1} }`,
      `  virtual_ipaddress { ${address}/24 }`,
      '}',
      '',
    ].join('\n'),
  );
  await writeFile(
    file('web.mjs'),
    `import { createServer } from 'node:http';
     createServer((_, response) => {
       response.setHeader('x-served-by', '${names[number - 1]}');
       response.end('ok');
     }).listen(${ports.web}, '0.0.0.0');`,
  );
  const start = (program: string, ...args: string[]): Promise<RunningProgram> =>
    startProgram(
      'ip',
      ['netns', 'exec', `rdn${number}${suffix}`, program, ...args],
      async () => true,
    );
  return [
    await start(process.execPath, file('web.mjs')),
    await start(findProgram('storescp') ?? 'storescp', '-od', folder, String(ports.dicom)),
    await start(
      findProgram('keepalived') ?? 'keepalived',
      ...['-n', '-l', '-P', '-f', file('keepalived.conf')],
      ...['-p', file('keepalived.pid'), '-r', file('vrrp.pid')],
    ),
  ];
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), 100);
    socket.once('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
