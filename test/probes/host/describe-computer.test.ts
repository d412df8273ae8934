import { describe, expect, it } from 'vitest';
import { inventoryFactsSchema } from '../../../src/probes/host/inventory.ts';
import { isExemptOpenSource } from '../../../src/probes/host/open-source-products.ts';
import { describeComputer } from '../../../src/probes/host/parse.ts';
import type { PortReading, VolumeReading } from '../../../src/probes/host/readings.ts';
import { workstation } from './fixtures.ts';

const port: PortReading = {
  name: 'eth0',
  medium: 'wired',
  up: true,
  virtual: false,
  hasAddress: true,
};

function describePort(more: Partial<PortReading>) {
  const facts = describeComputer({ hostname: 'x', ports: [{ ...port, ...more }] });
  return { row: facts['lan.port'][0], computer: facts['host.computer'][0] };
}

function describeVolumes(volumes: readonly VolumeReading[]) {
  return describeComputer({ hostname: 'x', volumes })['host.volume'];
}

describe('describeComputer', () => {
  it('describes a workstation in the groups of the inventory', () => {
    const facts = describeComputer(workstation);
    expect(inventoryFactsSchema.parse(facts)).toEqual(facts);
    expect(facts['host.computer'][0]).toEqual({
      cpuModel: 'Intel Core™ i7-13700',
      cpuCores: 16,
      memoryGiB: 31.9,
      wiredNetworkUp: true,
      displays: 3,
      virtual: false,
    });
    expect(facts['host.software'][0]).toEqual({
      kind: 'os',
      name: 'Microsoft Windows 11 Pro',
      version: '10.0.26100',
      openSource: false,
    });
    expect(facts['host.volume'][0]).toEqual({ mount: 'C:', sizeGiB: 475.9, freeGiB: 186.3 });
    expect(facts['lan.port'][0]).toEqual({
      port: 'Ethernet',
      linkMbps: 1000,
      duplex: 'full',
      virtual: false,
    });
  });

  it('leaves out everything that was not read', () => {
    const facts = describeComputer({ hostname: 'x' });
    expect(facts).toEqual({
      'host.computer': [{}],
      'host.software': [],
      'host.volume': [],
      'lan.port': [],
    });
  });

  it.each([-1, 0, null, undefined, Number.NaN, 9_223_372_036_854.775, 400_001])(
    'never takes a reported speed of %s for a speed',
    (reportedMbps) => {
      const more = reportedMbps === undefined ? {} : { reportedMbps };
      expect(describePort(more).row).not.toHaveProperty('linkMbps');
    },
  );

  it.each([10, 100, 1000, 2500, 400_000])('keeps a negotiated speed of %i Mb/s', (reportedMbps) => {
    expect(describePort({ reportedMbps }).row?.linkMbps).toBe(reportedMbps);
  });

  it('states no speed for a virtual card, whatever it reports', () => {
    const { row } = describePort({ virtual: true, reportedMbps: 10_000, reportedDuplex: 'full' });
    expect(row).toEqual({ port: 'eth0', virtual: true });
  });

  it('keeps half duplex and drops what is not a duplex mode', () => {
    expect(describePort({ reportedDuplex: 'half' }).row?.duplex).toBe('half');
    expect(describePort({ reportedDuplex: 'unknown' }).row).not.toHaveProperty('duplex');
  });

  it('lists wired ports in use only: not an idle one, not Wi-Fi, not one without an address', () => {
    expect(describePort({ up: false }).row).toBeUndefined();
    expect(describePort({ medium: 'wireless' }).row).toBeUndefined();
    expect(describePort({ hasAddress: false }).row).toBeUndefined();
  });

  it('keeps a port whose address may sit on a team or virtual switch, and does not call the network down', () => {
    const { hasAddress: _unknown, ...hidden } = port;
    const facts = describeComputer({ hostname: 'x', ports: [hidden] });
    expect(facts['lan.port']).toHaveLength(1);
    expect(facts['host.computer'][0]).not.toHaveProperty('wiredNetworkUp');
  });

  it('says that a wired port is up only of a real port with an address, and nothing when none is known', () => {
    expect(describePort({}).computer?.wiredNetworkUp).toBe(true);
    expect(describePort({ hasAddress: false }).computer?.wiredNetworkUp).toBe(false);
    expect(describePort({ up: false }).computer?.wiredNetworkUp).toBe(false);
    expect(describePort({ software: true }).computer).not.toHaveProperty('wiredNetworkUp');
    expect(describePort({ medium: 'wireless' }).computer).not.toHaveProperty('wiredNetworkUp');
  });

  it('lists real file systems once each, and names no user', () => {
    const ext4 = { type: 'ext4', size: 2 ** 40 };
    const rows = describeVolumes([
      { ...ext4, fs: '/dev/sda2', mount: '/', rw: true, available: 2 ** 39 },
      { ...ext4, fs: '/dev/sda2', mount: '/var/lib/docker', rw: true },
      { ...ext4, fs: '/dev/sdb1', mount: '/home/nguyenvana/anh', rw: false },
      { ...ext4, fs: '/dev/sdc1', mount: '/media/nguyenvana/USB' },
      { ...ext4, fs: '/dev/sda1', mount: '/boot' },
      { fs: 'nas:/anh', type: 'nfs4', mount: '/srv/anh', size: 2 ** 44, available: 2 ** 45 },
      { fs: 'tmpfs', type: 'tmpfs', mount: '/run', size: 2 ** 30 },
      { fs: 'overlay', type: 'overlay', mount: '/x', size: 2 ** 30 },
      { fs: '/dev/sr0', type: 'iso9660', mount: '/cdrom', size: 2 ** 30 },
      { ...ext4, fs: '/dev/sdd1', mount: '/empty', size: 0 },
    ]);
    expect(rows).toEqual([
      { mount: '/', sizeGiB: 1024, freeGiB: 512, writable: true },
      { mount: '/home/*/anh', sizeGiB: 1024, writable: false },
      { mount: '/srv/anh', sizeGiB: 16_384 },
    ]);
  });
});

describe('isExemptOpenSource', () => {
  it.each([
    ['Debian GNU/Linux', true],
    ['Ubuntu', true],
    ['Rocky Linux', true],
    ['AlmaLinux', true],
    ['CentOS Linux', true],
    ['CentOS Stream', true],
    ['PostgreSQL', true],
    ['MariaDB', true],
    ['SQLite', true],
    ['MySQL Community Server', true],
    ['Red Hat Enterprise Linux', false],
    ['SLES', false],
    ['SUSE Linux Enterprise Server', false],
    ['Oracle Linux Server', false],
    ['Oracle Database', false],
    ['Microsoft Windows Server 2022 Standard', false],
    ['macOS', false],
    ['MySQL Enterprise', false],
    ['MySQL', undefined],
    ['MongoDB', undefined],
    ['Fedora Linux', undefined],
    ['', undefined],
    ['Not Debian', undefined],
  ])('%s: %s', (name, expected) => {
    expect(isExemptOpenSource(name)).toBe(expected);
  });
});
