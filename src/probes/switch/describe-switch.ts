import type { NetworkSwitch } from '../../facility/schema.ts';
import type { LanPortRow } from '../shared/facts.ts';
import type { LanSwitchRow, LanVlanRow } from './facts.ts';
import type { SwitchPortReading, VlanReading } from './read-tables.ts';

/** Roles that make up the network of the RIS-PACS; a trunk carries it onwards. */
const imagingRoles: ReadonlySet<LanPortRow['role']> = new Set([
  'pacs',
  'ris',
  'database',
  'storage',
  'workstation',
  'modality',
]);
const mustBeInside: ReadonlySet<LanPortRow['role']> = new Set(['pacs', 'workstation', 'modality']);

/**
 * Rows of the ports that the facility file names; a name the switch does not have is told.
 * @param members - ifIndex of the ports in the VLAN of the RIS-PACS, where the switch says so
 */
export function describeDeclaredPorts(
  { id, ports: declared }: NetworkSwitch,
  ports: readonly SwitchPortReading[],
  members?: ReadonlySet<number>,
): { readonly rows: LanPortRow[]; readonly unknownNames: string[]; readonly downNames: string[] } {
  const rows: LanPortRow[] = [];
  const unknownNames: string[] = [];
  const downNames: string[] = [];
  for (const { name, role } of declared) {
    const port = findPort(ports, name);
    if (!port) {
      unknownNames.push(name);
      continue;
    }
    if (!port.up) {
      // A port without a cable has no negotiated speed; what agents then report is left over or made up.
      downNames.push(name);
      continue;
    }
    rows.push({
      host: id,
      role,
      port: port.name,
      ...(port.linkMbps !== undefined && { linkMbps: port.linkMbps }),
      ...(port.duplex && { duplex: port.duplex }),
      virtual: false,
      ...(members && { inImagingVlan: members.has(port.ifIndex) }),
    });
  }
  return { rows, unknownNames, downNames };
}

/** The switch as a whole. */
export function describeSwitch(
  id: string,
  name: string | undefined,
  ports: readonly SwitchPortReading[],
): LanSwitchRow {
  const connected = ports.filter(({ up }) => up);
  return {
    switch: id,
    ...(name !== undefined && { name }),
    ethernetPorts: ports.length,
    upPorts: connected.length,
    slowPorts: connected.filter(({ linkMbps = 1000 }) => linkMbps < 1000).length,
    halfDuplexPorts: connected.filter(({ duplex }) => duplex === 'half').length,
  };
}

/** Who is in the VLAN. An office computer in it settles the question; otherwise every connected port must be declared for imaging. */
export function describeVlan(
  { id, ports: declared, vlan }: NetworkSwitch & { readonly vlan: number },
  ports: readonly SwitchPortReading[],
  reading: VlanReading,
): LanVlanRow {
  const { exists, name, members, learntAddresses } = reading;
  const base = { switch: id, vlan, exists, ...(name !== undefined && { name }) };
  if (!members) return base;
  const inside = ports.filter(({ up, ifIndex }) => up && members.has(ifIndex));
  const roles = inside.map(
    (port) => declared.find((one) => findPort(ports, one.name) === port)?.role,
  );
  const imagingPorts = roles.filter((role) => role && imagingRoles.has(role)).length;
  const undeclaredPorts = roles.filter((role) => role === undefined).length;
  const officePorts = roles.filter((role) => role === 'client').length;
  const otherPorts = roles.filter((role) => role === 'his' || role === 'other').length;
  const declaredOutside = declared.filter((one) => {
    const port = findPort(ports, one.name);
    return mustBeInside.has(one.role) && port?.up === true && !members.has(port.ifIndex);
  }).length;
  // A HIS interface, or a PACS on another VLAN that is routed to this one, proves neither.
  const isOpen = undeclaredPorts > 0 || otherPorts > 0 || declaredOutside > 0 || imagingPorts === 0;
  return {
    ...base,
    upPorts: inside.length,
    imagingPorts,
    officePorts,
    otherPorts,
    undeclaredPorts,
    declaredOutside,
    ...(learntAddresses !== undefined && { learntAddresses }),
    ...((officePorts > 0 || !isOpen) && { dedicated: officePorts === 0 }),
  };
}

function findPort(
  ports: readonly SwitchPortReading[],
  name: string,
): SwitchPortReading | undefined {
  const wanted = name.trim().toLowerCase();
  return ports.find((port) => port.name.toLowerCase() === wanted);
}
