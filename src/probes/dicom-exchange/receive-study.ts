import {
  type ObjectReceiver,
  type ReceivedObject,
  receiveObjects,
} from '../../protocols/dicom/index.ts';
import { type ComparedObject, compareObject } from './compare-study.ts';
import type { StoredStudy } from './store-study.ts';

/** A small object that came back, kept as proof. */
export interface ProofObject {
  readonly received: ReceivedObject;
  readonly dataset: Buffer;
}

/** Receives one study: each object is compared as it comes, and let go. */
export interface StudyReceiver {
  readonly handler: ObjectReceiver['handler'];
  readonly compared: () => readonly ComparedObject[];
  /** Objects that were offered and are not ours. */
  readonly foreign: () => number;
  /** Ours, but not kept: broken on the way, or with two contents under one UID. */
  readonly spoilt: () => number;
  readonly proof: () => ProofObject | undefined;
}

const mostProofBytes = 1_000_000;
const mostBytes = 512 * 1024 * 1024;

/** Makes ready to receive what was stored; anything else is refused, and nothing of it is kept. */
export async function makeStudyReceiver({ accepted }: StoredStudy): Promise<StudyReceiver> {
  const sent = new Map(accepted.map((one) => [one.object.sopInstanceUid, one]));
  const compared: ComparedObject[] = [];
  let proof: ProofObject | undefined;
  let proofHasPixels = false;
  const receiver = await receiveObjects({
    to: {
      kind: 'memory',
      onObject: (received, dataset) => {
        const original = sent.get(received.sopInstanceUid);
        if (original === undefined) return;
        const one = compareObject(original, received, dataset);
        compared.push(one);
        if (one.theirs === undefined || dataset.length > mostProofBytes) return;
        const isBetter =
          proof === undefined ||
          (hasPixels(one) && dataset.length < proof.dataset.length) ||
          (hasPixels(one) && !proofHasPixels);
        if (!isBetter) return;
        // The smallest image says enough, and more than a document.
        proof = { received, dataset: Buffer.from(dataset) };
        proofHasPixels = hasPixels(one);
      },
    },
    only: ({ sopInstanceUid }) => sent.has(sopInstanceUid),
    maxObjects: sent.size,
    maxBytes: mostBytes,
  });
  const count = (...reasons: (keyof ReturnType<ObjectReceiver['refusals']>)[]): number =>
    reasons.reduce((sum, reason) => sum + (receiver.refusals()[reason] ?? 0), 0);
  return {
    handler: receiver.handler,
    compared: () => compared,
    foreign: () => count('not-ours', 'invalid-uid'),
    spoilt: () => count('unreadable', 'uid-mismatch', 'conflicting-repeat'),
    proof: () => proof,
  };
}

function hasPixels({ sent }: ComparedObject): boolean {
  return sent.object.pixels !== undefined;
}
