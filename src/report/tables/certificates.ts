import { sayValue } from '../../checklist/rule-words.ts';
import { formatDate } from '../format.ts';
import { nameHostPort, numberOf, textOf } from '../remeasure/remeasurement.ts';
import type { ViewContext } from '../view-context.ts';
import { allRows, type PrintedTable, printTable } from './printed-table.ts';

const words = {
  vi: {
    title: 'Chứng thư và TLS',
    heads: [
      'Máy:cổng',
      'Phiên bản',
      'Bộ mã',
      'Chủ thể',
      'Nơi cấp',
      'Hết hạn',
      'Chuỗi tin cậy',
      'Đúng tên',
      'Còn nhận TLS 1.0, 1.1',
    ],
    noTls: 'không có TLS',
  },
  en: {
    title: 'Certificates and TLS',
    heads: [
      'Host:port',
      'Version',
      'Cipher suite',
      'Subject',
      'Issuer',
      'Valid to',
      'Chain trusted',
      'Name fits',
      'Still takes TLS 1.0, 1.1',
    ],
    noTls: 'no TLS',
  },
} as const;

/** What each declared TLS endpoint negotiated, and its certificate. */
export function viewCertificates(context: ViewContext): PrintedTable[] {
  const { language } = context;
  const say = words[language];
  const rows = allRows(context, 'security.tls').map((row) => {
    const port = numberOf(row, 'port');
    const validTo = textOf(row, 'certificateValidTo');
    const truth = (column: string) => {
      const value = row[column];
      return typeof value === 'boolean' ? sayValue(value, language) : '';
    };
    return [
      port === undefined ? '' : nameHostPort(textOf(row, 'host') ?? '', port),
      row.offered === false ? say.noTls : (textOf(row, 'protocol') ?? ''),
      textOf(row, 'cipher') ?? '',
      textOf(row, 'certificateSubject') ?? '',
      textOf(row, 'certificateIssuer') ?? '',
      validTo === undefined ? '' : formatDate(validTo, language),
      truth('certificateTrusted'),
      truth('nameMatches'),
      truth('withdrawnAccepted'),
    ];
  });
  return printTable(context, say.title, say.heads, rows);
}
