import {
  describeTestStudy,
  type RemovalWay,
  removeTestStudy,
  type StudyPlace,
  type StudyRemoval,
  tellRemoval,
} from '../../test-study/index.ts';
import type { ProbeContext } from '../contract.ts';
import type { ExchangeStudy } from './make-studies.ts';
import type { ReachableNode } from './target.ts';

/** A test study that was, or may have been, put somewhere. */
interface PlacedStudy {
  readonly place: StudyPlace;
  readonly study: ExchangeStudy;
  /** SOP Instance UIDs of the objects that may be there. */
  readonly instances: Set<string>;
  /** A query showed it there. */
  wasSeen: boolean;
}

/** What became of one. */
export interface RemovedStudy {
  readonly placeId: string;
  readonly study: ExchangeStudy;
  readonly instances: number;
  readonly removal: StudyRemoval;
  readonly sentence: string;
}

/** What this step put where: written down before it is sent, and until it is gone or known to be left. */
export class Ledger {
  readonly #context: ProbeContext;
  readonly #placed: PlacedStudy[] = [];

  constructor(context: ProbeContext) {
    this.#context = context;
  }

  /** Journals that a study is about to be put at a place. Nothing may be sent before this has resolved. */
  async announce(reachable: ReachableNode, study: ExchangeStudy): Promise<Announcement> {
    const place = placeAt(reachable);
    const effect = describeTestStudy(place, study.identity);
    await this.#context.journal({ ...effect, state: 'planned' });
    const placed: PlacedStudy = { place, study, instances: new Set(), wasSeen: false };
    this.#placed.push(placed);
    return {
      mayHold: (sopInstanceUid) => placed.instances.add(sopInstanceUid),
      sent: () => this.#context.journal({ ...effect, state: 'sent' }),
      withdraw: async () => {
        this.#placed.splice(this.#placed.indexOf(placed), 1);
        const end = { state: 'removed-verified', note: 'neverStored' } as const;
        await this.#context.journal({ ...effect, ...end });
      },
    };
  }

  /** A query showed a study at a place: an empty answer after its removal is proof then. */
  markSeen(placeId: string, study: ExchangeStudy): void {
    for (const placed of this.#placed)
      if (idOf(placed.place) === placeId && placed.study === study) placed.wasSeen = true;
  }

  /**
   * Removes every study of this step from every place, side by side, and journals what became of each. All are tried
   * before an error is thrown.
   */
  async removeAll(way: RemovalWay, signal: AbortSignal): Promise<RemovedStudy[]> {
    const outcomes = await Promise.allSettled(
      this.#placed.splice(0).map((placed) => this.#remove(placed, way, signal)),
    );
    return outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  async #remove(
    { place, study, instances, wasSeen }: PlacedStudy,
    way: RemovalWay,
    signal: AbortSignal,
  ): Promise<RemovedStudy> {
    const there = study.identity.instances.filter((one) => instances.has(one.sopInstanceUid));
    const identity = { ...study.identity, instances: there };
    const options = { seenBefore: wasSeen };
    const removal = await removeTestStudy(place, identity, way, this.#context, signal, options);
    const { state, note } = removal;
    await this.#context.journal({ ...describeTestStudy(place, study.identity), state, note });
    const sentence = tellRemoval(removal, this.#context.language);
    return { placeId: idOf(place), study, instances: there.length, removal, sentence };
  }
}

/** What is still to be written down about an announced study. */
export interface Announcement {
  /** An object was sent there, whether or not it was answered. */
  readonly mayHold: (sopInstanceUid: string) => void;
  /** Journals that the sending is over. */
  readonly sent: () => Promise<void>;
  /** Journals that nothing was sent, so that there is nothing to remove. */
  readonly withdraw: () => Promise<void>;
}

function placeAt({ node, callingAe, dicomweb }: ReachableNode): StudyPlace {
  return { kind: 'dicom', node, callingAe, ...(dicomweb && { dicomweb }) };
}

function idOf(place: StudyPlace): string {
  return place.kind === 'dicom' ? place.node.id : place.endpoint.id;
}
