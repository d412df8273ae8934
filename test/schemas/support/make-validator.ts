import { Ajv2020 } from 'ajv/dist/2020.js';

/** Says what is wrong with a value, or nothing. */
export type Validate = (value: unknown) => readonly string[];

/** A validator by `ajv`, an implementation of JSON Schema that shares nothing with zod. */
export function makeValidator(schema: object): Validate {
  // Formats are an annotation in draft 2020-12; the patterns beside them decide.
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
  const validate = ajv.compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((one) => JSON.stringify(one));
}
