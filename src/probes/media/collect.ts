import path from 'node:path';
import type { Medium } from '../../facility/schema.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from '../../media/limits.ts';
import { tellBound, tellDirectory, tellMediaProblem } from '../../media/messages.ts';
import { type OpenedMedium, readMedia } from '../../media/read-media.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { codeOfMedium, stateOfMedium } from '../shared/media-trouble.ts';
import { describeMedium } from './describe-medium.ts';
import { type MediaWords, mediaMessages } from './messages.ts';
import { type FileTally, tallyFiles } from './tally-files.ts';

/** Reads one medium and counts. No name, path or identifier found on it leaves this function. */
export async function collectMedia(
  medium: Medium,
  context: ProbeContext,
  limits: MediaLimits = DEFAULT_MEDIA_LIMITS,
): Promise<Observation> {
  const words = mediaMessages(context.language);
  const full = path.resolve(context.baseFolder, medium.path);
  const outcome = await readMedia(full, limits, context.signal);
  if (!outcome.ok) {
    const message = tellMediaProblem(outcome.problem, context.language);
    return {
      state: stateOfMedium(outcome.problem),
      reason: { code: codeOfMedium(outcome.problem), message },
    };
  }
  const { medium: opened } = outcome;
  try {
    const tally = await tallyFiles(opened);
    const row = describeMedium(medium.id, opened, tally);
    return {
      state: 'observed',
      facts: { 'media.volume': [row] },
      notes: [
        ...tellStructure(opened, words, context),
        ...tellFiles(tally, words),
        words.viewer(opened.viewer.signs),
        ...(opened.viewer.autorunLeadsNowhere ? [words.autorunLeadsNowhere] : []),
        ...(row.ours === undefined ? [] : [row.ours ? words.ours : words.notOurs]),
        ...[...opened.boundsMet].map((bound) => tellBound(bound, context.language)),
      ],
    };
  } finally {
    await opened.close();
  }
}

function tellStructure(
  medium: OpenedMedium,
  words: MediaWords,
  { language }: ProbeContext,
): string[] {
  const { directory, nameSpace } = medium;
  const broken = tellDirectory(directory, language);
  const isRead = directory.kind === 'read';
  return [
    ...(broken === undefined ? [] : [broken]),
    ...(isRead && directory.records.brokenOff ? [words.brokenOff] : []),
    ...(isRead && !directory.records.inExplicitLittleEndian ? [words.notExplicit] : []),
    ...(nameSpace === 'joliet' ? [words.nameSpace('Joliet')] : []),
    ...(nameSpace === 'rock-ridge' ? [words.nameSpace('Rock Ridge')] : []),
    ...(medium.truncated ? [words.truncated] : []),
    ...(medium.damagedFolders > 0 ? [words.damagedFolders(medium.damagedFolders)] : []),
    ...(medium.specialEntries > 0 ? [words.specialEntries(medium.specialEntries)] : []),
  ];
}

function tellFiles(tally: FileTally, words: MediaWords): string[] {
  return [
    ...(tally.leadingOutside > 0 ? [words.leadingOutside(tally.leadingOutside)] : []),
    ...(tally.lenientNames > 0 ? [words.lenientNames(tally.lenientNames)] : []),
    ...(tally.notReadThrough > 0 ? [words.notReadThrough(tally.notReadThrough)] : []),
  ];
}
