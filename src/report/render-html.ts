import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { embedFontFaces } from './font-faces.ts';
import { keepHyphenated } from './keep-hyphenated.ts';
import { writePicture } from './pictures/write-picture.ts';
import { makeReportView, type ReportInput, type ReportView } from './view-model.ts';

const partials = [
  'cover',
  'general',
  'results',
  'criteria',
  'criterion-row',
  'remaining',
  'statements',
  'pictures',
  'test-cases',
  'drills',
  'sharing',
  'annexes',
  'circular54',
];
/** Templates lie beside `src` and `dist`, two levels above this file in both. */
const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * The self-assessment report (document A) as one self-contained HTML file: fonts inside, no script, no request, for
 * the screen and for print. Every text from outside is escaped; the CSS and the pictures, which escape their own words,
 * are the only things inserted as they are.
 * @throws when the templates or the font package are missing.
 */
export async function renderHtml(input: ReportInput): Promise<string> {
  const view = makeReportView(input);
  const render = await compileTemplate();
  const styles = await readFile(path.join(templateFolder, 'report.css'), 'utf8');
  // The subsets are chosen by what is printed, so the page is made twice: once to see its text, once with its fonts.
  const text = render({ ...view, css: '' });
  const css = `${await embedFontFaces(text)}\n${pageMarks(view)}\n${styles}`;
  return keepHyphenated(render({ ...view, css }).normalize('NFC'));
}

type Template = (view: ReportView & { readonly css: string }) => string;

async function compileTemplate(): Promise<Template> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  own.registerHelper(
    'draw',
    (picture: Parameters<typeof writePicture>[0]) => new own.SafeString(writePicture(picture)),
  );
  const options = { strict: true, preventIndent: true };
  for (const name of partials) {
    const source = await readFile(path.join(templateFolder, 'report', `${name}.hbs`), 'utf8');
    own.registerPartial(name, own.compile(source, options));
  }
  const source = await readFile(path.join(templateFolder, 'report.hbs'), 'utf8');
  const template = own.compile<ReportView & { readonly css: string }>(source, options);
  return (view) => template(view, { allowProtoPropertiesByDefault: false });
}

/** What stands in the page margins. Only our own labels: nothing from outside ever reaches the style sheet. */
function pageMarks({ simulated, t }: ReportView): string {
  const small = `font:8pt 'Report Serif';color:#333`;
  const boxes = [
    `@top-center{content:counter(page);font:13pt 'Report Serif'}`,
    ...(simulated
      ? [`@top-right{content:${cssString(t.simulatedMark)};font:bold 11pt 'Report Serif'}`]
      : []),
    `@bottom-left{content:${cssString(t.notLegal)};${small};white-space:pre}`,
    `@bottom-right{content:${cssString(`${t.page} `)} counter(page) '/' counter(pages);${small}}`,
  ];
  return `@page{${boxes.join('')}}@page :first{@top-center{content:none}}`;
}

function cssString(text: string): string {
  return `'${text.replace(/['\\\n]/g, '')}'`;
}
