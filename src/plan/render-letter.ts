import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { embedFontFaces } from '../report/font-faces.ts';
import type { LetterView } from './letter-view.ts';

/** Templates lie beside `src` and `dist`, two levels above this file in both. */
const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * The permission letter as one self-contained HTML file in the form of a công văn (Nghị định 30/2020, Annex III, form
 * 1.5). Every text from outside is escaped; the CSS is the only thing inserted as it is.
 * @throws when the template or the font package is missing.
 */
export async function renderLetter(view: LetterView): Promise<string> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  const [source, styles] = await Promise.all([
    readFile(path.join(templateFolder, 'permission-letter.hbs'), 'utf8'),
    readFile(path.join(templateFolder, 'permission-letter.css'), 'utf8'),
  ]);
  const template = own.compile<LetterView & { readonly css: string }>(source, {
    strict: true,
    preventIndent: true,
  });
  const options = { allowProtoPropertiesByDefault: false };
  // Which font subsets are needed is known from the text, so the page is made twice.
  const text = template({ ...view, css: '' }, options);
  const css = `${await embedFontFaces(text)}\n${styles}`;
  return template({ ...view, css }, options).normalize('NFC');
}
