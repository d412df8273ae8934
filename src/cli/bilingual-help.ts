import type { Command, Interfaces } from '@oclif/core';
import { Help } from '@oclif/core/help';
import type { Language } from '../locale/language.ts';
import { chooseLanguage } from './choose-language.ts';

const separator = '\u241e';
const deepestText = 6;

/**
 * A help text in both languages in one string, because the command manifest is built once for all users. The `init`
 * hook leaves the half that was asked for.
 */
export function bilingual(vi: string, en: string): string {
  return `${vi}${separator}${en}`;
}

/** The half of a {@link bilingual} text in one language; any other text is returned as it is. */
export function pickLanguage(text: string, language: Language): string {
  const [vi = '', en] = text.split(separator);
  return en === undefined || language === 'vi' ? vi : en;
}

/** Replaces every bilingual text inside an object by its half in one language. */
export function translateTexts(value: unknown, language: Language, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > deepestText) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'string') translateTexts(inner, language, depth + 1);
    else if (inner.includes(separator)) Reflect.set(value, key, pickLanguage(inner, language));
  }
}

/** oclif's help with its own words in Vietnamese. */
export default class BilingualHelp extends Help {
  constructor(config: Interfaces.Config, options: Partial<Interfaces.HelpOptions> = {}) {
    super(config, options);
    const { render } = this;
    // Compiling a template for every line would cost more than all the rest of the help.
    this.render = (text) => (text.includes('<%') ? render(text) : text);
  }

  protected override formatCommand(command: Command.Loadable): string {
    return this.translateHeadings(super.formatCommand(command));
  }

  override formatRoot(): string {
    return this.translateHeadings(super.formatRoot());
  }

  protected override formatCommands(commands: Command.Loadable[]): string {
    return this.translateHeadings(super.formatCommands(commands));
  }

  protected override formatTopics(topics: Parameters<Help['formatTopics']>[0]): string {
    return this.translateHeadings(super.formatTopics(topics));
  }

  private translateHeadings(text: string): string {
    if (chooseLanguage(process.argv.slice(2), process.env) === 'en') return text;
    return headings.reduce((all, [en, vi]) => all.replace(en, vi), text);
  }
}

const headings: readonly (readonly [RegExp, string])[] = [
  [/^USAGE$/m, 'CÁCH DÙNG'],
  [/^ARGUMENTS$/m, 'THAM SỐ'],
  [/^GLOBAL FLAGS$/m, 'TÙY CHỌN CHUNG'],
  [/^FLAGS$/m, 'TÙY CHỌN'],
  [/^DESCRIPTION$/m, 'MÔ TẢ'],
  [/^EXAMPLES$/m, 'VÍ DỤ'],
  [/^VERSION$/m, 'PHIÊN BẢN'],
  [/^TOPICS$/m, 'NHÓM LỆNH'],
  [/^COMMANDS$/m, 'LỆNH'],
  [/Format output as json\./, 'In kết quả dạng JSON'],
  [/\(required\) /g, '(bắt buộc) '],
];
