import type { Operator } from '../checklist/schema.ts';
import type { FactValue } from '../evidence/evidence.ts';

/** The value a rule compares with. */
export type Operand =
  | boolean
  | number
  | string
  | readonly (boolean | number | string)[]
  | undefined;

/**
 * Applies a closed operator to one known value. An operator that does not fit the value's type is `false` here;
 * `checklist lint` refuses such a rule before it can be used.
 */
export function compareValue(
  value: FactValue,
  op: Operator,
  operand: Operand,
  assessedOn: string,
): boolean {
  switch (op) {
    case 'is':
      return value === operand;
    case 'gte':
      return typeof value === 'number' && typeof operand === 'number' && value >= operand;
    case 'lte':
      return typeof value === 'number' && typeof operand === 'number' && value <= operand;
    case 'gt':
      return typeof value === 'number' && typeof operand === 'number' && value > operand;
    case 'lt':
      return typeof value === 'number' && typeof operand === 'number' && value < operand;
    case 'in':
      return (
        isOperandList(operand) && !Array.isArray(value) && operand.some((one) => one === value)
      );
    case 'includes':
      return isValueList(value) && value.some((one) => one === operand);
    case 'includes-all':
      return (
        isValueList(value) &&
        isOperandList(operand) &&
        operand.every((one) => value.some((seen) => seen === one))
      );
    case 'on-or-after-assessment':
      return typeof value === 'string' && value.slice(0, 10) >= assessedOn;
  }
}

function isOperandList(operand: Operand): operand is readonly (boolean | number | string)[] {
  return Array.isArray(operand);
}

function isValueList(value: FactValue): value is readonly string[] | readonly number[] {
  return Array.isArray(value);
}
