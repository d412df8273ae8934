import { createRequire } from 'node:module';
import { z } from 'zod';

/** Says what is wrong with a value, or nothing. */
export type Validate = (value: unknown) => readonly string[];

interface Ajv {
  compile(schema: unknown): { (value: unknown): boolean; readonly errors?: unknown };
}
const ajvClass = z.custom<new (options: object) => Ajv>((value) => typeof value === 'function');

/**
 * Loads `ajv`, an implementation of JSON Schema that shares nothing with zod.
 *
 * @returns how to make a validator of a schema; `undefined` when the package is not installed.
 */
export function loadValidatorMaker(): ((schema: unknown) => Validate) | undefined {
  let loaded: unknown;
  try {
    loaded = createRequire(import.meta.url)('ajv/dist/2020.js');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
      return undefined;
    }
    throw error;
  }
  const Ajv2020 = ajvClass.parse(Reflect.get(Object(loaded), 'Ajv2020'));
  return (schema) => {
    // Formats are an annotation in draft 2020-12; the patterns beside them decide.
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
    const validate = ajv.compile(schema);
    return (value) => {
      if (validate(value)) return [];
      const errors: unknown[] = Array.isArray(validate.errors) ? validate.errors : [];
      return errors.map((one) => JSON.stringify(one));
    };
  };
}
