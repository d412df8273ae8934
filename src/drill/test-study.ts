import type { DicomNode, DicomwebEndpoint, Facility, Inbound } from '../facility/schema.ts';
import type { ProbeContext } from '../probes/contract.ts';
import type { NodeConnection } from '../probes/shared/connect-node.ts';
import {
  makeCtSeries,
  planStudy,
  SMALLEST_IMAGE,
  type SyntheticObject,
} from '../synthetic/index.ts';
import {
  describeTestStudy,
  type RemovalContext,
  removeTestStudy,
  type StudyIdentity,
  type StudyPlace,
  type StudyRemoval,
} from '../test-study/index.ts';
import { analyseLoss, type LossAnalysis, type NumberedObject } from './analyse-loss.ts';
import { findNumbered } from './find-numbered.ts';
import { tellElsewhere } from './messages.ts';
import { retrieveNumbered } from './retrieve-numbered.ts';
import { storeNumbered } from './store-numbered.ts';

/** An archive that numbered objects are stored in while its nodes are failed over. */
export interface StoringTarget {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly connection: NodeConnection;
  /** Of the same archive, for removal. */
  readonly dicomweb?: DicomwebEndpoint;
  /** Where a C-MOVE can reach us. */
  readonly receive?: Inbound;
  readonly removal: NonNullable<Facility['testData']>['removal'];
}

/** How long and how often. */
export interface StoringPatience {
  readonly intervalMs: number;
  readonly storeMs: number;
  /** How long an archive may take to show what it acknowledged. */
  readonly settleMs: number;
  readonly removalMs: number;
}

type StudyContext = RemovalContext & Pick<ProbeContext, 'journal'>;

/** All of the finding and fetching back. */
const checkMs = 300_000;
const mostObjects = 1_000;
const shortestIntervalMs = 1_000;

/** How often an object is stored: so that at most {@link mostObjects} are, however long the drill. */
export function chooseStoreInterval(sampleIntervalMs: number, maxMs: number): number {
  return Math.max(sampleIntervalMs, shortestIntervalMs, Math.ceil(maxMs / mostObjects));
}

/** One study of numbered images at one archive: journalled, stored, looked for, removed. */
export class NumberedTestStudy {
  readonly #target: StoringTarget;
  readonly #context: StudyContext;
  readonly #patience: StoringPatience;
  readonly #plan = planStudy();
  readonly #series: readonly SyntheticObject[];
  #stored: readonly NumberedObject[] | undefined;
  #isAnnounced = false;
  #wasSeen = false;
  #lost = 0;

  constructor(
    target: StoringTarget,
    context: StudyContext,
    patience: StoringPatience,
    maxMs: number,
  ) {
    this.#target = target;
    this.#context = context;
    this.#patience = patience;
    const slices = Math.max(1, Math.min(mostObjects, Math.ceil(maxMs / patience.intervalMs)));
    this.#series = makeCtSeries(this.#plan, { slices, ...SMALLEST_IMAGE, key: 'drill' });
  }

  get nodeId(): string {
    return this.#target.node.id;
  }

  /** Journals the study, then stores until the signal fires. */
  async send(startedAtMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await this.#context.journal({ ...this.#effect(), state: 'planned' });
    this.#isAnnounced = true;
    const { options } = this.#target.connection;
    this.#stored = await storeNumbered(this.#series, options, startedAtMs, {
      ...this.#patience,
      signal,
    });
    if (this.#mayBeThere()) await this.#context.journal({ ...this.#effect(), state: 'sent' });
  }

  /** Looks for what was acknowledged. `detail` says why the archive could not be asked. */
  async check(
    isHurried: boolean,
  ): Promise<{ readonly loss: LossAnalysis; readonly detail?: string }> {
    const objects = this.#stored ?? [];
    const { node, connection, receive } = this.#target;
    if (!this.#mayBeThere()) return { loss: analyseLoss(node.id, objects, undefined) };
    const signal = AbortSignal.timeout(checkMs);
    const [first] = this.#series;
    const study = {
      studyInstanceUid: this.#plan.studyInstanceUid,
      seriesInstanceUid: first?.seriesInstanceUid ?? '',
      objects: objects.filter(({ outcome }) => outcome !== 'unsent'),
    };
    const settleMs = isHurried ? 0 : this.#patience.settleMs;
    const seen = await findNumbered(this.#target, study, settleMs, this.#context, signal);
    if (!seen.ok) return { loss: analyseLoss(node.id, objects, undefined), detail: seen.detail };
    this.#wasSeen = seen.found.size > 0;
    const back =
      isHurried || !this.#wasSeen
        ? undefined
        : await retrieveNumbered(connection.options, study, receive, signal);
    const loss = analyseLoss(node.id, objects, { ...seen, ...back });
    this.#lost = loss.after?.lostNumbers?.length ?? 0;
    return { loss };
  }

  /** Removes the study and journals what became of it; `undefined` when nothing was ever sent. */
  async remove(): Promise<StudyRemoval | undefined> {
    if (!this.#isAnnounced) return undefined;
    const removal = this.#mayBeThere()
      ? this.#weigh(
          await removeTestStudy(
            this.#place(),
            this.#identity(),
            this.#target.removal,
            this.#context,
            AbortSignal.timeout(this.#patience.removalMs),
            { seenBefore: this.#wasSeen },
          ),
        )
      : ({ state: 'removed-verified', note: 'neverStored' } as const);
    await this.#context.journal({ ...this.#effect(), state: removal.state, note: removal.note });
    return removal;
  }

  /** Images that were acknowledged and are not seen may lie on the node that was taken down, and come back with it. */
  #weigh(removal: StudyRemoval): StudyRemoval {
    if (removal.state === 'left' || this.#lost === 0) return removal;
    const detail = tellElsewhere(this.#lost, this.#context.language);
    return { state: 'left', note: 'unverified', detail };
  }

  /** Unknown outcomes count as there. */
  #mayBeThere(): boolean {
    if (this.#stored === undefined) return this.#isAnnounced;
    return this.#stored.some(
      ({ outcome }) => outcome === 'acknowledged' || outcome === 'unanswered',
    );
  }

  #place(): StudyPlace {
    const { node, callingAe, dicomweb } = this.#target;
    return { kind: 'dicom', node, callingAe, ...(dicomweb && { dicomweb }) };
  }

  /** What may be there, for the removal. */
  #identity(): StudyIdentity {
    const sent = new Set(
      this.#stored
        ?.filter(({ outcome }) => outcome !== 'unsent')
        .map(({ sopInstanceUid }) => sopInstanceUid),
    );
    return {
      ...this.#names(),
      instances: this.#series.filter(
        ({ sopInstanceUid }) => this.#stored === undefined || sent.has(sopInstanceUid),
      ),
    };
  }

  /** Every entry of the journal says the same: how many are sent is not known when it is begun. */
  #effect() {
    const effect = describeTestStudy(this.#place(), { ...this.#names(), instances: [] });
    return {
      ...effect,
      identifiers: { ...effect.identifiers, instances: `0-${this.#series.length}` },
    };
  }

  #names() {
    const { studyInstanceUid, patientId, accessionNumber } = this.#plan;
    return { studyInstanceUid, patientId, accessionNumber };
  }
}
