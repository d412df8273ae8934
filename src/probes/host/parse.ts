import { believableMbps } from './believable-link-speed.ts';
import type { InventoryFacts } from './inventory.ts';
import { isExemptOpenSource } from './open-source-products.ts';
import type { ComputerReadings, PortReading, VolumeReading } from './readings.ts';

const maxPorts = 256;
const maxVolumes = 256;
const gibibyte = 1024 ** 3;

/** File systems that hold files on a disk, a disk array or a server. */
const realFileSystems: ReadonlySet<string> = new Set([
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'zfs',
  'jfs',
  'reiserfs',
  'f2fs',
  'bcachefs',
  'ntfs',
  'ntfs3',
  'fuseblk',
  'refs',
  'apfs',
  'hfs',
  'hfs+',
  'ufs',
  'nfs',
  'nfs4',
  'cifs',
  'smb3',
  'smbfs',
  'glusterfs',
  'fuse.glusterfs',
  'ceph',
  'gfs2',
  'ocfs2',
  'lustre',
]);

/** Makes facts of what one computer shows of itself. What is not believable or not told is left out. */
export function describeComputer(readings: ComputerReadings): InventoryFacts {
  const { cpu, machine, memory, displays } = readings;
  const cpuModel =
    cpu && tidy([cpu.manufacturer, cpu.brand].filter((part) => part !== '').join(' '));
  const cores = cpu && (cpu.physicalCores > 0 ? cpu.physicalCores : cpu.cores);
  const wired = isWiredNetworkUp(readings.ports);
  return {
    'host.computer': [
      {
        ...(cpuModel ? { cpuModel } : {}),
        ...(cores !== undefined && Number.isInteger(cores) && cores > 0 ? { cpuCores: cores } : {}),
        ...(memory !== undefined && memory.total > 0 ? { memoryGiB: toGiB(memory.total) } : {}),
        ...(wired === undefined ? {} : { wiredNetworkUp: wired }),
        ...(displays === undefined ? {} : { displays }),
        ...(machine?.virtual === undefined ? {} : { virtual: machine.virtual }),
      },
    ],
    'host.software': describeOs(readings.os),
    'host.volume': describeVolumes(readings.volumes ?? []),
    'lan.port': describePorts(readings.ports ?? []),
  };
}

function describeOs(os: ComputerReadings['os']): InventoryFacts['host.software'] {
  const name = os && tidy(os.distro);
  if (os === undefined || !name || name === 'unknown') return [];
  // Windows tells its editions apart by the build only, and repeats it in the release.
  const version = tidy(
    os.build && !os.release.includes(os.build) ? `${os.release} (${os.build})` : os.release,
  );
  const openSource = isExemptOpenSource(name);
  return [
    {
      kind: 'os',
      name,
      ...(version === '' || version === 'unknown' ? {} : { version }),
      ...(openSource === undefined ? {} : { openSource }),
    },
  ];
}

function describeVolumes(volumes: readonly VolumeReading[]): InventoryFacts['host.volume'] {
  const bySource = new Map<string, VolumeReading>();
  for (const volume of volumes) {
    if (!isStorage(volume)) continue;
    // Bind mounts and subvolumes show one file system several times; its shortest mount stands for it.
    const known = bySource.get(volume.fs);
    if (known === undefined || volume.mount.length < known.mount.length) {
      bySource.set(volume.fs, volume);
    }
  }
  return [...bySource.values()].slice(0, maxVolumes).map((volume) => {
    const { available, rw, size } = volume;
    // systeminformation says false of every source that is not a path, such as an NFS export: not known, not read-only.
    const isWritableKnown = typeof rw === 'boolean' && (rw || /^([A-Za-z]:|[\\/])/.test(volume.fs));
    const isFreeKnown = available !== undefined && available >= 0 && available <= size;
    return {
      mount: hideUser(tidy(volume.mount)),
      sizeGiB: toGiB(size),
      ...(isFreeKnown ? { freeGiB: toGiB(available) } : {}),
      ...(isWritableKnown ? { writable: rw } : {}),
    };
  });
}

function isStorage(volume: VolumeReading): boolean {
  if (!(volume.size > 0) || !Number.isFinite(volume.size)) return false;
  if (!realFileSystems.has(volume.type.toLowerCase())) return false;
  // Start-up partitions and what a person plugged in are no storage of the system.
  return !/^\/boot(\/|$)|^\/(run\/)?media\/|^\/snap\/|^\/System\/Volumes\/(?!Data$)/.test(
    volume.mount,
  );
}

/** `/home/<user>` names a person. */
function hideUser(mount: string): string {
  return mount
    .replace(/^(\/home|\/Users)\/[^/]+/, '$1/*')
    .replace(/^([A-Z]:\\Users)\\[^\\]+/i, '$1\\*');
}

function describePorts(ports: readonly PortReading[]): InventoryFacts['lan.port'] {
  return (
    ports
      // A port without an address serves no client: the link to a server's management controller is one such.
      .filter((port) => port.up && port.medium === 'wired' && port.hasAddress !== false)
      .toSorted((a, b) => Number(a.virtual === true) - Number(b.virtual === true))
      .slice(0, maxPorts)
      .map((port) => {
        // A virtual card reports a figure of fiction (veth 10000, tun 10): neither fast nor slow.
        const isReal = port.virtual !== true;
        const linkMbps = isReal ? believableMbps(port.reportedMbps) : undefined;
        const duplex = isReal ? knownDuplex(port.reportedDuplex) : undefined;
        return {
          port: tidy(port.name),
          ...(linkMbps === undefined ? {} : { linkMbps }),
          ...(duplex === undefined ? {} : { duplex }),
          ...(port.virtual === undefined ? {} : { virtual: port.virtual }),
        };
      })
  );
}

function knownDuplex(reported: string | undefined): 'full' | 'half' | undefined {
  const lower = reported?.toLowerCase();
  return lower === 'full' || lower === 'half' ? lower : undefined;
}

/** `undefined` when no wired port is known (a container), or none is sure to have or lack an address. */
function isWiredNetworkUp(ports: readonly PortReading[] | undefined): boolean | undefined {
  const wired = (ports ?? []).filter((port) => port.medium === 'wired' && port.software !== true);
  if (wired.some((port) => port.up && port.hasAddress === true)) return true;
  if (wired.length === 0 || wired.some((port) => port.up && port.hasAddress === undefined)) {
    return undefined;
  }
  return false;
}

function toGiB(bytes: number): number {
  return Math.round((bytes / gibibyte) * 10) / 10;
}

function tidy(text: string): string {
  return text.replaceAll(/\p{C}/gu, '').replaceAll(/\s+/g, ' ').trim().slice(0, 200);
}
