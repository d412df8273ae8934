import { Command, Flags, type Interfaces, ux } from '@oclif/core';
import { UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { bilingual } from './bilingual-help.ts';
import { chooseLanguage } from './choose-language.ts';
import { exitCodes } from './exit-codes.ts';
import { inertJson, inertText } from './inert-text.ts';
import { describeParserError } from './parser-errors.ts';

/** What every command shares: language, `--json`, `--verbose`, Ctrl-C, and how errors are shown. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    lang: Flags.option({
      options: ['vi', 'en'] as const,
      env: 'RISPACS_LANG',
      default: 'vi' as const,
      summary: bilingual('Ngôn ngữ: vi hoặc en', 'Language: vi or en'),
      helpGroup: 'GLOBAL',
    })(),
    verbose: Flags.boolean({
      default: false,
      summary: bilingual(
        'In thêm chi tiết khi công cụ gặp lỗi',
        'Print details when the tool itself fails',
      ),
      helpGroup: 'GLOBAL',
    }),
  };

  private readonly stopping = new AbortController();
  private readonly onInterrupt = () => {
    this.note(this.pick('Đang dừng…', 'Stopping…'));
    this.stopping.abort(new Interrupted());
  };

  protected get language(): Language {
    return chooseLanguage(this.argv, process.env);
  }

  /** Aborted by Ctrl-C or SIGTERM. A second Ctrl-C ends the process at once. */
  protected get signal(): AbortSignal {
    return this.stopping.signal;
  }

  override async init(): Promise<void> {
    await super.init();
    process.once('SIGINT', this.onInterrupt);
    process.once('SIGTERM', this.onInterrupt);
  }

  protected override async finally(error: Error | undefined): Promise<void> {
    process.off('SIGINT', this.onInterrupt);
    process.off('SIGTERM', this.onInterrupt);
    await super.finally(error);
  }

  /** A text in the chosen language. */
  protected pick(vi: string, en: string): string {
    return this.language === 'vi' ? vi : en;
  }

  /** One line on stderr: progress and remarks, never results. */
  protected note(line: string): void {
    process.stderr.write(`${inertText(line)}\n`);
  }

  /** Results may quote a dossier that anybody wrote. */
  override log(message = ''): void {
    super.log(inertText(message));
  }

  override logJson(json: unknown): void {
    ux.stdout(inertJson(ux.colorizeJson(json, { pretty: true })));
  }

  protected override async catch(error: Interfaces.CommandError): Promise<unknown> {
    // The command line was wrong and has been explained; oclif would add that it was never parsed.
    this.parsed = true;
    const shown = this.describe(error);
    process.exitCode = shown.exitCode;
    if (this.jsonEnabled()) {
      const { message, details, exitCode } = shown;
      this.logJson({ error: { message, details, exitCode } });
    } else {
      this.note(shown.message);
      for (const line of shown.details) this.note(`  ${line}`);
    }
    if (shown.exitCode === exitCodes.bug && this.argv.includes('--verbose'))
      this.note(error.stack ?? String(error));
    return undefined;
  }

  /** What went wrong, in one sentence, and the exit code that goes with it. */
  private describe(error: Interfaces.CommandError): {
    message: string;
    details: readonly string[];
    exitCode: number;
  } {
    if (error instanceof UserError)
      return { message: error.message, details: error.details, exitCode: error.exitCode };
    if (error instanceof Interrupted || this.signal.aborted) {
      return {
        message: this.pick('Đã dừng theo yêu cầu.', 'Stopped as asked.'),
        details: this.interruptedDetails(),
        exitCode: exitCodes.interrupted,
      };
    }
    const parser = describeParserError(error, this.language);
    if (parser)
      return {
        message: parser,
        details: [
          this.pick(
            `Xem: rispacs ${this.id?.replaceAll(':', ' ')} --help`,
            `See: rispacs ${this.id?.replaceAll(':', ' ')} --help`,
          ),
        ],
        exitCode: exitCodes.usage,
      };
    return {
      message: this.pick(
        `Công cụ gặp lỗi ngoài dự kiến: ${error.message}. Chạy lại với --verbose rồi gửi kết quả cho nhóm phát triển.`,
        `The tool itself failed: ${error.message}. Run again with --verbose and send the output to the developers.`,
      ),
      details: [],
      exitCode: exitCodes.bug,
    };
  }

  /** What a user should know after Ctrl-C; commands that keep a dossier say how to go on. */
  protected interruptedDetails(): readonly string[] {
    return [];
  }
}

/** The reason of an abort that the operator asked for. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
