import type { Originals } from '../../challenge-artefacts/index.ts';
import type { EditKind } from './facts.ts';
import type { GatheredStudy } from './studies.ts';

/** An edit that shows. */
export interface EditSighting {
  readonly kind: Exclude<EditKind, 'none'>;
  /** Absent where the list of studies alone cannot tell. */
  readonly seenByFind?: boolean;
  readonly seenByRetrieval: boolean;
}

/** What became of the originals, over all studies that hold some. */
export interface OriginalsNow {
  readonly found: number;
  readonly pixelsEqual: number;
  readonly pixelsChanged: number;
  /** Absent while not all could be retrieved. */
  readonly kept?: boolean;
  readonly studies: number;
}

/** Studies that hold originals. */
export function listHolders(studies: readonly GatheredStudy[]): readonly GatheredStudy[] {
  return studies.filter(({ originals }) => originals.length > 0);
}

/** Counts each original once, its best copy where there are several. */
export function countOriginals(
  studies: readonly GatheredStudy[],
  originals: Originals,
): OriginalsNow {
  const best = new Map<string, 'equal' | 'changed' | 'unread'>();
  for (const { original, pixels } of studies.flatMap((one) => one.originals)) {
    const verdict = pixels === 'equal' || pixels === 'unread' ? pixels : 'changed';
    const known = best.get(original.sopInstanceUid);
    if (known !== 'equal') {
      best.set(original.sopInstanceUid, verdict === 'unread' ? (known ?? verdict) : verdict);
    }
  }
  const count = (verdict: string): number =>
    [...best.values()].filter((one) => one === verdict).length;
  const [pixelsEqual, pixelsChanged] = [count('equal'), count('changed')];
  const isCertain = studies.every(({ isWhole }) => isWhole) && count('unread') === 0;
  const isKept = pixelsEqual === originals.objects.length;
  return {
    found: best.size,
    pixelsEqual,
    pixelsChanged,
    ...((isKept || pixelsChanged > 0 || isCertain) && { kept: isKept }),
    studies: listHolders(studies).length,
  };
}

/** The edits that the studies show beside the study as it was made. */
export function detectEdits(
  studies: readonly GatheredStudy[],
  originals: Originals,
): readonly EditSighting[] {
  const holders = listHolders(studies);
  const listsAll = holders.every((one) => one.listed.instances.length >= one.originals.length);
  const structural = [...new Set(holders.flatMap((one) => detectPlace(one, holders, originals)))];
  const { study } = originals.challenge;
  // What went into another study has taken over that study's identity: nobody corrected it.
  const alone = holders.filter(({ added }) => !added.some(({ isAcquired }) => isAcquired));
  const corrected = (
    kind: 'patient-corrected' | 'accession-corrected',
    isKept: (one: GatheredStudy) => boolean | undefined,
    isListed: (one: GatheredStudy) => boolean,
  ): EditSighting[] => {
    const isRetrieved = alone.some((one) => isKept(one) === false);
    const isSeen = alone.some((one) => !isListed(one));
    // The list alone tells of the id, not of name, birth date and sex.
    const isPatient = kind === 'patient-corrected';
    return isRetrieved || isSeen
      ? [
          {
            kind,
            seenByRetrieval: isRetrieved,
            ...((isSeen || !isPatient) && { seenByFind: isSeen }),
          },
        ]
      : [];
  };
  return [
    ...structural.map((kind) => ({ kind, seenByFind: listsAll, seenByRetrieval: true })),
    ...corrected(
      'patient-corrected',
      (one) => one.patientKept,
      ({ listed }) => listed.patientId === study.patientId,
    ),
    ...corrected(
      'accession-corrected',
      (one) => one.accessionKept,
      ({ listed }) => listed.accessionNumber === study.accessionNumber,
    ),
  ];
}

/** What one study's share of the originals shows. */
function detectPlace(
  holder: GatheredStudy,
  holders: readonly GatheredStudy[],
  { objects }: Originals,
): ('split' | 'merge' | 'series-moved')[] {
  const found: ('split' | 'merge' | 'series-moved')[] = [];
  const size = new Set(holder.originals.map((one) => one.original.sopInstanceUid)).size;
  const hasOthers = holder.added.some(({ isAcquired }) => isAcquired);
  const isWhole = size === objects.length;
  // Beside a copy that has all, a part is only a copy.
  const isDivided =
    holders.length > 1 && holders.every((one) => one.originals.length < objects.length);
  if (hasOthers) found.push(isWhole || !isDivided ? 'merge' : 'series-moved');
  else if (isDivided && !holders.some((one) => one.added.some((added) => added.isAcquired))) {
    found.push('split');
  }
  if (mixesSeries(holder)) found.push('series-moved');
  return found;
}

/** Originals of one series are in several, or those of several in one. */
function mixesSeries({ originals }: GatheredStudy): boolean {
  const seriesOf = new Map<string, Set<string>>();
  const keysOf = new Map<string, Set<string>>();
  for (const { original, seriesInstanceUid } of originals) {
    add(seriesOf, original.seriesInstanceUid, seriesInstanceUid);
    add(keysOf, seriesInstanceUid, original.seriesInstanceUid);
  }
  return [...seriesOf.values(), ...keysOf.values()].some((one) => one.size > 1);
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
