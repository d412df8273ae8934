import type { Language } from '../locale/language.ts';

/** `--lang` wins over `RISPACS_LANG`; anything else is Vietnamese. Needed before flags are parsed, for help and errors. */
export function chooseLanguage(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const index = argv.indexOf('--lang');
  const flag =
    index >= 0
      ? argv[index + 1]
      : argv.find((one) => one.startsWith('--lang='))?.slice('--lang='.length);
  return (flag ?? env.RISPACS_LANG) === 'en' ? 'en' : 'vi';
}
