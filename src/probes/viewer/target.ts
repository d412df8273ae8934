import { createHash } from 'node:crypto';
import type { Challenge } from '../../challenge/index.ts';
import { fillViewerLink, type Viewer, viewerOrigin } from '../../facility/viewer-schema.ts';

/** One viewer of the facility, and where the recipe of the challenge study lies. */
export interface ViewerTarget {
  readonly viewer: Viewer;
  /** `challenge.folder` of the facility file; absent when it names none. */
  readonly challengeFolder?: string;
}

/** Deadlines and bounds of opening one link on one screen. */
export interface ViewerLimits {
  readonly launchMs: number;
  /** One log-in step. */
  readonly stepMs: number;
  /** One answer of the browser: a screenshot, a look at the page. */
  readonly answerMs: number;
  /** Between two looks. */
  readonly pauseMs: number;
  /** A log-in page, another study: as long as it has to stay until it is believed. */
  readonly settleMs: number;
  /** Reading a screenshot, between two looks and at the last. */
  readonly readMs: number;
  readonly lastReadMs: number;
  readonly maxBytes: number;
  /** Instead of the facility file's `waitSeconds`; for tests. */
  readonly waitMs?: number;
}

export const defaultViewerLimits: ViewerLimits = {
  launchMs: 30_000,
  stepMs: 20_000,
  answerMs: 30_000,
  pauseMs: 500,
  settleMs: 4_000,
  readMs: 3_000,
  lastReadMs: 10_000,
  maxBytes: 512 * 1024 * 1024,
};

/** A link of a viewer, with the identifiers of a study; the series is the CT. */
export function linkTo(template: string, { study, series }: Challenge): string {
  const seriesInstanceUid = series[0]?.objects[0]?.seriesInstanceUid ?? '';
  const { studyInstanceUid, patientId, accessionNumber } = study;
  return fillViewerLink(template, {
    studyInstanceUid,
    seriesInstanceUid,
    patientId,
    accessionNumber,
    orthancStudyId: orthancId([patientId, studyInstanceUid]),
    orthancSeriesId: orthancId([patientId, studyInstanceUid, seriesInstanceUid]),
  });
}

/** Orthanc's own identifier of a resource: SHA-1 of its DICOM identifiers (Orthanc Book, "Orthanc identifiers"). */
function orthancId(identifiers: readonly string[]): string {
  const hash = createHash('sha1').update(identifiers.join('|')).digest('hex');
  return hash.match(/.{8}/g)?.join('-') ?? hash;
}

/** Origins that may be reached: that of the link, and the declared others. */
export function allowedOrigins(viewer: Viewer): readonly string[] {
  return [...new Set([viewerOrigin(viewer.url), ...viewer.alsoOpens.map(viewerOrigin)])];
}

/** A link fit for printing: no query and no fragment, which may carry tokens. */
export function printableLink(template: string): string {
  return (template.split(/[?#]/)[0] ?? '').replaceAll(/\p{C}/gu, '').slice(0, 200);
}
