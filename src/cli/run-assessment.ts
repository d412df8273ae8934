import type { Checklist } from '../checklist/schema.ts';
import type { CollectEvent } from '../evidence/collect-evidence.ts';
import { explainWriteError } from '../evidence/dossier.ts';
import { collect, judge, report } from '../flow.ts';
import type { Assessment } from '../report/assessment.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { type DossierRequest, prepareDossier } from './prepare-dossier.ts';
import { makeProgress } from './progress.ts';

/** What an assessment left: the model, the files, and the checklist to name levels with. */
export interface AssessmentResult {
  readonly assessment: Assessment;
  readonly rendered: RenderedReport;
  readonly checklist: Checklist;
}

/** What an assessment needs besides its dossier. */
export interface AssessmentRequest extends DossierRequest {
  readonly signal: AbortSignal;
  readonly verbose?: boolean;
  /** Hears of the steps, beside the progress that is shown. */
  readonly onEvent?: (event: CollectEvent) => void;
  /** What people do between collecting and judging. */
  readonly beforeJudging?: (dossierFolder: string) => Promise<void>;
}

/** The main job, from facility file to PDF. */
export async function assess(request: AssessmentRequest): Promise<AssessmentResult> {
  const prepared = await prepareDossier(request);
  const { dossier, checklist } = prepared;
  const show = makeProgress(request.language, request.verbose ?? false);
  try {
    await collect({
      ...prepared,
      only: request.only,
      resume: request.resume,
      signal: request.signal,
      onEvent: (event) => {
        show(event);
        request.onEvent?.(event);
      },
    });
    await request.beforeJudging?.(dossier.folder);
    const assessment = await judge(dossier);
    const rendered = await report(dossier, assessment, ['json', 'html', 'pdf'], request.signal);
    return { assessment, rendered, checklist };
  } catch (error) {
    throw explainWriteError(error, dossier.folder, request.language);
  }
}
