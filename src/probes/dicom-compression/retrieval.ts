import {
  chooseEncoding,
  encodeDataset,
  type GetOutcome,
  type MoveOutcome,
  type ObjectReceiver,
  QUERY_RETRIEVE_SOP_CLASSES,
  receiveObjects,
} from '../../protocols/dicom/index.ts';
import type { StudyIdentity } from '../../test-study/index.ts';
import { codeOfTrouble } from '../shared/dicom-trouble.ts';
import { isTaken, type Session } from './session.ts';
import { tellStatus } from './store-study.ts';
import type { TestImage } from './test-study.ts';

/** What is asked for: images of the study, in these transfer syntaxes and no other. */
export interface ImageRequest {
  readonly identity: StudyIdentity;
  readonly images: readonly TestImage[];
  readonly transferSyntaxUids: readonly string[];
}

/** One object that came. */
export interface ReceivedImage {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** That it is said to be in. */
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** What one request came to. */
export interface Retrieval {
  readonly received: readonly ReceivedImage[];
  /** Why not everything came. */
  readonly refusal?: string;
}

/** A way to ask an archive for images. */
export interface Way {
  readonly name: 'get' | 'move' | 'wado-rs';
  /** `undefined`, with a note, when the way leads nowhere whatever is asked for: it is not tried again. */
  readonly retrieve: (request: ImageRequest) => Promise<Retrieval | undefined>;
}

/** More than our images have, compressed or not. */
const mostBytes = 64 * 1024 * 1024;

/** The retrieve classes of both models, study root first: every archive that retrieves has it (PS3.4 C.6). */
export const RETRIEVE_CLASSES = {
  get: [QUERY_RETRIEVE_SOP_CLASSES.studyRootGet.uid, QUERY_RETRIEVE_SOP_CLASSES.patientRootGet.uid],
  move: [
    QUERY_RETRIEVE_SOP_CLASSES.studyRootMove.uid,
    QUERY_RETRIEVE_SOP_CLASSES.patientRootMove.uid,
  ],
} as const;

const patientRoot: readonly string[] = [
  QUERY_RETRIEVE_SOP_CLASSES.patientRootGet.uid,
  QUERY_RETRIEVE_SOP_CLASSES.patientRootMove.uid,
];

/** The retrieve class to use; `undefined` when the service is not offered. */
export function findOffered(
  association: Parameters<typeof isTaken>[0],
  service: 'get' | 'move',
): string | undefined {
  return RETRIEVE_CLASSES[service].find((uid) => isTaken(association, uid));
}

/** The identifier of the images' series (PS3.4 C.4.3.1.3.2); each image is in one of its own. */
export function encodeRequest(
  { identity, images }: ImageRequest,
  sopClassUid: string,
  transferSyntaxUid: string,
): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) throw new Error(`${transferSyntaxUid} was not proposed`);
  const series = images.map(({ seriesInstanceUid }) => seriesInstanceUid).join('\\');
  return encodeDataset(
    [
      { tag: 0x00080052, vr: 'CS', text: 'SERIES' },
      ...(patientRoot.includes(sopClassUid)
        ? [{ tag: 0x00100020, vr: 'LO' as const, text: identity.patientId }]
        : []),
      { tag: 0x0020000d, vr: 'UI', text: identity.studyInstanceUid },
      { tag: 0x0020000e, vr: 'UI', text: series },
    ],
    encoding,
  );
}

/** Receives objects of our study, also under a new SOP Instance UID; nothing else is kept. */
export async function makeReceiver({ identity, images }: ImageRequest): Promise<{
  readonly receiver: ObjectReceiver;
  readonly received: readonly ReceivedImage[];
}> {
  const received: ReceivedImage[] = [];
  const receiver = await receiveObjects({
    to: {
      kind: 'memory',
      onObject: ({ sopClassUid, sopInstanceUid, transferSyntaxUid }, dataset) => {
        received.push({ sopClassUid, sopInstanceUid, transferSyntaxUid, dataset });
      },
    },
    only: ({ studyInstanceUid }) => studyInstanceUid === identity.studyInstanceUid,
    // Room for a peer that sends the study twice, once as it is.
    maxObjects: images.length * 2,
    maxBytes: mostBytes,
  });
  return { receiver, received };
}

/** Why not everything came, from the final response; `undefined` when it says that everything did. */
export function tellOutcome(
  outcome: GetOutcome | MoveOutcome,
  { receiver, received }: { receiver: ObjectReceiver; received: readonly ReceivedImage[] },
  asked: number,
): string | undefined {
  const refused = Object.entries(receiver.refusals()).map(
    ([reason, count]) => `${count} ${reason}`,
  );
  const { failed = 0 } = outcome.subOperations;
  if (failed > 0) refused.unshift(`${failed} failed`);
  const told = (what: string): string => [what, ...refused].join(', ');
  if (outcome.kind === 'cancel-ignored') return told('too long');
  if (outcome.kind !== 'status') return told(codeOfTrouble(outcome));
  if (outcome.stoppedBy !== undefined) return told(`stopped: ${outcome.stoppedBy}`);
  const { code, category } = outcome.status;
  return category === 'success' && received.length >= asked && refused.length === 0
    ? undefined
    : told(tellStatus(code));
}

/** The service is not offered, which the first request shows. */
export function noteMissing(session: Session, service: string): undefined {
  session.notes.add(session.words.notOffered(service));
  return undefined;
}
