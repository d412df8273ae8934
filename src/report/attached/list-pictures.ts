import {
  type Attachment,
  type EvidenceRecord,
  isObserved,
  type ObservedEvidence,
} from '../../evidence/evidence.ts';
import { type ChallengeTaskRow, challengeTaskFacts } from '../../probes/challenge/facts.ts';
import { type ViewerViewRow, viewerViewFacts } from '../../probes/viewer/facts.ts';

/** Walks through the challenge study that a report shows; a dossier may have been edited by anyone. */
const mostWalks = 8;
/** Steps of one walk; the tool has 25 that are checked, and one for each criterion that only people see. */
const mostSteps = 200;
const mostViewers = 20;
const mostScreens = 20;
/** Two are asked for at most. */
const mostOfStep = 4;
const hash = /^[0-9a-f]{64}$/;

/** What a picture shows, by the fact that it belongs to. */
export type PictureOrigin =
  | {
      readonly kind: 'walk';
      readonly row: ChallengeTaskRow;
      /** Of the pictures of its step, from 1. */
      readonly place: number;
      readonly total: number;
    }
  | { readonly kind: 'viewer'; readonly row: ViewerViewRow };

/** A picture of our own challenge study that a record names. */
export interface ListedPicture {
  readonly record: ObservedEvidence;
  readonly origin: PictureOrigin;
  readonly sha256: string;
  /** Absent when the fact names a file that its record does not have. */
  readonly attachment?: Attachment;
}

/** Records of guided walks, in the order of the dossier. */
export function walkRecordsOf(evidence: readonly EvidenceRecord[]): readonly ObservedEvidence[] {
  return evidence
    .filter(isObserved)
    .filter(({ probe, facts }) => probe === 'challenge' && stepsGiven(facts).length > 0)
    .slice(0, mostWalks);
}

function stepsGiven(facts: ObservedEvidence['facts']) {
  return facts['challenge.task'] ?? [];
}

/** The steps of a walk that have the form of their facts. */
export function walkRowsOf({ facts }: ObservedEvidence): readonly ChallengeTaskRow[] {
  return stepsGiven(facts)
    .slice(0, mostSteps)
    .flatMap((row) => {
      const parsed = challengeTaskFacts.row.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });
}

/** Records of viewers that a browser opened. */
export function viewerRecordsOf(evidence: readonly EvidenceRecord[]): readonly ObservedEvidence[] {
  return evidence
    .filter(isObserved)
    .filter(({ probe, facts }) => probe === 'viewer' && (facts['viewer.view'] ?? []).length > 0)
    .slice(0, mostViewers);
}

/** One row for each screen on which a viewer was opened. */
export function viewerRowsOf({ facts }: ObservedEvidence): readonly ViewerViewRow[] {
  return (facts['viewer.view'] ?? []).slice(0, mostScreens).flatMap((row) => {
    const parsed = viewerViewFacts.row.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * The pictures that a report prints, each once: those that a walk accepted for a step that was shown, and what the
 * viewer probe kept. Both probes crop to the images of the challenge study before anything is stored.
 *
 * Nothing else is ever printed. Files attached to attestations and documents are pictures that people took of a working
 * hospital and may show a patient; they stay in the dossier, named by their hash.
 */
export function listPictures(evidence: readonly EvidenceRecord[]): readonly ListedPicture[] {
  const all = [
    ...walkRecordsOf(evidence).flatMap((record) =>
      walkRowsOf(record).flatMap((row) => listOfStep(record, row)),
    ),
    ...viewerRecordsOf(evidence).flatMap((record) =>
      viewerRowsOf(record).flatMap((row) => listOfScreen(record, row)),
    ),
  ];
  const seen = new Set<string>();
  return all.filter(({ sha256 }) => {
    if (!hash.test(sha256) || seen.has(sha256)) return false;
    seen.add(sha256);
    return true;
  });
}

/** The picture that completed a step, and those that it was compared with. */
function listOfStep(record: ObservedEvidence, row: ChallengeTaskRow): readonly ListedPicture[] {
  const last = row.pictureSha256;
  if (row.result !== 'shown' || last === undefined) return [];
  const before = record.attachments.filter(
    ({ originalName, sha256 }) => originalName === `${row.task}.png` && sha256 !== last,
  );
  const attachment = record.attachments.find(({ sha256 }) => sha256 === last);
  const files = [...new Map(before.map((one) => [one.sha256, one])).values()].slice(
    0,
    mostOfStep - 1,
  );
  const pictures = [...files, attachment ?? { sha256: last }];
  return pictures.map((one, index) => ({
    record,
    origin: { kind: 'walk', row, place: index + 1, total: pictures.length },
    sha256: one.sha256,
    ...('path' in one && { attachment: one }),
  }));
}

function listOfScreen(record: ObservedEvidence, row: ViewerViewRow): readonly ListedPicture[] {
  const name = `viewer-${row.viewer}-${row.profile}.png`;
  const attachment = record.attachments.find(({ originalName }) => originalName === name);
  return attachment === undefined
    ? []
    : [{ record, origin: { kind: 'viewer', row }, sha256: attachment.sha256, attachment }];
}
