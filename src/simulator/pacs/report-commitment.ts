import {
  COMMAND,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  STORAGE_COMMITMENT_INSTANCE,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { toDataElements } from '../dicom/attributes.ts';
import type { CommitmentRequest, ObjectReference } from '../dicom/services.ts';
import { LOOPBACK, SIMULATOR_DICOM_MARK } from '../identity.ts';

const deadlines = { tcp: 3_000, association: 5_000, dimse: 10_000, release: 2_000 };
const { uid: sopClassUid } = WORKFLOW_SOP_CLASSES.storageCommitmentPushModel;
/** Event types (PS3.4 J.3.3): all are safe, or some are not. */
const eventTypes = { complete: 1, failuresExist: 2 } as const;
/** No such object instance, as the reason of one failure (PS3.3 C.14.1.1). */
const noSuchInstance = 0x0112;

/**
 * Reports the result of a storage commitment on an association of our own, in which we are the SCP (PS3.4 J.3.3,
 * PS3.7 D.3.3.4).
 *
 * @returns whether the other side confirmed it.
 */
export async function reportCommitment(
  request: CommitmentRequest,
  where: { readonly port: number; readonly callingAeTitle: string },
  isSafe: (reference: ObjectReference) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const opened = await openAssociation({
    host: LOOPBACK,
    port: where.port,
    callingAeTitle: where.callingAeTitle,
    calledAeTitle: request.callingAeTitle,
    implementationVersion: SIMULATOR_DICOM_MARK,
    contexts: [
      {
        abstractSyntax: sopClassUid,
        transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
      },
    ],
    roleSelections: [{ sopClassUid, scu: false, scp: true }],
    deadlines,
    signal,
  });
  if (opened.kind !== 'accepted') return false;
  const { association } = opened;
  const [context] = association.contexts;
  const safe = request.references.filter(isSafe);
  const lost = request.references.filter((one) => !isSafe(one));
  const name = ({ sopClassUid: classUid, sopInstanceUid }: ObjectReference) => ({
    ReferencedSOPClassUID: classUid,
    ReferencedSOPInstanceUID: sopInstanceUid,
  });
  const result = toDataElements({
    TransactionUID: request.transactionUid,
    ...(safe.length > 0 && { ReferencedSOPSequence: safe.map(name) }),
    ...(lost.length > 0 && {
      FailedSOPSequence: lost.map((one) => ({ ...name(one), FailureReason: noSuchInstance })),
    }),
  });
  const encoding =
    context?.outcome.state === 'accepted' &&
    context.outcome.transferSyntax === IMPLICIT_VR_LITTLE_ENDIAN
      ? 'implicit-little-endian'
      : 'explicit-little-endian';
  const outcome = await association.exchange({
    contextId: context?.id ?? 1,
    command: {
      commandField: COMMAND.eventReportRequest,
      affectedSopClassUid: sopClassUid,
      affectedSopInstanceUid: STORAGE_COMMITMENT_INSTANCE,
      eventTypeId: lost.length === 0 ? eventTypes.complete : eventTypes.failuresExist,
    },
    dataset: encodeDataset(result, encoding),
  });
  if (association.ending === undefined) await association.release();
  return outcome.kind === 'status' && outcome.status.code === 0;
}
