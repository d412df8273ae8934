import type { SeriesKey } from '../../challenge/index.ts';
import type { StoredObject } from '../dicom/services.ts';
import type { SimulatedChallenge } from './simulated-challenge.ts';

/** Seven MB in 22 objects: a user may send series of a study, and who waits for it waits less. */
const shortSeries: readonly SeriesKey[] = [
  'cr-pa',
  'cr-ll',
  'mr-axial',
  'mr-coronal',
  'measurement',
];

/** The objects of the short series of a challenge study. */
export function chooseShortSeries({ challenge, objects }: SimulatedChallenge): StoredObject[] {
  const chosen = new Set(
    challenge.series
      .filter(({ key }) => shortSeries.includes(key))
      .flatMap((one) => one.objects.map(({ sopInstanceUid }) => sopInstanceUid)),
  );
  return objects.filter(({ sopInstanceUid }) => chosen.has(sopInstanceUid));
}
