import type DcmjsDimse from 'dcmjs-dimse';
import { guard } from './guard.ts';
import type { Dimse } from './load-dimse.ts';
import type { Elements } from './read-values.ts';
import {
  type ObjectSender,
  type RetrieveServices,
  STATUS_CANCELLED,
  STATUS_CLASS_NOT_SUPPORTED,
  STATUS_DESTINATION_UNKNOWN,
  STATUS_IDENTIFIER_MISMATCH,
  STATUS_OUT_OF_RESOURCES,
  STATUS_SOME_FAILED,
  type StoredObject,
} from './services.ts';

const statusPending = 0xff00;
const statusSuccess = 0x0000;
/** Longest wait for the answer to one sub-operation. */
const storeTimeoutMs = 20_000;

/** How far a retrieve has come (PS3.7 9.1.3.1, 9.1.4.1). */
export interface RetrieveCounts {
  /** Absent in the last response. */
  readonly remaining?: number;
  readonly completed: number;
  readonly failed: number;
}

interface RetrieveCall {
  readonly answer: (status: number, counts?: RetrieveCounts) => void;
  readonly isCancelled: () => boolean;
  /** Fires when the association that asked is gone. */
  readonly closed: AbortSignal;
}

/** Sends what a C-MOVE asks for to its destination, on an association of its own. Never rejects. */
export async function answerMove(
  services: RetrieveServices | undefined,
  identifier: Elements,
  call: RetrieveCall & { readonly destination: string },
): Promise<void> {
  if (services === undefined) return call.answer(STATUS_CLASS_NOT_SUPPORTED);
  const uids = guard(() => services.select(identifier), undefined);
  if (uids === undefined) return call.answer(STATUS_IDENTIFIER_MISMATCH);
  const sender = services.openDestination(call.destination, listClasses(services, uids));
  if (sender === undefined) return call.answer(STATUS_DESTINATION_UNKNOWN);
  await sendAll(services, uids, sender, call);
}

/** Sends what a C-GET asks for on the association that asked. Never rejects. */
export async function answerGet(
  services: RetrieveServices | undefined,
  identifier: Elements,
  call: RetrieveCall & {
    readonly dimse: Dimse;
    readonly association: DcmjsDimse.association.Association | undefined;
    readonly sendRequest: (request: DcmjsDimse.requests.CStoreRequest) => void;
  },
): Promise<void> {
  if (services === undefined) return call.answer(STATUS_CLASS_NOT_SUPPORTED);
  const uids = guard(() => services.select(identifier), undefined);
  if (uids === undefined) return call.answer(STATUS_IDENTIFIER_MISMATCH);
  const sender: ObjectSender = {
    send: async (stored) => {
      const object = await suitObject(call.association, stored, services.convert);
      return object !== undefined && storeOnSame(call.dimse, object, call.sendRequest, call.closed);
    },
    close: async () => undefined,
  };
  await sendAll(services, uids, sender, call);
}

async function sendAll(
  services: RetrieveServices,
  uids: readonly string[],
  sender: ObjectSender,
  { answer, isCancelled, closed }: RetrieveCall,
): Promise<void> {
  let completed = 0;
  let failed = 0;
  for (const [place, uid] of uids.entries()) {
    if (closed.aborted) return await sender.close();
    if (isCancelled()) {
      await sender.close();
      return answer(STATUS_CANCELLED, { remaining: uids.length - place, completed, failed });
    }
    const object = guard(() => services.object(uid), undefined);
    if (object !== undefined && (await sender.send(object))) completed += 1;
    else failed += 1;
    const remaining = uids.length - place - 1;
    if (remaining > 0) answer(statusPending, { remaining, completed, failed });
  }
  await sender.close();
  const status =
    failed === 0 ? statusSuccess : completed > 0 ? STATUS_SOME_FAILED : STATUS_OUT_OF_RESOURCES + 2;
  answer(status, { completed, failed });
}

/** SOP classes of what is to be sent. */
function listClasses(services: RetrieveServices, uids: readonly string[]): readonly string[] {
  const objects = uids.map((uid) => guard(() => services.object(uid), undefined));
  return [...new Set(objects.flatMap((object) => object?.sopClassUid ?? []))];
}

/** The object as the peer takes it: in its own transfer syntax or, failing that, in the first that it can be had in. */
async function suitObject(
  association: DcmjsDimse.association.Association | undefined,
  object: StoredObject,
  convert: RetrieveServices['convert'],
): Promise<StoredObject | undefined> {
  const syntaxes = (association?.getPresentationContexts() ?? []).flatMap(({ context }) =>
    context.getAbstractSyntaxUid() === object.sopClassUid && context.getResult() === 0
      ? (context.getAcceptedTransferSyntaxUid() ?? [])
      : [],
  );
  if (syntaxes.includes(object.transferSyntax)) return object;
  for (const syntax of syntaxes) {
    const converted = await convert?.(object, syntax);
    if (converted !== undefined) return converted;
  }
  return undefined;
}

function storeOnSame(
  dimse: Dimse,
  object: StoredObject,
  sendRequest: (request: DcmjsDimse.requests.CStoreRequest) => void,
  closed: AbortSignal,
): Promise<boolean> {
  const identity = { SOPClassUID: object.sopClassUid, SOPInstanceUID: object.sopInstanceUid };
  const dataset = new dimse.Dataset(identity, object.transferSyntax);
  // The library would write the data set anew; what was stored goes out as it is.
  dataset.getDenaturalizedDataset = () => object.bytes;
  const request = new dimse.requests.CStoreRequest(dataset);
  return new Promise((resolve) => {
    const end = (taken: boolean): void => {
      clearTimeout(timer);
      closed.removeEventListener('abort', giveUp);
      resolve(taken);
    };
    const giveUp = (): void => end(false);
    const timer = setTimeout(giveUp, storeTimeoutMs);
    closed.addEventListener('abort', giveUp, { once: true });
    request.on('response', (response: DcmjsDimse.responses.CStoreResponse) =>
      end(response.getStatus() === statusSuccess),
    );
    sendRequest(request);
  });
}
