import path from 'node:path';
import {
  indexOriginals,
  loadChallenge,
  type Originals,
  type PixelVerdict,
} from '../../challenge-artefacts/index.ts';
import { ReadBudget } from '../../media/budget.ts';
import { indexFiles } from '../../media/find-file.ts';
import { findViewer, type ViewerSearch } from '../../media/find-viewer.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from '../../media/limits.ts';
import { tellMediaProblem } from '../../media/messages.ts';
import { type DirectoryOutcome, readDirectory } from '../../media/read-directory.ts';
import type { ListedMedium } from '../../media/tree.ts';
import { PixelCodecs } from '../../pixels/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { codeOfMedium, stateOfMedium } from '../shared/media-trouble.ts';
import type { ChallengeMediaRow } from './facts.ts';
import type { ChallengeMediaTarget } from './index.ts';
import { challengeMediaMessages } from './messages.ts';
import { nameViewers } from './name-viewers.ts';
import { openMedium } from './open-medium.ts';
import { type StudyTally, tallyStudy } from './tally-study.ts';

/** Reads one medium and compares. Nothing of another patient leaves this function. */
export async function collectChallengeMedia(
  { medium, folder }: ChallengeMediaTarget,
  context: ProbeContext,
  limits: MediaLimits = DEFAULT_MEDIA_LIMITS,
): Promise<Observation> {
  const { language, signal } = context;
  const loaded = await loadChallenge(folder, context);
  if (!loaded.ok) return { state: 'not-configured', reason: loaded.reason };
  const originals = await indexOriginals(loaded.challenge, signal);
  const budget = new ReadBudget(limits, signal);
  const opened = await openMedium(path.resolve(context.baseFolder, medium.path), budget, signal);
  if (!opened.ok) {
    const message = tellMediaProblem(opened.problem, language);
    return {
      state: stateOfMedium(opened.problem),
      reason: { code: codeOfMedium(opened.problem), message },
    };
  }
  const codecs = new PixelCodecs();
  try {
    const { tree } = opened;
    const finder = indexFiles(tree);
    const directory = await readDirectory(tree, budget);
    const viewer = await findViewer(tree, finder, budget);
    const reading = { tree, finder, directory, budget, originals, codecs, signal };
    const tally = await tallyStudy(reading);
    const row = describe(medium.id, opened.medium, { directory, viewer, tally, budget, originals });
    const words = challengeMediaMessages(language);
    return {
      state: 'observed',
      facts: { 'challenge.media': [{ ...row, viewers: nameViewers(tree) }] },
      notes: [
        ...(tally.found.size === 0 ? [words.notOurs] : []),
        ...(tally.foreign > 0 ? [words.foreign(tally.foreign)] : []),
        ...(row.viewerFound ? [words.viewerByName] : []),
        ...(row.capped ? [words.capped] : []),
      ],
    };
  } finally {
    await codecs.close();
    await opened.medium.close();
  }
}

function describe(
  id: string,
  medium: ListedMedium,
  seen: {
    readonly directory: DirectoryOutcome;
    readonly viewer: ViewerSearch;
    readonly tally: StudyTally;
    readonly budget: ReadBudget;
    readonly originals: Originals;
  },
): ChallengeMediaRow {
  const { directory, viewer, tally, budget, originals } = seen;
  const expected = originals.objects.length;
  const count = (verdict: PixelVerdict): number =>
    [...tally.found.values()].filter((one) => one === verdict).length;
  const [equal, changed] = [count('equal'), count('lossy') + count('different')];
  const isAll = equal === expected && tally.listed.size === expected;
  const isCapped = budget.met.size > 0;
  const isCertain = changed > 0 || (!isCapped && tally.unreadable + count('unread') === 0);
  const series = [...Map.groupBy(originals.objects, (one) => one.seriesInstanceUid).values()].map(
    (members) => {
      const there = members.filter((one) => tally.found.has(one.sopInstanceUid)).length;
      return there === 0 ? 'none' : there === members.length ? 'whole' : 'part';
    },
  );
  return {
    medium: id,
    kind: medium.kind,
    dicomdirFound: directory.kind !== 'absent',
    dicomdirListsStudy: tally.listed.size > 0,
    expected,
    listed: tally.listed.size,
    found: tally.found.size,
    pixelsEqual: equal,
    pixelsLossy: count('lossy'),
    pixelsDifferent: count('different'),
    pixelsUnread: count('unread'),
    seriesComplete: series.filter((one) => one === 'whole').length,
    seriesPartial: series.filter((one) => one === 'part').length,
    added: tally.added,
    foreign: tally.foreign,
    unreadable: tally.unreadable,
    viewerFound: viewer.signs.length > 0,
    viewers: [],
    ...(tally.nonceShown !== undefined && { nonceShown: tally.nonceShown }),
    ...((isAll || isCertain) && { complete: isAll }),
    capped: isCapped,
  };
}
