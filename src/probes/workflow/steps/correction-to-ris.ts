import { buildTestOrder } from '../../../protocols/hl7/orders.ts';
import { foldLetters } from '../../shared/compare-text.ts';
import { addressOf } from '../../shared/hl7-address.ts';
import type { Run, StepReport } from '../run.ts';
import { isTaken, reportAck } from '../tell-ack.ts';
import { makeOrder, ORDER_TEXTS } from '../test-case.ts';
import { lookForOrder } from './worklist.ts';

const tags = { steps: 0x00400100, stepText: 0x00400007, procedureText: 0x00321060 } as const;

/**
 * Changes the order (ORC-1 `XO`) and looks whether the change shows: in the worklist, or in a message to our HIS side.
 * What a receiver does with a change is mostly its own affair, so an unseen one is only noted.
 */
export async function changeOrder(run: Run): Promise<StepReport> {
  const { target, testCase, progress, words, patience } = run;
  const action = progress.step?.state === 'completed' ? 'change-completed' : 'change';
  const order = makeOrder(target, testCase, 'changed');
  const message = await buildTestOrder(
    {
      ...order,
      ...(progress.fillerOrderNumber !== undefined && {
        fillerOrderNumber: progress.fillerOrderNumber,
      }),
    },
    action,
  );
  const arrived = run.inbox?.messages.length ?? 0;
  const sent = await run.send('correction-to-ris', message, run.signal);
  const at = addressOf(run.endpoint);
  if (!isTaken(sent)) return reportAck(sent, at, words);
  const shown = await run.poll(
    () => lookForChange(run, arrived),
    (seen) => seen !== undefined,
    patience.changeMs,
    run.signal,
  );
  return reportAck(
    sent,
    at,
    words,
    shown === undefined
      ? { outcome: 'warned', observed: words.changeNotShown }
      : { outcome: 'passed', observed: words.changeShown(shown) },
  );
}

async function lookForChange(
  run: Run,
  arrivedBefore: number,
): Promise<'worklist' | 'message' | undefined> {
  const wanted = foldLetters(ORDER_TEXTS.changed);
  const isChanged = (text: string | undefined): boolean =>
    text !== undefined && foldLetters(text) === wanted;
  const came = run.inbox?.messages.slice(arrivedBefore) ?? [];
  const fields = ['OBR-4.2', 'OBR-4.5', 'OBR-44.2', 'IPC-6.2'];
  if (came.some(({ message }) => fields.some((path) => isChanged(message.at(path)))))
    return 'message';
  if (run.systems.worklist === undefined) return undefined;
  const seen = await lookForOrder(run, run.signal);
  if (seen.kind === 'trouble') return undefined;
  const inList = seen.items.some(
    ({ dataset, isOurPatient }) =>
      isOurPatient &&
      (isChanged(dataset.text(tags.procedureText)) ||
        isChanged(dataset.items(tags.steps)?.[0]?.text(tags.stepText))),
  );
  return inList ? 'worklist' : undefined;
}
