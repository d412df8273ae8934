import type { Writable } from 'node:stream';
import type DcmjsDimse from 'dcmjs-dimse';
import { guard } from './guard.ts';
import type { Dimse } from './load-dimse.ts';
import type { Elements } from './read-values.ts';
import { answerAction, answerCreate, answerSet } from './scp-normalized.ts';
import { answerGet, answerMove, type RetrieveCounts } from './scp-retrieve.ts';
import {
  type DicomServices,
  type FindResult,
  STATUS_CANNOT_UNDERSTAND,
  STATUS_OUT_OF_RESOURCES,
} from './services.ts';
import { StoreBuffer } from './store-buffer.ts';

/** Below this a peer's maximum PDU length leaves the library no room to write, and it never returns. */
const smallestMaxPduBytes = 1024;
const maxCancels = 64;

/** Makes the class that serves one association; the library wants a class of its own kind. */
export function makeScpClass(dimse: Dimse, services: DicomServices): typeof DcmjsDimse.Scp {
  const { constants, responses, Dataset, Scp } = dimse;
  const { RejectReason, RejectResult, RejectSource, Status } = constants;

  return class SimulatedScp extends Scp {
    #association: DcmjsDimse.association.Association | undefined;
    readonly #cancelled = new Set<number>();
    readonly #closed = new AbortController();

    constructor(...parameters: ConstructorParameters<typeof Scp>) {
      super(...parameters);
      parameters[0].once('close', () => this.#closed.abort());
    }

    override associationRequested(association: DcmjsDimse.association.Association): void {
      this.#association = association;
      const reject = (reason: number): void =>
        this.sendAssociationReject(RejectResult.Permanent, RejectSource.ServiceUser, reason);
      if (association.getCalledAeTitle().trim() !== services.aeTitle) {
        reject(RejectReason.CalledAeNotRecognized);
        return;
      }
      const maxPduBytes = association.getMaxPduLength();
      if (!services.isKnownCaller(association.getCallingAeTitle().trim())) {
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
      response.setStatus(services.echo?.() ?? Status.Success);
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

    override cMoveRequest(
      request: DcmjsDimse.requests.CMoveRequest,
      callback: (list: DcmjsDimse.responses.CMoveResponse[]) => void,
    ): void {
      const answer = (status: number, counts?: RetrieveCounts): void => {
        const response = responses.CMoveResponse.fromRequest(request);
        response.setAffectedSopClassUid(request.getAffectedSopClassUid());
        response.setStatus(status);
        fillCounts(response, counts);
        // The library takes one call of its callback only; what comes before the end goes its own way.
        if (status !== Status.Pending) callback([response]);
        else this.sendResponse(request, response);
      };
      const destination =
        request.getCommandDataset()?.getElements().MoveDestination?.toString().trim() ?? '';
      void answerMove(services.retrieve, request.getDataset()?.getElements() ?? {}, {
        destination,
        answer,
        isCancelled: () => this.#cancelled.has(request.getMessageId()),
        closed: this.#closed.signal,
      });
    }

    override cGetRequest(
      request: DcmjsDimse.requests.CGetRequest,
      callback: (list: DcmjsDimse.responses.CGetResponse[]) => void,
    ): void {
      const answer = (status: number, counts?: RetrieveCounts): void => {
        const response = responses.CGetResponse.fromRequest(request);
        response.setAffectedSopClassUid(request.getAffectedSopClassUid());
        response.setStatus(status);
        fillCounts(response, counts);
        // The library takes one call of its callback only; what comes before the end goes its own way.
        if (status !== Status.Pending) callback([response]);
        else this.sendResponse(request, response);
      };
      void answerGet(services.retrieve, request.getDataset()?.getElements() ?? {}, {
        dimse,
        association: this.#association,
        sendRequest: (store) => this.sendRequests(store),
        answer,
        isCancelled: () => this.#cancelled.has(request.getMessageId()),
        closed: this.#closed.signal,
      });
    }

    override cCancelRequest(request: DcmjsDimse.requests.CCancelRequest): void {
      const id: unknown = request.getCommandDataset()?.getElements().MessageIDBeingRespondedTo;
      if (typeof id === 'number' && this.#cancelled.size < maxCancels) this.#cancelled.add(id);
    }

    override nCreateRequest(
      request: DcmjsDimse.requests.NCreateRequest,
      callback: (response: DcmjsDimse.responses.NCreateResponse) => void,
    ): void {
      callback(answerCreate(dimse, request, services.steps));
    }

    override nSetRequest(
      request: DcmjsDimse.requests.NSetRequest,
      callback: (response: DcmjsDimse.responses.NSetResponse) => void,
    ): void {
      callback(answerSet(dimse, request, services.steps));
    }

    override nActionRequest(
      request: DcmjsDimse.requests.NActionRequest,
      callback: (response: DcmjsDimse.responses.NActionResponse) => void,
    ): void {
      const caller = this.#association?.getCallingAeTitle().trim() ?? '';
      callback(answerAction(dimse, request, caller, services.commit));
    }
  };
}

function fillCounts(
  response: DcmjsDimse.responses.CMoveResponse | DcmjsDimse.responses.CGetResponse,
  counts: RetrieveCounts | undefined,
): void {
  if (counts === undefined) return;
  if (counts.remaining !== undefined) response.setRemaining(counts.remaining);
  response.setCompleted(counts.completed);
  response.setFailures(counts.failed);
  response.setWarnings(0);
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
