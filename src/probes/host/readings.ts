import type { DisplayReading } from './displays/display-reading.ts';

/** Parts of a computer that are read one by one; one that fails leaves the others. */
export const readingParts = [
  'machine',
  'os',
  'cpu',
  'memory',
  'volumes',
  'ports',
  'displays',
] as const;
export type ReadingPart = (typeof readingParts)[number];

/**
 * What was read from one computer, before it is made into facts. The shapes follow the `systeminformation` package
 * and Linux sysfs, reduced to what is used: MAC addresses, user names and serial numbers are left behind here, but for those
 * of displays, which are compared with papers.
 */
export interface ComputerReadings {
  readonly hostname: string;
  readonly machine?: { readonly virtual?: boolean | undefined };
  readonly os?: {
    readonly distro: string;
    readonly release: string;
    readonly build?: string | undefined;
  };
  readonly cpu?: {
    readonly manufacturer: string;
    readonly brand: string;
    readonly cores: number;
    readonly physicalCores: number;
  };
  readonly memory?: { readonly total: number };
  readonly volumes?: readonly VolumeReading[];
  readonly ports?: readonly PortReading[];
  /** Displays that are connected; absent when this cannot be told from none. */
  readonly displays?: number;
  /** What the displays say of themselves; absent when the system does not tell. */
  readonly displayReadings?: readonly DisplayReading[];
}

/** One mounted file system. Sizes in bytes. */
export interface VolumeReading {
  readonly fs: string;
  readonly type: string;
  readonly mount: string;
  readonly size: number;
  readonly available?: number | undefined;
  readonly rw?: boolean | null | undefined;
}

/** One network interface. */
export interface PortReading {
  readonly name: string;
  readonly medium: 'wired' | 'wireless' | 'other';
  readonly up: boolean;
  /**
   * True for an interface made by software (bridge, veth, tunnel, loopback of a container) or offered by a hypervisor;
   * absent when the system does not tell.
   */
  readonly virtual?: boolean;
  /** True when it is made by software alone, so that it is no port of this computer, not even a virtual one. */
  readonly software?: boolean;
  /** As reported, before it is believed: -1, 0, 10000 and absurd figures occur. Mb/s. */
  readonly reportedMbps?: number | null;
  readonly reportedDuplex?: string;
  /**
   * It, or a bond, bridge or VLAN on top of it, has a routable IP address. Absent where what lies on top cannot be
   * seen: on Windows a team or a virtual switch takes the address from the port.
   */
  readonly hasAddress?: boolean;
}
