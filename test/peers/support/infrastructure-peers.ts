import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readUps } from '../../../src/protocols/nut/read-ups.ts';
import { openSnmpSession } from '../../../src/protocols/snmp/index.ts';
import { findFreePort } from './dicom-peers.ts';
import {
  makePeerFolder,
  type RunningProgram,
  removePeerFolder,
  startProgram,
} from './start-program.ts';

/** A peer on a port of loopback. */
export interface InfrastructurePeer {
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
}

/** What {@link startSnmpd} lets in. */
export const snmpdAccess = {
  v2c: { version: 'v2c', community: 'chi-doc' },
  v3: {
    version: 'v3',
    user: 'rispacs',
    authProtocol: 'sha256',
    authPassphrase: 'xac-thuc-123',
    privProtocol: 'aes',
    privPassphrase: 'ma-hoa-12345',
  },
} as const;

/** Net-SNMP's agent with one v2c community and one v3 authPriv user, read only. */
export async function startSnmpd(extra: readonly string[] = []): Promise<InfrastructurePeer> {
  const folder = await makePeerFolder();
  const port = await findFreePort();
  const { v3 } = snmpdAccess;
  await writeFile(
    join(folder, 'snmpd.conf'),
    [
      `agentAddress udp:127.0.0.1:${port}`,
      `rocommunity ${snmpdAccess.v2c.community} 127.0.0.1`,
      `createUser ${v3.user} SHA-256 ${v3.authPassphrase} AES ${v3.privPassphrase}`,
      `rouser ${v3.user} authpriv`,
      'sysName switch-thu',
      ...extra,
      '',
    ].join('\n'),
  );
  const isReady = async (): Promise<boolean> => {
    const session = openSnmpSession({
      host: '127.0.0.1',
      port,
      access: snmpdAccess.v2c,
      requestMs: 200,
    });
    const answer = await session.get(['1.3.6.1.2.1.1.5.0']);
    session.close();
    return answer.kind === 'values';
  };
  const program = await startProgram(
    'snmpd',
    ['-f', '-Lo', '-C', '-c', join(folder, 'snmpd.conf'), '-I', '-smux'],
    isReady,
    { SNMP_PERSISTENT_DIR: folder },
  );
  return { port, folder, stop: () => stopAll([program], folder) };
}

/** NUT's server with the dummy driver; `variables` are lines such as `ups.status: OL`. */
export async function startUpsd(variables: readonly string[]): Promise<InfrastructurePeer> {
  const folder = await makePeerFolder();
  const port = await findFreePort();
  const files = {
    'ups.conf': `[ups]\ndriver = dummy-ups\nport = ${join(folder, 'ups.dev')}\nmode = dummy-once\n`,
    'upsd.conf': `LISTEN 127.0.0.1 ${port}\n`,
    'upsd.users': '',
    'nut.conf': 'MODE=netserver\n',
    'ups.dev': `${variables.join('\n')}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o640);
  }
  const env = { NUT_CONFPATH: folder, NUT_STATEPATH: folder, NUT_ALTPIDPATH: folder };
  const driver = await startProgram(
    '/lib/nut/dummy-ups',
    ['-a', 'ups', '-F', '-u', 'root'],
    async () => true,
    env,
  );
  // What Debian has on the path is a script that reads its own configuration first.
  const server = await startProgram(
    '/lib/nut/upsd',
    ['-F', '-u', 'root'],
    async () => {
      const read = await readUps({ host: '127.0.0.1', port, ups: 'ups' });
      return read.kind === 'read' && read.variables.get('ups.status') !== 'WAIT';
    },
    env,
  );
  return { port, folder, stop: () => stopAll([server, driver], folder) };
}

async function stopAll(programs: readonly RunningProgram[], folder: string): Promise<void> {
  for (const program of programs) await program.stop();
  await removePeerFolder(folder);
}
