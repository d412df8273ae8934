import type { Facility, Redundancy } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import { defaultSqlPort } from '../../protocols/sql/index.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { redundancyMessages } from './messages.ts';
import { databaseKinds, type RedundancyTarget } from './target.ts';

const deadlineMs = 60_000;

function planSteps(
  facility: Facility,
  language: Language,
): readonly PlannedStep<RedundancyTarget>[] {
  const words = redundancyMessages(language);
  return facility.redundancy.map((entry) => {
    const target = findTarget(entry, facility);
    const { address, contacts } = describeTarget(target);
    return {
      probe: 'redundancy',
      subjectId: entry.id,
      subject: `${entry.id} (${entry.kind}${address === '' ? '' : `, ${address}`})`,
      risk: 'observe',
      contacts,
      sends: words.sends[target.from],
      deadlineMs,
      target,
    };
  });
}

/** A database that is asked tells more than a file, an address more than a file that may be old. */
function findTarget(entry: Redundancy, facility: Facility): RedundancyTarget {
  const { id, kind, of, file, url, ca } = entry;
  const base = { id, kind, of };
  if (entry.database !== undefined) {
    const database = facility.databases.find((one) => one.id === entry.database);
    if (!database) return { ...base, from: 'nowhere', why: 'unknown-database' };
    return databaseKinds[kind]?.includes(database.product)
      ? { ...base, from: 'database', database }
      : { ...base, from: 'nowhere', why: 'other-product' };
  }
  if (url !== undefined && kind === 'patroni') return { ...base, from: 'url', url, ca };
  if (file !== undefined) return { ...base, from: 'file', files: [file].flat() };
  return { ...base, from: 'nowhere', why: 'no-source' };
}

function describeTarget(
  target: RedundancyTarget,
): Pick<PlannedStep, 'contacts'> & { readonly address: string } {
  switch (target.from) {
    case 'file':
      return { address: target.files.join(', '), contacts: [] };
    case 'url': {
      const { hostname, port, protocol } = new URL(target.url);
      const isTls = protocol === 'https:';
      const number = port === '' ? (isTls ? 443 : 80) : Number(port);
      const contact = { host: hostname, port: number, protocol: isTls ? 'https' : 'http' };
      return { address: target.url, contacts: [contact] };
    }
    case 'database': {
      const { id, host, product } = target.database;
      const port = target.database.port ?? defaultSqlPort(product);
      return { address: id, contacts: [{ host, port, protocol: product }] };
    }
    case 'nowhere':
      return { address: '', contacts: [] };
  }
}

/** Reads how many servers stand in for each other, from the software that makes them do so. Never changes it. */
export const probe: Probe<RedundancyTarget> = {
  name: 'redundancy',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectRedundancy } = await import('./collect.ts');
    return collectRedundancy(target, context);
  },
};
