import { indexOriginals, loadChallenge, type Originals } from '../../challenge-artefacts/index.ts';
import { PixelCodecs } from '../../pixels/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { describeStudies } from './describe-studies.ts';
import { lookByDicom } from './look-dicom.ts';
import { lookByWeb } from './look-web.ts';
import { type ArchiveWords, archiveMessages } from './messages.ts';
import type { GatheredStudy } from './studies.ts';
import { type ArchivePatience, type ArchiveTarget, usualPatience } from './target.ts';

/** Everything that the parts of one look share. */
export interface Look {
  readonly target: ArchiveTarget;
  readonly context: ProbeContext;
  readonly patience: ArchivePatience;
  readonly originals: Originals;
  readonly codecs: PixelCodecs;
  readonly words: ArchiveWords;
  readonly notes: Set<string>;
}

/** What was found, or why the archive could not be asked. */
export type LookResult =
  | {
      readonly ok: true;
      readonly studies: readonly GatheredStudy[];
      readonly isSimulated: boolean;
    }
  | { readonly ok: false; readonly observation: Observation };

/** Looks for the challenge study in one archive and compares what is there with what was made. */
export async function collectArchive(
  target: ArchiveTarget,
  context: ProbeContext,
  patience: ArchivePatience = usualPatience,
): Promise<Observation> {
  const loaded = await loadChallenge(target.folder, context);
  if (!loaded.ok) return { state: 'not-configured', reason: loaded.reason };
  const codecs = new PixelCodecs();
  try {
    const look: Look = {
      target,
      context,
      patience,
      originals: await indexOriginals(loaded.challenge, context.signal),
      codecs,
      words: archiveMessages(context.language),
      notes: new Set(),
    };
    const found = await (target.node ? lookByDicom(look, target.node) : lookByWeb(look));
    if (!found.ok) return found.observation;
    return await describeStudies(look, found.studies, found.isSimulated);
  } finally {
    await codecs.close();
  }
}
