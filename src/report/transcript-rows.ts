import type { WorkflowStepRow } from '../probes/workflow/facts.ts';
import { nameStep } from '../probes/workflow/facts.ts';
import { fieldOf, messageTypeOf, type TranscriptMessage } from './attached/transcript.ts';
import { pictureWords } from './picture-words.ts';
import type { ViewContext } from './view-context.ts';

/** A message with the row that tells of it. */
export interface NumberedMessage {
  readonly message: TranscriptMessage;
  readonly row: {
    readonly number: string;
    /** Time of day with milliseconds, in the zone that the record was written in. */
    readonly time: string;
    readonly direction: string;
    readonly step: string;
    /** MSH-9, and MSH-10 beside it. */
    readonly type: string;
    readonly controlId: string;
    readonly bytes: string;
    readonly result: string;
    readonly isBad: boolean;
    /** The beginning of the file's SHA-256, as in Annex III. */
    readonly file: string;
  };
}

/** The messages of a test case as rows, with the offset that their times are given in. */
export function listMessages(
  context: ViewContext,
  messages: readonly TranscriptMessage[],
  startedAt: string,
  steps: readonly WorkflowStepRow[],
): { readonly offset: string; readonly rows: readonly NumberedMessage[] } {
  const offset = /([+-]\d\d:\d\d)$/.exec(startedAt)?.[1] ?? '+00:00';
  const outcomes = new Map(steps.map(({ step, outcome }) => [step, outcome]));
  const words = pictureWords(context.language);
  const rows = messages.map((message, index) => {
    const { direction, kind, step, at, bytes, file } = message;
    const outcome = outcomes.get(step);
    const isBad = outcome === 'failed' || outcome === 'warned';
    const result = tellResult(context, message, messages[index + 1]);
    return {
      message,
      row: {
        number: String(index + 1),
        time: clockAt(at, offset, context),
        direction: words[direction],
        step: nameStep(step, context.language),
        type: context.clip(
          messageTypeOf(message) ??
            (kind === 'acknowledgement' ? words.acknowledgement : words.unreadable),
          60,
        ),
        controlId: context.clip(fieldOf(message, 'MSH-10') ?? '', 40),
        bytes: context.count(bytes),
        result:
          isBad && outcome !== undefined ? `${result} (${words.stepOutcomes[outcome]})` : result,
        isBad,
        file: /([0-9a-f]{12})[0-9a-f]{52}\./.exec(file ?? '')?.[1] ?? '',
      },
    };
  });
  return { offset, rows };
}

function tellResult(
  context: ViewContext,
  message: TranscriptMessage,
  next: TranscriptMessage | undefined,
): string {
  const words = pictureWords(context.language);
  if (message.kind === 'acknowledgement') {
    const code = fieldOf(message, 'MSA-1');
    const known = Object.entries(words.acknowledged).find(([name]) => name === code)?.[1];
    const text = fieldOf(message, 'MSA-3') ?? fieldOf(message, 'ERR-8');
    const told = known ?? (code === undefined ? words.noCode : context.clip(code, 20));
    return text === undefined ? told : `${told}: ${context.clip(text, 160)}`;
  }
  if (message.direction === 'out') {
    const isAnswered = next?.kind === 'acknowledgement' && next.step === message.step;
    return isAnswered ? words.handedOver : words.unanswered;
  }
  const status = fieldOf(message, 'OBR-25') ?? fieldOf(message, 'TXA-17');
  return status === undefined ? words.received : words.resultStatus(context.clip(status, 20));
}

function clockAt(at: string, offset: string, { language }: ViewContext): string {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? [];
  const shiftMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  const clock = new Date(Date.parse(at) + shiftMs).toISOString().slice(11, 23);
  return language === 'vi' ? clock.replace('.', ',') : clock;
}
