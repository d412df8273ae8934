import { type Elements, readItems, readText } from '../dicom/read-values.ts';
import {
  type ProcedureStepServices,
  STATUS_DUPLICATE_INSTANCE,
  STATUS_MISSING_ATTRIBUTE,
  STATUS_NO_SUCH_INSTANCE,
  STATUS_OUT_OF_RESOURCES,
  STATUS_PROCESSING_FAILURE,
} from '../dicom/services.ts';

const maxSteps = 500;

const statuses = ['IN PROGRESS', 'COMPLETED', 'DISCONTINUED'] as const;

/** A performed procedure step as it stands. */
export interface ProcedureStep {
  readonly sopInstanceUid: string;
  readonly status: (typeof statuses)[number];
  /** Accession numbers of the scheduled steps that it performs. */
  readonly accessionNumbers: readonly string[];
  readonly attributes: Elements;
}

/**
 * The performed procedure steps that modalities reported (PS3.4 F.7): a step begins IN PROGRESS, and once COMPLETED or
 * DISCONTINUED it cannot be changed any more.
 */
export class ProcedureSteps implements ProcedureStepServices {
  readonly #steps = new Map<string, ProcedureStep>();
  readonly #onCompleted: (step: ProcedureStep) => void;

  /** @param onCompleted - told of each step that ends COMPLETED; must not throw. */
  constructor(onCompleted: (step: ProcedureStep) => void = () => undefined) {
    this.#onCompleted = onCompleted;
  }

  /** A step; `undefined` when none of that UID was created. */
  step(sopInstanceUid: string): ProcedureStep | undefined {
    return this.#steps.get(sopInstanceUid);
  }

  readonly create = (sopInstanceUid: string, attributes: Elements): number => {
    if (this.#steps.has(sopInstanceUid)) return STATUS_DUPLICATE_INSTANCE;
    const status = readText(attributes, 'PerformedProcedureStepStatus');
    if (status === undefined) return STATUS_MISSING_ATTRIBUTE;
    if (status !== 'IN PROGRESS') return STATUS_PROCESSING_FAILURE;
    if (this.#steps.size >= maxSteps) return STATUS_OUT_OF_RESOURCES;
    const accessionNumbers = readItems(attributes.ScheduledStepAttributesSequence).flatMap(
      (item) => readText(item, 'AccessionNumber') ?? [],
    );
    this.#steps.set(sopInstanceUid, { sopInstanceUid, status, accessionNumbers, attributes });
    return 0;
  };

  readonly set = (sopInstanceUid: string, changes: Elements): number => {
    const step = this.#steps.get(sopInstanceUid);
    if (step === undefined) return STATUS_NO_SUCH_INSTANCE;
    if (step.status !== 'IN PROGRESS') return STATUS_PROCESSING_FAILURE;
    const written = readText(changes, 'PerformedProcedureStepStatus') ?? step.status;
    const status = statuses.find((one) => one === written);
    if (status === undefined) return STATUS_PROCESSING_FAILURE;
    const changed: ProcedureStep = {
      ...step,
      status,
      attributes: { ...step.attributes, ...changes },
    };
    this.#steps.set(sopInstanceUid, changed);
    if (status === 'COMPLETED') this.#onCompleted(changed);
    return 0;
  };
}
