import type { RoleSelection } from '../dul/pdu.ts';
import type { AcceptedContext } from '../negotiation.ts';
import type { Dialogue } from './dialogue.ts';
import type { RequestingPeer, StoreHandler } from './incoming.ts';
import { RetrieveRun } from './retrieve.ts';
import type { RetrieveOutcome, RetrieveRequest } from './retrieve-request.ts';

/** One C-GET (PS3.7 9.3.3); its objects come back on the same association. */
export interface GetRequest extends RetrieveRequest {
  /** Answers each C-STORE sub-operation. What it throws ends the association and is thrown. */
  readonly onStore: StoreHandler;
  /** Objects answered before C-CANCEL; 10 000 otherwise. After that they are refused with A700. */
  readonly maxObjects?: number;
  /** Longest data set of one object, in bytes; 2 GiB otherwise. */
  readonly maxObjectBytes?: number;
}

/** Result of a C-GET. */
export type GetOutcome = RetrieveOutcome & {
  /** C-STORE requests that `onStore` answered, with whatever status. */
  readonly answeredObjects: number;
};

const DEFAULT_MAX_OBJECTS = 10_000;
const DEFAULT_MAX_OBJECT_BYTES = 2 * 1024 * 1024 * 1024;

/** The roles that a C-GET needs: the peer stores, so we are the SCP of each storage class (PS3.7 D.3.3.4). */
export function storageProviderRoles(sopClassUids: readonly string[]): RoleSelection[] {
  return sopClassUids.map((sopClassUid) => ({ sopClassUid, scu: false, scp: true }));
}

/** Runs one C-GET to its final status, its caps, or the end of the association. */
export function getObjects(
  dialogue: Dialogue,
  request: GetRequest,
  context: AcceptedContext,
  peer: RequestingPeer,
): Promise<GetOutcome> {
  return dialogue.run(request, async () => {
    const ended = new AbortController();
    void dialogue.connection.closed.then(() => ended.abort());
    const { onStore, maxObjects = DEFAULT_MAX_OBJECTS } = request;
    const maxObjectBytes = request.maxObjectBytes ?? DEFAULT_MAX_OBJECT_BYTES;
    const answering = { dialogue, peer, signal: ended.signal, maxObjectBytes };
    const service = { kind: 'get', onStore, maxObjects, answering } as const;
    const run = new RetrieveRun(dialogue, request, service, context);
    const outcome = await run.run();
    return { ...outcome, answeredObjects: run.answeredObjects };
  });
}
