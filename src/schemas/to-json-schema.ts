import { z } from 'zod';
import { conditionSchema } from '../checklist/condition-schema.ts';
import { conditionGrammar } from './condition-grammar.ts';

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** How a published schema names and explains itself. */
export interface SchemaTitle {
  /** `urn:rispacs:schema:<name>:<version>`; the version rises when what was valid no longer is. */
  readonly $id: string;
  readonly title: string;
  readonly description: string;
}

/**
 * A zod schema as a published JSON Schema. Rules of a checklist become `#/$defs/condition`; the unit and the meaning of
 * a fact become its description.
 *
 * @param io - `input` for files that people write, where defaults may be left out; `output` for what the tool writes.
 * @throws Error when the schema holds something that JSON Schema cannot say.
 */
export function toJsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  title: SchemaTitle,
): JsonSchema {
  const found = { condition: false };
  const { $schema, ...body } = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const one: unknown = zodSchema;
      if (one === conditionSchema) {
        jsonSchema.$ref = '#/$defs/condition';
        found.condition = true;
      }
      tidy(jsonSchema);
    },
  });
  return {
    $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema',
    ...title,
    ...body,
    ...(found.condition && { $defs: { ...body.$defs, condition: conditionDefinition() } }),
  };
}

/** The grammar of rules, which refers to itself, as a definition inside another schema. */
function conditionDefinition(): JsonSchema {
  const { $schema: _, ...grammar } = z.toJSONSchema(conditionGrammar, {
    io: 'input',
    override: ({ jsonSchema }) => {
      tidy(jsonSchema);
      if (jsonSchema.$ref === '#') jsonSchema.$ref = '#/$defs/condition';
    },
  });
  return { description: 'A rule: leaves joined by `all` and `any`', ...grammar };
}

/** Facts carry `vi`, `en` and `unit`, which are no words of JSON Schema; bounds of a safe integer tell nothing. */
function tidy(node: JsonSchema): void {
  const { vi, en, unit } = node;
  if (typeof vi === 'string' && typeof en === 'string') {
    node.description = `${vi} / ${en}${typeof unit === 'string' ? ` (${unit})` : ''}`;
    delete node.vi;
    delete node.en;
    delete node.unit;
  }
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
}
