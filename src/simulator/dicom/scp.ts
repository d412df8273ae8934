import type { Writable } from 'node:stream';
import type DcmjsDimse from 'dcmjs-dimse';
import type { Dimse } from './load-dimse.ts';
import type { Elements } from './read-values.ts';
import { StoreBuffer } from './store-buffer.ts';

/** A received object: its elements, and the data set's bytes as they came. */
export interface StoredObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntax: string;
  readonly elements: Elements;
  readonly bytes: Buffer;
}

/** What an application entity does; the wire is the library's. */
export interface DicomServices {
  /** Its AE title: an association that calls another one is rejected (PS3.8 9.3.4, reason 7). */
  readonly aeTitle: string;
  /** AE titles that may call; others are rejected (reason 3). */
  readonly knownCallers: readonly string[];
  /** Transfer syntaxes accepted for a SOP class; none when the class is not supported. */
  readonly acceptedSyntaxes: (sopClassUid: string) => readonly string[];
  /** Records that answer a query, or a failure status (PS3.4 C.4.1.1.4). */
  readonly find: (sopClassUid: string, query: Elements) => FindResult;
  /** The status of a C-STORE (PS3.4 B.2.3). */
  readonly store: (object: StoredObject) => number;
}

export type FindResult =
  | { readonly kind: 'records'; readonly records: readonly Elements[] }
  | { readonly kind: 'failed'; readonly status: number };

/** Out of resources: PS3.4 table B.2-1 (A7xx). */
export const STATUS_OUT_OF_RESOURCES = 0xa700;
/** Identifier does not match SOP class: PS3.4 table C.4-1 (A900). */
export const STATUS_IDENTIFIER_MISMATCH = 0xa900;
/** Cannot understand: PS3.4 tables B.2-1 and C.4-1 (Cxxx). */
export const STATUS_CANNOT_UNDERSTAND = 0xc000;

/** Below this a peer's maximum PDU length leaves the library no room to write, and it never returns. */
const smallestMaxPduBytes = 1024;

/** Makes the class that serves one association; the library wants a class of its own kind. */
export function makeScpClass(dimse: Dimse, services: DicomServices): typeof DcmjsDimse.Scp {
  const { constants, responses, Dataset, Scp } = dimse;
  const { RejectReason, RejectResult, RejectSource, Status } = constants;

  return class SimulatedScp extends Scp {
    override associationRequested(association: DcmjsDimse.association.Association): void {
      const reject = (reason: number): void =>
        this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, reason);
      if (association.getCalledAeTitle().trim() !== services.aeTitle) {
        reject(RejectReason.CalledAeNotRecognized);
        return;
      }
      const maxPduBytes = association.getMaxPduLength();
      if (!services.knownCallers.includes(association.getCallingAeTitle().trim())) {
        reject(RejectReason.CallingAeNotRecognized);
        return;
      }
      if (maxPduBytes > 0 && maxPduBytes < smallestMaxPduBytes) {
        reject(RejectReason.NoReasonGiven);
        return;
      }
      for (const { context } of association.getPresentationContexts()) {
        decideContext(dimse, context, services);
      }
      this.sendAssociationAccept();
    }

    override associationReleaseRequested(): void {
      this.sendAssociationReleaseResponse();
    }

    override cEchoRequest(
      request: DcmjsDimse.requests.CEchoRequest,
      callback: (response: DcmjsDimse.responses.CEchoResponse) => void,
    ): void {
      const response = responses.CEchoResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
    }

    override cFindRequest(
      request: DcmjsDimse.requests.CFindRequest,
      callback: (list: DcmjsDimse.responses.CFindResponse[]) => void,
    ): void {
      const answer = (status: number, record?: Elements): DcmjsDimse.responses.CFindResponse => {
        const response = responses.CFindResponse.fromRequest(request);
        response.setStatus(status);
        if (record !== undefined) {
          response.setDataset(
            new Dataset({ ...record }, constants.TransferSyntax.ImplicitVRLittleEndian),
          );
        }
        return response;
      };
      // The library takes all answers at once; a second call of the callback would end the process.
      const result = guard<FindResult>(
        () =>
          services.find(
            request.getAffectedSopClassUid(),
            request.getDataset()?.getElements() ?? {},
          ),
        { kind: 'failed', status: STATUS_CANNOT_UNDERSTAND },
      );
      callback(
        result.kind === 'failed'
          ? [answer(result.status)]
          : [
              ...result.records.map((record) => answer(Status.Pending, record)),
              answer(Status.Success),
            ],
      );
    }

    override createStoreWritableStream(): Writable {
      return new StoreBuffer();
    }

    override createDatasetFromStoreWritableStream(
      writable: Writable,
      context: DcmjsDimse.association.PresentationContext,
      callback: (dataset: DcmjsDimse.Dataset) => void,
    ): void {
      const syntax = context.getAcceptedTransferSyntaxUid() ?? '';
      const bytes = writable instanceof StoreBuffer ? writable.bytes() : undefined;
      const empty = new Dataset({}, syntax);
      const dataset = bytes === undefined ? empty : guard(() => new Dataset(bytes, syntax), empty);
      received.set(dataset, { bytes, syntax });
      callback(dataset);
    }

    override cStoreRequest(
      request: DcmjsDimse.requests.CStoreRequest,
      callback: (response: DcmjsDimse.responses.CStoreResponse) => void,
    ): void {
      const response = responses.CStoreResponse.fromRequest(request);
      response.setStatus(guard(() => storeReceived(request, services), STATUS_CANNOT_UNDERSTAND));
      callback(response);
    }
  };
}

/** What came with a data set: the library hands on the data set alone. */
const received = new WeakMap<
  object,
  { readonly bytes: Buffer | undefined; readonly syntax: string }
>();

function storeReceived(
  request: DcmjsDimse.requests.CStoreRequest,
  services: DicomServices,
): number {
  const dataset = request.getDataset();
  const came = dataset === undefined ? undefined : received.get(dataset);
  if (dataset === undefined || came === undefined) return STATUS_CANNOT_UNDERSTAND;
  if (came.bytes === undefined) return STATUS_OUT_OF_RESOURCES;
  return services.store({
    sopClassUid: request.getAffectedSopClassUid(),
    sopInstanceUid: request.getAffectedSopInstanceUid(),
    transferSyntax: came.syntax,
    elements: dataset.getElements(),
    bytes: came.bytes,
  });
}

/** The peer's first transfer syntax that we take decides (PS3.8 9.3.3.2). */
function decideContext(
  dimse: Dimse,
  context: DcmjsDimse.association.PresentationContext,
  services: DicomServices,
): void {
  const { PresentationContextResult } = dimse.constants;
  const accepted = services.acceptedSyntaxes(context.getAbstractSyntaxUid());
  const syntax = context.getTransferSyntaxUids().find((uid) => accepted.includes(uid));
  if (syntax !== undefined) context.setResult(PresentationContextResult.Accept, syntax);
  else if (accepted.length === 0)
    context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported);
  else context.setResult(PresentationContextResult.RejectTransferSyntaxesNotSupported);
}

/** A peer's data must not end the process: the library calls us from where nobody catches. */
function guard<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
