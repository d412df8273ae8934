import { chooseEncoding, type FindAnswer, readDataset } from '../../protocols/dicom/index.ts';
import { TEST_PATIENT_ID, TEST_PATIENT_PERSON_NAME } from '../../synthetic/index.ts';
import type { DicomQueryRow } from './facts.ts';

const tags = { patientName: 0x00100010, patientId: 0x00100020 } as const;
const longestTerm = 64;

type OwnFacts = Pick<
  DicomQueryRow,
  'ownAnswers' | 'declaredCharacterSet' | 'characterSetFits' | 'nameIntact'
>;

/**
 * Looks at those answers of a query that are about our own test patient: is the declared character set the one that the
 * bytes are in (PS3.5 6.1.2), and did the Vietnamese name survive? Answers about anybody else are not read further than
 * their patient id.
 */
export class OwnAnswers {
  #count = 0;
  #terms: string | undefined;
  #named = 0;
  #fitting = 0;
  #intact = 0;

  look({ identifier, transferSyntax }: FindAnswer): void {
    const encoding = chooseEncoding(transferSyntax);
    const read = encoding && readDataset(identifier, encoding);
    if (!read?.ok || read.dataset.text(tags.patientId)?.trim() !== TEST_PATIENT_ID) return;
    this.#count += 1;
    const { declaredCharacterSets = [] } = read.dataset;
    const terms = declaredCharacterSets.join('\\');
    if (terms !== '') this.#terms ??= terms.replace(/[^ -~]/g, '?').slice(0, longestTerm);
    const name = read.dataset.readText(tags.patientName);
    if (name === undefined || name.text.trim() === '') return;
    this.#named += 1;
    if (name.problems.length === 0) this.#fitting += 1;
    if (foldName(name.text) === foldName(TEST_PATIENT_PERSON_NAME)) this.#intact += 1;
  }

  /** One answer that fails is enough to say so; nothing is said of a name that never came. */
  facts(): OwnFacts {
    if (this.#count === 0) return {};
    return {
      ownAnswers: this.#count,
      ...(this.#terms !== undefined && { declaredCharacterSet: this.#terms }),
      ...(this.#named > 0 && {
        characterSetFits: this.#fitting === this.#named,
        nameIntact: this.#intact === this.#named,
      }),
    };
  }
}

/** First component group only, without trailing empty components (PS3.5 6.2.1). */
function foldName(name: string): string {
  const [alphabetic = ''] = name.normalize('NFC').split('=');
  return alphabetic.replace(/[\^ ]+$/, '');
}
