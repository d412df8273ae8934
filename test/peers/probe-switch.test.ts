import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { probe } from '../../src/probes/switch/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { missingPrograms } from './support/dicom-peers.ts';
import {
  type InfrastructurePeer,
  snmpdAccess,
  startSnmpd,
} from './support/infrastructure-peers.ts';
import { makePeerFolder, removePeerFolder } from './support/start-program.ts';
import { makeSwitchTables, switchVlan } from './support/switch-tables.ts';

const missing = missingPrograms('snmpd');
if (missing) process.stderr.write(`skipped: ${missing}\n`);

const secrets = {
  COMMUNITY: snmpdAccess.v2c.community,
  AUTH: snmpdAccess.v3.authPassphrase,
  PRIV: snmpdAccess.v3.privPassphrase,
  SAI: 'sai-mat-khau',
};
const v2c = { version: 'v2c', community: { env: 'COMMUNITY' } } as const;
const v3 = {
  version: 'v3',
  user: snmpdAccess.v3.user,
  authPassphrase: { env: 'AUTH' },
  privPassphrase: { env: 'PRIV' },
} as const;

/**
 * Passes datagrams on both ways, each answer late by so many milliseconds; or by so many once this subtree is asked for
 * (its object identifier as BER has it).
 */
async function delayAnswers(port: number, delayMs: number, onlyFrom?: Buffer): Promise<number> {
  let isSlow = onlyFrom === undefined;
  const front = createSocket('udp4');
  const back = new Map<number, Socket>();
  const timers = new Set<NodeJS.Timeout>();
  front.on('message', (question, { port: from, address }) => {
    if (onlyFrom !== undefined && question.includes(onlyFrom)) isSlow = true;
    let upstream = back.get(from);
    if (!upstream) {
      upstream = createSocket('udp4');
      back.set(from, upstream);
      upstream.on('message', (answer) => {
        timers.add(setTimeout(() => front.send(answer, from, address), isSlow ? delayMs : 0));
      });
    }
    upstream.send(question, port, '127.0.0.1');
  });
  front.bind(0, '127.0.0.1');
  await once(front, 'listening');
  onTestFinished(() => {
    for (const timer of timers) clearTimeout(timer);
    for (const socket of [front, ...back.values()]) socket.close();
  });
  return front.address().port;
}

describe.skipIf(missing)('a switch behind Net-SNMP’s agent', () => {
  let agent: InfrastructurePeer;
  let folder = '';
  beforeAll(async () => {
    folder = await makePeerFolder();
    agent = await startSnmpd(await makeSwitchTables(folder));
  });
  afterAll(async () => {
    await agent?.stop();
    await removePeerFolder(folder);
  });

  function look(snmp: object, port = agent.port, language: 'vi' | 'en' = 'vi') {
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'Bệnh viện thử' },
      switches: [
        {
          ...{ id: 'sw', host: '127.0.0.1', port, snmp, vlan: switchVlan },
          ports: [
            { name: 'Gi1/0/1', role: 'pacs' },
            { name: 'Gi1/0/2', role: 'workstation' },
            { name: 'gi1/0/3', role: 'trunk' },
            { name: 'Gi1/0/4', role: 'modality' },
            { name: 'Gi1/0/5', role: 'workstation' },
          ],
        },
      ],
    });
    const [step] = probe.planSteps(facility, language);
    if (!step) throw new Error('no step');
    return probe.collect(step.target, makeProbeContext({ language }, secrets).context);
  }

  it.each([
    ['v2c', v2c],
    ['v3 authPriv', v3],
  ])(
    'by %s: negotiated speed, duplex, VLAN members, learnt addresses, neighbours',
    async (_, snmp) => {
      const seen = await look(snmp);
      if (seen.state !== 'observed') throw new Error(seen.reason.message);
      for (const [group, rows] of Object.entries(seen.facts))
        for (const row of rows)
          expect(factRegistry().get(group)?.row.safeParse(row).error).toBe(undefined);
      expect(seen.facts).toMatchObject({
        'lan.switch': [
          { name: 'switch-thu', ethernetPorts: 5, upPorts: 4, slowPorts: 1, halfDuplexPorts: 1 },
        ],
        'lan.port': [
          { role: 'pacs', port: 'Gi1/0/1', linkMbps: 1000, duplex: 'full' },
          { role: 'workstation', port: 'Gi1/0/2', linkMbps: 1000, duplex: 'full' },
          { role: 'trunk', port: 'Gi1/0/3', linkMbps: 1000, duplex: 'full' },
          { role: 'modality', port: 'Gi1/0/4', linkMbps: 100, duplex: 'half' },
        ],
        'lan.vlan': [
          {
            ...{ vlan: switchVlan, exists: true, name: 'RISPACS', upPorts: 4, imagingPorts: 3 },
            ...{ undeclaredPorts: 0, declaredOutside: 0, learntAddresses: 2, dedicated: true },
          },
        ],
        'lan.neighbour': [{ port: 'Gi1/0/3', neighbour: 'sw-tang-2' }],
      });
      expect(seen.notes?.join()).toContain('Gi1/0/5');
    },
  );

  it('that answers slowly is read all the same', async () => {
    const seen = await look(v2c, await delayAnswers(agent.port, 150));
    expect(seen.state).toBe('observed');
  });

  it.each(['vi', 'en'] as const)(
    'that stalls at its VLAN tables: ports are told, the VLAN is not known rather than absent (%s)',
    async (language) => {
      const qBridge = Buffer.from([0x2b, 6, 1, 2, 1, 17, 7]);
      const seen = await look(v2c, await delayAnswers(agent.port, 6_000, qBridge), language);
      if (seen.state !== 'observed') throw new Error(seen.reason.message);
      expect(seen.facts['lan.port']).toHaveLength(4);
      expect(seen.facts['lan.vlan']).toEqual([]);
      expect(seen.notes?.[0]).toMatch(
        language === 'vi' ? /quá chậm nên chưa biết: VLAN/ : /too slow, so it is not known: VLAN/,
      );
    },
  );

  it.each(['vi', 'en'] as const)('that answers too slowly: one sentence (%s)', async (language) => {
    const seen = await look(v2c, await delayAnswers(agent.port, 6_000), language);
    expect(seen).toMatchObject({ state: 'timed-out', reason: { code: 'timeout' } });
    const message = seen.state === 'observed' ? '' : seen.reason.message;
    expect(message).toMatch(
      language === 'vi' ? /không trả lời SNMP.*\.$/ : /did not answer SNMP.*\.$/,
    );
  });

  it.each(['vi', 'en'] as const)('with a wrong password: one sentence (%s)', async (language) => {
    const seen = await look({ ...v3, authPassphrase: { env: 'SAI' } }, agent.port, language);
    expect(seen).toMatchObject({ state: 'refused', reason: { code: 'denied' } });
    const message = seen.state === 'observed' ? '' : seen.reason.message;
    expect(message).toMatch(language === 'vi' ? /sai mật khẩu/ : /passphrase is wrong/);
    expect(JSON.stringify(seen)).not.toContain(secrets.SAI);
  });
});
