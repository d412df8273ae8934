import type { AttachedData } from './attached/read-attached.ts';
import { viewCases } from './view-case.ts';
import { viewChallenge } from './view-challenge.ts';
import type { ViewContext } from './view-context.ts';
import { viewDrills } from './view-drill.ts';
import { numberPictures, viewShots } from './view-shots.ts';
import { viewViewers } from './view-viewers.ts';
import { viewWalks } from './view-walk.ts';
import { walkWords } from './walk-words.ts';

/** Annex IV: what was done on site, by people and by the tool, and what came of it. */
export function viewScripts(context: ViewContext, attached: AttachedData) {
  const pictures = numberPictures(context, attached);
  const walks = viewWalks(context, attached, pictures);
  const challenge = viewChallenge(context);
  const viewers = viewViewers(context, pictures);
  const cases = viewCases(context, attached);
  const drills = viewDrills(context);
  return {
    hasScripts: [walks, challenge.lines, viewers, cases, drills].some(({ length }) => length > 0),
    walkWords: listPlainWords(context),
    walks,
    challenge,
    viewers,
    shots: viewShots(context, attached, pictures),
    cases,
    drills,
  };
}

/** The words of the guided walk that stand as they are: a template cannot fill the others in. */
function listPlainWords({ language }: ViewContext): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(walkWords(language)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
