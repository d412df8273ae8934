import { z } from 'zod';
import type { InternetTest } from '../../facility/schema.ts';
import type { ProbeContext } from '../contract.ts';
import { type InternetRunRow, internetRunFacts } from './facts.ts';

/** Under which the runs so far are kept with the record, for the next visit. */
const fileName = 'internet-runs.json';
/** Runs that are carried along; a test that is visited over and over stays readable. */
const mostRuns = 400;

const keptSchema = z.strictObject({
  /** What runs must have in common to be put into one median. */
  conditions: z.string(),
  serverInside: z.boolean(),
  runs: z.array(internetRunFacts.row),
});

/** What visits to a test server have measured so far. */
export interface EarlierRuns {
  readonly serverInside: boolean;
  readonly runs: readonly InternetRunRow[];
}

const none: EarlierRuns = { serverInside: false, runs: [] };

/** The runs that earlier visits left; none when the test was set differently then. */
export async function readEarlierRuns(
  test: InternetTest,
  { readEarlier }: Pick<ProbeContext, 'readEarlier'>,
): Promise<EarlierRuns> {
  const bytes = await readEarlier?.(fileName);
  const kept = bytes && keptSchema.safeParse(parse(bytes)).data;
  return kept?.conditions === conditionsOf(test) ? kept : none;
}

/** Keeps the runs with the record, for the next visit. */
export async function keepRuns(
  test: InternetTest,
  { runs, serverInside }: EarlierRuns,
  { attach }: Pick<ProbeContext, 'attach'>,
) {
  const kept = { conditions: conditionsOf(test), serverInside, runs: runs.slice(-mostRuns) };
  return attach(Buffer.from(`${JSON.stringify(kept, undefined, 1)}\n`), {
    mediaType: 'application/json',
    extension: 'json',
    originalName: fileName,
  });
}

function conditionsOf({ url, style, seconds, parallel, maxMbps }: InternetTest): string {
  return `${style} ${url}, ${parallel} x ${seconds} s, ${maxMbps ?? 'no'} ceiling`;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Nothing that we wrote: the visit is then the first.
    return undefined;
  }
}
