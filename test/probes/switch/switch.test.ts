import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkSwitch } from '../../../src/facility/schema.ts';
import type { ProbeContext } from '../../../src/probes/contract.ts';
import { factRegistry } from '../../../src/probes/fact-registry.ts';
import { collectSwitch } from '../../../src/probes/switch/collect.ts';
import {
  describeDeclaredPorts,
  describeSwitch,
  describeVlan,
} from '../../../src/probes/switch/describe-switch.ts';
import { decodePortList, type SwitchPortReading } from '../../../src/probes/switch/read-tables.ts';
import { simulatedComputers } from '../../../src/simulator/computers/simulated-computers.ts';
import { SWITCH_COMMUNITY, startSwitch } from '../../../src/simulator/network/start-switch.ts';
import { PACS_VLAN, toPortList } from '../../../src/simulator/network/switch-tables.ts';

const snmp = { version: 'v2c', community: { env: 'COMMUNITY' } } as const;
const target = (
  ports: NetworkSwitch['ports'],
  more: Partial<NetworkSwitch> = {},
): NetworkSwitch => ({
  id: 'sw',
  host: '127.0.0.1',
  port: 161,
  snmp,
  ports,
  ...more,
});
const port = (ifIndex: number, more: Partial<SwitchPortReading> = {}): SwitchPortReading => ({
  ifIndex,
  name: `Gi1/0/${ifIndex}`,
  up: true,
  linkMbps: 1000,
  duplex: 'full',
  ...more,
});
const vlanOf = (
  declared: NetworkSwitch['ports'],
  ports: readonly SwitchPortReading[],
  members: readonly number[],
) =>
  describeVlan({ ...target(declared), vlan: 310 }, ports, {
    exists: true,
    members: new Set(members),
  });

describe('declared ports', () => {
  it('have a row with what was negotiated; names compare without case', () => {
    const { rows } = describeDeclaredPorts(target([{ name: 'gi1/0/1', role: 'pacs' }]), [port(1)]);
    expect(rows).toEqual([
      { host: 'sw', role: 'pacs', port: 'Gi1/0/1', linkMbps: 1000, duplex: 'full', virtual: false },
    ]);
  });

  it('say whether they are in the VLAN of the RIS-PACS, where the switch says so', () => {
    const declared = target([
      { name: 'Gi1/0/1', role: 'pacs' },
      { name: 'Gi1/0/2', role: 'workstation' },
    ]);
    const { rows } = describeDeclaredPorts(declared, [port(1), port(2)], new Set([1]));
    expect(rows.map((row) => row.inImagingVlan)).toEqual([true, false]);
  });

  it('without a cable, or unknown to the switch, are told and have no row', () => {
    const found = describeDeclaredPorts(
      target([
        { name: 'Gi1/0/1', role: 'pacs' },
        { name: 'Gi9/9', role: 'workstation' },
      ]),
      [port(1, { up: false, linkMbps: 1000 })],
    );
    expect(found).toEqual({ rows: [], downNames: ['Gi1/0/1'], unknownNames: ['Gi9/9'] });
  });

  it('of unknown speed and duplex stay unknown', () => {
    const { rows } = describeDeclaredPorts(target([{ name: 'x', role: 'pacs' }]), [
      { ifIndex: 1, name: 'x', up: true },
    ]);
    expect(rows).toEqual([{ host: 'sw', role: 'pacs', port: 'x', virtual: false }]);
  });
});

describe('a VLAN is', () => {
  const servers = [
    { name: 'Gi1/0/1', role: 'pacs' },
    { name: 'Gi1/0/2', role: 'workstation' },
  ] as const;
  it('dedicated when every connected port in it is declared for imaging', () => {
    expect(vlanOf([...servers], [port(1), port(2), port(3)], [1, 2])).toMatchObject({
      upPorts: 2,
      imagingPorts: 2,
      undeclaredPorts: 0,
      dedicated: true,
    });
  });

  it('dedicated with a trunk and with empty ports', () => {
    const declared = [...servers, { name: 'Gi1/0/4', role: 'trunk' } as const];
    expect(
      vlanOf(declared, [port(1), port(2), port(3, { up: false }), port(4)], [1, 2, 3, 4]),
    ).toMatchObject({ dedicated: true });
  });

  it('open while a connected port in it is not declared', () => {
    const row = vlanOf([...servers], [port(1), port(2), port(3)], [1, 2, 3]);
    expect(row).toMatchObject({ undeclaredPorts: 1 });
    expect(row).not.toHaveProperty('dedicated');
  });

  it('shared when an office computer is in it', () => {
    const declared = [...servers, { name: 'Gi1/0/3', role: 'client' } as const];
    expect(vlanOf(declared, [port(1), port(2), port(3)], [1, 2, 3])).toMatchObject({
      officePorts: 1,
      dedicated: false,
    });
  });

  it('open when the HIS is in it, or the PACS is outside', () => {
    const declared = [...servers, { name: 'Gi1/0/3', role: 'his' } as const];
    const withHis = vlanOf(declared, [port(1), port(2), port(3)], [1, 2, 3]);
    expect(withHis).toMatchObject({ otherPorts: 1 });
    expect(withHis).not.toHaveProperty('dedicated');
    const outside = vlanOf([...servers], [port(1), port(2)], [2]);
    expect(outside).toMatchObject({ declaredOutside: 1 });
    expect(outside).not.toHaveProperty('dedicated');
  });

  it('open when nothing of ours is in it, or its members are not told', () => {
    expect(vlanOf([], [port(1)], [])).not.toHaveProperty('dedicated');
    expect(describeVlan({ ...target([]), vlan: 5 }, [port(1)], { exists: false })).toEqual({
      switch: 'sw',
      vlan: 5,
      exists: false,
    });
  });
});

it('ports are counted; an unknown speed is not slow', () => {
  expect(
    describeSwitch('sw', undefined, [
      port(1),
      port(2, { linkMbps: 100 }),
      port(3, { duplex: 'half' }),
      { ifIndex: 4, name: 'x', up: true },
      port(5, { up: false, linkMbps: 10 }),
    ]),
  ).toEqual({ switch: 'sw', ethernetPorts: 5, upPorts: 4, slowPorts: 1, halfDuplexPorts: 1 });
});

it('a PortList gives back the ports it was made of', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), (ports) => {
      expect(decodePortList(toPortList(ports))).toEqual(ports.toSorted((a, b) => a - b));
    }),
    { seed: 3 },
  );
});

describe('the simulated switch', () => {
  const context = (community: string, signal = new AbortController().signal): ProbeContext => ({
    signal,
    language: 'vi',
    allowed: new Set(['observe']),
    assessedOn: '2026-11-22',
    baseFolder: '/',
    readSecret: async () => community,
    attach: async () => {
      throw new Error('nothing is attached');
    },
    log: () => undefined,
    journal: async () => undefined,
  });

  it('is read whole, marked as simulated, in rows that fit the facts', async () => {
    const running = await startSwitch(
      simulatedComputers.filter(({ role }) => role === 'pacs').slice(0, 1),
      new AbortController().signal,
    );
    try {
      const seen = await collectSwitch(
        target(
          [
            { name: 'Gi1/0/1', role: 'pacs' },
            { name: 'Gi1/0/2', role: 'modality' },
            { name: 'Gi1/0/3', role: 'trunk' },
          ],
          { port: running.port, vlan: PACS_VLAN.id },
        ),
        context(SWITCH_COMMUNITY),
      );
      expect(seen).toMatchObject({
        state: 'observed',
        simulated: true,
        facts: {
          'lan.switch': [{ name: 'sw-pacs-mo-phong', ethernetPorts: 3, upPorts: 3 }],
          'lan.vlan': [{ vlan: 310, name: 'RISPACS', imagingPorts: 2, dedicated: true }],
        },
      });
      if (seen.state !== 'observed') throw new Error(seen.state);
      expect(seen.facts['lan.port']).toHaveLength(3);
      for (const [group, rows] of Object.entries(seen.facts)) {
        for (const row of rows)
          expect(factRegistry().get(group)?.row.safeParse(row).error).toBeUndefined();
      }
      expect(await collectSwitch(target([], { port: running.port }), context('sai'))).toMatchObject(
        {
          state: 'timed-out',
          reason: { message: expect.stringContaining('sai địa chỉ hoặc community') },
        },
      );
    } finally {
      await running.stop();
    }
  });

  it('a stop ends the reading with its reason', async () => {
    await expect(
      collectSwitch(target([], { port: 9 }), context('x', AbortSignal.timeout(50))),
    ).rejects.toThrow();
  });
});
