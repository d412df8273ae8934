import { readCsv } from '../../files/read-csv.ts';
import type { BalancerBackendRow } from './facts.ts';

const mostBackends = 500;

/**
 * Reads HAProxy's statistics (management guide, 9.1 CSV format): one row per backend that has servers. The first line
 * is a comment that names the columns.
 * @returns undefined for a text that is no such table
 */
export function parseHaproxyStats(
  balancer: string,
  text: string,
): BalancerBackendRow[] | undefined {
  if (!/^# pxname,svname,/.test(text)) return undefined;
  const { records } = readCsv(text.slice(2));
  const [head, ...lines] = records;
  if (!head) return undefined;
  const at = (name: string) => head.cells.indexOf(name);
  const columns = {
    backend: at('pxname'),
    server: at('svname'),
    type: at('type'),
    status: at('status'),
    active: at('act'),
    backup: at('bck'),
    mode: at('mode'),
    algorithm: at('algo'),
  };
  if (columns.status < 0 || columns.type < 0) return undefined;
  const rows = new Map<string, BalancerBackendRow>();
  const backendLines = new Map<string, readonly string[]>();
  for (const { cells } of lines) {
    const cell = (index: number): string => cells[index] ?? '';
    const name = clean(cell(columns.backend));
    // Type 1 is the backend as a whole, 2 a server of it.
    if (cell(columns.type) === '1') backendLines.set(name, cells);
    if (cell(columns.type) !== '2' || (rows.size >= mostBackends && !rows.has(name))) continue;
    const status = cell(columns.status);
    // "UP 1/3" is going down but still gets load; "no check" gets load unseen; NOLB, MAINT, DRAIN and DOWN get none.
    const isUp = /^(UP|no check)/.test(status);
    const row = rows.get(name) ?? {
      balancer,
      name,
      servers: 0,
      activeUp: 0,
      backupUp: 0,
      checked: true,
    };
    rows.set(name, {
      ...row,
      servers: row.servers + 1,
      activeUp: row.activeUp + (isUp && cell(columns.active) === '1' ? 1 : 0),
      backupUp: row.backupUp + (isUp && cell(columns.backup) === '1' ? 1 : 0),
      checked: row.checked === true && status !== 'no check',
    });
  }
  return [...rows.values()].map((row) => {
    const cells = backendLines.get(row.name);
    const mode = cells?.[columns.mode];
    const algorithm = clean(cells?.[columns.algorithm] ?? '');
    return {
      ...row,
      ...((mode === 'tcp' || mode === 'http') && { mode }),
      ...(algorithm !== '' && { algorithm }),
    };
  });
}

function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .slice(0, 80);
}
