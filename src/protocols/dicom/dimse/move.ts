import type { AcceptedContext } from '../negotiation.ts';
import type { Dialogue } from './dialogue.ts';
import { RetrieveRun } from './retrieve.ts';
import type { RetrieveOutcome, RetrieveRequest } from './retrieve-request.ts';

/** One C-MOVE (PS3.7 9.3.4). */
export interface MoveRequest extends RetrieveRequest {
  /** AE title, known to the peer, that the objects go to. */
  readonly destination: string;
}

/** Result of a C-MOVE. That it says success does not mean that anything arrived: ask the destination. */
export type MoveOutcome = RetrieveOutcome;

/** Runs one C-MOVE to its final status, its caps, or the end of the association. */
export function moveObjects(
  dialogue: Dialogue,
  request: MoveRequest,
  context: AcceptedContext,
): Promise<MoveOutcome> {
  const service = { kind: 'move', destination: request.destination } as const;
  return dialogue.run(request, () => new RetrieveRun(dialogue, request, service, context).run());
}
