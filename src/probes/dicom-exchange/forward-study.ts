import type { ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import type { Ledger } from './ledger.ts';
import { countImages } from './query-study.ts';
import type { DicomRetrieveRow } from './reading-facts.ts';
import { isUnknownDestination, moveStudy, readRetrieval } from './retrieve-study.ts';
import { Session } from './session.ts';
import type { StoredStudy } from './store-study.ts';
import type { ReachableNode } from './target.ts';

/**
 * Lets the node send the study on to another one, then asks that one what it has. The new place is journalled before
 * the node is asked.
 */
export async function forwardStudy(
  session: Session,
  ledger: Ledger,
  stored: StoredStudy,
  destination: ReachableNode,
  context: ProbeContext,
): Promise<DicomRetrieveRow | undefined> {
  const { node } = destination;
  const announcement = await ledger.announce(destination, stored.study);
  for (const { object } of stored.accepted) announcement.mayHold(object.sopInstanceUid);
  const outcome = await moveStudy(session, stored, node.calledAe);
  if (outcome === undefined || outcome.kind === 'no-accepted-context') {
    await announcement.withdraw();
    return undefined;
  }
  const read = readRetrieval(session, 'C-MOVE', node.calledAe, outcome);
  const wasNeverSent = isUnknownDestination(outcome);
  await (wasNeverSent ? announcement.withdraw() : announcement.sent());
  if (outcome.kind === 'cancelled') return undefined;
  const found = wasNeverSent ? undefined : await countThere();
  if (found !== undefined && found > 0) ledger.markSeen(node.id, stored.study);
  return {
    ...session.common,
    method: 'forward',
    to: node.id,
    ...read,
    expected: stored.accepted.length,
    ...(found !== undefined && { received: found }),
  };

  async function countThere(): Promise<number | undefined> {
    const { patience } = session;
    const notesThere = new Set<string>();
    const prepared = await connectNode(node, destination.callingAe, context, patience.deadlines);
    if (!prepared.ok) {
      session.note(session.words.cannotCount(node.id, prepared.observation.reason.message));
      return undefined;
    }
    const there = new Session({
      reachable: destination,
      connection: prepared.connection,
      patience,
      language: context.language,
      signal: context.signal,
      notes: notesThere,
    });
    const count = await countImages(there, { ...stored, endedAtMs: performance.now() });
    for (const sentence of notesThere) session.note(`${node.id}: ${sentence}`);
    return count;
  }
}
