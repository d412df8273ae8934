import { readCsv } from '../../files/read-csv.ts';
import {
  asRecords,
  type LooseRecord,
  mostRecords,
  textOf,
} from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import type { CollectedFile } from '../shared/collected/read-collected.ts';
import type { ClusterReading } from './cluster-reading.ts';
import { readGalera, readStatusText } from './read-galera.ts';
import { readKeepalived } from './read-keepalived.ts';
import { readPacemaker } from './read-pacemaker.ts';
import { readPatroni } from './read-patroni.ts';
import { readPostgresql } from './read-postgresql.ts';
import { readProxmox } from './read-proxmox.ts';
import { readSqlServer } from './read-sqlserver.ts';
import { readVmware } from './read-vmware.ts';
import { readWindowsCluster } from './read-windows-cluster.ts';
import type { RedundancyTarget } from './target.ts';

type Text = Pick<CollectedFile, 'name' | 'text'>;

/** Reads the output of the tool that belongs to a kind; a single answer of a server is one text. */
export async function readTexts(
  kind: RedundancyTarget['kind'],
  texts: readonly Text[],
): Promise<ClusterReading> {
  const first = texts[0]?.text ?? '';
  switch (kind) {
    case 'pacemaker':
      return readPacemaker(first);
    case 'keepalived':
      return readKeepalived(texts);
    case 'postgresql': {
      const rows = readTable(first, ['application_name', 'state']);
      return rows ? readPostgresql(rows) : { kind: 'foreign' };
    }
    case 'patroni':
      return readPatroni(first);
    case 'galera':
      return readGalera(readStatus(first));
    case 'sqlserver-ag': {
      const rows = readTable(first, ['group_name', 'replica']);
      return rows ? readSqlServer(rows) : { kind: 'foreign' };
    }
    case 'windows-cluster':
      return readWindowsCluster(first);
    case 'vmware':
      return readVmware(first);
    case 'proxmox':
      return readProxmox(texts.map((one) => one.text));
  }
}

/** Rows of a query saved as JSON or as CSV with its head; `undefined` when a column is missing. */
function readTable(text: string, needed: readonly string[]): readonly LooseRecord[] | undefined {
  const json = parseBoundedJson(text);
  if (json) {
    const listed: readonly unknown[] = Array.isArray(json.value) ? json.value : [json.value];
    const rows = asRecords(listed);
    return rows.length === Math.min(listed.length, mostRecords) ? rows : undefined;
  }
  const { records, unclosedAt } = readCsv(text);
  const head = records[0]?.cells.map((cell) => cell.toLowerCase());
  if (!head || unclosedAt !== undefined || !needed.every((one) => head.includes(one))) {
    return undefined;
  }
  return records.slice(1).map(({ cells }) => {
    const pairs = head.map((name, index): [string, unknown] => [name, cells[index] ?? '']);
    return new Map(pairs);
  });
}

function readStatus(text: string): ReadonlyMap<string, string> {
  const json = parseBoundedJson(text);
  if (!json) return readStatusText(text);
  return new Map(
    asRecords(json.value).flatMap((row): [string, string][] => {
      const name = textOf(row, 'variable_name');
      return name === undefined ? [] : [[name.toLowerCase(), textOf(row, 'value') ?? '']];
    }),
  );
}
