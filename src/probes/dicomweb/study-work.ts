import type { Attachment } from '../../evidence/evidence.ts';
import type { DicomwebEndpoint } from '../../facility/schema.ts';
import type {
  CallOptions,
  DicomWebConnection,
  DicomWebOutcome,
} from '../../protocols/dicomweb/index.ts';
import type { ProbeContext } from '../contract.ts';
import type { WantedContent } from './content-type.ts';
import { describeOutcome } from './describe-outcome.ts';
import type { DicomwebWords } from './messages.ts';
import type { DicomwebServiceRow } from './study-facts.ts';
import { ChangeTally } from './tally-changes.ts';
import { TextTally } from './tally-texts.ts';
import type { DicomwebPatience } from './target.ts';
import type { TestStudy } from './test-objects.ts';

/** What one service is said to have done, beside what every answer shows. */
export type ServiceResult = Omit<
  DicomwebServiceRow,
  'endpoint' | 'https' | 'status' | 'contentType' | 'ms'
>;

/** Everything seen of the test study so far; it stays when a later service fails. */
export class StudyRecord {
  readonly services: DicomwebServiceRow[] = [];
  readonly changes: ChangeTally;
  readonly texts: TextTally;
  readonly notes = new Set<string>();
  readonly attachments: Attachment[] = [];
  simulated = false;
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
    this.changes = new ChangeTally(endpoint);
    this.texts = new TextTally(endpoint);
  }

  /** Adds a row for one answer; what the result says goes before what the answer shows. */
  add(outcome: DicomWebOutcome<object>, wanted: WantedContent, result: ServiceResult): void {
    if (outcome.transport.fromSimulator === true) this.simulated = true;
    this.services.push({
      endpoint: this.#endpoint,
      https: outcome.transport.tls !== undefined,
      ...describeOutcome(outcome, wanted),
      ...result,
    });
  }
}

/** What the parts of a test share. */
export interface StudyWork {
  readonly endpoint: DicomwebEndpoint;
  readonly connection: DicomWebConnection;
  readonly test: TestStudy;
  readonly record: StudyRecord;
  readonly words: DicomwebWords;
  readonly context: ProbeContext;
  readonly patience: DicomwebPatience;
  /** Ends all work on the study but its removal. */
  readonly signal: AbortSignal;
}

/** The limits of one exchange. */
export function limitCall({ signal }: Pick<StudyWork, 'signal'>, deadlineMs: number): CallOptions {
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]) };
}
