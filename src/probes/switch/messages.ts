import type { Language } from '../../locale/language.ts';
import type { OptionalTable } from './read-tables.ts';

/** Sentences of the switch probe. */
export function switchMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const tablesVi: Readonly<Record<OptionalTable, string>> = {
  duplex: 'song công',
  vlan: 'VLAN',
  neighbours: 'thiết bị kề bên (LLDP)',
};
const tablesEn: Readonly<Record<OptionalTable, string>> = {
  duplex: 'duplex',
  vlan: 'VLAN',
  neighbours: 'neighbours (LLDP)',
};

const vi = {
  sends: 'SNMP GET và GETBULK các bảng cổng, VLAN, LLDP. Chỉ đọc.',
  unknownPorts: (names: readonly string[]) =>
    `Switch không có cổng tên ${names.join(', ')}; ghi đúng tên mà switch dùng (ifName).`,
  downPorts: (names: readonly string[]) =>
    `Cổng ${names.join(', ')} chưa nối dây hoặc máy đang tắt; chưa biết tốc độ.`,
  unread: (tables: readonly OptionalTable[]) =>
    `Switch trả lời dở dang hoặc quá chậm nên chưa biết: ${tables.map((one) => tablesVi[one]).join(', ')} (cách làm: đọc lại với --resume lúc switch ít tải).`,
  noVlan: (vlan: number) => `Switch không có VLAN ${vlan}, hoặc không cho đọc Q-BRIDGE-MIB.`,
  undeclared: (count: number, vlan: number) =>
    `${count} cổng đang nối trong VLAN ${vlan} chưa khai trong tệp cơ sở, nên chưa biết VLAN này có dành riêng không.`,
};

const en: typeof vi = {
  sends: 'SNMP GET and GETBULK of the port, VLAN and LLDP tables. Reads only.',
  unknownPorts: (names) =>
    `The switch has no port named ${names.join(', ')}; write the name that the switch uses (ifName).`,
  downPorts: (names) =>
    `Port ${names.join(', ')} has no cable or its computer is off; its speed is not known.`,
  unread: (tables) =>
    `The switch broke off or was too slow, so it is not known: ${tables.map((one) => tablesEn[one]).join(', ')} (to do: read again with --resume when it is less busy).`,
  noVlan: (vlan) => `The switch has no VLAN ${vlan}, or does not let Q-BRIDGE-MIB be read.`,
  undeclared: (count, vlan) =>
    `${count} connected ports in VLAN ${vlan} are not in the facility file, so it is not known whether the VLAN is dedicated.`,
};
