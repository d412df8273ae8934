import { z } from 'zod';
import type { FactGroup } from './define-facts.ts';
import { allFactGroups } from './fact-groups.ts';

let byName: ReadonlyMap<string, FactGroup> | undefined;

/** Every fact group by name. Facts are declared, never invented by a probe at run time. */
export function factRegistry(): ReadonlyMap<string, FactGroup> {
  byName ??= new Map(allFactGroups.map((group) => [group.name, group]));
  return byName;
}

/** Types a fact can have, as the rules of a checklist see them. */
export type FactType = 'boolean' | 'number' | 'text' | 'date' | 'choice' | 'numbers' | 'texts';

/** One fact in words, for `checklist facts`, `explain` and the lint. */
export interface FactDescription {
  readonly name: string;
  readonly group: string;
  readonly column: string;
  readonly type: FactType;
  /** Values of a `choice`. */
  readonly choices?: readonly string[];
  readonly unit?: string;
  readonly probes: readonly string[];
  readonly basis: FactGroup['basis'];
  /** True when a peer may leave it unknown. */
  readonly maybeUnknown: boolean;
  readonly vi: string;
  readonly en: string;
}

/** Describes every fact that a probe can emit, in order of name. */
export function describeFacts(): FactDescription[] {
  return [...factRegistry().values()]
    .flatMap((group) =>
      Object.entries(group.row.shape).map(([column, type]) => describeColumn(group, column, type)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a column holds one of a closed list of codes: those are said in words, what anybody wrote is not. */
export function isChoice(group: string, column: string): boolean {
  const type = factRegistry().get(group)?.row.shape[column];
  if (type === undefined) return false;
  return readType(z.toJSONSchema(type, { unrepresentable: 'any' })).type === 'choice';
}

function describeColumn(group: FactGroup, column: string, type: z.core.$ZodType): FactDescription {
  const meta = z.globalRegistry.get(type);
  const json: unknown = z.toJSONSchema(type, { unrepresentable: 'any' });
  return {
    name: `${group.name}.${column}`,
    group: group.name,
    column,
    ...readType(json),
    ...(typeof meta?.unit === 'string' && { unit: meta.unit }),
    probes: group.probes,
    basis: group.basis,
    maybeUnknown: type instanceof z.ZodOptional,
    vi: typeof meta?.vi === 'string' ? meta.vi : column,
    en: typeof meta?.en === 'string' ? meta.en : column,
  };
}

function readType(json: unknown): Pick<FactDescription, 'type' | 'choices'> {
  const read = (node: unknown, key: string): unknown =>
    typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  const choices = read(json, 'enum');
  if (Array.isArray(choices)) return { type: 'choice', choices: choices.map(String) };
  switch (read(json, 'type')) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
    case 'integer':
      return { type: 'number' };
    case 'array':
      return {
        type: ['number', 'integer'].includes(String(read(read(json, 'items'), 'type')))
          ? 'numbers'
          : 'texts',
      };
    default:
      return { type: read(json, 'format') === 'date' ? 'date' : 'text' };
  }
}
