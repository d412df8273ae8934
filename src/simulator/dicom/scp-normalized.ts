import { randomUUID } from 'node:crypto';
import type DcmjsDimse from 'dcmjs-dimse';
import { STORAGE_COMMITMENT_INSTANCE } from '../../protocols/dicom/uids.ts';
import { guard } from './guard.ts';
import type { Dimse } from './load-dimse.ts';
import { readItems, readText } from './read-values.ts';
import {
  type DicomServices,
  type ProcedureStepServices,
  STATUS_CLASS_NOT_SUPPORTED,
  STATUS_MISSING_ATTRIBUTE,
  STATUS_NO_SUCH_ACTION,
  STATUS_NO_SUCH_INSTANCE,
  STATUS_PROCESSING_FAILURE,
} from './services.ts';

/** Action type of a storage commitment request (PS3.4 J.3.2). */
const requestCommitment = 1;
const maxReferences = 5_000;

/** Answers N-CREATE of a performed procedure step (PS3.4 F.7.2.1). */
export function answerCreate(
  dimse: Dimse,
  request: DcmjsDimse.requests.NCreateRequest,
  steps: ProcedureStepServices | undefined,
): DcmjsDimse.responses.NCreateResponse {
  // The instance UID may be left to us (PS3.7 10.1.5.1.4).
  const uid = readText(elementsOf(request), 'AffectedSOPInstanceUID') ?? makeUid();
  const response = dimse.responses.NCreateResponse.fromRequest(request);
  response.setAffectedSopClassUid(request.getAffectedSopClassUid());
  response.setAffectedSopInstanceUid(uid);
  response.setStatus(
    steps === undefined
      ? STATUS_CLASS_NOT_SUPPORTED
      : guard(
          () => steps.create(uid, request.getDataset()?.getElements() ?? {}),
          STATUS_PROCESSING_FAILURE,
        ),
  );
  return response;
}

/** Answers N-SET of a performed procedure step (PS3.4 F.7.2.2). */
export function answerSet(
  dimse: Dimse,
  request: DcmjsDimse.requests.NSetRequest,
  steps: ProcedureStepServices | undefined,
): DcmjsDimse.responses.NSetResponse {
  const uid = readText(elementsOf(request), 'RequestedSOPInstanceUID') ?? '';
  const response = dimse.responses.NSetResponse.fromRequest(request);
  response.setAffectedSopClassUid(request.getRequestedSopClassUid());
  response.setAffectedSopInstanceUid(uid);
  response.setStatus(
    steps === undefined
      ? STATUS_CLASS_NOT_SUPPORTED
      : guard(
          () => steps.set(uid, request.getDataset()?.getElements() ?? {}),
          STATUS_PROCESSING_FAILURE,
        ),
  );
  return response;
}

/** Answers N-ACTION of storage commitment (PS3.4 J.3.2); the result itself comes later. */
export function answerAction(
  dimse: Dimse,
  request: DcmjsDimse.requests.NActionRequest,
  callingAeTitle: string,
  commit: DicomServices['commit'],
): DcmjsDimse.responses.NActionResponse {
  const response = dimse.responses.NActionResponse.fromRequest(request);
  const uid = readText(elementsOf(request), 'RequestedSOPInstanceUID') ?? '';
  response.setAffectedSopClassUid(request.getRequestedSopClassUid());
  response.setAffectedSopInstanceUid(uid);
  response.setStatus(guard(decide, STATUS_PROCESSING_FAILURE));
  return response;

  function decide(): number {
    if (commit === undefined) return STATUS_CLASS_NOT_SUPPORTED;
    if (uid !== STORAGE_COMMITMENT_INSTANCE) return STATUS_NO_SUCH_INSTANCE;
    if (elementsOf(request).ActionTypeID !== requestCommitment) return STATUS_NO_SUCH_ACTION;
    const asked = request.getDataset()?.getElements() ?? {};
    const transactionUid = readText(asked, 'TransactionUID');
    const references = readItems(asked.ReferencedSOPSequence)
      .slice(0, maxReferences)
      .map((item) => ({
        sopClassUid: readText(item, 'ReferencedSOPClassUID') ?? '',
        sopInstanceUid: readText(item, 'ReferencedSOPInstanceUID') ?? '',
      }));
    if (transactionUid === undefined || references.length === 0) return STATUS_MISSING_ATTRIBUTE;
    return commit({ callingAeTitle, transactionUid, references });
  }
}

function elementsOf(request: DcmjsDimse.requests.Request): Record<string, unknown> {
  return request.getCommandDataset()?.getElements() ?? {};
}

/** A UUID as a UID (PS3.5 B.2). */
function makeUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
}
