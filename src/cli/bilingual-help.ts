import { type Command, Help } from '@oclif/core';
import type { Language } from '../locale/language.ts';
import { chooseLanguage } from './choose-language.ts';

const separator = '\u241e';

/**
 * A help text in both languages in one string, because the command manifest is built once for all users. The help
 * class shows the half that was asked for.
 */
export function bilingual(vi: string, en: string): string {
  return `${vi}${separator}${en}`;
}

/** The half of a {@link bilingual} text in one language; any other text is returned as it is. */
export function pickLanguage(text: string, language: Language): string {
  const [vi = '', en] = text.split(separator);
  return en === undefined || language === 'vi' ? vi : en;
}

/** oclif's help, speaking Vietnamese or English. */
export default class BilingualHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const language = chooseLanguage(argv, process.env);
    for (const command of this.config.commands) translate(command, language, 0);
    for (const topic of this.config.topics) translate(topic, language, 0);
    translate(this.config.pjson, language, 0);
    await super.showHelp(argv);
  }

  protected override formatCommand(command: Command.Loadable): string {
    const language = chooseLanguage(process.argv.slice(2), process.env);
    const text = super.formatCommand(command);
    if (language === 'en') return text;
    return sectionNames.reduce((all, [en, vi]) => all.replace(new RegExp(`\\b${en}\\b`), vi), text);
  }
}

const sectionNames = [
  ['USAGE', 'CÁCH DÙNG'],
  ['ARGUMENTS', 'THAM SỐ'],
  ['GLOBAL FLAGS', 'TÙY CHỌN CHUNG'],
  ['FLAGS', 'TÙY CHỌN'],
  ['DESCRIPTION', 'MÔ TẢ'],
  ['EXAMPLES', 'VÍ DỤ'],
] as const;

function translate(value: unknown, language: Language, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 6) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && inner.includes(separator))
      Reflect.set(value, key, pickLanguage(inner, language));
    else translate(inner, language, depth + 1);
  }
}
