import type { Inbound } from '../../facility/schema.ts';
import type { ServedContext, StoreHandler } from '../../protocols/dicom/index.ts';
import { type Listening, listenHere } from '../shared/listen-here.ts';
import type { Session } from './session.ts';

/** More than our images are: a PACS that sends somebody's is refused object by object. */
const limits = {
  maxAssociations: 8,
  maxObjectBytes: 64 * 1024 * 1024,
  maxTotalObjects: 1_000,
  maxTotalBytes: 512 * 1024 * 1024,
};

/**
 * Listens where the facility file says, for whoever calls us by our title, and takes objects in the given contexts
 * only. A server for each request: which transfer syntaxes it takes is what is being asked.
 */
export async function listen(
  receive: Inbound,
  contexts: readonly ServedContext[],
  store: StoreHandler,
  { context, target }: Session,
): Promise<Listening> {
  return listenHere(receive, target.callingAe, { contexts, handlers: { store }, limits }, context);
}
