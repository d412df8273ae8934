import type { CollectEvent } from '../evidence/collect-evidence.ts';
import { formatNumber } from '../findings/fact-labels.ts';
import { findingMessages } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import type { AwaitedPerson } from '../probes/contract.ts';
import { type ProgressOutput, showWaiting, type WaitingPrompt } from './show-waiting.ts';

/**
 * Shows collecting on stderr, one line per step that has ended, with a word for its state. Long steps (which leave
 * data or load a line) are announced before they begin; while one waits for a person, a line says for what.
 */
export function makeProgress(
  language: Language,
  verbose: boolean,
  output: ProgressOutput = process.stderr,
): (event: CollectEvent) => void {
  const words = findingMessages(language);
  const vi = language === 'vi';
  let done = 0;
  let total = 0;
  const say = (line: string) => output.write(`${line}\n`);
  // Steps that only read run beside each other: what they tell must not take the prompt of one that waits away.
  const waiting = new Map<CollectEvent['step'], AwaitedPerson & { readonly until: number }>();
  let prompt: WaitingPrompt | undefined;
  const showAgain = (): void => {
    const latest = [...waiting.values()].at(-1);
    if (latest === undefined || output.isTTY !== true) return;
    const maxMs = Math.max(0, latest.until - performance.now());
    prompt = showWaiting({ ...latest, maxMs }, language, output);
  };
  const tell = (event: CollectEvent): void => {
    if (event.type === 'started') {
      total = event.total;
      if (event.step.risk !== 'observe')
        say(
          `${vi ? 'Bắt đầu' : 'Starting'} ${event.step.probe} ${event.step.subject}: ${event.step.sends}`,
        );
    } else if (event.type === 'finished' && event.record.kind === 'probe') {
      done += 1;
      const { record } = event;
      const seconds = formatNumber(Math.round(record.durationMs / 100) / 10, language);
      const reason = record.state === 'observed' ? '' : `: ${record.reason.message}`;
      say(
        `[${done}/${total}] ${record.probe} ${record.subject}: ${words.state(record.state)}${reason} (${seconds} s)`,
      );
      if (event.isUnfinished)
        say(
          vi
            ? 'Bước này còn chờ người làm; làm tiếp bằng --resume.'
            : 'This step still waits for a person; go on with --resume.',
        );
    } else if (event.type === 'kept') {
      say(`${vi ? 'Giữ kết quả đã có' : 'Kept'}: ${event.step.probe} ${event.step.subject}`);
    } else if (event.type === 'bug' && verbose) {
      say(
        event.error instanceof Error
          ? (event.error.stack ?? event.error.message)
          : String(event.error),
      );
    }
  };
  return (event) => {
    prompt?.end();
    prompt = undefined;
    if (event.type === 'awaiting') {
      const { awaited } = event;
      waiting.set(event.step, { ...awaited, until: performance.now() + awaited.maxMs });
      prompt = showWaiting(awaited, language, output);
      return;
    }
    if (event.type === 'awaited' || event.type === 'finished') waiting.delete(event.step);
    tell(event);
    showAgain();
  };
}
