import type { DicomFindRow, DicomRetrieveRow } from './reading-facts.ts';

/** Adds whether everything was found that the node had accepted; nothing is said where the node did not answer. */
export function concludeFind(row: DicomFindRow): DicomFindRow {
  const { expected, ours, capped } = row;
  if (expected === 0 || ours === undefined) return row;
  // A list that was cut off proves what is in it, not what is missing.
  if (capped === true && ours < expected) return row;
  return { ...row, complete: ours >= expected };
}

/** Adds whether all objects arrived, and whether all pixels that could be compared are as sent. */
export function concludeRetrieve(row: DicomRetrieveRow): DicomRetrieveRow {
  const { expected, received, pixelsCompared, pixelsIdentical } = row;
  return {
    ...row,
    ...(expected > 0 && received !== undefined && { complete: received >= expected }),
    ...(pixelsCompared !== undefined &&
      pixelsCompared > 0 &&
      pixelsIdentical !== undefined && { pixelsIntact: pixelsIdentical === pixelsCompared }),
  };
}
