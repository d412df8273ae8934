import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComputerReadings } from '../../../src/probes/host/readings.ts';

/** A reading-room computer with one wired port, as a readings object. */
export const workstation: ComputerReadings = {
  hostname: 'DOC-PHIM-01',
  machine: { virtual: false },
  os: { distro: 'Microsoft Windows 11 Pro', release: '10.0.26100', build: '26100' },
  cpu: { manufacturer: 'Intel', brand: 'Core™ i7-13700', cores: 24, physicalCores: 16 },
  memory: { total: 34_200_000_000 },
  volumes: [
    { fs: 'C:', type: 'NTFS', mount: 'C:', size: 511_000_000_000, available: 200_000_000_000 },
  ],
  ports: [
    {
      name: 'Ethernet',
      medium: 'wired',
      up: true,
      virtual: false,
      reportedMbps: 1000,
      reportedDuplex: 'full',
      hasAddress: true,
    },
  ],
  displays: 3,
};

/** One interface of a made-up sysfs. */
export interface FakeInterface {
  readonly name: string;
  /** Attributes by file name; one that is absent cannot be read, as sysfs does with EINVAL. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Absent for an interface made by software. */
  readonly device?: { readonly driver: string; readonly bus: string };
  readonly uppers?: readonly string[];
  readonly wireless?: true;
}

/** Lays out a `/sys/class/net` with its links into `/sys/devices`; gives the path of the class folder. */
export async function makeSysfs(
  folder: string,
  interfaces: readonly FakeInterface[],
): Promise<string> {
  const classNet = join(folder, 'class', 'net');
  await mkdir(classNet, { recursive: true });
  for (const { name, attributes, device, uppers, wireless } of interfaces) {
    const parent = device === undefined ? ['virtual', 'net'] : ['pci0000:00', name, 'net'];
    const home = join(folder, 'devices', ...parent, name);
    await mkdir(home, { recursive: true });
    const written = { type: '1', operstate: 'up', carrier: '1', ...attributes };
    for (const [file, text] of Object.entries(written)) {
      await writeFile(join(home, file), `${text}\n`);
    }
    if (device !== undefined) {
      await mkdir(join(home, 'device'));
      await symlink(`../../bus/x/drivers/${device.driver}`, join(home, 'device', 'driver'));
      await symlink(`../../bus/${device.bus}`, join(home, 'device', 'subsystem'));
    }
    for (const upper of uppers ?? []) {
      await symlink(`../${upper}`, join(home, `upper_${upper}`));
    }
    if (wireless) await mkdir(join(home, 'wireless'));
    await symlink(home, join(classNet, name));
  }
  return classNet;
}
