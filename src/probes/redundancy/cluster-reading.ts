import type { RedundancyClusterRow } from './facts.ts';

/** What one cluster says, before it is attributed to an entry of the facility file. */
export type ClusterSaid = Omit<
  RedundancyClusterRow,
  'cluster' | 'of' | 'kind' | 'readBy' | 'readAt' | 'ageDays'
> & { readonly readAt?: Date };

/** Remarks that a reader makes; the sentences are in messages.ts. */
export type ReadingNote =
  | 'split-brain'
  | 'same-view-twice'
  | 'two-views'
  | 'local-replica'
  | 'stand-alone'
  | 'numbers-for-states';

/** What was made of a text or of rows. `reported`: the tool itself says that it could not look. */
export type ClusterReading =
  | {
      readonly kind: 'clusters';
      readonly clusters: readonly ClusterSaid[];
      readonly notes?: readonly ReadingNote[];
    }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'reported'; readonly message: string };

const mostMembers = 64;

/** A bounded list of members for a fact; absent when there are none. */
export function listMembers(members: readonly string[]): { readonly members?: string[] } {
  return members.length > 0 ? { members: members.slice(0, mostMembers) } : {};
}

/** Whether an address is this computer’s own view of itself and no other server. */
export function isLocalAddress(address: string | undefined): boolean {
  if (address === undefined || address === '') return true;
  const plain = address
    .toLowerCase()
    .replace(/\/\d+$/, '')
    .replace(/^::ffff:/, '');
  return plain === 'localhost' || plain === '::1' || plain.startsWith('127.');
}
