import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLinuxDisplays } from '../../src/probes/host/displays/read-linux-displays.ts';
import { isExemptOpenSource } from '../../src/probes/host/open-source-products.ts';
import { describeComputer } from '../../src/probes/host/parse.ts';
import { readLinuxPorts } from '../../src/probes/host/read-linux-ports.ts';
import { readingParts } from '../../src/probes/host/readings.ts';
import { type FakeInterface, makeSysfs } from '../probes/host/fixtures.ts';
import { makeEdid } from '../probes/host/make-edid.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { collectInventory, withProgram, writeTree } from './support/run-collector.ts';

const isLinux = process.platform === 'linux';

/** /proc/cpuinfo of two threads of one core on x86; `hypervisor` as the processor says it. */
function cpuinfo(flags: string): string {
  const thread = (index: number) =>
    [
      `processor\t: ${index}`,
      'model name\t: Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz',
      'physical id\t: 0',
      'core id\t\t: 0',
      `flags\t\t: fpu vme ${flags}`,
    ].join('\n');
  return `${thread(0)}\n\n${thread(1)}\n\n`;
}

/** A line of /proc/self/mounts, with blanks and backslashes as the kernel writes them. */
function mountLine(source: string, mount: string, type = 'ext4', options = 'rw,relatime'): string {
  const inOctal = (text: string) =>
    text.replaceAll(
      /[ \t\n\\#]/g,
      (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
    );
  return `${inOctal(source)} ${inOctal(mount)} ${type} ${options} 0 0\n`;
}

const statOfOneTebibyte = "echo '4096 268435456 67108864'";

describe.skipIf(!isLinux)('collect-linux.sh on made-up computers', () => {
  it('leaves out what is not there, and says so', async () => {
    const inventory = await collectInventory({ root: await makeTempFolder() });
    expect(inventory.facts).toEqual({
      'host.computer': [{}],
      'host.software': [],
      'host.volume': [],
      'lan.port': [],
    });
    expect(new Set(inventory.notRead)).toEqual(new Set(readingParts));
  });

  const realCard = { driver: 'igb', bus: 'pci' };
  const wireless = true;
  const ports: readonly FakeInterface[] = [
    { name: 'lo', attributes: { type: '772' } },
    { name: 'eno1', device: realCard, attributes: { speed: '1000', duplex: 'full' } },
    { name: 'eno2', device: realCard, attributes: { speed: '100', duplex: 'half' } },
    { name: 'eno3', device: realCard, attributes: { operstate: 'down', carrier: '0' } },
    { name: 'eno4', device: realCard, attributes: { speed: '-1', duplex: 'unknown' } },
    { name: 'eno5', device: realCard, attributes: { speed: '9223372036854' } },
    { name: 'eno6', device: realCard, attributes: { operstate: 'unknown', speed: '10000' } },
    { name: 'eno7', device: realCard, attributes: { speed: '0' } },
    { name: 'idle', device: realCard, attributes: { speed: '1000' } },
    { name: 'slave', device: realCard, attributes: { speed: '25000' }, uppers: ['bond0'] },
    { name: 'bond0', attributes: { speed: '25000' }, uppers: ['br0'] },
    { name: 'br0', attributes: { speed: '10' } },
    { name: 'veth1', attributes: { speed: '10000', duplex: 'full' } },
    { name: 'wlp2s0', device: { driver: 'iwlwifi', bus: 'pci' }, wireless },
    { name: 'ib0', device: { driver: 'mlx5_core', bus: 'pci' }, attributes: { type: '32' } },
    { name: 'eth0', device: { driver: 'virtio_net', bus: 'virtio' } },
    { name: 'ens160', device: { driver: 'vmxnet3', bus: 'pci' }, attributes: { speed: '10000' } },
    { name: 'ens3', device: { driver: 'e1000', bus: 'pci' }, attributes: { speed: '1000' } },
    { name: 'looped', device: realCard, uppers: ['looped2'] },
    { name: 'looped2', uppers: ['looped'] },
  ];
  const addressed = [
    ...['eno1', 'eno2', 'eno3', 'eno4', 'eno5', 'eno6', 'eno7', 'br0', 'veth1', 'wlp2s0', 'ib0'],
    ...['eth0', 'ens160', 'ens3'],
  ];

  it.each([
    ['a real computer', cpuinfo('sse'), false],
    ['a virtual machine', cpuinfo('hypervisor'), true],
    ['a computer that does not tell', 'processor\t: 0\nFeatures\t: fp asimd\n', undefined],
  ] as const)('lists the ports of %s as rispacs does', async (_, cpu, virtual) => {
    const root = await makeTempFolder();
    const classNet = await makeSysfs(path.join(root, 'sys'), ports);
    const [first, ...rest] = addressed;
    await writeTree(root, {
      'sys/class/net/bonding_masters': 'bond0\n',
      'proc/cpuinfo': cpu,
      'proc/net/route': [
        'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT',
        'idle\t0000FEA9\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
        ...rest.map((name) => `${name}\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0`),
        '',
      ].join('\n'),
      'proc/net/if_inet6': [
        '00000000000000000000000000000001 01 80 10 80       lo',
        'fe80000000000000021122fffe334455 02 40 20 80     idle',
        `20010db8000000000000000000000001 02 40 00 80     ${first}`,
        '',
      ].join('\n'),
    });
    const inventory = await collectInventory({ root });
    const reading = await readLinuxPorts(new Set(addressed), virtual, classNet);
    const expected = describeComputer({ hostname: 'x', ports: reading });
    const byName = (a: { port: string }, b: { port: string }) => (a.port < b.port ? -1 : 1);
    expect(inventory.facts['lan.port'].toSorted(byName)).toEqual(
      expected['lan.port'].toSorted(byName),
    );
    const [computer] = inventory.facts['host.computer'];
    expect(computer?.wiredNetworkUp).toBe(true);
    expect(computer?.virtual).toBe(virtual);
    // Real cards come before virtual ones, so that a bound on rows never costs a real one.
    const kinds = inventory.facts['lan.port'].map((row) => row.virtual === true);
    expect(kinds).toEqual(kinds.toSorted((a, b) => Number(a) - Number(b)));
  });

  it('says that no wired port is up, and does not say it where there is none', async () => {
    const root = await makeTempFolder();
    await makeSysfs(path.join(root, 'sys'), [{ name: 'eno1', device: realCard }]);
    const idle = await collectInventory({ root });
    expect(idle.facts['host.computer'][0]?.wiredNetworkUp).toBe(false);
    expect(idle.facts['lan.port']).toEqual([]);
    const container = await makeTempFolder();
    await makeSysfs(path.join(container, 'sys'), [{ name: 'eth0' }]);
    const inside = await collectInventory({ root: container });
    expect(inside.facts['host.computer'][0]).not.toHaveProperty('wiredNetworkUp');
  });

  it.each([
    ['NAME="Debian GNU/Linux"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', '', '12'],
    [
      'PRETTY_NAME="Ubuntu 22.04.5 LTS"\nNAME="Ubuntu"\nVERSION="22.04.5 LTS (Jammy Jellyfish)"\n',
      'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n',
      '22.04.5 LTS',
    ],
    [
      'NAME="Red Hat Enterprise Linux"\nVERSION="8.9 (Ootpa)"\nPRETTY_NAME="Red Hat Enterprise Linux 8.9 (Ootpa)"',
      '',
      '8.9',
    ],
    ["NAME='Rocky Linux'\nVERSION_ID='9.4'\n", '', '9.4'],
    ['NAME="AlmaLinux"\nVERSION="9.4 (Seafoam Ocelot)"\n', '', '9.4'],
    ['NAME="CentOS Linux"\nVERSION="7 (Core)"\n', '', '7'],
    ['NAME="Oracle Linux Server"\nVERSION="8.9"\n', '', '8.9'],
    ['NAME="SLES"\nVERSION="15-SP5"\n', '', '15-SP5'],
    ['NAME=Gentoo\n', '', undefined],
    ['NAME="Debian \\"tự \\\\dựng\\""\nVERSION_ID=1\n', '', '1'],
  ])('reads the operating system of %j', async (release, lsb, version) => {
    const root = await writeTree(await makeTempFolder(), {
      'etc/os-release': release,
      ...(lsb !== '' && { 'etc/lsb-release': lsb }),
    });
    const inventory = await collectInventory({ root });
    const [os] = inventory.facts['host.software'];
    expect(os?.version).toBe(version);
    expect(os?.openSource).toBe(isExemptOpenSource(os?.name ?? ''));
    expect(os?.name).toMatch(/^(\p{L}|[ /"\\])+$/u);
  });

  it('reads processor, memory, displays and the maker of a virtual machine', async () => {
    const root = await writeTree(await makeTempFolder(), {
      'proc/cpuinfo': cpuinfo('sse'),
      'proc/meminfo': 'MemTotal:       33398472 kB\nMemFree:        1 kB\n',
      'sys/class/dmi/id/sys_vendor': 'VMware, Inc.\n',
      'sys/class/drm/card0-DP-1/status': 'connected\n',
      'sys/class/drm/card0-DP-2/status': 'disconnected\n',
      'sys/class/drm/card1-HDMI-A-1/status': 'connected\n',
    });
    const inventory = await collectInventory({ root });
    expect(inventory.facts['host.computer']).toEqual([
      {
        cpuModel: 'Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz',
        cpuCores: 1,
        memoryGiB: 31.9,
        displays: 2,
        virtual: true,
      },
    ]);
  });

  it('carries the EDID of connected displays, as rispacs reads it, and none beyond the bounds', async () => {
    const edid = makeEdid({ vendor: 'ENC', model: 'RX340', serial: '5' });
    const root = await writeTree(await makeTempFolder(), {
      'sys/class/drm/card0-DP-1/status': 'connected\n',
      'sys/class/drm/card0-DP-1/edid': edid,
      'sys/class/drm/card0-DP-2/status': 'disconnected\n',
      'sys/class/drm/card0-DP-2/edid': edid,
      'sys/class/drm/card0-DP-3/status': 'connected\n',
      'sys/class/drm/card0-DP-3/edid': Buffer.alloc(5_000, 1),
      'sys/class/drm/card1-Virtual-1/status': 'connected\n',
    });
    const { displayReadings, facts } = await collectInventory({ root });
    expect(displayReadings).toEqual(await readLinuxDisplays(path.join(root, 'sys/class/drm')));
    expect(displayReadings).toEqual([
      { via: 'edid', connector: 'DP-1', edid: edid.toString('base64') },
    ]);
    expect(facts['host.computer'][0]?.displays).toBe(3);
  });

  it('takes the file systems for storage that rispacs takes', async () => {
    const types = [
      ...['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'zfs', 'jfs', 'f2fs', 'ntfs3', 'fuseblk', 'nfs'],
      ...['nfs4', 'cifs', 'smb3', 'fuse.glusterfs', 'ceph', 'gfs2', 'ocfs2', 'lustre', 'reiserfs'],
      ...[
        'tmpfs',
        'overlay',
        'squashfs',
        'proc',
        'sysfs',
        'vfat',
        'iso9660',
        'fuse.sshfs',
        'devpts',
      ],
    ];
    const mounts = [
      ...types.map((type) => ({ fs: `/dev/${type}`, type, mount: `/data/${type}` })),
      { fs: '/dev/boot', type: 'ext4', mount: '/boot' },
      { fs: '/dev/boot2', type: 'ext4', mount: '/boot/efi' },
      { fs: '/dev/bootes', type: 'ext4', mount: '/bootes' },
      { fs: '/dev/usb', type: 'ext4', mount: '/media/usb' },
      { fs: '/dev/usb2', type: 'ext4', mount: '/run/media/an/usb' },
      { fs: '/dev/home', type: 'ext4', mount: '/home/nguyenvana' },
      { fs: '/dev/home2', type: 'ext4', mount: '/home/nguyenvana/anh' },
      { fs: '/dev/home3', type: 'ext4', mount: '/home' },
      { fs: '/dev/bind', type: 'xfs', mount: '/var/lib/pacs/store' },
      { fs: '/dev/bind', type: 'xfs', mount: '/pacs' },
      { fs: '/dev/bind', type: 'xfs', mount: '/export/pacs' },
    ];
    const root = await writeTree(await makeTempFolder(), {
      'proc/self/mounts': mounts.map((one) => mountLine(one.fs, one.mount, one.type)).join(''),
    });
    const stub = await withProgram(path.join(root, 'bin'), 'stat', statOfOneTebibyte);
    const inventory = await collectInventory({ root, path: stub });
    const sizes = { size: 1024 ** 4, available: 1024 ** 4 / 4, rw: true };
    const expected = describeComputer({
      hostname: 'x',
      volumes: mounts.map((one) => ({ ...one, ...sizes })),
    });
    const byMount = (a: { mount: string }, b: { mount: string }) => (a.mount < b.mount ? -1 : 1);
    expect(inventory.facts['host.volume'].toSorted(byMount)).toEqual(
      expected['host.volume'].toSorted(byMount),
    );
  });

  it('knows a read-only volume, and a mount that another hides', async () => {
    const root = await writeTree(await makeTempFolder(), {
      'proc/self/mounts': [
        mountLine('/dev/old', '/data'),
        mountLine('pacs-nas:/anh', '/nas', 'nfs4', 'rw,hard'),
        mountLine('/dev/archive', '/archive', 'xfs', 'ro,noatime'),
        mountLine('/dev/new', '/data'),
        mountLine('/dev/under', '/hidden'),
        mountLine('tmpfs', '/hidden', 'tmpfs'),
      ].join(''),
    });
    const stub = await withProgram(path.join(root, 'bin'), 'stat', statOfOneTebibyte);
    const { facts } = await collectInventory({ root, path: stub });
    expect(facts['host.volume'].map(({ mount, writable }) => [mount, writable])).toEqual([
      ['/nas', true],
      ['/archive', false],
      ['/data', true],
    ]);
  });

  it('names volumes as not read when a file server gives no figures, and lists the others', async () => {
    const root = await writeTree(await makeTempFolder(), {
      'proc/self/mounts': mountLine('nas:/x', '/nas', 'nfs') + mountLine('/dev/sda', '/'),
    });
    const body = `case "$*" in *nas) exit 1 ;; esac\n${statOfOneTebibyte}`;
    const stub = await withProgram(path.join(root, 'bin'), 'stat', body);
    const inventory = await collectInventory({ root, path: stub });
    expect(inventory.facts['host.volume'].map((row) => row.mount)).toEqual(['/']);
    expect(inventory.notRead).toContain('volumes');
  });

  it('asks about the folder as it is named, with blanks, quotes and backslashes', async () => {
    const root = await makeTempFolder();
    const odd = path.join(root, 'ảnh "X\\quang" #1\tvà 100% `id` $(id)');
    await mkdir(odd);
    await writeTree(root, { 'proc/self/mounts': mountLine('/dev/sda', odd) });
    // The real `stat`: it fails unless the folder is found.
    const inventory = await collectInventory({ root });
    expect(inventory.notRead).not.toContain('volumes');
    expect(inventory.facts['host.volume'].map((row) => row.mount)).toEqual([odd.replace('\t', '')]);
  });

  it('writes JSON that is read, whatever bytes a name has', async () => {
    const name = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => Buffer.from(text)),
      fc
        .string({ unit: 'binary-ascii', minLength: 1, maxLength: 300 })
        .map((text) => Buffer.from(text)),
    );
    const names = fc.sample(name, { seed: 20261122, numRuns: 150 });
    const inOctal = (bytes: Buffer) =>
      Buffer.concat(
        [...bytes]
          .filter((byte) => byte !== 0)
          .map((byte) =>
            [9, 10, 32, 92].includes(byte)
              ? Buffer.from(`\\${byte.toString(8).padStart(3, '0')}`)
              : Buffer.from([byte]),
          ),
      );
    const lines = names.map((bytes, index) =>
      Buffer.concat([
        Buffer.from(`/dev/${index} /`),
        inOctal(bytes),
        Buffer.from(' ext4 rw 0 0\n'),
      ]),
    );
    const root = await writeTree(await makeTempFolder(), {
      'proc/self/mounts': Buffer.concat(lines),
      'proc/sys/kernel/hostname': Buffer.from([
        0x70, 0xff, 0xc3, 0x22, 0xe2, 0x80, 0xae, 0x5c, 0x0a,
      ]),
    });
    const stub = await withProgram(path.join(root, 'bin'), 'stat', statOfOneTebibyte);
    const inventory = await collectInventory({ root, path: stub });
    expect(inventory.hostname).toBe('p"?\\');
    expect(inventory.facts['host.volume'].length).toBeGreaterThan(100);
    const tidy = (text: string) => text.replaceAll(/\p{C}/gu, '').replaceAll(/\s+/g, ' ').trim();
    const mounts = new Set(inventory.facts['host.volume'].map((row) => row.mount));
    const plain = names.map(String).filter((text) => /^[ -~]{2,}$/.test(text));
    expect(plain.length).toBeGreaterThan(3);
    for (const text of plain) expect(mounts).toContain(tidy(`/${text}`).slice(0, 200).trim());
  });
});
