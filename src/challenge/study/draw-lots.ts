import { deriveBytes } from '../../synthetic/index.ts';

/** Letters and digits that nobody mistakes for each other when typing them from a screen: no I, O, 0, 1. */
export const TYPED_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Chance that depends on the seed and the purpose only, and is the same on every computer. */
export interface Lots {
  /** A whole number from 0 to `count - 1`, each as likely. */
  below(count: number): number;
  /** The items in another order; the argument stays as it was. */
  shuffle<T>(items: readonly T[]): T[];
  /** A text of letters of the alphabet. */
  text(length: number, alphabet?: string): string;
}

const BLOCK_BYTES = 4096;
const RANGE = 2 ** 32;

/** Lots of one purpose; another purpose of the same seed is independent of them. */
export function drawLots(seed: string, purpose: string): Lots {
  let block: Buffer = Buffer.alloc(0);
  let blocks = 0;
  let at = 0;
  const next = (): number => {
    if (at >= block.length) {
      block = deriveBytes(seed, `lots/${purpose}/${blocks}`, BLOCK_BYTES);
      blocks += 1;
      at = 0;
    }
    at += 4;
    return block.readUInt32LE(at - 4);
  };
  const below = (count: number): number => {
    if (!Number.isInteger(count) || count < 1 || count > RANGE) {
      throw new RangeError(`cannot draw one of ${count}`);
    }
    // Values beyond the last whole multiple would make small numbers likelier.
    const limit = RANGE - (RANGE % count);
    for (;;) {
      const value = next();
      if (value < limit) return value % count;
    }
  };
  return {
    below,
    shuffle(items) {
      const left = [...items];
      const shuffled: typeof left = [];
      for (let count = left.length; count > 0; count -= 1) {
        const chosen = below(count);
        const last = left.pop();
        if (last === undefined) break;
        // The last item takes the place of the chosen one, unless it is the chosen one.
        shuffled.push(chosen < left.length ? (left.splice(chosen, 1, last)[0] ?? last) : last);
      }
      return shuffled;
    },
    text(length, alphabet = TYPED_ALPHABET) {
      return Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
    },
  };
}
