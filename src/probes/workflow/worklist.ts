import {
  type DataElement,
  type ReadDataset,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';
import { type DicomPeer, type Found, find, type Trouble } from './dicom-peer.ts';
import { type MappingRule, mappingTable } from './mapping-table.ts';
import type { TestCase } from './test-case.ts';

/** An item of the worklist that is about our order. */
export interface WorklistItem {
  readonly dataset: ReadDataset;
  /** Identifiers of ours that it carries. */
  readonly by: readonly IdentifierName[];
  /** It names our patient; of any other item no value may be shown. */
  readonly isOurPatient: boolean;
  /** Order number of the RIS, where it says. */
  readonly filler?: string;
  /** Tells it from the other items of our patient. */
  readonly key: string;
  /** Scheduled Procedure Step Status, where it says. */
  readonly status?: string;
}

export type IdentifierName = 'placer' | 'accession' | 'procedure' | 'step' | 'study-uid';

const sopClassUid = WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid;
const tags = {
  patientId: 0x00100020,
  accession: 0x00080050,
  studyUid: 0x0020000d,
  procedureId: 0x00401001,
  placer: 0x00402016,
  filler: 0x00402017,
  otherIds: 0x00101002,
  procedureCodes: 0x00321064,
  protocolCodes: 0x00400008,
  steps: 0x00400100,
  stepId: 0x00400009,
  stepStatus: 0x00400020,
} as const;

/**
 * Asks the worklist about our patient or our accession number, with every attribute of the mapping table as a return
 * key (PS3.4 K.6.1.2.2). Matching by other keys than the patient's is optional there, so answers are picked by what
 * they carry.
 */
export async function askWorklist(
  peer: DicomPeer,
  testCase: TestCase,
  by: 'patient' | 'accession',
  options: {
    readonly maxMs: number;
    readonly signal: AbortSignal;
    readonly onSimulated: () => void;
  },
): Promise<Trouble | (Omit<Found, 'ours'> & { readonly items: readonly WorklistItem[] })> {
  const found = await find(
    peer,
    {
      sopClassUid,
      keys: makeKeys(
        by === 'patient' ? TEST_PATIENT_ID : '',
        by === 'accession' ? testCase.accessionNumber : '',
      ),
      maxMs: options.maxMs,
      isOurs: (answer) => {
        const item = readItem(answer, testCase);
        return item.isOurPatient || item.by.length > 0;
      },
    },
    options.signal,
    options.onSimulated,
  );
  if (found.kind === 'trouble') return found;
  const { kind, answers, ours } = found;
  return { kind, answers, items: ours.map((one) => readItem(one, testCase)) };
}

/** Reads which of our identifiers an item carries. */
export function readItem(dataset: ReadDataset, testCase: TestCase): WorklistItem {
  const text = (tag: number): string => dataset.text(tag)?.trim() ?? '';
  const step = dataset.items(tags.steps)?.[0];
  const stepId = step?.text(tags.stepId)?.trim() ?? '';
  const status = step?.text(tags.stepStatus)?.trim();
  const filler = text(tags.filler);
  const carried: readonly (readonly [IdentifierName, string, string])[] = [
    ['placer', text(tags.placer), testCase.placerOrderNumber],
    ['accession', text(tags.accession), testCase.accessionNumber],
    ['procedure', text(tags.procedureId), testCase.requestedProcedureId],
    ['step', stepId, testCase.scheduledStepId],
    ['study-uid', text(tags.studyUid), testCase.studyInstanceUid],
  ];
  return {
    dataset,
    by: carried.filter(([, value, ours]) => value === ours).map(([name]) => name),
    isOurPatient: text(tags.patientId) === TEST_PATIENT_ID,
    key: [text(tags.studyUid), text(tags.accession), stepId].join(' '),
    ...(filler && { filler }),
    ...(status && { status }),
  };
}

/** Whether a modality would still be offered an item. */
export function isOffered({ status }: WorklistItem): boolean {
  return (
    status === undefined || status === 'SCHEDULED' || status === 'ARRIVED' || status === 'READY'
  );
}

/** Whether an item is still there after a cancel; some systems go on listing it as cancelled. */
export function isListed({ status }: WorklistItem): boolean {
  return status === undefined || !/^(?:CANCEL|DISCONTINUED$)/.test(status);
}

/**
 * The items of our order among those of our patient: those that carry an identifier of ours, or, where a receiver gave
 * all of them anew, those that were not there before.
 */
export function pickItems(
  items: readonly WorklistItem[],
  knownBefore: readonly string[],
): readonly WorklistItem[] {
  const named = items.filter(({ by }) => by.length > 0);
  if (named.length > 0) return named;
  return items.filter(({ isOurPatient, key }) => isOurPatient && !knownBefore.includes(key));
}

function makeKeys(patientId: string, accessionNumber: string): readonly DataElement[] {
  const values = new Map([
    // The answer's letters are ours to judge: it is told that we read all of them.
    ['SpecificCharacterSet', 'ISO_IR 192'],
    ['PatientID', patientId],
    ['AccessionNumber', accessionNumber],
  ]);
  const asked = (inside: MappingRule['inside']): readonly DataElement[] =>
    mappingTable
      .filter((rule) => rule.inside === inside)
      .map(({ attribute, tag, vr }) => ({ tag, vr, text: values.get(attribute) ?? '' }));
  const sequence = (tag: number, item: readonly DataElement[]): DataElement => ({
    tag,
    vr: 'SQ',
    items: [sortElements(item)],
  });
  return sortElements([
    ...asked(undefined),
    { tag: tags.filler, vr: 'LO', text: '' },
    sequence(tags.otherIds, asked('other-ids')),
    sequence(tags.procedureCodes, asked('procedure-code')),
    sequence(tags.steps, [
      ...asked('step'),
      { tag: tags.stepStatus, vr: 'CS', text: '' },
      sequence(tags.protocolCodes, asked('protocol-code')),
    ]),
  ]);
}

function sortElements(elements: readonly DataElement[]): readonly DataElement[] {
  return [...elements].sort((a, b) => a.tag - b.tag);
}
