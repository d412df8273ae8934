import type { Database, Redundancy } from '../../facility/schema.ts';

/** Kinds that are read from a database server itself, and the products that they are. */
export const databaseKinds: Readonly<
  Partial<Record<Redundancy['kind'], readonly Database['product'][]>>
> = {
  postgresql: ['postgresql'],
  galera: ['mysql', 'mariadb'],
  'sqlserver-ag': ['sqlserver'],
};

/** Where one cluster's state is read from. */
export type RedundancyTarget = {
  readonly id: string;
  readonly kind: Redundancy['kind'];
  readonly of: Redundancy['of'];
} & (
  | { readonly from: 'file'; readonly files: readonly string[] }
  | { readonly from: 'url'; readonly url: string; readonly ca?: string | undefined }
  | { readonly from: 'database'; readonly database: Database }
  | { readonly from: 'nowhere'; readonly why: 'no-source' | 'unknown-database' | 'other-product' }
);
