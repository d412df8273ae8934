import { describeTestStudy, type StudyIdentity, type StudyPlace } from '../../test-study/index.ts';
import type { Trouble } from './dicom-peer.ts';
import type { Run } from './run.ts';
import type { Stored } from './test-images.ts';
import { storeImages, type TestImages } from './test-images.ts';

/** Where the images of a test case are put. */
export function placeOf({ systems }: Run): StudyPlace {
  if (systems.pacs === undefined) throw new Error('there is no archive for the images');
  return { kind: 'dicom', ...systems.pacs.reachable };
}

/**
 * Stores a study in the archive. The journal has it before the first object is sent, and loses it again when nothing of
 * it can be there.
 *
 * @param remember - called with the study before it is sent, and with nothing when none of it can be there
 */
export async function storeJournalled(
  run: Run,
  images: TestImages,
  remember: (identity: StudyIdentity | undefined) => void,
): Promise<Stored | Trouble> {
  const { systems, patience } = run;
  if (systems.pacs === undefined) throw new Error('there is no archive for the images');
  const effect = describeTestStudy(placeOf(run), images.identity);
  await run.journal(effect, 'planned');
  remember(images.identity);
  const stored = await storeImages(
    systems.pacs,
    images,
    patience.storeMs,
    run.signal,
    run.noteSimulated,
  );
  // A failure to every object says that nothing is kept (PS3.4 B.2.3).
  const isNothingThere =
    stored.kind === 'trouble' || (stored.accepted === 0 && stored.broken === undefined);
  if (isNothingThere) {
    remember(undefined);
    await run.journal(effect, 'removed-verified', 'neverStored');
    return stored;
  }
  await run.journal(effect, 'sent');
  return stored;
}
