import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PortReading } from './readings.ts';

/** Where Linux describes its network interfaces (Documentation/ABI/testing/sysfs-class-net). */
export const sysClassNet = '/sys/class/net';
const maxInterfaces = 1024;
const maxUpperLevels = 4;

/** ARPHRD_ETHER of `include/uapi/linux/if_arp.h`; Wi-Fi has it too. */
const ethernetType = '1';

/** Buses on which a hypervisor offers its own devices. */
const hypervisorBuses: ReadonlySet<string> = new Set(['virtio', 'vmbus', 'xen', 'xenbus']);
/** Drivers of network cards that exist only as a hypervisor's or a cloud's device. */
const hypervisorDrivers: ReadonlySet<string> = new Set([
  'virtio_net',
  'vmxnet3',
  'hv_netvsc',
  'xen-netfront',
  'vif',
  'ena',
  'gve',
  'veth',
]);
/** Real cards of the past that hypervisors imitate: inside a virtual machine they are imitations. */
const imitatedDrivers: ReadonlySet<string> = new Set([
  'e1000',
  'e1000e',
  'pcnet32',
  '8139cp',
  '8139too',
  'ne2k-pci',
  'tulip',
]);

/**
 * Reads every interface but the loopback.
 *
 * @param addressed - names of interfaces that have a routable address.
 * @param machineIsVirtual - decides only about cards that hypervisors imitate, or when the card does not tell.
 */
export async function readLinuxPorts(
  addressed: ReadonlySet<string>,
  machineIsVirtual: boolean | undefined,
  root: string = sysClassNet,
): Promise<readonly PortReading[]> {
  const names = (await readdir(root)).slice(0, maxInterfaces);
  const ports: PortReading[] = [];
  for (const name of names) {
    const port = await readPort(root, name, addressed, machineIsVirtual);
    if (port !== undefined) ports.push(port);
  }
  return ports;
}

async function readPort(
  root: string,
  name: string,
  addressed: ReadonlySet<string>,
  machineIsVirtual: boolean | undefined,
): Promise<PortReading | undefined> {
  const folder = join(root, name);
  const [type, operstate, carrier, speed, duplex, entries, device] = await Promise.all([
    readAttribute(folder, 'type'),
    readAttribute(folder, 'operstate'),
    readAttribute(folder, 'carrier'),
    readAttribute(folder, 'speed'),
    readAttribute(folder, 'duplex'),
    listFolder(folder),
    realPathOrUndefined(folder),
  ]);
  // /sys/class/net also holds plain files such as bonding_masters.
  if (type === undefined || name === 'lo') return undefined;
  const software = device?.includes('/devices/virtual/') === true;
  const virtual = software || (await isVirtualCard(folder, entries, machineIsVirtual));
  const wireless = entries.has('wireless') || entries.has('phy80211');
  return {
    name,
    medium: type !== ethernetType ? 'other' : wireless ? 'wireless' : 'wired',
    // Some drivers never set operstate; the carrier then tells (RFC 2863 names the states).
    up: operstate === 'up' || (operstate === 'unknown' && carrier === '1'),
    software,
    ...(virtual === undefined ? {} : { virtual }),
    reportedMbps: speed === undefined ? null : Number(speed),
    ...(duplex === undefined ? {} : { reportedDuplex: duplex }),
    hasAddress: await hasAddress(root, name, addressed, maxUpperLevels),
  };
}

async function isVirtualCard(
  folder: string,
  entries: ReadonlySet<string>,
  machineIsVirtual: boolean | undefined,
): Promise<boolean | undefined> {
  if (!entries.has('device')) return undefined;
  const driver = await readLinkName(join(folder, 'device', 'driver'));
  const bus = await readLinkName(join(folder, 'device', 'subsystem'));
  if (bus !== undefined && hypervisorBuses.has(bus)) return true;
  if (driver !== undefined && hypervisorDrivers.has(driver)) return true;
  if (machineIsVirtual !== true) return machineIsVirtual === false ? false : undefined;
  // A card passed through to a virtual machine is real; that cannot be told from here.
  return driver !== undefined && imitatedDrivers.has(driver) ? true : undefined;
}

/** The address of a bonded, bridged or tagged port sits on the interface above it (`upper_*`). */
async function hasAddress(
  root: string,
  name: string,
  addressed: ReadonlySet<string>,
  levels: number,
): Promise<boolean> {
  if (addressed.has(name)) return true;
  if (levels === 0) return false;
  for (const entry of await listFolder(join(root, name))) {
    if (!entry.startsWith('upper_')) continue;
    if (await hasAddress(root, entry.slice('upper_'.length), addressed, levels - 1)) return true;
  }
  return false;
}

/** An attribute that the driver does not support answers EINVAL, EOPNOTSUPP and the like: unknown, not an error. */
async function readAttribute(folder: string, name: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, name), 'utf8')).trim().slice(0, 64);
  } catch {
    return undefined;
  }
}

async function listFolder(folder: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(await readdir(folder));
  } catch {
    // An interface may go away between listing and reading.
    return new Set();
  }
}

async function realPathOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    // Gone since it was listed: where it came from is not known.
    return undefined;
  }
}

async function readLinkName(path: string): Promise<string | undefined> {
  try {
    return basename(await readlink(path));
  } catch {
    // A device without a driver, or of a bus without a name.
    return undefined;
  }
}
