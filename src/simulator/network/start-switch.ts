import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { SimulatedComputer } from '../computers/simulated-computers.ts';
import { LOOPBACK } from '../identity.ts';
import type { RunningService } from '../listen-on-loopback.ts';
import { type AgentMib, loadSnmp, muteSocket, type SnmpLibrary, useSocket } from './load-snmp.ts';
import {
  listSwitchPorts,
  PACS_VLAN,
  SOUND_SWITCH,
  type SwitchBehaviour,
  type SwitchPort,
  toPortList,
} from './switch-tables.ts';

/** The only community that the simulated switch answers, read only. */
export const SWITCH_COMMUNITY = 'rispacs-mo-phong';

const oids = {
  sysDescr: '1.3.6.1.2.1.1.1',
  sysName: '1.3.6.1.2.1.1.5',
  ifEntry: '1.3.6.1.2.1.2.2.1',
  ifXEntry: '1.3.6.1.2.1.31.1.1.1',
  dot3StatsEntry: '1.3.6.1.2.1.10.7.2.1',
  dot1dBasePortEntry: '1.3.6.1.2.1.17.1.4.1',
  dot1qVlanStaticEntry: '1.3.6.1.2.1.17.7.1.4.3.1',
  dot1qPortVlanEntry: '1.3.6.1.2.1.17.7.1.4.5.1',
} as const;

/** `ifType` of an Ethernet port (IANAifType-MIB). */
const ethernetCsmacd = 6;
/** Gauge32 of a port faster than it can count, in bit/s (RFC 2863 3.1.6). */
const mostBitsPerSecond = 4_294_967_295;
/** A Counter64 of zero: the library writes eight bytes only. */
const noOctets = Buffer.alloc(8);
const duplexStatus = { half: 2, full: 3 } as const;

/**
 * Starts the SNMP agent of a switch on a loopback UDP port, v2c: IF-MIB (RFC 2863), EtherLike-MIB (RFC 3635) and
 * Q-BRIDGE-MIB (RFC 4363), with the ports that the hospital's computers are plugged into.
 */
export async function startSwitch(
  computers: readonly SimulatedComputer[],
  signal: AbortSignal,
  behaviour: SwitchBehaviour = SOUND_SWITCH,
): Promise<RunningService> {
  signal.throwIfAborted();
  const snmp = loadSnmp();
  const socket = createSocket('udp4');
  const listening = once(socket, 'listening');
  socket.bind(0, LOOPBACK);
  await listening;
  const { port } = socket.address();
  // A malformed packet is reported here, and dropped: an agent answers what it can read.
  const agent = snmp.createAgent(
    {
      port,
      address: LOOPBACK,
      dgramModule: useSocket(behaviour.answers === 'late' ? muteSocket(socket) : socket),
      accessControlModelType: 0,
    },
    () => undefined,
  );
  agent
    .getAuthorizer()
    .addCommunity(
      behaviour.community === 'changed' ? `${SWITCH_COMMUNITY}-khac` : SWITCH_COMMUNITY,
    );
  fillMib(agent.getMib(), snmp, listSwitchPorts(computers, behaviour), behaviour);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= new Promise((resolve) => {
      socket.once('close', resolve);
      agent.close(() => undefined);
    });
    return stopped;
  };
  if (signal.aborted) {
    await stop();
    signal.throwIfAborted();
  }
  return { port, stop };
}

function fillMib(
  mib: AgentMib,
  snmp: SnmpLibrary,
  ports: readonly SwitchPort[],
  { outsideVlan }: SwitchBehaviour,
): void {
  const { Integer = 2, OctetString = 4, Gauge = 66, Counter64 = 70 } = snmp.ObjectType;
  const readOnly = snmp.MaxAccess['read-only'] ?? 2;
  const hidden = snmp.MaxAccess['not-accessible'] ?? 0;
  const addScalar = (name: string, oid: string, value: string): void => {
    mib.registerProvider({
      name,
      type: snmp.MibProviderType.Scalar,
      oid,
      scalarType: OctetString,
      maxAccess: readOnly,
    });
    mib.setScalarValue(name, value);
  };
  /** The library keeps the index as a column of its own; 999 is a number that no table here has. */
  const addTable = (
    name: string,
    oid: string,
    columns: readonly (readonly [number, number])[],
    rows: readonly (readonly [number, ...(number | string | Buffer)[]])[],
  ): void => {
    const index =
      name === 'ifTable'
        ? { number: 1, name: `${name}1`, maxAccess: readOnly }
        : { number: 999, name: `${name}Index`, maxAccess: hidden };
    mib.registerProvider({
      name,
      type: snmp.MibProviderType.Table,
      oid,
      maxAccess: hidden,
      tableColumns: [
        { ...index, type: Integer },
        ...columns
          .filter(([number]) => number !== index.number)
          .map(([number, type]) => ({
            number,
            name: `${name}${number}`,
            type,
            maxAccess: readOnly,
          })),
      ],
      tableIndex: [{ columnName: index.name }],
    });
    for (const row of rows) mib.addTableRow(name, row);
  };
  addScalar('sysDescr', oids.sysDescr, 'RISPACS_SIM switch (rispacs simulator)');
  addScalar('sysName', oids.sysName, 'sw-pacs-mo-phong');
  addTable(
    'ifTable',
    oids.ifEntry,
    [
      [1, Integer],
      [2, OctetString],
      [3, Integer],
      [5, Gauge],
      [7, Integer],
      [8, Integer],
    ],
    ports.map((port) => [
      port.index,
      port.name,
      ethernetCsmacd,
      Math.min(port.linkMbps * 1_000_000, mostBitsPerSecond),
      1,
      port.up ? 1 : 2,
    ]),
  );
  addTable(
    'ifXTable',
    oids.ifXEntry,
    [
      [1, OctetString],
      [6, Counter64],
      [10, Counter64],
      [15, Gauge],
      [18, OctetString],
    ],
    ports.map((port) => [port.index, port.name, noOctets, noOctets, port.linkMbps, port.alias]),
  );
  addTable(
    'dot3StatsTable',
    oids.dot3StatsEntry,
    [[19, Integer]],
    ports.map((port) => [port.index, port.up ? duplexStatus[port.duplex] : 1]),
  );
  addTable(
    'dot1dBasePortTable',
    oids.dot1dBasePortEntry,
    [[2, Integer]],
    ports.map((port) => [port.index, port.index]),
  );
  const inside = ports.filter((port) => !outsideVlan.includes(port.alias));
  const all = inside.map((port) => port.index);
  const access = inside.filter((port) => port.alias !== 'uplink').map((port) => port.index);
  addTable(
    'dot1qVlanStaticTable',
    oids.dot1qVlanStaticEntry,
    [
      [1, OctetString],
      [2, OctetString],
      [4, OctetString],
      [5, Integer],
    ],
    [[PACS_VLAN.id, PACS_VLAN.name, toPortList(all), toPortList(access), 1]],
  );
  addTable(
    'dot1qPortVlanTable',
    oids.dot1qPortVlanEntry,
    [[1, Gauge]],
    access.map((index) => [index, PACS_VLAN.id]),
  );
}
