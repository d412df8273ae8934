import { setTimeout as sleep } from 'node:timers/promises';
import type { Elements } from '../dicom/read-values.ts';
import type { ProcedureStep } from '../pacs/procedure-steps.ts';
import type { RisBehaviour } from './behaviour.ts';
import { buildResult, describeResult, type ResultContent } from './build-result.ts';
import type { KeyImage } from './key-image.ts';
import { isSimulatedPatientId } from './read-order.ts';
import type { ResultSender } from './result-sender.ts';
import { spoilResult } from './spoil-result.ts';
import type { Worklist, WorklistEntry } from './worklist.ts';

/** A person would take minutes. */
const signingMs = 300;
const correctingMs = 300;
/** Without word that the examination is done, images that stopped coming say so. */
const quietMs = 1_500;

/** What a radiologist of the simulated hospital works with. */
export interface ReadingRoom {
  readonly worklist: Worklist;
  readonly sender: ResultSender;
  readonly behaviour: Pick<RisBehaviour, 'reports' | 'corrections'>;
  /** The key image of an examination. Never rejects. */
  readonly drawKeyImage: (entry: WorklistEntry) => Promise<KeyImage>;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/**
 * Signs the report of each examination soon after it was done, and changes those of ordered ones soon after that, so that
 * a followed case need not wait for a person.
 */
export class Radiologist {
  readonly #room: ReadingRoom;
  readonly #signed = new Set<string>();
  /** When the last image of an order came. */
  readonly #lastImage = new Map<string, number>();

  constructor(room: ReadingRoom) {
    this.#room = room;
  }

  /** An examination was reported done. */
  readonly onStepCompleted = (step: ProcedureStep): void => {
    for (const accession of step.accessionNumbers) {
      const entry = this.#room.worklist.complete(accession);
      if (entry !== undefined) void this.#signAfter(signingMs, entry.placerOrderNumber);
    }
  };

  /** An image came into the archive. */
  readonly onImage = (image: Elements): void => {
    const placer = this.#room.worklist.entryOfImage(image)?.placerOrderNumber;
    if (placer === undefined || this.#signed.has(placer)) return;
    const isFirst = !this.#lastImage.has(placer);
    this.#lastImage.set(placer, performance.now());
    if (isFirst) void this.#signWhenQuiet(placer);
  };

  async #signWhenQuiet(placer: string): Promise<void> {
    for (;;) {
      const left = (this.#lastImage.get(placer) ?? 0) + quietMs - performance.now();
      if (left <= 0) break;
      if (!(await this.#pause(left))) return;
    }
    await this.#signAfter(0, placer);
  }

  /** Once for each order, and only while it stands. */
  async #signAfter(ms: number, placer: string): Promise<void> {
    if (this.#signed.has(placer)) return;
    this.#signed.add(placer);
    this.#lastImage.delete(placer);
    const { behaviour } = this.#room;
    if (!(await this.#pause(ms)) || behaviour.reports === 'never') return;
    const isPreliminary = behaviour.reports === 'preliminary';
    const taken = await this.#report(placer, isPreliminary ? 'P' : 'F');
    if (!taken || isPreliminary || behaviour.corrections === 'never') return;
    if (await this.#pause(correctingMs)) await this.#report(placer, 'C');
  }

  /** Whether somebody took it, and may want it changed. */
  async #report(placer: string, status: ResultContent['status']): Promise<boolean> {
    const { worklist, sender, behaviour, drawKeyImage } = this.#room;
    const entry = worklist.entry(placer);
    if (entry === undefined) return false;
    const isOrdered = !isSimulatedPatientId(entry.patientId);
    if (status === 'C' && !isOrdered) return false;
    const key = await drawKeyImage(entry);
    const content: ResultContent = {
      ...describeResult(entry, status),
      ...key,
    };
    const result = await buildResult(spoilResult(content, behaviour));
    return await sender.send(result, isOrdered);
  }

  /** False when the work ended meanwhile. */
  async #pause(ms: number): Promise<boolean> {
    const { signal } = this.#room;
    try {
      await sleep(ms, undefined, { ref: false, signal });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }
}
