import { createHmac } from 'node:crypto';
import { classifyModalities } from '../../probes/dicom-growth/modalities.ts';

/** A study that may be chosen, in memory only. */
export interface Candidate {
  readonly studyInstanceUid: string;
  /** Modalities in Study as the node wrote them. */
  readonly modalities: string | undefined;
}

/** The studies of one modality that were chosen. */
export interface ModalitySample {
  readonly modality: string;
  readonly candidates: number;
  /** In the order of the drawing. */
  readonly chosen: readonly string[];
}

/** Kinds of study in one hospital; ours. */
const MAX_MODALITIES = 40;

/**
 * Draws studies by lot, so that neither we nor the hospital picks them: each Study Instance UID gets the number
 * HMAC-SHA-256(seed, UID), and of each modality those with the smallest numbers are taken. The order in which a node
 * answers does not matter: the same seed over the same studies gives the same sample. A study of several imaging modalities
 * belongs to the one that comes first in the alphabet. Only the chosen UIDs are kept.
 */
export class Sampler {
  readonly #seed: string;
  readonly #perModality: number;
  readonly #drawn = new Map<string, { count: number; best: { lot: string; uid: string }[] }>();

  constructor(seed: string, perModality: number) {
    this.#seed = seed;
    this.#perModality = perModality;
  }

  /** Takes part in the drawing. */
  add({ studyInstanceUid, modalities }: Candidate): void {
    const modality = classifyModalities(modalities)[0] ?? 'unknown';
    let drawn = this.#drawn.get(modality);
    if (drawn === undefined) {
      if (this.#drawn.size === MAX_MODALITIES) return;
      drawn = { count: 0, best: [] };
      this.#drawn.set(modality, drawn);
    }
    const lot = createHmac('sha256', this.#seed).update(studyInstanceUid).digest('hex');
    const { best } = drawn;
    // A study that is listed twice is one study.
    if (best.some((one) => one.uid === studyInstanceUid)) return;
    drawn.count += 1;
    const last = best.at(-1);
    if (best.length === this.#perModality && last !== undefined && last.lot <= lot) return;
    best.push({ lot, uid: studyInstanceUid });
    best.sort((a, b) => (a.lot < b.lot ? -1 : 1));
    best.splice(this.#perModality);
  }

  /** What was drawn, by modality in the order of the alphabet. */
  samples(): ModalitySample[] {
    return [...this.#drawn.entries()]
      .map(([modality, { count, best }]) => ({
        modality,
        candidates: count,
        chosen: best.map((one) => one.uid),
      }))
      .sort((a, b) => (a.modality < b.modality ? -1 : 1));
  }
}
