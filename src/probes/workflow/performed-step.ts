import {
  type DataElement,
  type ExchangeOutcome,
  type NoContextOutcome,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import type { SyntheticObject } from '../../synthetic/index.ts';
import { describeMppsStart, type Scheduled } from '../shared/describe-mpps-start.ts';
import {
  converse,
  type DicomPeer,
  encodeFor,
  notOffered,
  proposeClass,
  type Trouble,
  tellTrouble,
} from './dicom-peer.ts';

const sopClassUid = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;

/** How the peer answered: DIMSE status, 0 and warnings being a yes. */
export interface StepAnswer {
  readonly kind: 'answered';
  readonly isTaken: boolean;
  /** Four hexadecimal digits. */
  readonly status: string;
}

interface Sending {
  readonly signal: AbortSignal;
  readonly onSimulated: () => void;
}

/** Begins a performed procedure step, status IN PROGRESS (PS3.4 F.7.2.1). */
export function beginStep(
  peer: DicomPeer,
  sopInstanceUid: string,
  scheduled: Scheduled,
  at: { readonly date: string; readonly time: string },
  sending: Sending,
): Promise<StepAnswer | Trouble> {
  const elements = describeMppsStart(scheduled, 'CT', peer.reachable.callingAe, at);
  return converse(
    peer,
    [proposeClass(sopClassUid)],
    sending.signal,
    async (association) =>
      readAnswer(
        peer,
        await association.create({
          sopClassUid,
          sopInstanceUid,
          attributes: (syntax) => encodeFor(elements, syntax),
        }),
      ),
    sending.onSimulated,
  );
}

/** Ends a performed procedure step as COMPLETED, with the images that it gave (PS3.4 F.7.2.2). */
export function completeStep(
  peer: DicomPeer,
  sopInstanceUid: string,
  objects: readonly SyntheticObject[],
  at: { readonly date: string; readonly time: string },
  sending: Sending,
): Promise<StepAnswer | Trouble> {
  const elements: readonly DataElement[] = [
    { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
    { tag: 0x00400250, vr: 'DA', text: at.date },
    { tag: 0x00400251, vr: 'TM', text: at.time },
    { tag: 0x00400252, vr: 'CS', text: 'COMPLETED' },
    { tag: 0x00400340, vr: 'SQ', items: describeSeries(peer.reachable.callingAe, objects) },
  ];
  return converse(
    peer,
    [proposeClass(sopClassUid)],
    sending.signal,
    async (association) =>
      readAnswer(
        peer,
        await association.set({
          sopClassUid,
          sopInstanceUid,
          attributes: (syntax) => encodeFor(elements, syntax),
        }),
      ),
    sending.onSimulated,
  );
}

function readAnswer(
  { connection }: DicomPeer,
  outcome: ExchangeOutcome | NoContextOutcome,
): StepAnswer | Trouble {
  if (outcome.kind === 'no-accepted-context') return notOffered;
  if (outcome.kind !== 'status') return tellTrouble(connection, outcome);
  const { code, category } = outcome.status;
  return {
    kind: 'answered',
    isTaken: category === 'success' || category === 'warning',
    status: code.toString(16).padStart(4, '0').toUpperCase(),
  };
}

/** One item for each series, with references to its images. */
function describeSeries(
  stationAe: string,
  objects: readonly SyntheticObject[],
): readonly (readonly DataElement[])[] {
  const series = [...new Set(objects.map(({ seriesInstanceUid }) => seriesInstanceUid))];
  return series.map((uid) => [
    { tag: 0x00080054, vr: 'AE', text: stationAe },
    { tag: 0x0008103e, vr: 'LO', text: 'KIỂM THỬ' },
    { tag: 0x00081050, vr: 'PN', text: '' },
    { tag: 0x00081070, vr: 'PN', text: '' },
    {
      tag: 0x00081140,
      vr: 'SQ',
      items: objects
        .filter(({ seriesInstanceUid }) => seriesInstanceUid === uid)
        .map(({ sopClassUid: classUid, sopInstanceUid }) => [
          { tag: 0x00081150, vr: 'UI', text: classUid },
          { tag: 0x00081155, vr: 'UI', text: sopInstanceUid },
        ]),
    },
    { tag: 0x00181030, vr: 'LO', text: 'RISPACS TEST' },
    { tag: 0x0020000e, vr: 'UI', text: uid },
    { tag: 0x00400220, vr: 'SQ', items: [] },
  ]);
}
