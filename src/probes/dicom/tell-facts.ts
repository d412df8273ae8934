import type { FactTables } from '../../evidence/evidence.ts';
import type { Language } from '../../locale/language.ts';
import {
  dicomAccessFacts,
  dicomClaimFacts,
  dicomContextFacts,
  dicomPlainFacts,
  dicomQueryFacts,
  dicomTlsFacts,
} from './facts.ts';
import { tellChecks } from './tell-checks.ts';
import { tellClaims } from './tell-claims.ts';
import { tellContexts } from './tell-contexts.ts';

/** Groups of which a row by itself tells a person little; {@link tellFacts} puts them into words. */
export const toldGroups: readonly string[] = [
  dicomQueryFacts,
  dicomAccessFacts,
  dicomTlsFacts,
  dicomPlainFacts,
  dicomContextFacts,
  dicomClaimFacts,
].map(({ name }) => name);

/** What the probe saw beyond `dicom.node`, for a terminal: hundreds of contexts class by class, claims by their differences. */
export function tellFacts(facts: FactTables, language: Language): string[] {
  const rows = <Row>(group: {
    readonly name: string;
    readonly row: { parse(row: unknown): Row };
  }): Row[] => (facts[group.name] ?? []).map((row) => group.row.parse(row));
  return [
    ...tellChecks(
      {
        queries: rows(dicomQueryFacts),
        access: rows(dicomAccessFacts),
        tls: rows(dicomTlsFacts),
        plain: rows(dicomPlainFacts),
      },
      language,
    ),
    ...tellContexts(rows(dicomContextFacts), language),
    ...tellClaims(rows(dicomClaimFacts), language),
  ];
}
