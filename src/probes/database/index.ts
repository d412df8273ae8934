import type { Database, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import { defaultSqlPort } from '../../protocols/sql/index.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { databaseMessages } from './messages.ts';

const deadlineMs = 40_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<Database>[] {
  const words = databaseMessages(language);
  return facility.databases.map((database) => {
    const { id, product, host, tls } = database;
    const port = database.port ?? defaultSqlPort(product);
    return {
      probe: 'database',
      subjectId: id,
      subject: `${id} (${product}${tls ? '+tls' : ''}://${host}:${port})`,
      risk: 'observe',
      contacts: [{ host, port, protocol: product }],
      sends: words.sends(tls !== undefined),
      deadlineMs,
      target: database,
    };
  });
}

/** Reads name and version from a database server itself. Never reads or changes data. */
export const probe: Probe<Database> = {
  name: 'database',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectDatabase } = await import('./collect.ts');
    return collectDatabase(target, context);
  },
};
