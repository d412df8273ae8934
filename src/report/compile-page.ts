import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { embedFontFaces } from './font-faces.ts';
import { keepHyphenated } from './keep-hyphenated.ts';
import { mapStrings } from './map-strings.ts';
import { writePicture } from './pictures/write-picture.ts';
import { printableText } from './printable-text.ts';

/** Templates lie beside `src` and `dist`, two levels above this file in both. */
const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url));

/** What a page is made of: files of `templates/`, and its data. */
export interface PageInput {
  /** The page itself, e.g. `council/minutes.hbs`. */
  readonly template: string;
  /** Parts by the name that templates use. */
  readonly partials?: Readonly<Record<string, string>>;
  /** Style sheets in the order in which they apply. */
  readonly styles: readonly string[];
  readonly view: object;
  /** What stands in the page margins: our own words only. */
  readonly marks: PageMarks;
}

/** Words in the margins of every printed page. */
export interface PageMarks {
  readonly foot: string;
  readonly page: string;
  readonly warning?: string;
}

/**
 * One self-contained HTML page from a template: fonts inside, no script, no request, every text from outside made
 * printable and escaped.
 * @throws when a template or the font package is missing.
 */
export async function compilePage(input: PageInput): Promise<string> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  own.registerHelper(
    'draw',
    (picture: Parameters<typeof writePicture>[0]) => new own.SafeString(writePicture(picture)),
  );
  const options = { strict: true, preventIndent: true };
  for (const [name, file] of Object.entries(input.partials ?? {}))
    own.registerPartial(name, own.compile(await readTemplate(file), options));
  const template = own.compile<object>(await readTemplate(input.template), options);
  const render = (css: string) =>
    template({ ...view, css }, { allowProtoPropertiesByDefault: false });
  const view = mapStrings(input.view, printableText);
  const styles = await Promise.all(input.styles.map(readTemplate));
  // Which font subsets are needed is known from the text, so the page is made twice.
  const faces = await embedFontFaces(render(''));
  const css = [faces, pageMarks(input.marks), ...styles].join('\n');
  return keepHyphenated(render(css).normalize('NFC'));
}

function readTemplate(file: string): Promise<string> {
  return readFile(path.join(templateFolder, file), 'utf8');
}

function pageMarks({ foot, page, warning }: PageMarks): string {
  const small = `font:8pt 'Report Serif';color:#333`;
  const boxes = [
    `@top-center{content:counter(page);font:13pt 'Report Serif'}`,
    ...(warning === undefined
      ? []
      : [`@top-right{content:${cssString(warning)};font:bold 11pt 'Report Serif'}`]),
    `@bottom-left{content:${cssString(foot)};${small};white-space:pre}`,
    `@bottom-right{content:${cssString(`${page} `)} counter(page) '/' counter(pages);${small}}`,
  ];
  return `@page{${boxes.join('')}}@page :first{@top-center{content:none}}`;
}

function cssString(text: string): string {
  return `'${text.replace(/['\\\n]/g, '')}'`;
}
