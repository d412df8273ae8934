import type { Outcome } from '../../findings/finding.ts';
import type { Language } from '../../locale/language.ts';
import type { Fault } from './fault.ts';
import { imageExchangeFaults } from './image-exchange.ts';
import { imageOutputFaults } from './image-outputs.ts';
import { infrastructureFaults } from './infrastructure.ts';
import { pacsFaults } from './pacs.ts';
import { risFaults } from './ris.ts';
import { viewerAndPaperFaults } from './viewer-and-papers.ts';
import { workflowFaults } from './workflow.ts';

/** Every fault, in the order of the criteria as far as one fault has one criterion. */
export const faults: readonly Fault[] = [
  ...infrastructureFaults,
  ...risFaults,
  ...workflowFaults,
  ...pacsFaults,
  ...imageExchangeFaults,
  ...imageOutputFaults,
  ...viewerAndPaperFaults,
];

/** The faults of a broken hospital when none are named: one of each kind that is often met. */
export const defaultFaults: readonly string[] = [
  'slow-port',
  'backup-too-old',
  'ris-nak',
  'no-jpeg2000',
  'expired-web-certificate',
  'layout-without-screenshot',
];

/** A fault as it is listed to a person or a program. */
export interface ListedFault {
  readonly name: string;
  readonly text: string;
  readonly level: Fault['level'];
  readonly changes: readonly {
    readonly criterion: string;
    readonly before: Outcome;
    readonly after: Outcome;
  }[];
}

/** All faults with their sentences in one language. */
export function listFaults(language: Language): readonly ListedFault[] {
  return faults.map(({ name, text, level, changes }) => ({
    name,
    text: text[language],
    level,
    changes: Object.entries(changes).map(([criterion, change]) => ({ criterion, ...change })),
  }));
}
