import type { Checklist } from '../checklist/schema.ts';
import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { basisText, outcomeNames } from '../report/labels.ts';
import { describeSeen } from './describe-seen.ts';
import {
  type CriterionExplanation,
  describeCriterion,
  explainCriterion,
} from './explain-criterion.ts';
import {
  type DocumentExplanation,
  describeDocument,
  describeFactsTopic,
  explainDocument,
  explainFacts,
  type FactsExplanation,
} from './explain-others.ts';
import { describeOverview, explainOverview, type Overview } from './explain-overview.ts';
import { collectSeen, type Seen } from './explain-seen.ts';
import { findTopic, type Topic } from './find-topic.ts';
import { printSections, type Section } from './section.ts';

export interface ExplainRequest {
  /** Id of what is asked about; absent for the overview. */
  readonly topic?: string | undefined;
  /** Folder of a dossier. */
  readonly dossier?: string | undefined;
  readonly language: Language;
}

/** What `explain --json` prints. */
export type Explanation = (
  | CriterionExplanation
  | DocumentExplanation
  | FactsExplanation
  | Overview
) & { readonly seen?: Seen };

/**
 * Explains, from the installed checklist or from the one a dossier carries. Reads files only.
 * @throws UserError for an unknown id, or a folder that is no dossier.
 */
export async function explain(
  request: ExplainRequest,
): Promise<{ readonly lines: string[]; readonly explanation: Explanation }> {
  const { language } = request;
  const { checklist, assessment } = await readSources(request);
  if (request.topic === undefined) {
    const overview = await explainOverview(checklist, language);
    const sections = describeOverview(overview, checklist, language);
    const outcomes = assessment ? [listOutcomes(assessment, language)] : [];
    return { lines: printSections([...outcomes, ...sections]), explanation: overview };
  }
  const topic = findTopic(request.topic, checklist, language);
  const explained = await explainTopic(topic, checklist, language);
  if (!assessment)
    return { lines: printSections(explained.sections), explanation: explained.explanation };
  const seen = collectSeen(topic, assessment);
  const found = describeSeen(seen, explained.columns, language);
  return {
    lines: printSections([...explained.sections, ...found]),
    explanation: { ...explained.explanation, seen },
  };
}

async function readSources({
  dossier,
  language,
}: ExplainRequest): Promise<{ readonly checklist: Checklist; readonly assessment?: Assessment }> {
  if (dossier === undefined) {
    const [{ loadChecklist }, { checklistFolder, defaultChecklist }] = await Promise.all([
      import('../checklist/load.ts'),
      import('../project-folders.ts'),
    ]);
    return { checklist: await loadChecklist(checklistFolder(defaultChecklist), language) };
  }
  const [{ Dossier }, { readDossierContents }, { judge }] = await Promise.all([
    import('../evidence/dossier.ts'),
    import('../evidence/dossier-contents.ts'),
    import('../flow.ts'),
  ]);
  const opened = await Dossier.open(dossier, language);
  const { checklist } = await readDossierContents(opened);
  return { checklist, assessment: await judge(opened) };
}

async function explainTopic(
  topic: Topic,
  checklist: Checklist,
  language: Language,
): Promise<{
  readonly explanation: Explanation;
  readonly sections: readonly Section[];
  /** Facts worth showing from a dossier. */
  readonly columns: ReadonlySet<string>;
}> {
  switch (topic.kind) {
    case 'criterion': {
      const explanation = await explainCriterion(topic, checklist, language);
      return {
        explanation,
        sections: describeCriterion(explanation, checklist, language),
        columns: new Set(explanation.facts.map((one) => one.name)),
      };
    }
    case 'document': {
      const explanation = explainDocument(topic.document, checklist);
      const sections = describeDocument(explanation, checklist, language);
      return { explanation, sections, columns: new Set() };
    }
    case 'facts': {
      const explanation = explainFacts(topic, checklist);
      const sections = describeFactsTopic(explanation, checklist, language);
      return { explanation, sections, columns: new Set(topic.facts.map((one) => one.name)) };
    }
  }
}

/** Every criterion of a dossier with its outcome, so that one can be picked. */
function listOutcomes(assessment: Assessment, language: Language): Section {
  const title = language === 'vi' ? 'Kết quả trong hồ sơ này' : 'Outcomes in this dossier';
  const lines = [...assessment.findings, ...assessment.specialized].map(
    (one) =>
      `${one.criterion.padEnd(8)} ${outcomeNames[one.outcome][language]} (${basisText(one.basis, language)})`,
  );
  return { title, lines };
}
