import { awaitPerson } from '../await-person.ts';
import { provePictures } from '../picture-proof.ts';
import { describeReport, keepResults, listReports, type ReceivedReport } from '../results.ts';
import type { Run, StepReport } from '../run.ts';
import { judgeReport } from './report.ts';

/** Waits for the report as the radiologist changed it (OBR-25 and OBX-11 `C`, or MDM^T08, T10). */
export async function awaitCorrection(run: Run): Promise<StepReport> {
  const { inbox, words, patience, progress } = run;
  if (inbox === undefined) throw new Error('there is no listener for results');
  const first = progress.report;
  const findCorrection = (): ReceivedReport | undefined =>
    listReports(run).find(({ report }) => {
      const isFirst = report.textSha256 === first?.textSha256 && report.status === first.status;
      const isChanged = report.isFinal && report.textSha256 !== first?.textSha256;
      return !isFirst && (report.isCorrection || isChanged);
    });
  await awaitPerson(
    run,
    'correction-to-his',
    () => findCorrection() !== undefined,
    patience.correctionMs,
  );
  await keepResults(run, 'correction-to-his');
  const correction = findCorrection();
  if (correction === undefined) {
    return run.signal.aborted
      ? { outcome: 'not-reached', observed: words.stopped }
      : { outcome: 'awaiting-person', observed: words.noCorrection(patience.correctionMs) };
  }
  const proof = await provePictures(run, correction.result.message);
  progress.reports.push(describeReport(run, 'correction', correction, proof));
  const judged = judgeReport(run, correction, proof);
  const oddities = [
    ...(correction.report.textSha256 === first?.textSha256 ? [words.correctionUnchanged] : []),
    ...(correction.report.isCorrection ? [] : [words.correctionNotMarked]),
  ];
  if (oddities.length === 0) return judged;
  return {
    outcome: judged.outcome === 'failed' ? 'failed' : 'warned',
    observed: [judged.observed, ...oddities].join('; '),
  };
}
