import {
  describeSopClass,
  type NegotiatedContext,
  type OpenAssociationOptions,
  openAssociation,
  QUERY_RETRIEVE_SOP_CLASSES,
  storageProviderRoles,
} from '../../protocols/dicom/index.ts';
import { isImage } from './plan-contexts.ts';

const { studyRootGet, patientRootGet } = QUERY_RETRIEVE_SOP_CLASSES;
/** Enough to hold every image class; one association, with room for the C-GET class. */
const mostClasses = 100;

/**
 * A node that accepts C-GET must also agree to be the storage SCU of the classes it sends (PS3.4 C.5.3); one that does
 * not sends nothing back. Asks for the image classes it stores, in one association in which nothing is retrieved.
 * @returns the classes with the node's answer; empty when it has no C-GET or did not answer.
 */
export async function askGetRoles(
  connection: Omit<OpenAssociationOptions, 'contexts'>,
  answered: readonly NegotiatedContext[],
): Promise<ReadonlyMap<string, boolean>> {
  const accepted = answered.filter(({ outcome }) => outcome.state === 'accepted');
  const retrieve = accepted.find(({ abstractSyntax }) =>
    [studyRootGet.uid, patientRootGet.uid].some((uid) => uid === abstractSyntax),
  );
  const images = accepted
    .filter(({ abstractSyntax }) => isImage(describeSopClass(abstractSyntax) ?? {}))
    .slice(0, mostClasses);
  if (retrieve === undefined || images.length === 0) return new Map();
  const result = await openAssociation({
    ...connection,
    contexts: [retrieve, ...images].map(({ abstractSyntax, transferSyntaxes }) => ({
      abstractSyntax,
      transferSyntaxes,
    })),
    roleSelections: storageProviderRoles(images.map(({ abstractSyntax }) => abstractSyntax)),
  });
  if (result.kind !== 'accepted') return new Map();
  const { association } = result;
  await association.release();
  const agreed = new Set(
    association.peer.roleSelections.filter(({ scp }) => scp).map(({ sopClassUid }) => sopClassUid),
  );
  return new Map(
    association.contexts
      .slice(1)
      .map(({ abstractSyntax, outcome }) => [
        abstractSyntax,
        outcome.state === 'accepted' && agreed.has(abstractSyntax),
      ]),
  );
}
