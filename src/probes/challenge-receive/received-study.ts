import { judgeObject, type Originals, type PixelVerdict } from '../../challenge-artefacts/index.ts';
import type { PixelCodecs } from '../../pixels/index.ts';
import {
  type ObjectReceiver,
  type RefusalCounts,
  receiveObjects,
} from '../../protocols/dicom/index.ts';
import { isTestPatientId } from '../../synthetic/index.ts';

/** What one sender sent. */
export interface FromSender {
  /** By the SOP Instance UID of the original. */
  readonly originals: Map<string, PixelVerdict>;
  readonly extras: Set<string>;
  readonly transferSyntaxes: Set<string>;
  /** Some of it was sent for a C-MOVE of somebody else. */
  byRetrieval: boolean;
}

/** Takes the challenge study from whoever sends it, and refuses everything else. */
export interface StudyInbox {
  readonly handler: ObjectReceiver['handler'];
  readonly senders: ReadonlyMap<string, FromSender>;
  /** What was refused, without what a C-MOVE of this tool had called for. */
  readonly refusals: () => RefusalCounts;
  /** Original objects that have come, from whomever. */
  readonly count: () => number;
}

const MAX_OBJECTS = 3_000;
const MAX_BYTES = 1024 * 1024 * 1024;

/** Objects of ours are compared as they come and let go; of any other nothing is kept, not even its sender. */
export async function openInbox(
  originals: Originals,
  codecs: PixelCodecs,
  ownAe: string,
  signal: AbortSignal,
): Promise<StudyInbox> {
  const senders = new Map<string, FromSender>();
  let ownMoves = 0;
  const { studyInstanceUid } = originals.challenge.study;
  const receiver = await receiveObjects({
    to: {
      kind: 'memory',
      onObject: async ({ peer, moveOriginatorAeTitle, ...object }, dataset) => {
        const title = peer.aeTitle.trim();
        const sender = senders.get(title) ?? startSender();
        senders.set(title, sender);
        sender.transferSyntaxes.add(object.transferSyntaxUid);
        if (moveOriginatorAeTitle !== undefined) sender.byRetrieval = true;
        const judged = await judgeObject({ ...object, dataset }, originals, codecs, signal);
        if (judged.kind === 'original') {
          sender.originals.set(judged.original.sopInstanceUid, judged.pixels);
        } else sender.extras.add(object.sopInstanceUid);
      },
    },
    only: (candidate) => {
      // No person sent what this tool asked for.
      const isOwnMove = candidate.moveOriginatorAeTitle?.trim() === ownAe;
      if (isOwnMove) ownMoves += 1;
      const isOfStudy =
        originals.byUid.has(candidate.sopInstanceUid) ||
        candidate.studyInstanceUid === studyInstanceUid;
      return !isOwnMove && isOfStudy && isTestPatientId(candidate.patientId ?? '');
    },
    maxObjects: MAX_OBJECTS,
    maxBytes: MAX_BYTES,
  });
  return {
    handler: receiver.handler,
    senders,
    refusals: () => {
      const refusals = receiver.refusals();
      return { ...refusals, 'not-ours': (refusals['not-ours'] ?? 0) - ownMoves };
    },
    count: () => [...senders.values()].reduce((sum, one) => sum + one.originals.size, 0),
  };
}

function startSender(): FromSender {
  return {
    originals: new Map(),
    extras: new Set(),
    transferSyntaxes: new Set(),
    byRetrieval: false,
  };
}
