import { QUERY_RETRIEVE_SOP_CLASSES, type ReadDataset } from '../../protocols/dicom/index.ts';
import { isTestPatientId } from '../../synthetic/index.ts';
import { compareText, isOurs, isWhole } from '../shared/compare-text.ts';
import type { Scheduled } from '../shared/describe-mpps-start.ts';
import { type DicomPeer, find, type Trouble } from './dicom-peer.ts';
import type { WorkflowMappingRow } from './facts.ts';
import { fieldOf, type OrderStyle } from './mapping-table.ts';

const tags = {
  accession: 0x00080050,
  patientName: 0x00100010,
  patientId: 0x00100020,
  studyUid: 0x0020000d,
} as const;

/** A study as the archive shows it. */
export interface ShownStudy {
  readonly dataset: ReadDataset;
  readonly patientId: string;
  /** Whether it still belongs to a patient of ours; of any other no value may be shown. */
  readonly isOurs: boolean;
}

/** Asks for one study by its UID, C-FIND at STUDY level (PS3.4 C.6.2.1). */
export async function findStudy(
  peer: DicomPeer,
  studyInstanceUid: string,
  options: {
    readonly maxMs: number;
    readonly signal: AbortSignal;
    readonly onSimulated: () => void;
  },
): Promise<Trouble | { readonly kind: 'found'; readonly study: ShownStudy | undefined }> {
  const text = (dataset: ReadDataset, tag: number): string => dataset.text(tag)?.trim() ?? '';
  const found = await find(
    peer,
    {
      sopClassUid: QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid,
      keys: [
        { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
        { tag: 0x00080020, vr: 'DA', text: '' },
        { tag: tags.accession, vr: 'SH', text: '' },
        { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
        { tag: tags.patientName, vr: 'PN', text: '' },
        { tag: tags.patientId, vr: 'LO', text: '' },
        { tag: 0x00100030, vr: 'DA', text: '' },
        { tag: 0x00100040, vr: 'CS', text: '' },
        { tag: tags.studyUid, vr: 'UI', text: studyInstanceUid },
      ],
      maxMs: options.maxMs,
      isOurs: (answer) => text(answer, tags.studyUid) === studyInstanceUid,
    },
    options.signal,
    options.onSimulated,
  );
  if (found.kind === 'trouble') return found;
  const [dataset] = found.ours;
  if (dataset === undefined) return { kind: 'found', study: undefined };
  const patientId = text(dataset, tags.patientId);
  return {
    kind: 'found',
    study: { dataset, patientId, isOurs: isTestPatientId(patientId) },
  };
}

/** The patient's name as the archive shows it, in the character set that it declares. */
export function shownName({ dataset }: ShownStudy): string {
  return (dataset.text(tags.patientName) ?? '').split('=')[0]?.replace(/\^+$/, '').trim() ?? '';
}

/** Compares a study as the archive shows it with what was sent there, by the bytes that came. */
export function compareStudy(
  { dataset, isOurs: mayShow }: ShownStudy,
  sent: Scheduled,
  style: OrderStyle,
): readonly Omit<WorkflowMappingRow, 'endpoint' | 'view'>[] {
  const source = (attribute: string) => {
    const hl7Field = fieldOf(attribute, style);
    return hl7Field === undefined ? {} : { hl7Field };
  };
  const plain = (
    attribute: string,
    tag: number,
    value: string,
  ): Omit<WorkflowMappingRow, 'endpoint' | 'view'> => {
    const received = dataset.text(tag)?.trim() ?? '';
    return {
      attribute,
      ...source(attribute),
      sent: value,
      ...(mayShow && received !== '' && { received }),
      equal: received === value,
      verified: true,
    };
  };
  const raw = dataset.elements.get(tags.patientName)?.raw ?? Buffer.alloc(0);
  const name = (dataset.text(tags.patientName) ?? '').split('=')[0]?.replace(/\^+$/, '').trim();
  const isUnicode = dataset.characterSets[0] === 'ISO_IR 192';
  const asUtf8 = isUnicode ? undefined : raw.toString('utf8').replace(/[\0 ^]+$/, '');
  const verdict = compareText(sent.patientName, name ?? '', asUtf8);
  return [
    plain('StudyInstanceUID', tags.studyUid, sent.studyInstanceUid),
    plain('PatientID', tags.patientId, sent.patientId),
    plain('AccessionNumber', tags.accession, sent.accessionNumber),
    {
      attribute: 'PatientName',
      ...source('PatientName'),
      sent: sent.patientName,
      ...(mayShow && isOurs(verdict) && name !== '' && name !== undefined && { received: name }),
      equal: isWhole(verdict),
      verified: true,
      text: verdict,
    },
  ];
}
