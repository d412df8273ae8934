import type { ReadDataset, ReadElement } from '../protocols/dicom/data/read-dataset.ts';
import {
  formatTag,
  SPECIFIC_CHARACTER_SET,
} from '../protocols/dicom/data/value-representations.ts';
import { ATTRIBUTES, keywordOfTag } from './attributes.ts';
import {
  type ComparedValue,
  classifyChange,
  showValue,
  takeValue,
  type ValueChange,
} from './compare-values.ts';
import { isTestPatientId } from './study.ts';

/** Where a difference is. */
export interface DifferencePlace {
  /** Tag by tag from the outside in, items from 1: `(0040,A730)[1] > (0040,A160)`. */
  readonly path: string;
  readonly tag: number;
  /** Of an attribute that our objects have. */
  readonly keyword?: string;
}

/** One difference; values are absent when they may not be shown. */
export type DatasetDifference = DifferencePlace &
  (
    | { readonly kind: 'removed'; readonly ours?: string }
    | { readonly kind: 'added'; readonly theirs?: string }
    | {
        readonly kind: 'changed';
        readonly change: ValueChange;
        readonly ours?: string;
        readonly theirs?: string;
      }
    | { readonly kind: 'vr'; readonly ours: string; readonly theirs: string }
    | {
        readonly kind: 'character-set';
        readonly ours: readonly string[];
        readonly theirs: readonly string[];
      }
    | { readonly kind: 'item-count'; readonly ours: number; readonly theirs: number }
  );

/** What comparing two data sets found. */
export interface DatasetComparison {
  readonly differences: readonly DatasetDifference[];
  /** Differences beyond {@link MAX_DIFFERENCES}, counted only. */
  readonly omittedDifferences: number;
  /** Native Pixel Data; `absent` when neither side has any. */
  readonly pixels: 'absent' | 'equal' | 'padding' | 'different';
  /**
   * Why no value of either side is shown: what came back is not, or no longer only, ours, so that its values could
   * be a person's.
   */
  readonly withheld?: 'another-object' | 'another-patient';
}

/** Differences listed; ours, more than an object of ours has attributes. */
export const MAX_DIFFERENCES = 500;

const PIXEL_DATA = ATTRIBUTES.PixelData[0];

function findWithholding(ours: ReadDataset, theirs: ReadDataset): DatasetComparison['withheld'] {
  const instance = ATTRIBUTES.SOPInstanceUID[0];
  const [ourPatient, theirPatient] = [ours, theirs].map((dataset) =>
    dataset.text(ATTRIBUTES.PatientID[0])?.trim(),
  );
  if (ours.text(instance) === undefined || ours.text(instance) !== theirs.text(instance)) {
    return 'another-object';
  }
  const isOurs = ourPatient === theirPatient && isTestPatientId(ourPatient ?? '');
  return isOurs ? undefined : 'another-patient';
}

class Comparer {
  readonly differences: DatasetDifference[] = [];
  omitted = 0;
  readonly #showsValues: boolean;

  constructor(showsValues: boolean) {
    this.#showsValues = showsValues;
  }

  compare(ours: ReadDataset, theirs: ReadDataset, prefix: string): void {
    const tags = new Set([...ours.elements.keys(), ...theirs.elements.keys()]);
    for (const tag of [...tags].sort((a, b) => a - b)) {
      if (prefix === '' && tag === PIXEL_DATA) continue;
      const place = this.#place(tag, prefix);
      const ourElement = ours.elements.get(tag);
      const theirElement = theirs.elements.get(tag);
      if (tag === SPECIFIC_CHARACTER_SET) this.#compareCharacterSets(place, ours, theirs);
      else if (ourElement === undefined) this.#addAdded(place, theirs, theirElement);
      else if (theirElement === undefined) this.#addRemoved(place, ours, ourElement);
      else this.#compareElements(place, [ours, ourElement], [theirs, theirElement]);
    }
  }

  #place(tag: number, prefix: string): DifferencePlace {
    const keyword = keywordOfTag(tag);
    const path = `${prefix}${formatTag(tag)}`;
    return { path, tag, ...(keyword === undefined ? {} : { keyword }) };
  }

  #add(difference: DatasetDifference): void {
    if (this.differences.length < MAX_DIFFERENCES) this.differences.push(difference);
    else this.omitted += 1;
  }

  #show<K extends 'ours' | 'theirs'>(key: K, value: ComparedValue): { readonly [P in K]?: string } {
    const shown: { [P in K]?: string } = {};
    if (this.#showsValues) shown[key] = showValue(value);
    return shown;
  }

  #addRemoved(place: DifferencePlace, dataset: ReadDataset, element: ReadElement): void {
    const value = takeValue(element, dataset.characterSets, undefined);
    this.#add({ ...place, kind: 'removed', ...this.#show('ours', value) });
  }

  #addAdded(place: DifferencePlace, dataset: ReadDataset, element: ReadElement | undefined): void {
    if (element === undefined) return;
    const value = takeValue(element, dataset.characterSets, undefined);
    this.#add({ ...place, kind: 'added', ...this.#show('theirs', value) });
  }

  #compareCharacterSets(place: DifferencePlace, ours: ReadDataset, theirs: ReadDataset): void {
    const left = ours.declaredCharacterSets ?? [];
    const right = theirs.declaredCharacterSets ?? [];
    if (left.join('\\') === right.join('\\')) return;
    this.#add({ ...place, kind: 'character-set', ours: left, theirs: right });
  }

  #compareElements(
    place: DifferencePlace,
    [ours, ourElement]: readonly [ReadDataset, ReadElement],
    [theirs, theirElement]: readonly [ReadDataset, ReadElement],
  ): void {
    const { vr: ourVr } = ourElement;
    const { vr: theirVr } = theirElement;
    // Implicit VR says nothing about the VR, hence nothing different.
    if (ourVr !== undefined && theirVr !== undefined && ourVr !== theirVr) {
      this.#add({ ...place, kind: 'vr', ours: ourVr, theirs: theirVr });
    }
    if (ourElement.items !== undefined || theirElement.items !== undefined) {
      this.#compareItems(place, ourElement.items ?? [], theirElement.items ?? []);
      return;
    }
    const left = takeValue(ourElement, ours.characterSets, theirVr);
    const right = takeValue(theirElement, theirs.characterSets, ourVr);
    const change = classifyChange(left, right);
    if (change === undefined) return;
    const values = { ...this.#show('ours', left), ...this.#show('theirs', right) };
    this.#add({ ...place, kind: 'changed', change, ...values });
  }

  #compareItems(
    place: DifferencePlace,
    ours: readonly ReadDataset[],
    theirs: readonly ReadDataset[],
  ): void {
    if (ours.length !== theirs.length) {
      this.#add({ ...place, kind: 'item-count', ours: ours.length, theirs: theirs.length });
    }
    ours.forEach((item, index) => {
      const other = theirs[index];
      if (other !== undefined) this.compare(item, other, `${place.path}[${index + 1}] > `);
    });
  }
}

function comparePixels(ours: ReadDataset, theirs: ReadDataset): DatasetComparison['pixels'] {
  const left = ours.elements.get(PIXEL_DATA);
  const right = theirs.elements.get(PIXEL_DATA);
  if (left === undefined && right === undefined) return 'absent';
  if (left === undefined || right === undefined) return 'different';
  const value = (element: ReadElement): ComparedValue => takeValue(element, [], 'OW');
  const change = classifyChange({ ...value(left), vr: 'OW' }, { ...value(right), vr: 'OW' });
  if (change === undefined) return 'equal';
  return change === 'padding' ? 'padding' : 'different';
}

/**
 * Compares what we sent with what came back, tag by tag and item by item. Both are data sets with native pixels, in
 * implicit or explicit VR little endian. Values are shown only when what came back is the same instance and still
 * belongs to the test patient.
 */
export function compareDatasets(ours: ReadDataset, theirs: ReadDataset): DatasetComparison {
  const withheld = findWithholding(ours, theirs);
  const comparer = new Comparer(withheld === undefined);
  comparer.compare(ours, theirs, '');
  return {
    differences: comparer.differences,
    omittedDifferences: comparer.omitted,
    pixels: comparePixels(ours, theirs),
    ...(withheld === undefined ? {} : { withheld }),
  };
}
