import { readdir, readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Systeminformation } from 'systeminformation';
import { readDisplays } from './displays/read-displays.ts';
import { readLinuxPorts } from './read-linux-ports.ts';
import type { ComputerReadings, PortReading, ReadingPart, VolumeReading } from './readings.ts';

/** Readings, and which parts could not be had. */
export interface ComputerReading {
  readonly readings: ComputerReadings;
  readonly missing: readonly ReadingPart[];
}

const partDeadlineMs = 15_000;

/**
 * Reads this computer with the `systeminformation` package and, on Linux, sysfs. Reads only; on Windows it starts
 * PowerShell, on Linux and macOS small system tools such as `df`.
 *
 * @param options.partDeadlineMs - how long one part may take; a dead network drive makes `df` wait for ever.
 * @throws the signal's reason when it aborts.
 */
export async function readComputer(options: {
  readonly signal: AbortSignal;
  readonly partDeadlineMs?: number;
}): Promise<ComputerReading> {
  const { signal } = options;
  signal.throwIfAborted();
  const { default: system } = await import('systeminformation');
  const missing: ReadingPart[] = [];
  const read = async <T>(part: ReadingPart, start: () => Promise<T>): Promise<T | undefined> => {
    const value = await withDeadline(start, options.partDeadlineMs ?? partDeadlineMs, signal);
    if (value === undefined) missing.push(part);
    return value;
  };
  const isWindows = process.platform === 'win32';
  // One PowerShell for all parts instead of one for each.
  if (isWindows) system.powerShellStart();
  try {
    const [machine, cpu] = await Promise.all([
      read('machine', () => system.system()),
      read('cpu', () => system.cpu()),
    ]);
    const isVirtual = isVirtualMachine(machine, cpu);
    const [os, memory, volumes, ports, displays, displayReadings] = await Promise.all([
      read('os', () => system.osInfo()),
      read('memory', () => system.mem()),
      read('volumes', () => system.fsSize()),
      read('ports', () =>
        process.platform === 'linux'
          ? readLinuxPorts(findAddressedInterfaces(), isVirtual)
          : readOtherPorts(() => system.networkInterfaces(), isVirtual),
      ),
      read('displays', () =>
        process.platform === 'linux'
          ? countLinuxDisplays()
          : system.graphics().then((graphics) => graphics.displays.length),
      ),
      // A computer without a display, or that does not show its EDID, has been read all the same.
      withDeadline(() => readDisplays(signal), options.partDeadlineMs ?? partDeadlineMs, signal),
    ]);
    return {
      readings: {
        hostname: hostname(),
        ...(isVirtual === undefined ? {} : { machine: { virtual: isVirtual } }),
        ...(os && { os: { distro: os.distro, release: os.release, build: os.build } }),
        ...(cpu && { cpu: pickCpu(cpu) }),
        ...(memory && { memory: { total: memory.total } }),
        ...(volumes && { volumes: volumes.map(pickVolume) }),
        ...(ports && { ports }),
        // None seen is not the same as none there: a service session on Windows sees none.
        ...(displays === undefined || (displays === 0 && process.platform !== 'linux')
          ? {}
          : { displays }),
        ...(displayReadings && { displayReadings }),
      },
      missing,
    };
  } finally {
    if (isWindows) system.powerShellRelease();
  }
}

/** On Linux the processor itself says when a hypervisor stands under it, also one the package does not know. */
function isVirtualMachine(
  machine: Systeminformation.SystemData | undefined,
  cpu: Systeminformation.CpuData | undefined,
): boolean | undefined {
  const hasHypervisorFlag = process.platform === 'linux' && /\bhypervisor\b/.test(cpu?.flags ?? '');
  return hasHypervisorFlag ? true : machine?.virtual;
}

function pickCpu(cpu: Systeminformation.CpuData): NonNullable<ComputerReadings['cpu']> {
  const { manufacturer, brand, cores, physicalCores } = cpu;
  return { manufacturer, brand, cores, physicalCores };
}

function pickVolume(volume: Systeminformation.FsSizeData): VolumeReading {
  const { fs, type, mount, size, available, rw } = volume;
  return { fs, type, mount, size, available, rw };
}

/** Connected connectors under `/sys/class/drm`; works without a desktop. Throws when there is no graphics card. */
export async function countLinuxDisplays(root = '/sys/class/drm'): Promise<number> {
  const connectors = (await readdir(root)).filter((name) => /^card\d+-/.test(name)).slice(0, 256);
  if (connectors.length === 0) throw new Error('No display connector is known to this computer');
  const states = await Promise.all(
    connectors.map((name) => readFile(join(root, name, 'status'), 'utf8')),
  );
  return states.filter((state) => state.trim() === 'connected').length;
}

/** Interfaces with an address that is neither loopback nor link-local (RFC 3927, RFC 4291 2.5.6). */
function findAddressedInterfaces(): ReadonlySet<string> {
  return new Set(
    Object.entries(networkInterfaces())
      .filter(([, addresses]) =>
        addresses?.some(
          ({ address, internal }) => !internal && !/^(169\.254\.|fe[89ab]\w:)/i.test(address),
        ),
      )
      .map(([name]) => name),
  );
}

const hypervisorCard =
  /vmxnet|virtio|hyper-v|vethernet|virtualbox|host-only|vmware|xen|parallels|\btap\b|\btun\b|wireguard|vpn/i;

async function readOtherPorts(
  list: () => Promise<
    Systeminformation.NetworkInterfacesData | Systeminformation.NetworkInterfacesData[]
  >,
  machineIsVirtual: boolean | undefined,
): Promise<readonly PortReading[]> {
  const addressed = findAddressedInterfaces();
  const interfaces = [await list()].flat();
  return interfaces
    .filter((port) => !port.internal)
    .map((port) => {
      const named = port.virtual || hypervisorCard.test(`${port.iface} ${port.ifaceName}`);
      const virtual = named ? true : machineIsVirtual === false ? false : undefined;
      return {
        name: port.iface,
        medium: port.type === 'wired' || port.type === 'wireless' ? port.type : 'other',
        up: port.operstate === 'up',
        software: named && machineIsVirtual === false,
        ...(virtual === undefined ? {} : { virtual }),
        reportedMbps: port.speed,
        reportedDuplex: port.duplex,
        ...(addressed.has(port.iface) ? { hasAddress: true } : {}),
      };
    });
}

/** `undefined` when the part fails or takes too long; the caller lists it as missing. */
async function withDeadline<T>(
  start: () => Promise<T>,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  signal.throwIfAborted();
  const cleanUp: (() => void)[] = [];
  const cut = new Promise<undefined>((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), deadlineMs);
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    cleanUp.push(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
  });
  // A system that lacks a part is no failure of ours; which parts are missing is reported.
  const part = start().catch((): undefined => undefined);
  try {
    return await Promise.race([part, cut]);
  } finally {
    for (const undo of cleanUp) undo();
  }
}
