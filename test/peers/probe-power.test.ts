import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PowerSupply } from '../../src/facility/schema.ts';
import type { ProbeContext } from '../../src/probes/contract.ts';
import { collectPower } from '../../src/probes/power/collect.ts';
import { missingPrograms } from './support/dicom-peers.ts';
import {
  type InfrastructurePeer,
  snmpdAccess,
  startSnmpd,
  startUpsd,
} from './support/infrastructure-peers.ts';

const missing = missingPrograms('upsd', 'snmpd');
if (missing) process.stderr.write(`skipped: ${missing}\n`);

const secrets: Readonly<Record<string, string>> = {
  COMMUNITY: snmpdAccess.v2c.community,
  AUTH: snmpdAccess.v3.authPassphrase,
  PRIV: snmpdAccess.v3.privPassphrase,
};
const context: ProbeContext = {
  signal: new AbortController().signal,
  language: 'vi',
  allowed: new Set(['observe']),
  assessedOn: '2026-11-22',
  baseFolder: '/',
  readSecret: async (ref) => ('env' in ref ? (secrets[ref.env] ?? 'sai-mat-khau') : ''),
  attach: async () => {
    throw new Error('nothing is attached');
  },
  log: () => undefined,
  journal: async () => undefined,
};

describe.skipIf(missing)('NUT', () => {
  let upsd: InfrastructurePeer;
  beforeAll(async () => {
    upsd = await startUpsd([
      'ups.status: OL CHRG',
      'ups.mfr: Hang Thu',
      'ups.model: Smart 3000',
      'battery.charge: 92',
      'battery.runtime: 1800',
      'ups.load: 40',
    ]);
  });
  afterAll(() => upsd?.stop());
  const supply = (ups: string, port = upsd.port): PowerSupply => ({
    id: 'ups-1',
    kind: 'nut',
    host: '127.0.0.1',
    port,
    ups,
  });

  it('a UPS on mains is read', async () => {
    expect(await collectPower(supply('ups'), context)).toEqual({
      state: 'observed',
      facts: {
        'power.ups': [
          {
            ups: 'ups-1',
            readBy: 'nut',
            model: 'Hang Thu Smart 3000',
            status: 'OL CHRG',
            onMains: true,
            onBattery: false,
            batteryLow: false,
            replaceBattery: false,
            bypass: false,
            chargePercent: 92,
            runtimeMinutes: 30,
            loadPercent: 40,
          },
        ],
      },
    });
  });

  it('a wrong name and a wrong port are told', async () => {
    expect(await collectPower(supply('khac'), context)).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'UNKNOWN-UPS', message: expect.stringContaining('tên UPS trong tệp cơ sở') },
    });
    expect(await collectPower(supply('ups', 9), context)).toMatchObject({ state: 'refused' });
  });
});

describe.skipIf(missing)('UPS-MIB by SNMP', () => {
  let agent: InfrastructurePeer;
  let other: InfrastructurePeer;
  beforeAll(async () => {
    // snmpd answers for a subtree with fixed values of these objects.
    const base = '.1.3.6.1.2.1.33.1';
    agent = await startSnmpd([
      `override ${base}.1.2.0 octet_str "Online 6K"`,
      `override ${base}.2.1.0 integer 2`,
      `override ${base}.2.3.0 integer 45`,
      `override ${base}.2.4.0 integer 99`,
      `override ${base}.4.1.0 integer 3`,
      `override ${base}.4.4.1.5.1 integer 22`,
    ]);
    other = await startSnmpd();
  });
  afterAll(async () => {
    await agent.stop();
    await other.stop();
  });
  const v3 = {
    version: 'v3',
    user: snmpdAccess.v3.user,
    authProtocol: 'sha256',
    authPassphrase: { env: 'AUTH' },
    privProtocol: 'aes',
    privPassphrase: { env: 'PRIV' },
  } as const;

  it.each([
    ['v2c', { version: 'v2c', community: { env: 'COMMUNITY' } }],
    ['v3', v3],
  ] as const)('%s', async (_, snmp) => {
    const supply: PowerSupply = {
      id: 'ups-2',
      kind: 'snmp',
      host: '127.0.0.1',
      port: agent.port,
      snmp,
    };
    expect(await collectPower(supply, context)).toMatchObject({
      state: 'observed',
      facts: {
        'power.ups': [
          {
            model: 'Online 6K',
            status: 'normal, batteryNormal',
            onMains: true,
            runtimeMinutes: 45,
            chargePercent: 99,
            loadPercent: 22,
          },
        ],
      },
    });
  });

  it('a wrong passphrase and a device that is no UPS are told', async () => {
    const at = { id: 'ups-2', kind: 'snmp', host: '127.0.0.1' } as const;
    expect(
      await collectPower(
        { ...at, port: agent.port, snmp: { ...v3, authPassphrase: { env: 'KHAC' } } },
        context,
      ),
    ).toMatchObject({
      state: 'refused',
      reason: { message: expect.stringContaining('sai mật khẩu') },
    });
    expect(
      await collectPower(
        { ...at, port: other.port, snmp: { version: 'v2c', community: { env: 'COMMUNITY' } } },
        context,
      ),
    ).toMatchObject({ state: 'protocol-error', reason: { code: 'no-ups-mib' } });
  });
});
