import type { Trouble } from '../dicom-peer.ts';
import type { Run, StepReport } from '../run.ts';
import { askWorklist } from '../worklist.ts';

const mostKnown = 1_000;
const longestKey = 200;

/**
 * Before anything is sent the worklist must not show the order: a worklist that repeats whatever it is asked about would
 * pass every later look.
 */
export async function controlNegatively(run: Run): Promise<StepReport> {
  const { systems, testCase, words, progress } = run;
  if (systems.worklist === undefined) throw new Error('there is no worklist to ask');
  let seen = 0;
  for (const by of ['patient', 'accession'] as const) {
    const found = await askWorklist(systems.worklist, testCase, by, run.query(run.signal));
    if (found.kind === 'trouble') return reportTrouble(run, found);
    seen += found.items.filter((item) => item.by.length > 0).length;
    if (by === 'patient')
      progress.knownItems = found.items
        .filter(({ isOurPatient }) => isOurPatient)
        .slice(0, mostKnown)
        .map(({ key }) => key.slice(0, longestKey));
  }
  return seen === 0
    ? { outcome: 'passed', observed: words.worklistEmpty }
    : { outcome: 'failed', observed: words.worklistEchoes(seen) };
}

/** A node that is no worklist by its role is only tried; what it does not offer it need not. */
export function reportTrouble({ words, target }: Run, trouble: Trouble): StepReport {
  if (!trouble.isNotOffered) return { outcome: 'failed', observed: trouble.sentence };
  return {
    outcome: target.worklist?.node.role === 'worklist' ? 'failed' : 'not-tried',
    observed: words.notOffered('Modality Worklist'),
  };
}
