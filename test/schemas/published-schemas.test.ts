import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { facilityJsonSchema } from '../../src/facility/write-template.ts';
import { projectFolder } from '../../src/project-folders.ts';
import {
  publishedSchema,
  type SchemaName,
  schemaNames,
} from '../../src/schemas/published-schemas.ts';

async function readPublished(name: SchemaName): Promise<Readonly<Record<string, unknown>>> {
  const file = path.join(projectFolder, 'schemas', `${name}.schema.json`);
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Every object inside a JSON value, with the value itself. */
function* walk(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { ...value };
  for (const child of Object.values(value)) yield* walk(child);
}

/** What a `$ref` inside one document points at. */
function resolvePointer(root: unknown, ref: string): unknown {
  return ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((key) => key !== '')
    .reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : node),
      root,
    );
}

describe('published JSON Schemas', () => {
  it.each(schemaNames)('%s says its draft, its own name and what it is for', async (name) => {
    const schema = await readPublished(name);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toMatch(new RegExp(`^urn:rispacs:schema:${name}:\\d+$`));
    expect(schema.title).toMatch(/\S \/ \S/);
    expect(schema.description).toMatch(/\S \/ \S/);
  });

  it.each(schemaNames)('%s stands alone: each reference leads to something in it', async (name) => {
    const schema = await readPublished(name);
    for (const node of walk(schema)) {
      if (typeof node.$ref !== 'string') continue;
      expect(node.$ref).toMatch(/^#/);
      expect(resolvePointer(schema, node.$ref), node.$ref).toBeTypeOf('object');
    }
  });

  it.each(schemaNames)('%s refuses keys that it does not know', async (name) => {
    // A record by name (`facts`, `figures`) says what its values are; everything else is closed.
    for (const node of walk(await readPublished(name))) {
      if (node.type === 'object' && 'properties' in node) {
        expect(node.additionalProperties).toBe(false);
      }
    }
  });

  it('explains the facts of an inventory in words that JSON Schema has', async () => {
    const text = JSON.stringify(await readPublished('host-inventory'));
    expect(text).toContain('Tốc độ liên kết đã thỏa thuận / Negotiated link speed (Mb/s)');
    expect(text).not.toContain('"vi"');
    expect(text).not.toContain('"unit"');
  });

  it('is for the facility file the schema that `init` writes for the editor', () => {
    const { $id, title, description, ...published } = publishedSchema('facility');
    expect([$id, title, description]).not.toContain(undefined);
    expect(published).toEqual(facilityJsonSchema());
  });
});
