import type { Database } from '../../facility/schema.ts';
import type { SqlRow } from '../../protocols/sql/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { askDatabase } from '../shared/ask-database.ts';
import { flagOf, textOf } from '../shared/collected/loose-values.ts';
import type { ClusterReading } from './cluster-reading.ts';
import {
  galeraStatus,
  postgresqlReceiver,
  postgresqlSelf,
  postgresqlStandbys,
  sqlserverQuorum,
  sqlserverReplicas,
} from './queries.ts';
import { readGalera } from './read-galera.ts';
import { readPostgresql, readPostgresStandby } from './read-postgresql.ts';
import { readSqlServer } from './read-sqlserver.ts';

export type DatabaseReading =
  | { readonly kind: 'read'; readonly reading: ClusterReading }
  | { readonly kind: 'failed'; readonly observation: Observation };

/** Asks a database server about its own redundancy. */
export async function readDatabase(
  database: Database,
  context: ProbeContext,
): Promise<DatabaseReading> {
  switch (database.product) {
    case 'postgresql':
      return readPostgres(database, context);
    case 'mysql':
    case 'mariadb': {
      const answer = await askDatabase(database, [galeraStatus], context);
      if (answer.kind === 'failed') return answer;
      return read(readGalera(variablesOf(answer.results[0] ?? [])));
    }
    case 'sqlserver': {
      const answer = await askDatabase(database, [sqlserverReplicas, sqlserverQuorum], context);
      if (answer.kind === 'failed') return answer;
      const [replicas = [], quorum = []] = answer.results;
      return read(readSqlServer(replicas, textOf(quorum[0], 'quorum')));
    }
    case 'oracle':
      return read({ kind: 'foreign' });
  }
}

async function readPostgres(database: Database, context: ProbeContext): Promise<DatabaseReading> {
  const answer = await askDatabase(database, [postgresqlSelf, postgresqlStandbys], context);
  if (answer.kind === 'failed') return answer;
  const [self = [], standbys = []] = answer.results;
  if (flagOf(self[0], 'standby') !== true) {
    return read(readPostgresql(standbys, textOf(self[0], 'address')));
  }
  const receiving = await askDatabase(database, [postgresqlReceiver], context);
  if (receiving.kind === 'failed') return receiving;
  return read(readPostgresStandby(receiving.results[0]?.[0]));
}

function variablesOf(rows: readonly SqlRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const name = textOf(row, 'variable_name');
      return name === undefined ? [] : [[name.toLowerCase(), textOf(row, 'value') ?? '']];
    }),
  );
}

function read(reading: ClusterReading): DatabaseReading {
  return { kind: 'read', reading };
}
