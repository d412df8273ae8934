import type { SharingSidesRow } from '../../probes/sharing/facts.ts';
import type { PixelPrint } from './pixel-print.ts';

/** One side of a comparison, in memory only. */
export interface Side {
  readonly series: number;
  readonly objects: ReadonlySet<string>;
  /** Of each object that was fetched; absent when images were not to be fetched. */
  readonly prints?: ReadonlyMap<string, PixelPrint>;
}

/**
 * Compares the same study at two places: objects by their UIDs, images by their stored values. An image whose pixels differ
 * and that says it lost data on the way is a lossy copy; one whose pixels differ without saying so is different.
 */
export function compareSides(study: string, sender: Side, receiver: Side): SharingSidesRow {
  const pixels =
    sender.prints !== undefined && receiver.prints !== undefined
      ? comparePixels(sender, sender.prints, receiver, receiver.prints)
      : {};
  return {
    study,
    senderSeries: sender.series,
    receiverSeries: receiver.series,
    senderObjects: sender.objects.size,
    receiverObjects: receiver.objects.size,
    missingObjects: countMissing(sender.objects, receiver.objects),
    strangeObjects: countMissing(receiver.objects, sender.objects),
    ...pixels,
  };
}

function countMissing(from: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...from].filter((uid) => !other.has(uid)).length;
}

function comparePixels(
  sender: Side,
  sent: ReadonlyMap<string, PixelPrint>,
  receiver: Side,
  received: ReadonlyMap<string, PixelPrint>,
) {
  const tally = { pixelsCompared: 0, pixelsNotCompared: 0, pixelsDifferent: 0, lossyCopies: 0 };
  for (const uid of sender.objects) {
    if (!receiver.objects.has(uid)) continue;
    const one = sent.get(uid) ?? { kind: 'not-read' };
    const other = received.get(uid) ?? { kind: 'not-read' };
    if (one.kind === 'no-pixels' && other.kind === 'no-pixels') continue;
    if (one.kind === 'not-read' || other.kind === 'not-read') {
      tally.pixelsNotCompared += 1;
      continue;
    }
    tally.pixelsCompared += 1;
    // An image on one side that has no pixels at all on the other is as different as can be.
    if (one.kind === 'no-pixels' || other.kind === 'no-pixels') tally.pixelsDifferent += 1;
    else if (one.sha256 === other.sha256) continue;
    else if (saysItLostData(one, other)) tally.lossyCopies += 1;
    else tally.pixelsDifferent += 1;
  }
  return tally;
}

type Pixels = Extract<PixelPrint, { kind: 'pixels' }>;

function saysItLostData(sent: Pixels, received: Pixels): boolean {
  return (
    received.declaredLossy &&
    (!sent.declaredLossy ||
      received.lossySteps > sent.lossySteps ||
      (received.inLossySyntax && !sent.inLossySyntax))
  );
}
