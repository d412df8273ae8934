import type { Database } from '../../facility/schema.ts';
import { loadSupportTable } from '../../lifecycle/load-support-table.ts';
import { describeTable } from '../../lifecycle/messages.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { askDatabase } from '../shared/ask-database.ts';
import { describeSupport } from '../shared/support-columns.ts';
import { databaseMessages } from './messages.ts';
import { versionQueries } from './queries.ts';

/** Reads what one database server says of itself. */
export async function collectDatabase(
  target: Database,
  context: ProbeContext,
): Promise<Observation> {
  const { sql, read } = versionQueries[target.product];
  const answer = await askDatabase(target, [sql], context);
  if (answer.kind === 'failed') return answer.observation;
  const server = read(answer.results[0] ?? []);
  if (!server) {
    const message = databaseMessages(context.language).noVersion(target.id);
    return { state: 'protocol-error', reason: { code: 'no-version', message } };
  }
  const loaded = await loadSupportTable(undefined, context.language);
  const { product, version, servicePack, openSource } = server;
  // Editions that differ in support have a product name of their own.
  const support = describeSupport(
    loaded.table,
    { name: product, version, servicePack, openSource },
    context.assessedOn,
  );
  return {
    state: 'observed',
    facts: {
      'database.server': [
        {
          database: target.id,
          of: target.of,
          ...server,
          tls: target.tls !== undefined,
          ...support,
        },
      ],
    },
    notes: describeTable(loaded, context.assessedOn, context.language),
  };
}
