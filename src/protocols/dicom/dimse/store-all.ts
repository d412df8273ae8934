import type { AcceptedContext } from '../negotiation.ts';
import { DatasetBatches } from './dataset-batches.ts';
import type { Dialogue } from './dialogue.ts';
import type { NoContextOutcome } from './outcome.ts';
import { type PreparedStore, type StoreOutcome, type StoreRequest, storeObject } from './store.ts';

/** Objects to be stored, made as they are asked for. */
export type StoreRequests = Iterable<StoreRequest> | AsyncIterable<StoreRequest>;

/** Where an object can go, or that there is no context for it. */
export type FindStoreContext = (request: StoreRequest) => AcceptedContext | NoContextOutcome;

/** One request taken from the caller: ready to be sent, its beginning being read, or without a context. */
type Taken = PreparedStore | NoContextOutcome;

/** Makes an object ready to be sent, without reading anything yet. */
export function prepareStore(
  { chunkBytes, slabs }: Dialogue,
  request: StoreRequest,
  context: AcceptedContext,
): PreparedStore {
  const layout = { contextId: context.id, chunkBytes };
  return { request, context, batches: new DatasetBatches(request.dataset, layout, slabs) };
}

function iterate(requests: StoreRequests): AsyncIterator<StoreRequest> | Iterator<StoreRequest> {
  return Symbol.asyncIterator in requests
    ? requests[Symbol.asyncIterator]()
    : requests[Symbol.iterator]();
}

/**
 * Stores one object after the other. While the peer works on one, the next is taken from the caller and its beginning
 * is read, so that a disk and a peer are busy at the same time. Ends after the outcome that ended the association.
 */
export async function* storeObjects(
  dialogue: Dialogue,
  requests: StoreRequests,
  findContext: FindStoreContext,
): AsyncGenerator<StoreOutcome | NoContextOutcome> {
  const source = iterate(requests);
  const take = async (): Promise<Taken | undefined> => {
    const { done, value: request } = await source.next();
    if (done === true) return undefined;
    const context = findContext(request);
    if ('kind' in context) return context;
    const prepared = prepareStore(dialogue, request, context);
    prepared.batches.readAhead();
    return prepared;
  };
  let next: Promise<Taken | undefined> | undefined;
  try {
    for (;;) {
      const taken = await (next ?? take());
      next = undefined;
      if (taken === undefined) return;
      if ('kind' in taken) {
        yield taken;
        continue;
      }
      const outcome = await storeObject(dialogue, taken, () => {
        next = take();
        // What fails there is told when the next object is due.
        void Promise.allSettled([next]);
      });
      yield outcome;
      if (dialogue.connection.ending !== undefined) return;
    }
  } finally {
    const [left] = await Promise.allSettled([next]);
    if (left?.status === 'fulfilled' && left.value !== undefined && 'batches' in left.value) {
      left.value.batches.close();
    }
    await source.return?.();
  }
}
