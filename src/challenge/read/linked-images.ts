import type { SeriesKey } from '../study/nonce.ts';
import type { Challenge } from '../study/plan-challenge.ts';
import type { ShownImage } from './judge-picture.ts';

/** Two images of different series in one picture. */
export interface ImagePair {
  readonly first: ShownImage;
  readonly second: ShownImage;
  /** How far apart they are along the patient. */
  readonly distanceMm: number;
  /** Half the distance of images in the coarser series: a viewer that links them shows nothing nearer. */
  readonly toleranceMm: number;
  readonly isSamePosition: boolean;
}

/** Axial series in one frame of reference. */
const LINKABLE: readonly SeriesKey[] = ['ct', 'pet', 'mr-axial'];

function positionMm(challenge: Challenge, image: ShownImage): number | undefined {
  const objects = challenge.series.find(({ key }) => key === image.series)?.objects ?? [];
  const location = objects[image.imageNumber - 1]?.attributes.SliceLocation;
  return location === undefined ? undefined : Number(location);
}

function spacingMm(challenge: Challenge, series: SeriesKey): number {
  const [object] = challenge.series.find(({ key }) => key === series)?.objects ?? [];
  return Number(object?.attributes.SliceThickness ?? 0);
}

/** The pairs of registered axial images that a picture shows, and whether each is at one position: a linked layout. */
export function findLinkedImages(challenge: Challenge, images: readonly ShownImage[]): ImagePair[] {
  const axial = images.filter(({ series }) => LINKABLE.includes(series));
  return axial.flatMap((first, index) =>
    axial.slice(index + 1).flatMap((second) => {
      const positions = [positionMm(challenge, first), positionMm(challenge, second)];
      const [a, b] = positions;
      if (first.series === second.series || a === undefined || b === undefined) return [];
      const distanceMm = Math.abs(a - b);
      const spacing = [first, second].map(({ series }) => spacingMm(challenge, series));
      const toleranceMm = Math.max(...spacing) / 2;
      return [
        { first, second, distanceMm, toleranceMm, isSamePosition: distanceMm <= toleranceMm },
      ];
    }),
  );
}
