import type { Originals, PixelVerdict } from '../../challenge-artefacts/index.ts';
import type { RefusalCounts } from '../../protocols/dicom/index.ts';
import type { ChallengeReceiveRow } from './facts.ts';
import type { FromSender } from './received-study.ts';
import type { ReceiveTarget } from './target.ts';

const MAX_TITLE = 16;

/** How much of each series came. */
function countSeries({ objects }: Originals, { originals }: FromSender) {
  let [whole, partial, missing] = [0, 0, 0];
  for (const members of Map.groupBy(objects, (one) => one.seriesInstanceUid).values()) {
    const came = members.filter((one) => originals.has(one.sopInstanceUid)).length;
    if (came === 0) continue;
    if (came === members.length) whole += 1;
    else {
      partial += 1;
      missing += members.length - came;
    }
  }
  return { whole, partial, missing };
}

function sum(refusals: RefusalCounts, ...reasons: (keyof RefusalCounts)[]): number {
  return reasons.reduce((total, reason) => total + (refusals[reason] ?? 0), 0);
}

/** Objects that were refused do not tell which sender meant them well: they count against each. */
function countRefusals(refusals: RefusalCounts) {
  return {
    refusedForeign: sum(refusals, 'not-ours', 'invalid-uid'),
    damaged: sum(refusals, 'uid-mismatch', 'unreadable', 'conflicting-repeat', 'cut-short'),
  };
}

/** What a sender's objects amount to. */
export function describeSender(
  aeTitle: string,
  sender: FromSender,
  refusals: RefusalCounts,
  originals: Originals,
  target: ReceiveTarget,
): ChallengeReceiveRow {
  const { whole, partial, missing } = countSeries(originals, sender);
  const received = sender.originals.size;
  const count = (verdict: PixelVerdict): number =>
    [...sender.originals.values()].filter((one) => one === verdict).length;
  const node = target.nodes.find(({ calledAe }) => calledAe === aeTitle);
  const refused = countRefusals(refusals);
  const hasWrong = count('different') + count('lossy') + missing > 0;
  const isWrong = hasWrong || refused.refusedForeign + refused.damaged > 0;
  const isAll = received === originals.objects.length;
  return {
    outcome: 'received',
    sender: aeTitle.slice(0, MAX_TITLE),
    ...(node && { node: node.id }),
    ...(received > 0 && { selection: isAll ? 'study' : partial === 0 ? 'series' : 'part' }),
    byRetrieval: sender.byRetrieval,
    expected: originals.objects.length,
    received,
    seriesComplete: whole,
    seriesPartial: partial,
    missing,
    pixelsEqual: count('equal'),
    pixelsLossy: count('lossy'),
    pixelsDifferent: count('different'),
    pixelsUnread: count('unread'),
    extra: sender.extras.size,
    ...refused,
    transferSyntaxes: [...sender.transferSyntaxes].sort(),
    ...(isWrong || count('unread') === 0 ? { exact: !isWrong && received > 0 } : {}),
  };
}

/** The row of a step to which nothing of the study came. */
export function describeNothing(
  refusals: RefusalCounts,
  originals: Originals,
): ChallengeReceiveRow {
  return {
    outcome: 'awaiting-person',
    expected: originals.objects.length,
    received: 0,
    seriesComplete: 0,
    seriesPartial: 0,
    missing: 0,
    pixelsEqual: 0,
    pixelsLossy: 0,
    pixelsDifferent: 0,
    pixelsUnread: 0,
    extra: 0,
    ...countRefusals(refusals),
    transferSyntaxes: [],
  };
}
