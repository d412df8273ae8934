import {
  chooseEncoding,
  type ReadDataset,
  type ReceivedObject,
  readDataset,
} from '../../protocols/dicom/index.ts';
import { compareDatasets, type DatasetComparison } from '../../synthetic/index.ts';
import type { SentObject } from './make-studies.ts';

/** One object that came back, laid beside the one that was sent. */
export interface ComparedObject {
  readonly sent: SentObject;
  readonly transferSyntaxUid: string;
  readonly bytesIdentical: boolean;
  /** `not-compared`: compressed. `unreadable`: not a data set. */
  readonly comparison:
    | { readonly kind: 'compared'; readonly result: DatasetComparison }
    | { readonly kind: 'pixels-not-compared'; readonly result: DatasetComparison }
    | { readonly kind: 'unreadable' };
  /** What came back, where it is an object that still is ours and nobody else's. */
  readonly theirs?: ReadDataset;
  readonly ours?: ReadDataset;
}

/** Pixel Data of undefined length, as only compressed frames have it (PS3.5 A.4): tag, OB, reserved, length. */
const encapsulatedPixels = Buffer.from('e07f10004f420000ffffffff', 'hex');

/** Compares what came back for an object of ours; native pixels are compared, compressed ones are left out. */
export function compareObject(
  sent: SentObject,
  received: Pick<ReceivedObject, 'transferSyntaxUid'>,
  dataset: Buffer,
): ComparedObject {
  const { transferSyntaxUid } = received;
  const bytesIdentical =
    transferSyntaxUid === sent.transferSyntaxUid && dataset.equals(sent.dataset);
  const base = { sent, transferSyntaxUid, bytesIdentical };
  const ours = readObject(sent.dataset, sent.transferSyntaxUid);
  const compressedAt = dataset.indexOf(encapsulatedPixels);
  const isCompressed = compressedAt >= 0 && sent.object.pixels !== undefined;
  const theirs = readObject(
    isCompressed ? dataset.subarray(0, compressedAt) : dataset,
    transferSyntaxUid,
  );
  if (ours === undefined || theirs === undefined)
    return { ...base, comparison: { kind: 'unreadable' } };
  const result = compareDatasets(ours, theirs);
  return {
    ...base,
    comparison: { kind: isCompressed ? 'pixels-not-compared' : 'compared', result },
    ours,
    ...(result.withheld === undefined && { theirs }),
  };
}

/** How many of the objects that came back are as they were sent. */
export function countIdentical(compared: readonly ComparedObject[]): {
  readonly bytesIdentical: number;
  readonly datasetIdentical: number;
  readonly pixelsCompared: number;
  readonly pixelsIdentical: number;
} {
  const withPixels = compared.flatMap(({ comparison }) =>
    comparison.kind === 'compared' && comparison.result.pixels !== 'absent'
      ? [comparison.result.pixels]
      : [],
  );
  return {
    bytesIdentical: compared.filter((one) => one.bytesIdentical).length,
    datasetIdentical: compared.filter(
      ({ comparison }) =>
        comparison.kind !== 'unreadable' &&
        comparison.result.differences.length + comparison.result.omittedDifferences === 0,
    ).length,
    pixelsCompared: withPixels.length,
    pixelsIdentical: withPixels.filter((pixels) => pixels !== 'different').length,
  };
}

function readObject(dataset: Buffer, transferSyntaxUid: string): ReadDataset | undefined {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) return undefined;
  const read = readDataset(dataset, encoding);
  return read.ok ? read.dataset : undefined;
}
