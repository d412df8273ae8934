import type { SimulatedComputer } from '../computers/simulated-computers.ts';

/** A port of the simulated switch and what is plugged into it. */
export interface SwitchPort {
  readonly index: number;
  readonly name: string;
  /** What the administrator wrote beside the port: the computer's id. */
  readonly alias: string;
  readonly linkMbps: number;
  readonly duplex: 'full' | 'half';
  readonly up: boolean;
}

/** The V-LAN of PACS, imaging devices and reading workstations. */
export const PACS_VLAN = { id: 310, name: 'RISPACS' } as const;

/** How the switch behaves besides what is plugged into it. */
export interface SwitchBehaviour {
  /** `changed`: it has another community than the facility file's. */
  readonly community: 'as-declared' | 'changed';
  /** `late`: every answer comes after any reader has given up. */
  readonly answers: 'at-once' | 'late';
  /** Computers whose ports are in another V-LAN. */
  readonly outsideVlan: readonly string[];
  /** Computers whose cable runs at 100 Mb/s whatever the computer says. */
  readonly badCable: readonly string[];
}

/** A switch in order. */
export const SOUND_SWITCH: SwitchBehaviour = {
  community: 'as-declared',
  answers: 'at-once',
  outsideVlan: [],
  badCable: [],
};

/** One port for each computer, as fast as the computer's own, one for a CT, and an uplink. */
export function listSwitchPorts(
  computers: readonly SimulatedComputer[],
  { badCable }: Pick<SwitchBehaviour, 'badCable'> = SOUND_SWITCH,
): readonly SwitchPort[] {
  const attached = computers.map(({ id, linkMbps, duplex, network }) => ({
    alias: id,
    linkMbps: network === 'wireless' ? 0 : badCable.includes(id) ? 100 : linkMbps,
    duplex,
    up: network !== 'wireless',
  }));
  const others = [
    { alias: 'ct-01', linkMbps: 1000, duplex: 'full', up: true },
    { alias: 'uplink', linkMbps: 10_000, duplex: 'full', up: true },
  ] as const;
  return [...attached, ...others].map((port, place) => ({
    ...port,
    index: place + 1,
    name: `Gi1/0/${place + 1}`,
  }));
}

/** A PortList: one bit for each port, the first in the highest bit of the first octet (RFC 4363 2, RFC 2674). */
export function toPortList(indexes: readonly number[]): Buffer {
  const list = Buffer.alloc(Math.ceil(Math.max(8, ...indexes) / 8));
  for (const index of indexes) {
    const octet = Math.floor((index - 1) / 8);
    list[octet] = (list[octet] ?? 0) | (0x80 >> ((index - 1) % 8));
  }
  return list;
}
