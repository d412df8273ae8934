import type { NodeConnection } from '../../probes/shared/connect-node.ts';
import type { DicomTrouble } from '../../probes/shared/dicom-trouble.ts';
import {
  type Association,
  type ContextProposal,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import { ATTRIBUTES } from '../../synthetic/attributes.ts';
import {
  encodeObject,
  SYNTHETIC_TRANSFER_SYNTAX,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import { toElements } from '../../synthetic/to-elements.ts';

/** What became of one object. */
export type ObjectState = 'accepted' | 'refused' | 'unanswered';

/** What became of a study. */
export interface StoringResult {
  /** In the order of the objects. */
  readonly states: readonly ObjectState[];
  /** Something was handed over: it may be there whatever was answered. */
  readonly mayBeThere: boolean;
  /** Why the first association, or the one after it, could not be opened. */
  readonly trouble?: DicomTrouble;
  /** Objects that the node did not take as they are: name and status. */
  readonly refusals: readonly { readonly name: string; readonly code?: number }[];
  readonly simulated: boolean;
}

/** The node may break the connection over an object; it is opened again for the rest, this many times. */
const mostReopenings = 3;
const mostRefusals = 20;
const storeMs = 60_000;
/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;
const syntaxes = [SYNTHETIC_TRANSFER_SYNTAX, IMPLICIT_VR_LITTLE_ENDIAN] as const;

/** Each SOP class in each of our two encodings (PS3.8 7.1.1.13). */
export function proposeObjects(objects: readonly SyntheticObject[]): ContextProposal[] {
  return [...new Set(objects.map(({ sopClassUid }) => sopClassUid))].flatMap((abstractSyntax) =>
    syntaxes.map((one) => ({ abstractSyntax, transferSyntaxes: [one] })),
  );
}

/**
 * Stores objects one after the other; never more than one is in memory. Stops, without throwing, when the signal fires.
 * @param onFirst - called before the first object is handed over
 */
export async function storeStudy(
  { options }: NodeConnection,
  objects: readonly SyntheticObject[],
  onFirst: () => Promise<void>,
  onStored: (count: number) => void,
  signal: AbortSignal,
): Promise<StoringResult> {
  const states: ObjectState[] = [];
  const refusals: StoringResult['refusals'][number][] = [];
  const contexts = proposeObjects(objects);
  let association: Association | undefined;
  let openings = 0;
  let mayBeThere = false;
  let simulated = false;
  let trouble: DicomTrouble | undefined;
  try {
    for (const object of objects) {
      if (association?.ending !== undefined) association = undefined;
      if (association === undefined) {
        if (signal.aborted || openings > mostReopenings) break;
        openings += 1;
        const opened = await openAssociation({ ...options, contexts, signal });
        if (opened.kind !== 'accepted') {
          trouble = opened;
          break;
        }
        ({ association } = opened);
        simulated ||= simulatorVersion.test(association.peer.implementationVersion ?? '');
      }
      const transferSyntaxUid = chooseSyntax(association, object.sopClassUid);
      if (transferSyntaxUid === undefined) {
        states.push('refused');
        if (refusals.length < mostRefusals) refusals.push({ name: object.name });
        continue;
      }
      if (!mayBeThere) await onFirst();
      mayBeThere = true;
      const outcome = await association.store({
        sopClassUid: object.sopClassUid,
        sopInstanceUid: object.sopInstanceUid,
        transferSyntaxUid,
        dataset: { kind: 'bytes', bytes: encodeFor(object, transferSyntaxUid) },
        maxMs: storeMs,
      });
      if (outcome.kind === 'status') {
        const { category, code } = outcome.status;
        const isTaken = category === 'success' || category === 'warning';
        states.push(isTaken ? 'accepted' : 'refused');
        if (!isTaken && refusals.length < mostRefusals) refusals.push({ name: object.name, code });
      } else states.push('unanswered');
      onStored(states.length);
    }
  } finally {
    if (association !== undefined && association.ending === undefined) await association.release();
  }
  while (states.length < objects.length) states.push('unanswered');
  return { states, mayBeThere, refusals, simulated, ...(trouble && { trouble }) };
}

function chooseSyntax({ contexts }: Association, sopClassUid: string): string | undefined {
  return syntaxes.find((one) =>
    contexts.some(
      ({ abstractSyntax, outcome }) =>
        abstractSyntax === sopClassUid &&
        outcome.state === 'accepted' &&
        outcome.transferSyntax === one,
    ),
  );
}

function encodeFor(object: SyntheticObject, transferSyntaxUid: string): Buffer {
  if (transferSyntaxUid !== IMPLICIT_VR_LITTLE_ENDIAN) return encodeObject(object);
  const { attributes, textForm, pixels } = object;
  const elements = toElements(attributes, textForm);
  // A copy of each frame, since the next may be drawn into the same memory.
  const frames =
    pixels === undefined ? [] : [...pixels.frames()].map((frame) => Buffer.from(frame));
  return encodeDataset(
    pixels === undefined
      ? elements
      : [
          ...elements,
          { tag: ATTRIBUTES.PixelData[0], vr: pixels.vr, bytes: Buffer.concat(frames) },
        ],
    'implicit-little-endian',
  );
}
