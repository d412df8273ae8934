import type { ObservedEvidence } from '../evidence/evidence.ts';
import { nameStep, type WorkflowStepRow, workflowStepFacts } from '../probes/workflow/facts.ts';
import { type AttachedData, caseRecordsOf } from './attached/read-attached.ts';
import { fieldOf, messageTypeOf, type TranscriptMessage } from './attached/transcript.ts';
import { pictureWords } from './picture-words.ts';
import { drawCase } from './pictures/draw-case.ts';
import { clipText } from './printable-text.ts';
import { listMessages, type NumberedMessage } from './transcript-rows.ts';
import type { ViewContext } from './view-context.ts';

/** The scenario has 16; a dossier may have been edited by anyone. */
const mostSteps = 40;
const mostShown = 200;
const longestCell = 600;
const mostLines = 40;
const longestLine = 700;

/** Annex IV: each test case with its picture, its steps, its messages, and what can be sent to the vendor. */
export function viewCases(context: ViewContext, attached: AttachedData) {
  return caseRecordsOf(context.assessment.evidence).flatMap((record, index) =>
    viewCase(context, attached, record, index),
  );
}

function viewCase(
  context: ViewContext,
  attached: AttachedData,
  record: ObservedEvidence,
  index: number,
) {
  const { language, count, clip } = context;
  const words = pictureWords(language);
  const steps = stepsOf(record).map((step) => ({
    ...step,
    endpoint: clip(step.endpoint, 60),
    expected: context.recorded(step.expected, longestCell),
    observed: context.recorded(step.observed, longestCell),
    sourceOfRule: clip(step.sourceOfRule, 200),
  }));
  const [first] = steps;
  if (first === undefined) return [];
  const transcript = attached.transcripts.get(record.id);
  const given = transcript?.ok === true ? transcript.messages : [];
  const messages = listMessages(context, given, record.startedAt, steps);
  const endpoint = first.endpoint;
  const pictures = drawCase(
    `picture-case-${index + 1}`,
    steps.map(({ step, outcome }) => {
      const message = typeOnWire(given, step);
      return {
        step,
        outcome,
        name: nameStep(step, language),
        outcomeName: words.stepOutcomes[outcome],
        ...(message !== undefined && { message }),
      };
    }),
    { title: words.casePicture(endpoint), actors: words.actors },
  );
  const left = messages.rows.length - mostShown;
  return [
    {
      id: record.id,
      title: words.caseTitle(endpoint),
      simulated: record.simulated === true,
      counts: words.caseCounts(count(steps.length), countOutcomes(context, steps)),
      shown: words.caseShown,
      pictures: pictures.map((picture) => ({ caption: picture.title, picture })),
      steps: steps.map((step, at) => ({
        number: String(at + 1),
        name: nameStep(step.step, language),
        kind: step.outcome,
        outcome: words.stepOutcomes[step.outcome],
        isBad: step.outcome === 'failed' || step.outcome === 'warned',
        expected: step.expected,
        observed: step.observed,
        source: step.sourceOfRule,
        time: step.ms === undefined ? '' : words.milliseconds(clip(count(step.ms), 20)),
      })),
      transcript: {
        caption: words.transcriptCaption(messages.offset),
        problem:
          transcript === undefined
            ? words.transcriptProblems.none
            : transcript.ok
              ? ''
              : words.transcriptProblems[transcript.problem],
        rows: messages.rows.slice(0, mostShown).map(({ row }) => row),
        more: left > 0 ? words.moreMessages(count(left)) : '',
      },
      letters: steps.flatMap((step, at) =>
        viewLetter(
          context,
          step,
          at,
          messages.rows,
          attached.letters.get(record.id)?.get(step.step),
        ),
      ),
    },
  ];
}

function stepsOf(record: ObservedEvidence): readonly WorkflowStepRow[] {
  return (record.facts['workflow.step'] ?? []).slice(0, mostSteps).flatMap((row) => {
    const parsed = workflowStepFacts.row.safeParse(row);
    return parsed.success ? [parsed.data] : [];
  });
}

function countOutcomes(context: ViewContext, steps: readonly WorkflowStepRow[]): string {
  const { stepOutcomes } = pictureWords(context.language);
  return [...Map.groupBy(steps, ({ outcome }) => outcome)]
    .map(([outcome, of]) => `${context.count(of.length)} ${stepOutcomes[outcome]}`)
    .join(', ');
}

/** The kinds of message that a step really sent or got, for its arrow. */
function typeOnWire(
  messages: readonly TranscriptMessage[],
  step: WorkflowStepRow['step'],
): string | undefined {
  if (step === 'order-ack') {
    const answer = messages.find((one) => one.step === 'order' && one.kind === 'acknowledgement');
    const code = answer && fieldOf(answer, 'MSA-1');
    return code === undefined ? undefined : `ACK ${code}`;
  }
  const sent = messages.filter((one) => one.step === step && one.kind === 'message');
  const types = new Set(sent.slice(0, 20).flatMap((one) => messageTypeOf(one) ?? []));
  return types.size === 0 ? undefined : [...types].join(', ');
}

/** What can be sent to the vendor about one step: the text, and the messages of that step taken apart. */
function viewLetter(
  context: ViewContext,
  step: WorkflowStepRow,
  at: number,
  messages: readonly NumberedMessage[],
  text: string | undefined,
) {
  if (text === undefined) return [];
  const words = pictureWords(context.language);
  // The answer to the order is judged as a step of its own.
  const ofStep = step.step === 'order-ack' ? 'order' : step.step;
  return [
    {
      title: words.letterTitle(
        String(at + 1),
        nameStep(step.step, context.language),
        words.stepOutcomes[step.outcome],
      ),
      lines: text.split('\n').map((one) => context.clip(one, 1_000)),
      messages: messages
        .filter(({ message }) => message.step === ofStep)
        .slice(0, 8)
        .map(({ message, row }) => ({
          title: words.messageOf(row.number, row.direction, row.type),
          lines: writeSegments(context, message),
        })),
    },
  ];
}

function writeSegments(context: ViewContext, { segments }: TranscriptMessage): readonly string[] {
  const { moreFields, unreadable } = pictureWords(context.language);
  if (segments === undefined) return [unreadable];
  return segments.slice(0, mostLines).map(({ fields }) => {
    let line = '';
    for (const [index, { field, value }] of fields.entries()) {
      const next = `${line === '' ? '' : ' | '}${field}: ${clipText(value, 120, () => '')}`;
      if (line.length + next.length > longestLine)
        return `${line} ${moreFields(context.count(fields.length - index))}`;
      line += next;
    }
    return line;
  });
}
