import type { Observation } from '../contract.ts';
import type { Look } from './collect.ts';
import { describeArtefact } from './describe-artefacts.ts';
import { countOriginals, detectEdits, listHolders, type OriginalsNow } from './detect-edits.ts';
import type {
  ChallengeArchiveRow,
  ChallengeArtefactRow,
  ChallengeEditRow,
  EditKind,
} from './facts.ts';
import { editsFileName, readEdits, writeEdits } from './remember-edits.ts';
import type { GatheredStudy } from './studies.ts';

/** Turns what was gathered into facts and notes. */
export async function describeStudies(
  look: Look,
  gathered: readonly GatheredStudy[],
  isSimulated: boolean,
): Promise<Observation> {
  const { context, originals, words, notes } = look;
  const { studyInstanceUid } = originals.challenge.study;
  const isOurs = (one: GatheredStudy): boolean =>
    one.originals.length > 0 || one.listed.studyInstanceUid === studyInstanceUid;
  const studies = gathered.filter(isOurs);
  const others = gathered.length - studies.length;
  if (others > 0) notes.add(words.otherStudies(others));
  if (studies.length === 0) notes.add(words.nothing);
  const artefacts = await describeArtefacts(look, studies);
  const { rows: edits, attachment } = await describeEdits(look, studies);
  const isEdited = edits.some(({ kind }) => kind !== 'none');
  if (studies.length > 0) {
    if (!artefacts.some(({ within }) => within !== undefined)) notes.add(words.howToMeasure);
    notes.add(isEdited ? words.audit : words.howToEdit);
    if (edits.some(({ stillInPlace }) => stillInPlace)) notes.add(words.restore);
  }
  if (context.signal.aborted) notes.add(words.stopped);
  return {
    state: 'observed',
    facts: {
      'challenge.archive': studies.map((one) => describeStudy(look, one)),
      'challenge.artefact': artefacts,
      'challenge.edit': edits,
    },
    notes: [...notes],
    attachments: [attachment],
    ...(isSimulated && { simulated: true as const }),
  };
}

function describeStudy({ target, originals }: Look, study: GatheredStudy): ChallengeArchiveRow {
  const { listed, added, patientKept, accessionKept, route, isWhole } = study;
  const { challenge } = originals;
  const now = countOriginals([study], originals);
  const count = (verdict: string): number =>
    study.originals.filter(({ pixels }) => pixels === verdict).length;
  return {
    archive: target.id,
    route,
    foundBy: [...listed.foundBy],
    studyUidKept: listed.studyInstanceUid === challenge.study.studyInstanceUid,
    ...(patientKept !== undefined && { patientKept }),
    ...(accessionKept !== undefined && { accessionKept }),
    listed: listed.instances.length,
    retrieved: study.originals.length + added.length,
    originals: now.found,
    pixelsEqual: count('equal'),
    pixelsLossy: count('lossy'),
    pixelsDifferent: count('different'),
    pixelsUnread: count('unread'),
    added: added.length,
    ...(isWhole || now.kept === true ? { complete: now.kept ?? false } : {}),
  };
}

async function describeArtefacts(
  { target, originals, context }: Look,
  studies: readonly GatheredStudy[],
): Promise<ChallengeArtefactRow[]> {
  const renamed = new Map(
    studies.flatMap((study) =>
      study.originals.map(({ sopInstanceUid, original }) => [sopInstanceUid, original] as const),
    ),
  );
  const rows: ChallengeArtefactRow[] = [];
  for (const { listed, added } of studies) {
    const inOtherStudy = listed.studyInstanceUid !== originals.challenge.study.studyInstanceUid;
    for (const object of added) {
      if (object.isAcquired) continue;
      // Looking for codes in pictures takes its time.
      if (context.signal.aborted) return rows;
      rows.push(
        ...(await describeArtefact(object, {
          archive: target.id,
          inOtherStudy,
          originals,
          findOriginal: (uid) => originals.byUid.get(uid) ?? renamed.get(uid),
          signal: context.signal,
        })),
      );
    }
  }
  return rows;
}

async function describeEdits(look: Look, studies: readonly GatheredStudy[]) {
  const { target, originals, context } = look;
  const { studyInstanceUid } = originals.challenge.study;
  const now = countOriginals(studies, originals);
  const sightings = detectEdits(studies, originals);
  const earlier = readEdits(await context.readEarlier?.(editsFileName), studyInstanceUid);
  const base = {
    archive: target.id,
    originalsBefore: originals.objects.length,
    originalsAfter: now.found,
    pixelsEqual: now.pixelsEqual,
    pixelsChanged: now.pixelsChanged,
    ...(now.kept !== undefined && { originalsKept: now.kept }),
    studies: now.studies,
  };
  const isAsMade = isRestored(studies, now, studyInstanceUid) && sightings.length === 0;
  const seenNow = new Set<EditKind>(sightings.map(({ kind }) => kind));
  const past = earlier.filter((kind) => kind !== 'none' && !seenNow.has(kind));
  const rows: ChallengeEditRow[] = [
    ...sightings.map((one) => ({ ...base, ...one, stillInPlace: true })),
    ...past.map((kind) => ({ ...base, kind, stillInPlace: false, undone: isAsMade })),
  ];
  if (rows.length === 0 && listHolders(studies).length > 0) {
    rows.push({ ...base, kind: 'none', stillInPlace: false });
  }
  const attachment = await context.attach(
    writeEdits(studyInstanceUid, [...new Set([...past, ...seenNow])]),
    { mediaType: 'application/json', extension: 'json', originalName: editsFileName },
  );
  return { rows, attachment };
}

/** Whether one study under the first UID has every original, unchanged. */
function isRestored(
  studies: readonly GatheredStudy[],
  { kept }: OriginalsNow,
  studyInstanceUid: string,
): boolean {
  const [holder, ...others] = listHolders(studies);
  return (
    kept === true && others.length === 0 && holder?.listed.studyInstanceUid === studyInstanceUid
  );
}
