import { chooseEncoding } from '../data/choose-encoding.ts';
import { encodeDataset } from '../data/encode-dataset.ts';
import { type ReadDataset, readDataset } from '../data/read-dataset.ts';

const TRANSACTION_UID = 0x00081195;
const FAILED_SOP_SEQUENCE = 0x00081198;
const REFERENCED_SOP_SEQUENCE = 0x00081199;
const REFERENCED_SOP_CLASS_UID = 0x00081150;
const REFERENCED_SOP_INSTANCE_UID = 0x00081155;
const FAILURE_REASON = 0x00081197;

/** Event Type ID of a Storage Commitment result (PS3.4 J.3.3.1). */
export const COMMITMENT_EVENT = { allCommitted: 1, failuresExist: 2 } as const;

/** A composite object by its UIDs. */
export interface ObjectReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** An object that the peer did not commit to. */
export interface FailedReference extends ObjectReference {
  /** Failure Reason (0008,1197), such as 0112H "no such object instance" (PS3.3 C.14.1.1). */
  readonly failureReason?: number;
}

/** A Storage Commitment result as reported (PS3.4 J.3.3). */
export interface CommitmentResult {
  readonly transactionUid: string;
  /** As sent: 1 says that all are committed, 2 that some are not; the lists are the proof. */
  readonly eventTypeId: number;
  readonly committed: readonly ObjectReference[];
  readonly failed: readonly FailedReference[];
}

/** A result, or why the data set is not one. */
export type CommitmentResultReading =
  | { readonly ok: true; readonly result: CommitmentResult }
  | { readonly ok: false; readonly message: string };

/**
 * Encodes the action information of a Storage Commitment request (PS3.4 J.3.2.1).
 * @throws RangeError for a transfer syntax that this layer does not write.
 */
export function encodeCommitmentRequest(
  transactionUid: string,
  objects: readonly ObjectReference[],
  transferSyntaxUid: string,
): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) throw new RangeError(`cannot write ${transferSyntaxUid}`);
  return encodeDataset(
    [
      { tag: TRANSACTION_UID, vr: 'UI', text: transactionUid },
      {
        tag: REFERENCED_SOP_SEQUENCE,
        vr: 'SQ',
        items: objects.map(({ sopClassUid, sopInstanceUid }) => [
          { tag: REFERENCED_SOP_CLASS_UID, vr: 'UI', text: sopClassUid },
          { tag: REFERENCED_SOP_INSTANCE_UID, vr: 'UI', text: sopInstanceUid },
        ]),
      },
    ],
    encoding,
  );
}

function readReference(item: ReadDataset): ObjectReference {
  return {
    sopClassUid: item.text(REFERENCED_SOP_CLASS_UID) ?? '',
    sopInstanceUid: item.text(REFERENCED_SOP_INSTANCE_UID) ?? '',
  };
}

function readFailure(item: ReadDataset): FailedReference {
  const raw = item.elements.get(FAILURE_REASON)?.raw;
  const reason = raw?.length === 2 ? { failureReason: raw.readUInt16LE() } : {};
  return { ...readReference(item), ...reason };
}

/** Reads the event information of an N-EVENT-REPORT of Storage Commitment (PS3.4 J.3.3.1). */
export function readCommitmentResult(
  dataset: Buffer,
  transferSyntaxUid: string,
  eventTypeId: number,
): CommitmentResultReading {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) return { ok: false, message: `cannot read ${transferSyntaxUid}` };
  const read = readDataset(dataset, encoding);
  if (!read.ok) return read;
  const transactionUid = read.dataset.text(TRANSACTION_UID);
  if (!transactionUid) return { ok: false, message: 'no Transaction UID' };
  return {
    ok: true,
    result: {
      transactionUid,
      eventTypeId,
      committed: (read.dataset.items(REFERENCED_SOP_SEQUENCE) ?? []).map(readReference),
      failed: (read.dataset.items(FAILED_SOP_SEQUENCE) ?? []).map(readFailure),
    },
  };
}
