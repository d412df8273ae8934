import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statementsFileSchema } from '../../../src/evidence/statement-schema.ts';
import { parseStatements } from '../../../src/evidence/statements/load-statements.ts';
import { statementsTemplate } from '../../../src/evidence/statements/template.ts';

const complete = statementsTemplate.replaceAll(/^( *)# /gm, '$1');

/** Dotted names of every field that a value or a JSON Schema holds. */
function namesIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => namesIn(one, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [
    `${path}${key}`,
    ...namesIn(one, `${path}${key}.`),
  ]);
}

function fieldsOf(schema: z.core.JSONSchema.BaseSchema, path = ''): string[] {
  if (typeof schema.items === 'object' && !Array.isArray(schema.items))
    return fieldsOf(schema.items, path);
  return Object.entries(schema.properties ?? {}).flatMap(([key, one]) => [
    `${path}${key}`,
    ...(typeof one === 'object' ? fieldsOf(one, `${path}${key}.`) : []),
  ]);
}

describe('the template of statements files', () => {
  it('is accepted as it is, and with everything that is commented out', () => {
    expect(parseStatements(statementsTemplate, 'a.yaml')).toMatchObject({ ok: true });
    expect(parseStatements(complete, 'a.yaml')).toMatchObject({ ok: true });
  });

  it('shows every field, a person’s organisation once', () => {
    const parsed = parseStatements(complete, 'a.yaml');
    const shown = new Set(namesIn(parsed.ok ? parsed.value : {}));
    const missing = fieldsOf(z.toJSONSchema(statementsFileSchema, { io: 'input' })).filter(
      (field) => !shown.has(field),
    );
    expect(shown).toContain('attestations.witnesses.organisation');
    expect(missing.filter((field) => !field.endsWith('.by.organisation'))).toEqual([]);
  });

  it('has its notes in both languages', () => {
    const notes = [...statementsTemplate.matchAll(/ {2}# (.+)$/gm)].map((match) => match[1] ?? '');
    expect(notes.length).toBeGreaterThan(25);
    for (const note of notes.filter((one) => !/^\w+:/.test(one)))
      expect(note.split(' / ')).toHaveLength(2);
  });
});
