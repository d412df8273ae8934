import { type ComparedAttribute, compareMapping } from '../compare-mapping.ts';
import type { Trouble } from '../dicom-peer.ts';
import type { Run, StepReport } from '../run.ts';
import { askWorklist, pickItems, type WorklistItem } from '../worklist.ts';
import { reportTrouble } from './negative-control.ts';

/** Waits until the worklist shows the order, and compares the item with the order field by field. */
export async function awaitWorklist(run: Run): Promise<StepReport> {
  const { words, progress, patience, orderMessage } = run;
  const seen = await run.poll(
    () => lookForOrder(run, run.signal),
    (look) => look.kind === 'trouble' || look.items.length > 0,
    patience.worklistMs,
    run.signal,
  );
  if (seen.kind === 'trouble') return reportTrouble(run, seen);
  const [item] = seen.items;
  if (item === undefined)
    return { outcome: 'failed', observed: words.notInWorklist(patience.worklistMs) };
  progress.wasShown = true;
  if (item.filler !== undefined) progress.fillerOrderNumber = item.filler.slice(0, 64);
  takeOver(run, item);
  if (orderMessage === undefined) throw new Error('there is no order to compare with');
  const compared = compareMapping(item.dataset, orderMessage, run.style, item.isOurPatient);
  for (const { isOptional: _, ...row } of compared)
    progress.mappings.push({ endpoint: run.endpoint.id, view: 'worklist', ...row });
  return judgeComparison(run, compared, seen.items);
}

/** The items of our order, by patient and then by accession number. */
export async function lookForOrder(
  run: Run,
  signal: AbortSignal,
): Promise<Trouble | { readonly kind: 'seen'; readonly items: readonly WorklistItem[] }> {
  const { systems, testCase, progress } = run;
  if (systems.worklist === undefined) throw new Error('there is no worklist to ask');
  for (const by of ['patient', 'accession'] as const) {
    const found = await askWorklist(systems.worklist, testCase, by, run.query(signal));
    if (found.kind === 'trouble') return found;
    const items = pickItems(found.items, progress.knownItems);
    if (items.length > 0) return { kind: 'seen', items };
  }
  return { kind: 'seen', items: [] };
}

/** What a modality takes from the item into its images; what the item lacks is taken from the order. */
function takeOver({ progress, notes, words }: Run, { dataset, isOurPatient }: WorklistItem): void {
  const scheduled = progress.scheduled;
  if (scheduled === undefined || !isOurPatient) return;
  const step = dataset.items(0x00400100)?.[0];
  const short = (text: string | undefined, otherwise: string): string => {
    const value = text?.trim() ?? '';
    return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(value) ? value : otherwise;
  };
  const uid = dataset.text(0x0020000d)?.trim() ?? '';
  const isUid = uid.length <= 64 && /^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(uid);
  if (isUid && uid !== scheduled.studyInstanceUid) notes.add(words.uidAssigned);
  progress.scheduled = {
    ...scheduled,
    accessionNumber: short(dataset.text(0x00080050), scheduled.accessionNumber),
    studyInstanceUid: isUid ? uid : scheduled.studyInstanceUid,
    requestedProcedureId: short(dataset.text(0x00401001), scheduled.requestedProcedureId),
    scheduledStepId: short(step?.text(0x00400009), scheduled.scheduledStepId),
  };
}

function judgeComparison(
  { words }: Run,
  compared: readonly ComparedAttribute[],
  items: readonly WorklistItem[],
): StepReport {
  const counted = compared.filter(({ isOptional }) => !isOptional);
  const wrong = counted.filter(({ equal }) => !equal);
  const told = [
    words.inWorklist(counted.length, counted.length - wrong.length),
    ...wrong.map((row) => words.difference(row)),
    ...(items.length > 1 ? [words.severalItems(items.length)] : []),
    ...(items[0]?.isOurPatient === false ? [words.wrongPatientInWorklist] : []),
  ];
  const isBroken = wrong.some(({ verified }) => verified) || items[0]?.isOurPatient === false;
  const isOdd = wrong.length > 0 || items.length > 1;
  return {
    outcome: isBroken ? 'failed' : isOdd ? 'warned' : 'passed',
    observed: told.join('; '),
  };
}
