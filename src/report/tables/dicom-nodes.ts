import { sayValue } from '../../checklist/rule-words.ts';
import {
  nameHostPort,
  numberOf,
  statusWords,
  textOf,
  textsOf,
} from '../remeasure/remeasurement.ts';
import type { ViewContext } from '../view-context.ts';
import { allRows, type PrintedTable, printTable } from './printed-table.ts';

const words = {
  vi: {
    title: 'Nút DICOM: kết nối và truy vấn',
    heads: ['Nút', 'Máy:cổng', 'AE gọi', 'AE được gọi', 'C-ECHO', 'ms', 'TLS', 'Truy vấn C-FIND'],
    rejected: 'association bị từ chối',
    answers: (count: string) => `${count} câu trả lời`,
    unanswered: 'không hỏi được (lớp bị từ chối hoặc không trả lời)',
    key: 'khóa',
  },
  en: {
    title: 'DICOM nodes: connection and queries',
    heads: [
      'Node',
      'Host:port',
      'Calling AE',
      'Called AE',
      'C-ECHO',
      'ms',
      'TLS',
      'C-FIND queries',
    ],
    rejected: 'association rejected',
    answers: (count: string) => `answers: ${count}`,
    unanswered: 'could not be asked (class refused or no answer)',
    key: 'key',
  },
} as const;

/** Every DICOM node that answered: address, both AE titles, C-ECHO, and each query with its key and its answers. */
export function viewDicomNodes(context: ViewContext): PrintedTable[] {
  const { language, count, assessment } = context;
  const say = words[language];
  const { dicom } = assessment.facility;
  const queries = allRows(context, 'dicom.query');
  const rows = allRows(context, 'dicom.node').map((row) => {
    const id = textOf(row, 'node') ?? '';
    const node = dicom.nodes.find((one) => one.id === id);
    const status = numberOf(row, 'echoStatus');
    const ms = numberOf(row, 'echoMs');
    const asked = queries
      .filter((one) => one.node === id)
      .map((one) => {
        const answered = numberOf(one, 'status');
        const answers = numberOf(one, 'answers');
        const key = textsOf(one, 'keys').filter((text) => !text.startsWith('0008,0052='));
        return [
          `${sayValue(textOf(one, 'level') ?? '', language)}${key.length === 0 ? '' : ` (${say.key} ${key.map(shortKey).join(', ')})`}: ${answered === undefined ? say.unanswered : statusWords(answered)}`,
          ...(answers === undefined ? [] : [say.answers(count(answers))]),
        ].join(', ');
      });
    return [
      id,
      node === undefined ? '' : nameHostPort(node.host, node.port),
      node === undefined ? '' : (node.callingAe ?? dicom.callingAe),
      node?.calledAe ?? '',
      row.associationAccepted === false
        ? say.rejected
        : status === undefined
          ? ''
          : statusWords(status),
      ms === undefined ? '' : count(ms),
      typeof row.tls === 'boolean' ? sayValue(row.tls, language) : '',
      asked.join('; '),
    ];
  });
  return printTable(context, say.title, say.heads, rows, 600);
}

/** UIDs that no study has are long and say nothing. */
function shortKey(key: string): string {
  const [tag = '', value = ''] = key.split('=');
  return `(${tag.toUpperCase()}) ${value.length > 20 ? `${value.slice(0, 12)}…` : value}`;
}
