import { z } from 'zod';

/**
 * How the facts of a group came to be known; printed beside every outcome. `demonstrated` is for codes and values of the
 * challenge study that a person brought out in the hospital's own viewer and this tool checked; `attested` for figures
 * that a person typed in, from a paper or from their own decision.
 */
export type FactBasis = 'measured' | 'inspected' | 'demonstrated' | 'attested';

/** A table of facts: one row per observed thing, one column per fact or attribute. */
export interface FactGroup<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** Dotted name, e.g. `lan.port`; a fact is `<group>.<column>`. */
  readonly name: string;
  readonly basis: FactBasis;
  /** Probes that emit this group. */
  readonly probes: readonly string[];
  readonly vi: string;
  readonly en: string;
  readonly row: z.ZodObject<Shape, z.core.$strict>;
}

/** Documentation of a column: unit (as in its name), and what it means. */
export interface ColumnDocs {
  readonly unit?: string;
  readonly vi: string;
  readonly en: string;
}

/** Declares a fact group. Columns are zod types; use {@link column} to attach unit and meaning. */
export function defineFactGroup<Shape extends z.ZodRawShape>(group: {
  readonly name: string;
  readonly basis: FactBasis;
  readonly probes: readonly string[];
  readonly vi: string;
  readonly en: string;
  readonly columns: Shape;
}): FactGroup<Shape> {
  const { columns, ...rest } = group;
  return { ...rest, row: z.strictObject(columns) };
}

/** A column that the probe always knows (an attribute such as an id or a role). */
export function column<T extends z.ZodType>(type: T, docs: ColumnDocs): T {
  return type.meta({ ...docs });
}

/** A column that may be unknown: absent when the peer did not say. */
export function maybe<T extends z.ZodType>(type: T, docs: ColumnDocs): z.ZodOptional<T> {
  return type.optional().meta({ ...docs });
}

/** The row type of a fact group. */
export type RowOf<G extends FactGroup> = z.infer<G['row']>;
