import type { Inbound } from '../../facility/schema.ts';
import type { MoveOutcome } from '../../protocols/dicom/index.ts';
import { codeOfTrouble } from '../shared/dicom-trouble.ts';
import { listen } from './listen.ts';
import {
  encodeRequest,
  findOffered,
  type ImageRequest,
  makeReceiver,
  noteMissing,
  RETRIEVE_CLASSES,
  type Retrieval,
  tellOutcome,
  type Way,
} from './retrieval.ts';
import { NATIVE_SYNTAXES, type Session } from './session.ts';

/** Move destination unknown (PS3.4 table C.4-2). */
const DESTINATION_UNKNOWN = 0xa801;
/** Some archives answer the C-MOVE before the last object has come. */
const stragglerPauseMs = 250;
const mostStragglingMs = 5_000;

/** C-MOVE (PS3.4 C.4.2) to our own storage server, which takes the asked transfer syntaxes only. */
export function offerMove(session: Session, receive: Inbound): Way {
  return {
    name: 'move',
    retrieve: async (request): Promise<Retrieval | undefined> => {
      const { images, transferSyntaxUids } = request;
      const receiving = await makeReceiver(request);
      const classes = [...new Set(images.map(({ sopClassUid }) => sopClassUid))];
      const contexts = classes.map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: transferSyntaxUids,
      }));
      const listening = await listen(receive, contexts, receiving.receiver.handler, session);
      if (!listening.ok) {
        session.notes.add(listening.problem);
        return undefined;
      }
      try {
        const outcome = await move(session, request);
        if (outcome === undefined) return undefined;
        if ('refusal' in outcome) return { received: [], refusal: outcome.refusal };
        if (outcome.kind === 'status' && outcome.status.code === DESTINATION_UNKNOWN) {
          session.notes.add(session.words.destinationUnknown(session.target.callingAe));
          return undefined;
        }
        await awaitStragglers(session, outcome, () => receiving.received.length);
        const refusal = tellOutcome(outcome, receiving, images.length);
        return { received: receiving.received, ...(refusal !== undefined && { refusal }) };
      } finally {
        await listening.server.close();
      }
    },
  };
}

async function move(
  session: Session,
  request: ImageRequest,
): Promise<MoveOutcome | { readonly refusal: string } | undefined> {
  const opened = await session.open(
    RETRIEVE_CLASSES.move.map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: NATIVE_SYNTAXES,
    })),
  );
  if (opened.kind !== 'accepted') return { refusal: `association: ${codeOfTrouble(opened)}` };
  const { association } = opened;
  try {
    const sopClassUid = findOffered(association, 'move');
    if (sopClassUid === undefined) return noteMissing(session, 'C-MOVE');
    const outcome = await association.move({
      sopClassUid,
      destination: session.target.callingAe,
      identifier: (syntax) => encodeRequest(request, sopClassUid, syntax),
      maxMs: session.patience.retrieveMs,
    });
    return outcome.kind === 'no-accepted-context' ? noteMissing(session, 'C-MOVE') : outcome;
  } finally {
    await session.leave(association);
  }
}

async function awaitStragglers(
  session: Session,
  outcome: MoveOutcome,
  received: () => number,
): Promise<void> {
  const { completed = 0 } = outcome.subOperations;
  const untilMs = performance.now() + mostStragglingMs;
  while (received() < completed && performance.now() < untilMs && !session.context.signal.aborted) {
    await session.pause(stragglerPauseMs);
  }
}
