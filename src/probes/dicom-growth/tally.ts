import type { InstanceCount } from './estimate-growth.ts';
import { OTHER_MODALITY } from './modalities.ts';
import type { CountedStudy } from './read-answer.ts';

/** Counts of studies of one kind. */
export interface KindCount extends InstanceCount {
  readonly studies: number;
  readonly studiesWithInstances: number;
}

/** A node that answered with every combination of modalities must not fill memory. */
const MOST_KINDS = 60;

/** Counts studies by their modalities, and keeps nothing else of them. */
export class StudyTally {
  readonly #kinds = new Map<string, KindCount>();

  /** Adds one study. */
  add(study: CountedStudy): void {
    this.#merge({
      modalities: study.modalities,
      studies: 1,
      studiesWithInstances: study.instances === undefined ? 0 : 1,
      instances: study.instances ?? 0,
    });
  }

  /** Adds all of another tally. */
  addAll(other: StudyTally): void {
    for (const kind of other.kinds) this.#merge(kind);
  }

  /** By kind, the most frequent first. */
  get kinds(): KindCount[] {
    const name = ({ modalities }: KindCount): string => modalities.join('+');
    return [...this.#kinds.values()].sort(
      (a, b) => b.studies - a.studies || (name(a) < name(b) ? -1 : 1),
    );
  }

  /** Sums over all kinds. */
  get total(): Omit<KindCount, 'modalities'> {
    const sum = { studies: 0, studiesWithInstances: 0, instances: 0 };
    for (const kind of this.#kinds.values()) {
      sum.studies += kind.studies;
      sum.studiesWithInstances += kind.studiesWithInstances;
      sum.instances += kind.instances;
    }
    return sum;
  }

  #merge(kind: KindCount): void {
    const known = this.#kinds.has(kind.modalities.join('+'));
    const modalities = known || this.#kinds.size < MOST_KINDS ? kind.modalities : [OTHER_MODALITY];
    const key = modalities.join('+');
    const before = this.#kinds.get(key) ?? { studies: 0, studiesWithInstances: 0, instances: 0 };
    this.#kinds.set(key, {
      modalities,
      studies: before.studies + kind.studies,
      studiesWithInstances: before.studiesWithInstances + kind.studiesWithInstances,
      instances: before.instances + kind.instances,
    });
  }
}
