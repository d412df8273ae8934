import { createHash } from 'node:crypto';
import type { WorkflowReportRow } from './facts.ts';
import type { PictureProof } from './picture-proof.ts';
import { type ReadReport, readReport } from './read-report.ts';
import type { ReceivedResult } from './result-inbox.ts';
import type { Run } from './run.ts';
import { scheduledOf } from './scheduled.ts';
import type { StepId } from './step-ids.ts';

/** A report that came, read. */
export interface ReceivedReport {
  readonly result: ReceivedResult;
  readonly report: ReadReport;
}

/** The reports among what came to our HIS side so far, in order. */
export function listReports({ inbox }: Run): readonly ReceivedReport[] {
  return (inbox?.messages ?? [])
    .map((result) => ({ result, report: readReport(result.message) }))
    .filter(({ report }) => report.isReport);
}

/** Keeps the raw bytes of everything about our order that came and has not been kept yet. */
export async function keepResults(run: Run, step: StepId): Promise<void> {
  const { inbox, transcript } = run;
  if (inbox === undefined) return;
  const kept = new Set(transcript.entries.map(({ attachment }) => attachment.sha256));
  for (const { message, at } of inbox.messages) {
    const sha256 = createHash('sha256').update(message.bytes).digest('hex');
    if (kept.has(sha256)) continue;
    kept.add(sha256);
    await transcript.addReceived(step, at, message.bytes);
  }
}

/** A report as facts. */
export function describeReport(
  run: Run,
  purpose: WorkflowReportRow['purpose'],
  { result, report }: ReceivedReport,
  proof: PictureProof | undefined,
): WorkflowReportRow {
  const hasPictures = report.pictures.length > 0 || report.hasBrokenPicture;
  const isUidEqual = isStudyUidEqual(run, report);
  return {
    endpoint: run.endpoint.id,
    purpose,
    messageType: report.messageType,
    matchedBy: [...result.matchedBy],
    ...(report.status !== undefined && { status: report.status }),
    hasText: report.hasText,
    hasJpeg: hasPictures,
    ...(hasPictures && { jpegValid: isEveryPictureValid(report) }),
    ...(proof !== undefined && { jpegShowsOurImage: proof === 'ours' }),
    hasPointer: report.hasPointer,
    ...(report.charsetDeclared !== undefined && { charsetDeclared: report.charsetDeclared }),
    ...(report.textIntact !== undefined && { textIntact: report.textIntact }),
    ...(isUidEqual !== undefined && { studyUidEqual: isUidEqual }),
    activeContent: report.activeContent,
  };
}

/** Every picture that a report carries is a whole JPEG. */
export function isEveryPictureValid({ pictures, hasBrokenPicture }: ReadReport): boolean {
  return !hasBrokenPicture && pictures.every(({ isComplete }) => isComplete);
}

/** Whether a report names our study; `undefined` when it names none. */
export function isStudyUidEqual(run: Run, { studyUids }: ReadReport): boolean | undefined {
  if (studyUids.length === 0) return undefined;
  return studyUids.includes(scheduledOf(run).studyInstanceUid);
}
