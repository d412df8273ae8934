import type { HostRole } from '../../facility/roles.ts';

/** A server or workstation of the simulated hospital, as its operating system would describe it. */
export interface SimulatedComputer {
  readonly id: string;
  readonly name: string;
  readonly role: HostRole;
  readonly cpuModel: string;
  readonly cpuCores: number;
  readonly memoryGiB: number;
  readonly displays: number;
  readonly linkMbps: number;
  readonly duplex: 'full' | 'half';
  readonly software: readonly {
    readonly kind: 'os' | 'dbms';
    readonly name: string;
    readonly version: string;
  }[];
  readonly volumes: readonly {
    readonly mount: string;
    readonly sizeGiB: number;
    readonly freeGiB: number;
  }[];
  /** Whether its volumes can be written to. */
  readonly storage: 'writable' | 'read-only';
  /** `wireless`: no cable, so no port either; `not-read`: its inventory does not say. */
  readonly network: 'wired' | 'wireless' | 'not-read';
  /** `damaged`: the inventory file was cut short on its way. */
  readonly inventory: 'sound' | 'damaged';
}

const debian = { kind: 'os', name: 'Debian GNU/Linux', version: '12' } as const;
const windows = { kind: 'os', name: 'Microsoft Windows 11 Pro', version: '10.0.26100' } as const;
const postgresql = { kind: 'dbms', name: 'PostgreSQL', version: '16.4' } as const;

const sound = { storage: 'writable', network: 'wired', inventory: 'sound' } as const;

const server = {
  ...sound,
  cpuModel: 'Intel Xeon Silver 4410Y',
  cpuCores: 12,
  memoryGiB: 64,
  displays: 0,
  linkMbps: 1000,
  duplex: 'full',
} as const;

const workstation = {
  ...sound,
  role: 'workstation',
  cpuModel: 'Intel Core i7-12700',
  cpuCores: 12,
  memoryGiB: 32,
  displays: 3,
  linkMbps: 1000,
  duplex: 'full',
  software: [windows],
  volumes: [{ mount: 'C:', sizeGiB: 953.9, freeGiB: 610.2 }],
} as const;

/** The computers of a hospital in order: two PACS servers, storage, database, RIS, four reading workstations. */
export const simulatedComputers: readonly SimulatedComputer[] = [
  {
    ...server,
    id: 'pacs-01',
    name: 'Máy chủ PACS 1',
    role: 'pacs',
    software: [debian],
    volumes: [
      { mount: '/', sizeGiB: 447.1, freeGiB: 390.4 },
      { mount: '/kho-anh', sizeGiB: 40_960, freeGiB: 21_845.3 },
    ],
  },
  {
    ...server,
    id: 'pacs-02',
    name: 'Máy chủ PACS 2 (dự phòng)',
    role: 'pacs',
    software: [debian],
    volumes: [{ mount: '/kho-anh', sizeGiB: 40_960, freeGiB: 21_845.3 }],
  },
  {
    ...server,
    id: 'luu-tru-01',
    name: 'Máy chủ lưu trữ',
    role: 'storage',
    software: [debian],
    volumes: [{ mount: '/kho-anh', sizeGiB: 81_920, freeGiB: 43_690.7 }],
  },
  {
    ...server,
    id: 'csdl-01',
    name: 'Máy chủ cơ sở dữ liệu',
    role: 'database',
    software: [debian, postgresql],
    volumes: [{ mount: '/', sizeGiB: 894.3, freeGiB: 702.9 }],
  },
  {
    ...server,
    id: 'ris-01',
    name: 'Máy chủ RIS',
    role: 'ris',
    software: [debian],
    volumes: [{ mount: '/', sizeGiB: 447.1, freeGiB: 380.8 }],
  },
  { ...workstation, id: 'tram-doc-01', name: 'Trạm đọc 1' },
  { ...workstation, id: 'tram-doc-02', name: 'Trạm đọc 2' },
  { ...workstation, id: 'tram-doc-03', name: 'Trạm đọc 3' },
  { ...workstation, id: 'tram-doc-04', name: 'Trạm đọc 4' },
];
