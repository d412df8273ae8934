import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countLinuxDisplays } from '../../../src/probes/host/read-computer.ts';
import { readLinuxPorts } from '../../../src/probes/host/read-linux-ports.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { type FakeInterface, makeSysfs } from './fixtures.ts';

const realCard = { driver: 'igb', bus: 'pci' };

async function read(
  interfaces: readonly FakeInterface[],
  options: { addressed?: readonly string[]; machineIsVirtual?: boolean } = {},
) {
  const root = await makeSysfs(await makeTempFolder(), interfaces);
  const ports = await readLinuxPorts(
    new Set(options.addressed ?? []),
    options.machineIsVirtual,
    root,
  );
  return new Map(ports.map((port) => [port.name, port]));
}

describe('readLinuxPorts', () => {
  it('reads speed, duplex and state of a real card', async () => {
    const ports = await read(
      [{ name: 'eno1', device: realCard, attributes: { speed: '1000', duplex: 'full' } }],
      { addressed: ['eno1'], machineIsVirtual: false },
    );
    expect(ports.get('eno1')).toEqual({
      name: 'eno1',
      medium: 'wired',
      up: true,
      software: false,
      virtual: false,
      reportedMbps: 1000,
      reportedDuplex: 'full',
      hasAddress: true,
    });
  });

  it('skips the loopback and plain files beside the interfaces', async () => {
    const root = await makeSysfs(await makeTempFolder(), [
      { name: 'lo', attributes: { type: '772' } },
      { name: 'eno1', device: realCard },
    ]);
    await writeFile(join(root, 'bonding_masters'), 'bond0\n');
    const ports = await readLinuxPorts(new Set(), false, root);
    expect(ports.map((port) => port.name)).toEqual(['eno1']);
  });

  it('knows software interfaces and hypervisor cards as virtual, on any machine', async () => {
    const ports = await read(
      [
        { name: 'veth1', attributes: { speed: '10000' } },
        { name: 'docker0' },
        { name: 'eth0', device: { driver: 'virtio_net', bus: 'virtio' } },
        { name: 'ens160', device: { driver: 'vmxnet3', bus: 'pci' } },
        { name: 'eth1', device: { driver: 'hv_netvsc', bus: 'vmbus' } },
      ],
      { machineIsVirtual: false },
    );
    expect([...ports.values()].map((port) => port.virtual)).toEqual(Array(5).fill(true));
    expect(ports.get('veth1')?.software).toBe(true);
    expect(ports.get('eth0')?.software).toBe(false);
  });

  it('calls an imitated card virtual inside a virtual machine only, and a passed-through one unknown', async () => {
    const cards = [
      { name: 'ens3', device: { driver: 'e1000', bus: 'pci' } },
      { name: 'ens4', device: { driver: 'ixgbe', bus: 'pci' } },
    ];
    const inside = await read(cards, { machineIsVirtual: true });
    expect(inside.get('ens3')?.virtual).toBe(true);
    expect(inside.get('ens4')).not.toHaveProperty('virtual');
    const outside = await read(cards, { machineIsVirtual: false });
    expect(outside.get('ens3')?.virtual).toBe(false);
    expect((await read(cards)).get('ens3')).not.toHaveProperty('virtual');
  });

  it('finds the address of a bonded and bridged port on the interface above it', async () => {
    const ports = await read(
      [
        { name: 'eno1', device: realCard, uppers: ['bond0'] },
        { name: 'bond0', uppers: ['br0'] },
        { name: 'br0' },
        { name: 'eno2', device: realCard },
      ],
      { addressed: ['br0'] },
    );
    expect(ports.get('eno1')?.hasAddress).toBe(true);
    expect(ports.get('eno2')?.hasAddress).toBe(false);
  });

  it('ends on interfaces stacked in a circle', async () => {
    const ports = await read([
      { name: 'a', uppers: ['b'] },
      { name: 'b', uppers: ['a'] },
    ]);
    expect(ports.get('a')?.hasAddress).toBe(false);
  });

  it('tells Wi-Fi and other media from a cable, and a port that is down from one that is up', async () => {
    const ports = await read([
      { name: 'wlp2s0', device: { driver: 'iwlwifi', bus: 'pci' }, wireless: true },
      { name: 'ib0', device: { driver: 'mlx5_core', bus: 'pci' }, attributes: { type: '32' } },
      {
        name: 'eno2',
        device: realCard,
        attributes: { operstate: 'down', carrier: '0', speed: '-1' },
      },
      { name: 'eno3', device: realCard, attributes: { operstate: 'unknown' } },
    ]);
    expect(ports.get('wlp2s0')?.medium).toBe('wireless');
    expect(ports.get('ib0')?.medium).toBe('other');
    expect(ports.get('eno2')?.up).toBe(false);
    expect(ports.get('eno3')).toMatchObject({ up: true, reportedMbps: null });
  });
});

describe('countLinuxDisplays', () => {
  it('counts connected connectors, and is an error where there is no connector to look at', async () => {
    const folder = await makeTempFolder();
    for (const [name, status] of [
      ['card0-DP-1', 'connected'],
      ['card0-DP-2', 'disconnected'],
      ['card1-HDMI-A-1', 'connected'],
    ] as const) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'status'), `${status}\n`);
    }
    expect(await countLinuxDisplays(folder)).toBe(2);
    await expect(countLinuxDisplays(await makeTempFolder())).rejects.toThrow('No display');
  });
});
