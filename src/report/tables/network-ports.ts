import { sayValue } from '../../checklist/rule-words.ts';
import { numberOf, textOf } from '../remeasure/remeasurement.ts';
import type { ViewContext } from '../view-context.ts';
import { allRows, type PrintedTable, printTable } from './printed-table.ts';

const words = {
  vi: {
    title: 'Cổng mạng đọc từ máy và switch',
    heads: ['Máy hoặc switch', 'Cổng', 'Nối với hoặc vai trò', 'Mb/s', 'Song công', 'VLAN'],
    virtual: 'card ảo',
    outside: 'ngoài VLAN của RIS-PACS',
    unknown: 'chưa biết',
    other: 'khác',
  },
  en: {
    title: 'Network ports as computers and switches report them',
    heads: ['Computer or switch', 'Port', 'Leads to, or role', 'Mb/s', 'Duplex', 'VLAN'],
    virtual: 'virtual NIC',
    outside: 'outside the VLAN of the RIS-PACS',
    unknown: 'not known',
    other: 'other',
  },
} as const;

/** Every port that was read, with what was negotiated on it and whether it is in the VLAN of the RIS-PACS. */
export function viewNetworkPorts(context: ViewContext): PrintedTable[] {
  const { language, count } = context;
  const say = words[language];
  const vlans = new Map(
    allRows(context, 'lan.vlan').map((row) => [row.switch, numberOf(row, 'vlan')]),
  );
  const rows = allRows(context, 'lan.port').map((row) => {
    const mbps = numberOf(row, 'linkMbps');
    const vlan = vlans.get(row.host);
    const role = row.role === 'other' ? say.other : sayValue(textOf(row, 'role') ?? '', language);
    return [
      textOf(row, 'host') ?? '',
      textOf(row, 'port') ?? '',
      row.virtual === true ? `${role} (${say.virtual})` : role,
      mbps === undefined ? say.unknown : count(mbps),
      row.duplex === undefined ? say.unknown : sayValue(textOf(row, 'duplex') ?? '', language),
      row.inImagingVlan === undefined
        ? ''
        : row.inImagingVlan === true
          ? String(vlan ?? sayValue(true, language))
          : say.outside,
    ];
  });
  return printTable(context, say.title, say.heads, rows);
}
