import type { Checklist } from '../checklist/schema.ts';
import { factOf, leavesOf } from '../checklist/walk-rule.ts';

/**
 * The figure that a criterion is met from, as the checklist has it: for a fact (`lan.port.linkMbps`) or for a figure of
 * a document (`isp-contract.uploadMbps`).
 *
 * @returns `undefined` when no rule compares it by `gte` with a number
 */
export function findThreshold(checklist: Checklist, name: string): number | undefined {
  const values = checklist.criteria
    .flatMap(leavesOf)
    .filter(({ place }) => place === 'met')
    .flatMap(({ leaf }) => {
      const compared = 'figure' in leaf ? { leaf, name: leaf.figure } : factOf(leaf);
      const isSought = compared?.name === name && compared.leaf.op === 'gte';
      return isSought && typeof compared.leaf.value === 'number' ? [compared.leaf.value] : [];
    });
  return values[0];
}
