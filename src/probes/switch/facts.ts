import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

const switchId = column(z.string(), {
  vi: 'Mã switch trong facility.yaml',
  en: 'Switch id in facility.yaml',
});

/** A switch as it describes itself (SNMPv2-MIB, IF-MIB). */
export const lanSwitchFacts = defineFactGroup({
  name: 'lan.switch',
  basis: 'inspected',
  probes: ['switch'],
  vi: 'Switch đọc bằng SNMP',
  en: 'A switch, read by SNMP',
  columns: {
    switch: switchId,
    name: maybe(z.string(), { vi: 'Tên switch (sysName)', en: 'Its name (sysName)' }),
    ethernetPorts: column(z.int(), { vi: 'Số cổng Ethernet', en: 'Ethernet ports' }),
    upPorts: column(z.int(), { vi: 'Số cổng đang nối', en: 'Ports that are up' }),
    slowPorts: column(z.int(), {
      vi: 'Số cổng đang nối dưới 1000 Mb/s',
      en: 'Ports that are up below 1000 Mb/s',
    }),
    halfDuplexPorts: column(z.int(), {
      vi: 'Số cổng đang nối bán song công',
      en: 'Ports that are up in half duplex',
    }),
  },
});

/** The VLAN that the facility file says is only for the RIS-PACS, as the switch has it (Q-BRIDGE-MIB, RFC 4363). */
export const lanVlanFacts = defineFactGroup({
  name: 'lan.vlan',
  basis: 'inspected',
  probes: ['switch'],
  vi: 'VLAN của RIS-PACS và những cổng thuộc VLAN đó',
  en: 'The VLAN of the RIS-PACS and the ports in it',
  columns: {
    switch: switchId,
    vlan: column(z.int(), { vi: 'Số VLAN', en: 'VLAN id' }),
    exists: column(z.boolean(), { vi: 'Có trên switch', en: 'Is on the switch' }),
    name: maybe(z.string(), { vi: 'Tên VLAN', en: 'Name of the VLAN' }),
    upPorts: maybe(z.int(), {
      vi: 'Số cổng đang nối thuộc VLAN',
      en: 'Ports in the VLAN that are up',
    }),
    imagingPorts: maybe(z.int(), {
      vi: 'Trong đó: cổng khai cho máy chủ, trạm đọc, thiết bị chụp',
      en: 'Of them declared for servers, reading workstations and modalities',
    }),
    officePorts: maybe(z.int(), {
      vi: 'Trong đó: cổng khai cho máy văn phòng, máy khác (client)',
      en: 'Of them declared for office computers (client)',
    }),
    otherPorts: maybe(z.int(), {
      vi: 'Trong đó: cổng khai cho HIS hoặc loại khác',
      en: 'Of them declared for the HIS or something else',
    }),
    undeclaredPorts: maybe(z.int(), {
      vi: 'Trong đó: cổng chưa khai trong tệp cơ sở',
      en: 'Of them not in the facility file',
    }),
    declaredOutside: maybe(z.int(), {
      vi: 'Cổng khai cho PACS, trạm đọc, thiết bị chụp nhưng không thuộc VLAN',
      en: 'Ports declared for PACS, workstations or modalities that are not in the VLAN',
    }),
    learntAddresses: maybe(z.int(), {
      vi: 'Số địa chỉ MAC switch đã học trong VLAN',
      en: 'MAC addresses that the switch learnt in the VLAN',
    }),
    dedicated: maybe(z.boolean(), {
      vi: 'V-LAN chỉ có máy của RIS-PACS',
      en: 'Only computers of the RIS-PACS are in the VLAN',
    }),
  },
});

/** Which device the switch sees at a port (LLDP, IEEE 802.1AB). */
export const lanNeighbourFacts = defineFactGroup({
  name: 'lan.neighbour',
  basis: 'inspected',
  probes: ['switch'],
  vi: 'Thiết bị mạng kề bên theo LLDP',
  en: 'Neighbouring device by LLDP',
  columns: {
    switch: switchId,
    port: column(z.string(), { vi: 'Cổng', en: 'Port' }),
    neighbour: column(z.string(), { vi: 'Tên thiết bị kề bên', en: 'Name of the neighbour' }),
  },
});

export type LanSwitchRow = RowOf<typeof lanSwitchFacts>;
export type LanVlanRow = RowOf<typeof lanVlanFacts>;
export type LanNeighbourRow = RowOf<typeof lanNeighbourFacts>;
export const factGroups = [lanSwitchFacts, lanVlanFacts, lanNeighbourFacts];
/** What this probe is called in print. */
export const title = { vi: 'Switch mạng', en: 'Network switch' };
