import { storageProviderRoles } from '../../protocols/dicom/index.ts';
import { codeOfTrouble } from '../shared/dicom-trouble.ts';
import {
  encodeRequest,
  findOffered,
  makeReceiver,
  noteMissing,
  RETRIEVE_CLASSES,
  type Retrieval,
  tellOutcome,
  type Way,
} from './retrieval.ts';
import { isTaken, NATIVE_SYNTAXES, type Session, tellContexts } from './session.ts';

/** C-GET (PS3.4 C.4.3): the images' classes are proposed in the asked transfer syntaxes only. */
export function offerGet(session: Session): Way {
  return {
    name: 'get',
    retrieve: async (request): Promise<Retrieval | undefined> => {
      const { images, transferSyntaxUids } = request;
      const classes = [...new Set(images.map(({ sopClassUid }) => sopClassUid))];
      const opened = await session.open(
        [
          ...RETRIEVE_CLASSES.get.map((abstractSyntax) => ({
            abstractSyntax,
            transferSyntaxes: NATIVE_SYNTAXES,
          })),
          ...classes.map((abstractSyntax) => ({
            abstractSyntax,
            transferSyntaxes: transferSyntaxUids,
          })),
        ],
        storageProviderRoles(classes),
      );
      if (opened.kind !== 'accepted') {
        return { received: [], refusal: `association: ${codeOfTrouble(opened)}` };
      }
      const { association } = opened;
      try {
        const sopClassUid = findOffered(association, 'get');
        if (sopClassUid === undefined) return noteMissing(session, 'C-GET');
        if (!classes.some((uid) => isTaken(association, uid))) {
          const refusal = tellContexts(association, classes, transferSyntaxUids);
          return { received: [], refusal };
        }
        const receiving = await makeReceiver(request);
        const outcome = await association.get({
          sopClassUid,
          identifier: (syntax) => encodeRequest(request, sopClassUid, syntax),
          onStore: receiving.receiver.handler,
          maxObjects: images.length * 2,
          maxMs: session.patience.retrieveMs,
        });
        if (outcome.kind === 'no-accepted-context') return noteMissing(session, 'C-GET');
        const refusal = tellOutcome(outcome, receiving, images.length);
        return { received: receiving.received, ...(refusal !== undefined && { refusal }) };
      } finally {
        await session.leave(association);
      }
    },
  };
}
