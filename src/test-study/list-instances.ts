import { findInstances, type InstanceListing } from './find-instances.ts';
import { studyMessages } from './messages.ts';
import { isOwnUid } from './own-uid.ts';
import { searchInstances } from './search-study.ts';
import type { RemovalContext } from './study-place.ts';
import type { OpenPlace } from './views.ts';

/** Asks every view of a place for the objects of a study: C-FIND where there is a node, then QIDO-RS. */
export async function listInstances(
  { place, web }: Pick<OpenPlace, 'place' | 'web'>,
  studyInstanceUid: string,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<readonly InstanceListing[]> {
  const listings: InstanceListing[] = [];
  if (place.kind === 'dicom')
    listings.push(await findInstances(place, studyInstanceUid, context, signal));
  if (web?.connection)
    listings.push(await searchInstances(web.connection, studyInstanceUid, context.language));
  return listings;
}

/**
 * Why a study under a UID that is not ours must not be removed as a whole: it holds an object that this tool cannot have
 * made, or no view tells what it holds. `undefined` when everything in it is ours.
 */
export async function whyNotAllOurs(
  open: Pick<OpenPlace, 'place' | 'web'>,
  studyInstanceUid: string,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<string | undefined> {
  const words = studyMessages(context.language);
  const listings = await listInstances(open, studyInstanceUid, context, signal);
  const seen = listings.flatMap((one) => (one.ok ? one.instances : []));
  if (seen.some(({ sopInstanceUid }) => !isOwnUid(sopInstanceUid))) return words.foreignObjects;
  return seen.length > 0 ? undefined : words.noInstances;
}
