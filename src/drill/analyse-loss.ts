/** What became of one numbered object when it was sent. */
export type ObjectOutcome =
  /** The archive answered success, or a warning (PS3.4 B.2.3). */
  | 'acknowledged'
  /** It answered that it did not take the object. */
  | 'refused'
  /** Sent, or begun, and no answer came: it may be there or not. */
  | 'unanswered'
  /** No association could be opened: it cannot be there. */
  | 'unsent';

/** One numbered object. */
export interface NumberedObject {
  /** From 1, as burned into the image and in Instance Number. */
  readonly number: number;
  readonly sopInstanceUid: string;
  /** When it was sent, in milliseconds from the start of the drill. */
  readonly atMs: number;
  readonly outcome: ObjectOutcome;
}

/** What an archive has afterwards, by number. */
export interface ObjectsFound {
  /** Shown by C-FIND at IMAGE level. */
  readonly found: ReadonlySet<number>;
  /** Objects of the study under UIDs that were never sent: the archive gave new ones, so nothing can be said missing. */
  readonly renamed: number;
  /** Came back by C-GET or C-MOVE and could be read; absent when that could not be tried to the end. */
  readonly retrieved?: ReadonlySet<number>;
  readonly method?: 'get' | 'move';
}

/** Objects of one archive: sent, acknowledged, and there afterwards. */
export interface LossAnalysis {
  /** The facility file's id of the node. */
  readonly node: string;
  readonly objects: readonly NumberedObject[];
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly unsent: number;
  /** The following are absent when the archive could not be asked. */
  readonly after?: {
    /** Acknowledged objects that C-FIND shows. */
    readonly found: number;
    /** Objects without an acknowledgement that are there all the same: harmless. */
    readonly foundUnanswered: number;
    /** Acknowledged and not there. Absent when the archive renamed objects. */
    readonly lostNumbers?: readonly number[];
    readonly method?: 'get' | 'move';
    /** Acknowledged objects that came back. */
    readonly retrieved?: number;
    /** Shown, acknowledged, and yet not given back: an entry without its image. */
    readonly notRetrievedNumbers?: readonly number[];
  };
}

/** Lays what was found beside what was acknowledged. Pure. */
export function analyseLoss(
  node: string,
  objects: readonly NumberedObject[],
  seen: ObjectsFound | undefined,
): LossAnalysis {
  const of = (outcome: ObjectOutcome) => objects.filter((one) => one.outcome === outcome);
  const acknowledged = of('acknowledged');
  const unanswered = of('unanswered');
  const counts = {
    node,
    objects,
    sent: objects.length - of('unsent').length,
    acknowledged: acknowledged.length,
    refused: of('refused').length,
    unanswered: unanswered.length,
    unsent: of('unsent').length,
  };
  if (seen === undefined) return counts;
  const { found, renamed, retrieved, method } = seen;
  const shown = acknowledged.filter(({ number }) => found.has(number));
  return {
    ...counts,
    after: {
      found: shown.length,
      foundUnanswered: unanswered.filter(({ number }) => found.has(number)).length,
      ...(renamed === 0 && { lostNumbers: numbersOutside(acknowledged, found) }),
      ...(retrieved && {
        retrieved: acknowledged.filter(({ number }) => retrieved.has(number)).length,
        notRetrievedNumbers: numbersOutside(shown, retrieved),
      }),
      ...(retrieved && method && { method }),
    },
  };
}

function numbersOutside(
  objects: readonly NumberedObject[],
  there: ReadonlySet<number>,
): readonly number[] {
  return objects.map(({ number }) => number).filter((number) => !there.has(number));
}
