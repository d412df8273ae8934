import type { HiddenFunction } from '../../../src/challenge/index.ts';
import type { Demo } from '../../challenge/support/demo.ts';
import { encode } from '../../challenge/support/encode.ts';
import { loadHidden } from '../../challenge/support/hidden-volumes.ts';
import { listUncovered, photographCode } from '../../challenge/support/uncovered.ts';

let uncovered: ReturnType<typeof listUncovered> | undefined;

const names: Readonly<Record<HiddenFunction, string>> = {
  window: 'window of 100',
  mip: 'MIP of the slab',
  mpr: 'MPR, coronal',
  fusion: 'fusion, hot',
};

/** A PNG of what a function brings out, as the software renderers of the tests show it. */
export async function shootHidden({ challenge, context }: Demo, name: HiddenFunction) {
  uncovered ??= listUncovered(loadHidden(challenge, context), context);
  const found = uncovered.find((one) => one.name === names[name]);
  if (found === undefined) throw new Error(`nothing uncovers ${name}`);
  return encode(await photographCode(found, 5), { format: 'png' });
}
