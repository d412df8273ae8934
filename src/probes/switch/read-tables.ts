import type { SnmpFailure, SnmpSession, SnmpValue } from '../../protocols/snmp/index.ts';

/** Columns that are read (RFC 2863, RFC 3635, RFC 4188, RFC 4363, IEEE 802.1AB). */
const columns = {
  ifType: '1.3.6.1.2.1.2.2.1.3',
  ifOperStatus: '1.3.6.1.2.1.2.2.1.8',
  ifName: '1.3.6.1.2.1.31.1.1.1.1',
  ifHighSpeed: '1.3.6.1.2.1.31.1.1.1.15',
  duplex: '1.3.6.1.2.1.10.7.2.1.19',
  bridgePortIfIndex: '1.3.6.1.2.1.17.1.4.1.2',
  lldpRemoteName: '1.0.8802.1.1.2.1.4.1.1.9',
  lldpLocalPortId: '1.0.8802.1.1.2.1.3.7.1.3',
} as const;
const vlanStaticName = '1.3.6.1.2.1.17.7.1.4.3.1.1';
const vlanStaticEgress = '1.3.6.1.2.1.17.7.1.4.3.1.2';
const vlanCurrentEgress = '1.3.6.1.2.1.17.7.1.4.2.1.4';
const vlanFdbPort = '1.3.6.1.2.1.17.7.1.2.2.1.2';
export const sysName = '1.3.6.1.2.1.1.5.0';
export const sysDescr = '1.3.6.1.2.1.1.1.0';

/** IANAifType: an Ethernet port, copper or fibre. */
const ethernetCsmacd = 6;
const up = 1;
const mostMbps = 400_000;

/** One Ethernet port of a switch. */
export interface SwitchPortReading {
  readonly ifIndex: number;
  readonly name: string;
  readonly up: boolean;
  readonly linkMbps?: number;
  readonly duplex?: 'full' | 'half';
}

/** What of a VLAN the switch told. */
export interface VlanReading {
  readonly exists: boolean;
  readonly name?: string;
  /** ifIndex of the ports that may send its frames; absent when the switch does not say. */
  readonly members?: ReadonlySet<number>;
  readonly learntAddresses?: number;
}

type Column = ReadonlyMap<string, SnmpValue>;

/** Tables that a switch need not have; one that it did not finish telling is not one that is empty. */
export type OptionalTable = 'duplex' | 'vlan' | 'neighbours';

/** Called for a table that the switch began to refuse or was too slow for. */
export type OnUnread = (table: OptionalTable) => void;

/**
 * All Ethernet ports. A switch without EtherLike-MIB leaves the duplex unknown.
 * @returns the failure when the port table itself cannot be read
 */
export async function readPorts(
  session: SnmpSession,
  onUnread: OnUnread,
): Promise<readonly SwitchPortReading[] | SnmpFailure> {
  const tables: Partial<Record<'ifType' | 'ifOperStatus' | 'ifName' | 'ifHighSpeed', Column>> = {};
  for (const key of ['ifType', 'ifOperStatus', 'ifName', 'ifHighSpeed'] as const) {
    const walked = await session.walk(columns[key]);
    if (walked.kind !== 'column') return walked;
    tables[key] = walked.values;
  }
  const duplexes = await readOptional(session, columns.duplex, () => onUnread('duplex'));
  return [...(tables.ifType ?? [])].flatMap(([index, type]) => {
    if (numberOf(type) !== ethernetCsmacd || !/^\d{1,10}$/.test(index)) return [];
    const speed = numberOf(tables.ifHighSpeed?.get(index));
    const duplex = numberOf(duplexes.get(index));
    return [
      {
        ifIndex: Number(index),
        name: textOf(tables.ifName?.get(index)) ?? `ifIndex ${index}`,
        up: numberOf(tables.ifOperStatus?.get(index)) === up,
        // 0 is what agents say that do not know.
        ...(speed !== undefined && speed > 0 && speed <= mostMbps && { linkMbps: speed }),
        ...(duplex === 2 && { duplex: 'half' as const }),
        ...(duplex === 3 && { duplex: 'full' as const }),
      },
    ];
  });
}

/**
 * One VLAN: the current membership where the switch has it, else the configured one.
 * @returns `undefined` when a table was not told to its end: then it is not known whether the VLAN exists or who is in it
 */
export async function readVlan(
  session: SnmpSession,
  vlan: number,
  onUnread: OnUnread,
): Promise<VlanReading | undefined> {
  let isWhole = true;
  const fail = (): void => {
    isWhole = false;
    onUnread('vlan');
  };
  const names = await readOptional(session, vlanStaticName, fail);
  const configured = await readOptional(session, vlanStaticEgress, fail);
  const current = await readOptional(session, vlanCurrentEgress, fail);
  const key = String(vlan);
  // The index of the current table begins with a time mark (RFC 4363, dot1qVlanTimeMark).
  const currentPorts = [...current].find(([index]) => index.endsWith(`.${vlan}`))?.[1];
  const ports = currentPorts ?? configured.get(key);
  const name = textOf(names.get(key));
  if (!isWhole) return undefined;
  if (ports?.kind !== 'bytes')
    return { exists: names.has(key), ...(name !== undefined && { name }) };
  const ifIndexes = await readOptional(session, columns.bridgePortIfIndex, fail);
  if (!isWhole) return undefined;
  const members = decodePortList(ports.value).map(
    (bridgePort) => numberOf(ifIndexes.get(String(bridgePort))) ?? bridgePort,
  );
  const learnt = await session.walk(`${vlanFdbPort}.${vlan}`);
  return {
    exists: true,
    ...(name !== undefined && { name }),
    members: new Set(members),
    ...(learnt.kind === 'column' &&
      !learnt.truncated &&
      learnt.values.size > 0 && { learntAddresses: learnt.values.size }),
  };
}

/** Names of LLDP neighbours by local port name. */
export async function readNeighbours(
  session: SnmpSession,
  onUnread: OnUnread,
): Promise<readonly { readonly port: string; readonly neighbour: string }[]> {
  const fail = (): void => onUnread('neighbours');
  const names = await readOptional(session, columns.lldpRemoteName, fail);
  if (names.size === 0) return [];
  const localPorts = await readOptional(session, columns.lldpLocalPortId, fail);
  return [...names].flatMap(([index, value]) => {
    const neighbour = textOf(value);
    // lldpRemTable is indexed by time mark, local port number and a counter.
    const localPort = index.split('.')[1] ?? '';
    if (neighbour === undefined || localPort === '') return [];
    return [{ port: textOf(localPorts.get(localPort)) ?? localPort, neighbour }];
  });
}

/** Numbers of the bridge ports in a PortList: the highest bit of the first octet is port 1 (RFC 4363 2). */
export function decodePortList(list: Buffer): number[] {
  const ports: number[] = [];
  for (const [octet, bits] of list.entries()) {
    for (let bit = 0; bit < 8; bit += 1) if (bits & (0x80 >> bit)) ports.push(octet * 8 + bit + 1);
  }
  return ports;
}

/** Text of a device: printable, one short line. */
export function textOf(value: SnmpValue | undefined): string | undefined {
  if (value?.kind !== 'bytes') return undefined;
  const text = value.value
    .toString('utf8')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .slice(0, 80);
  return text === '' ? undefined : text;
}

function numberOf(value: SnmpValue | undefined): number | undefined {
  return value?.kind === 'number' ? value.value : undefined;
}

/** A column that a switch need not have: it then ends at once, without a failure. */
async function readOptional(
  session: SnmpSession,
  oid: string,
  onFailure: () => void,
): Promise<Column> {
  const walked = await session.walk(oid);
  if (walked.kind === 'column') return walked.values;
  onFailure();
  return new Map();
}
