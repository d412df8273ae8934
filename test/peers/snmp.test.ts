import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSnmpSession, type SnmpAccess } from '../../src/protocols/snmp/index.ts';
import { missingPrograms } from './support/dicom-peers.ts';
import {
  type InfrastructurePeer,
  snmpdAccess,
  startSnmpd,
} from './support/infrastructure-peers.ts';

const missing = missingPrograms('snmpd');
if (missing) process.stderr.write(`skipped: ${missing}\n`);

const sysName = '1.3.6.1.2.1.1.5.0';
const ifName = '1.3.6.1.2.1.31.1.1.1.1';

describe.skipIf(missing)('Net-SNMP', () => {
  let agent: InfrastructurePeer;
  beforeAll(async () => {
    agent = await startSnmpd();
  });
  afterAll(() => agent.stop());
  const open = (access: SnmpAccess, port = agent.port) =>
    openSnmpSession({ host: '127.0.0.1', port, access, requestMs: 1_000 });

  it.each(['v2c', 'v3'] as const)(
    '%s: an object, a column and what is not there',
    async (version) => {
      const session = open(snmpdAccess[version]);
      const got = await session.get([sysName, '1.3.6.1.2.1.1.99.0']);
      expect(got.kind === 'values' && [...got.values]).toEqual([
        [sysName, { kind: 'bytes', value: Buffer.from('switch-thu') }],
      ]);
      const names = await session.walk(ifName);
      expect(names).toMatchObject({ kind: 'column', truncated: false });
      const said = names.kind === 'column' ? [...names.values.values()] : [];
      expect(said).toContainEqual({ kind: 'bytes', value: Buffer.from('lo') });
      const octets = await session.walk('1.3.6.1.2.1.31.1.1.1.6');
      expect(octets.kind === 'column' && [...octets.values.values()][0]?.kind).toBe('counter64');
      expect(await session.walk('1.3.6.1.2.1.33')).toMatchObject({
        kind: 'column',
        values: new Map(),
      });
      session.close();
    },
  );

  it('a bound on rows ends a walk', async () => {
    const session = open(snmpdAccess.v2c);
    const walked = await session.walk('1.3.6.1.2.1.1', 3);
    expect(walked).toMatchObject({ kind: 'column', truncated: true });
    expect(walked.kind === 'column' && walked.values.size).toBe(3);
    session.close();
  });

  it.each<[string, SnmpAccess, object]>([
    ['a wrong community', { version: 'v2c', community: 'sai' }, { kind: 'timeout' }],
    [
      'an unknown user',
      { ...snmpdAccess.v3, user: 'la' },
      { kind: 'denied', because: 'unknown-user' },
    ],
    [
      'a wrong passphrase',
      { ...snmpdAccess.v3, authPassphrase: 'sai-mat-khau' },
      { kind: 'denied', because: 'wrong-passphrase' },
    ],
  ])('%s is told', async (_, access, expected) => {
    const session = open(access);
    expect(await session.get([sysName])).toMatchObject(expected);
    session.close();
  });

  it('a wrong privacy passphrase ends, typed', async () => {
    const session = open({ ...snmpdAccess.v3, privPassphrase: 'sai-mat-khau' });
    const answer = await session.get([sysName]);
    expect(['denied', 'timeout']).toContain(answer.kind);
    session.close();
  });

  it('no agent, and a stop', async () => {
    const nobody = open(snmpdAccess.v2c, 9);
    expect(await nobody.get([sysName])).toMatchObject({ kind: 'timeout' });
    const asked = nobody.get([sysName]);
    nobody.close();
    expect(await asked).toEqual({ kind: 'cancelled' });
    expect(await nobody.get([sysName])).toEqual({ kind: 'cancelled' });
  });
});
