import { awaitPerson } from '../await-person.ts';
import { type PictureProof, provePictures } from '../picture-proof.ts';
import {
  describeReport,
  isEveryPictureValid,
  isStudyUidEqual,
  keepResults,
  listReports,
  type ReceivedReport,
} from '../results.ts';
import type { Run, StepReport } from '../run.ts';

/**
 * Waits for the report of this very order on our HIS side. A radiologist has to sign it: when it does not come in time
 * the scenario pauses, and a resumed run goes on here.
 */
export async function awaitReport(run: Run): Promise<StepReport> {
  const { inbox, patience, progress } = run;
  if (inbox === undefined) throw new Error('there is no listener for results');
  const findFinal = (): ReceivedReport | undefined =>
    listReports(run).find(({ report }) => report.isFinal);
  // One that names another patient proves that results go wrong, whatever comes later.
  const came = await awaitPerson(
    run,
    'report',
    () => findFinal() !== undefined || inbox.refused.wrongPatient > 0,
    patience.reportMs,
  );
  await keepResults(run, 'report');
  const final = findFinal();
  if (final === undefined) return reportNothing(run, came);
  const { report } = final;
  const proof = await provePictures(run, final.result.message);
  progress.reports.push(describeReport(run, 'report', final, proof));
  progress.report = {
    textSha256: report.textSha256,
    ...(report.status !== undefined && { status: report.status }),
  };
  if (report.fillerOrderNumber !== undefined) progress.fillerOrderNumber = report.fillerOrderNumber;
  return judgeReport(run, final, proof);
}

function reportNothing(run: Run, came: boolean): StepReport {
  const { words, inbox, patience } = run;
  const refused = inbox?.refused;
  if (came && (refused?.wrongPatient ?? 0) > 0)
    return { outcome: 'failed', observed: words.reportOfAnother(refused?.wrongPatient ?? 0) };
  if (run.signal.aborted) return { outcome: 'not-reached', observed: words.stopped };
  const preliminary = listReports(run);
  return {
    outcome: 'awaiting-person',
    observed: [
      words.noReport(patience.reportMs),
      ...(preliminary.length > 0
        ? [words.onlyPreliminary(preliminary[0]?.report.status ?? '?')]
        : []),
      ...((refused?.strangers ?? 0) > 0 ? [words.strangers(refused?.strangers ?? 0)] : []),
      ...(inbox !== undefined && inbox.oddities.length > 0
        ? [words.oddConnections(inbox.oddities)]
        : []),
    ].join('; '),
  };
}

/** What is wrong with a report, and what is only worth noting. */
export function judgeReport(
  run: Run,
  { result, report }: ReceivedReport,
  proof: PictureProof | undefined,
): StepReport {
  const { words } = run;
  const isUidEqual = isStudyUidEqual(run, report);
  const failures = [
    ...(isEveryPictureValid(report) ? [] : [words.pictureBroken]),
    ...(report.textIntact === false ? [words.reportTextDamaged] : []),
    ...(isUidEqual === false ? [words.otherStudyUid] : []),
    ...(report.hasText || report.pictures.length > 0 ? [] : [words.reportEmpty]),
  ];
  const hasPicture = report.pictures.length > 0 || report.hasBrokenPicture;
  const warnings = [
    ...(proof === 'other' ? [words.otherPicture] : []),
    ...(report.activeContent ? [words.activeContent] : []),
    ...(report.hasText ? [] : [words.noReportText]),
    ...(hasPicture ? [] : [report.hasPointer ? words.onlyPointer : words.noPicture]),
    ...(run.inbox !== undefined && run.inbox.refused.wrongPatient > 0
      ? [words.reportOfAnother(run.inbox.refused.wrongPatient)]
      : []),
  ];
  const told = words.reportCame(report.messageType, report.status ?? '-', result.matchedBy);
  return {
    outcome: failures.length > 0 ? 'failed' : warnings.length > 0 ? 'warned' : 'passed',
    observed: [
      told,
      ...(proof === 'ours' ? [words.ourPicture] : []),
      ...failures,
      ...warnings,
    ].join('; '),
  };
}
