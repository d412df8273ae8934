import { z } from 'zod';
import type { Language } from '../locale/language.ts';
import { pickLanguage } from './pick-language.ts';

/** What a schema itself can tell about a place in a file. */
export interface SchemaHelp {
  /** The description of the field at `path`, or of the list that it stands in, if there is one in this language. */
  readonly hintFor: (path: readonly PropertyKey[], language: Language) => string | undefined;
  /** The names that may stand at `path`. */
  readonly keysAt: (path: readonly PropertyKey[]) => readonly string[];
}

/**
 * Reads descriptions and key names from the JSON Schema form of a schema.
 *
 * @param describedIn - the language of descriptions that are not written as `tiếng Việt / English`.
 */
export function readSchemaHelp(schema: z.ZodType, describedIn: Language): SchemaHelp {
  const root: unknown = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const walk = (path: readonly PropertyKey[]): unknown => path.reduce(step, root);
  const keysAt = (path: readonly PropertyKey[]) =>
    Object.keys(child(walk(path), 'properties') ?? {});
  const hintFor = (path: readonly PropertyKey[], language: Language): string | undefined => {
    if (path.length === 0) return undefined;
    const description = child(walk(path), 'description');
    if (typeof description === 'string') return pickLanguage(description, language, describedIn);
    return typeof path.at(-1) === 'number' ? hintFor(path.slice(0, -1), language) : undefined;
  };
  return { hintFor, keysAt };
}

function step(node: unknown, key: PropertyKey): unknown {
  if (typeof key === 'number')
    return child(node, 'items') ?? child(child(node, 'prefixItems'), key);
  const own = child(node, 'properties');
  return typeof own === 'object' && own !== null && Object.hasOwn(own, key)
    ? child(own, key)
    : child(node, 'additionalProperties');
}

function child(node: unknown, key: PropertyKey): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}
