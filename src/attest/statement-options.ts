import type { Checklist, Criterion, DocumentKind } from '../checklist/schema.ts';
import { leavesUnder } from '../checklist/walk-rule.ts';

/** What a statement can do for one criterion, read from its rules. */
export interface StatementOptions {
  /** Ids that an attestation can speak for. */
  readonly attestable: readonly AttestableId[];
  /** Kinds of paper it accepts. */
  readonly documents: readonly { readonly kind: DocumentKind; readonly namesProduct: boolean }[];
  /** Its sub-items, which a paper may have to name. */
  readonly parts: readonly { readonly id: string; readonly vi: string; readonly en: string }[];
  /** Probes whose refusal, with its letter, lets an attestation stand in. */
  readonly refusable: readonly string[];
}

/** An id that can be attested. */
export interface AttestableId {
  readonly id: string;
  /** Probes, one of which must have been refused in writing; empty where the attestation counts by itself. */
  readonly onlyInsteadOf: readonly string[];
}

/** Reads the options of a criterion. */
export function findStatementOptions(criterion: Criterion, checklist: Checklist): StatementOptions {
  const leaves = leavesUnder(criterion.met).map((one) => one.leaf);
  const attested = leaves.flatMap((leaf) => ('attested' in leaf ? [leaf] : []));
  const ids = [...new Set(attested.map((leaf) => leaf.attested))];
  const refusable = [...new Set(attested.flatMap((leaf) => leaf.insteadOf ?? []))];
  const productKinds = leaves.flatMap((leaf) =>
    'document' in leaf && leaf.namesProduct ? [leaf.document] : [],
  );
  return {
    attestable: ids.map((id) => {
      const own = attested.filter((leaf) => leaf.attested === id);
      const byItself = own.some((leaf) => leaf.insteadOf === undefined);
      const probes = own.flatMap((leaf) => leaf.insteadOf ?? []);
      return { id, onlyInsteadOf: byItself ? [] : [...new Set(probes)] };
    }),
    documents: checklist.documentKinds
      .filter((kind) => criterion.accepts.includes(`document:${kind.id}`))
      .map((kind) => ({ kind, namesProduct: productKinds.includes(kind.id) })),
    parts: [...(criterion.parts ?? []), ...(criterion.any_of ?? [])],
    refusable,
  };
}

/** The wording of a criterion or of one of its parts. */
export function wordingOf(criterion: Criterion, id: string, language: 'vi' | 'en'): string {
  const parts = [...(criterion.parts ?? []), ...(criterion.any_of ?? [])];
  return parts.find((part) => part.id === id)?.[language] ?? criterion[language];
}
