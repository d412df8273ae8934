import { ExchangeFault } from './outcome.ts';

/** Bounds on the structure of a JSON text. */
export interface JsonStructureLimits {
  readonly maxJsonDepth: number;
  readonly maxJsonValues: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Counts what a JSON text would make of memory before it is parsed: `[[[[…` and `[{},{},…` take fifty times their
 * length. One pass over the bytes; does not say whether they are JSON.
 * @throws ExchangeFault when a bound is exceeded.
 */
export function scanJson(bytes: Buffer, limits: JsonStructureLimits): void {
  let depth = 0;
  let values = 1;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
      continue;
    }
    switch (byte) {
      case QUOTE:
        inText = true;
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        if (depth > limits.maxJsonDepth) throw exceeded('json-depth', limits.maxJsonDepth);
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        break;
      default:
    }
    if (values > limits.maxJsonValues) throw exceeded('json-values', limits.maxJsonValues);
  }
}

function exceeded(limit: 'json-depth' | 'json-values', max: number): ExchangeFault {
  return new ExchangeFault({ kind: 'too-large', limit, max });
}
