import {
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  openAssociation,
  readDataset,
  WORKFLOW_SOP_CLASSES,
} from '../../../src/protocols/dicom/index.ts';

const accessionNumber = 0x00080050;
const patientId = 0x00100020;

/** Accession numbers of everything a worklist holds for one patient, asked for by the patient alone. */
export async function queryWorklist(
  node: { readonly port: number; readonly calledAe: string },
  patient: string,
): Promise<string[]> {
  const sopClassUid = WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid;
  const opened = await openAssociation({
    host: '127.0.0.1',
    port: node.port,
    callingAeTitle: 'RISPACS',
    calledAeTitle: node.calledAe,
    contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] }],
    signal: AbortSignal.timeout(10_000),
  });
  if (opened.kind !== 'accepted') throw new Error(`the worklist: ${opened.kind}`);
  const found: string[] = [];
  const outcome = await opened.association.find({
    sopClassUid,
    maxAnswers: 1_000,
    maxMs: 10_000,
    identifier: () =>
      encodeDataset(
        [
          { tag: accessionNumber, vr: 'SH', text: '' },
          { tag: patientId, vr: 'LO', text: patient },
        ],
        'explicit-little-endian',
      ),
    onAnswer: ({ identifier, transferSyntax }) => {
      const encoding = chooseEncoding(transferSyntax);
      const read = encoding && readDataset(identifier, encoding);
      if (read?.ok) found.push(read.dataset.text(accessionNumber)?.trim() ?? '');
    },
  });
  await opened.association.release();
  if (outcome.kind !== 'status') throw new Error(`the worklist: ${outcome.kind}`);
  return found;
}
