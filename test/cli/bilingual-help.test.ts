import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bilingual, pickLanguage, translateTexts } from '../../src/cli/bilingual-help.ts';
import { chooseLanguage } from '../../src/cli/choose-language.ts';

const commands = path.resolve(import.meta.dirname, '../../src/commands');
const files = readdirSync(commands, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

describe('help', () => {
  it.each(files)(
    'of %s speaks both languages: summary, description, every argument and flag',
    async (file) => {
      const { default: command } = await import(path.join(commands, file));
      const texts: [string, unknown][] = [
        ['summary', command.summary],
        ...(command.description === undefined
          ? []
          : ([['description', command.description]] as [string, unknown][])),
        ...Object.entries<{ description?: string }>(command.args ?? {}).map(
          ([name, arg]): [string, unknown] => [name, arg.description],
        ),
        ...Object.entries<{ summary?: string }>({ ...command.baseFlags, ...command.flags }).map(
          ([name, flag]): [string, unknown] => [`--${name}`, flag.summary],
        ),
      ];
      for (const [name, text] of texts) {
        expect(typeof text, `${file} ${name}`).toBe('string');
        const vi = pickLanguage(String(text), 'vi');
        const en = pickLanguage(String(text), 'en');
        expect(en, `${file} ${name} has no English`).not.toBe(vi);
        expect(vi.length * en.length, `${file} ${name}`).toBeGreaterThan(0);
      }
    },
  );

  it('leaves one language in whatever holds the texts', () => {
    const held = { a: bilingual('một', 'one'), b: { c: [bilingual('hai', 'two')] }, d: 'như cũ' };
    translateTexts(held, 'en');
    expect(held).toEqual({ a: 'one', b: { c: ['two'] }, d: 'như cũ' });
  });
});

describe('the language', () => {
  it('is Vietnamese unless the flag or the environment says English; the flag wins', () => {
    expect(chooseLanguage([], {})).toBe('vi');
    expect(chooseLanguage([], { RISPACS_LANG: 'en' })).toBe('en');
    expect(chooseLanguage(['--lang', 'vi'], { RISPACS_LANG: 'en' })).toBe('vi');
    expect(chooseLanguage(['--lang=en'], {})).toBe('en');
    expect(chooseLanguage([], { RISPACS_LANG: 'fr' })).toBe('vi');
  });
});
