import type { NetworkSwitch } from '../../facility/schema.ts';
import { openSnmpSession } from '../../protocols/snmp/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { readSnmpAccess } from '../shared/snmp-access.ts';
import { failSnmp } from '../shared/snmp-messages.ts';
import { describeDeclaredPorts, describeSwitch, describeVlan } from './describe-switch.ts';
import { switchMessages } from './messages.ts';
import {
  type OptionalTable,
  readNeighbours,
  readPorts,
  readVlan,
  sysDescr,
  sysName,
  textOf,
} from './read-tables.ts';

const simulatorMark = /RISPACS_SIM/;
const mostNeighbours = 200;

/** Reads one switch: its ports, the VLAN of the RIS-PACS, its neighbours. */
export async function collectSwitch(
  target: NetworkSwitch,
  context: ProbeContext,
): Promise<Observation> {
  const words = switchMessages(context.language);
  const { host, port, vlan } = target;
  const access = await readSnmpAccess(target.snmp, context);
  const session = openSnmpSession({ host, port, access, signal: context.signal });
  try {
    const at = `${host}:${port}`;
    const said = await session.get([sysName, sysDescr]);
    if (said.kind !== 'values') return failSnmp(said, at, context);
    const unread = new Set<OptionalTable>();
    const onUnread = (table: OptionalTable): void => {
      unread.add(table);
    };
    const ports = await readPorts(session, onUnread);
    if ('kind' in ports) return failSnmp(ports, at, context);
    const reading = vlan === undefined ? undefined : await readVlan(session, vlan, onUnread);
    const declared = describeDeclaredPorts(target, ports, reading?.members);
    const vlanRow =
      vlan !== undefined && reading && describeVlan({ ...target, vlan }, ports, reading);
    const neighbours = await readNeighbours(session, onUnread);
    context.signal.throwIfAborted();
    const notes = [
      ...(unread.size > 0 ? [words.unread([...unread])] : []),
      ...(declared.unknownNames.length > 0 ? [words.unknownPorts(declared.unknownNames)] : []),
      ...(declared.downNames.length > 0 ? [words.downPorts(declared.downNames)] : []),
      ...(vlanRow && !vlanRow.exists ? [words.noVlan(vlanRow.vlan)] : []),
      ...(vlanRow && (vlanRow.undeclaredPorts ?? 0) > 0
        ? [words.undeclared(vlanRow.undeclaredPorts ?? 0, vlanRow.vlan)]
        : []),
    ];
    return {
      state: 'observed',
      facts: {
        'lan.switch': [describeSwitch(target.id, textOf(said.values.get(sysName)), ports)],
        'lan.port': declared.rows,
        'lan.vlan': vlanRow ? [vlanRow] : [],
        'lan.neighbour': neighbours
          .slice(0, mostNeighbours)
          .map((one) => ({ switch: target.id, ...one })),
      },
      notes,
      ...(simulatorMark.test(textOf(said.values.get(sysDescr)) ?? '') && {
        simulated: true as const,
      }),
    };
  } finally {
    session.close();
  }
}
