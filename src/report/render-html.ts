import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AttachedPicture } from './attached/read-pictures.ts';
import { embedFontFaces } from './font-faces.ts';
import { keepHyphenated } from './keep-hyphenated.ts';
import { writeJpegSource } from './pictures/write-jpeg-source.ts';
import { writePicture } from './pictures/write-picture.ts';
import { makeReportView, type ReportInput, type ReportView } from './view-model.ts';

const partials = [
  'contents',
  'cover',
  'filter',
  'general',
  'results',
  'criteria',
  'criterion-row',
  'remaining',
  'statements',
  'pictures',
  'figure-links',
  'walk',
  'test-cases',
  'drills',
  'sharing',
  'remeasure',
  'annex-head',
  'annexes',
  'circular54',
];
/** Megabytes without a letter of the page. */
const jpegSource = /data:image\/jpeg;base64,[A-Za-z0-9+/=]*/g;
/** Templates lie beside `src` and `dist`, two levels above this file in both. */
const templateFolder = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * The self-assessment report (document A) as one self-contained HTML file: fonts inside, no request, for the screen and
 * for print. Every text from outside is escaped; the CSS, our one script, the pictures, which escape their own words, and the
 * screenshots, which we encoded, are the only things inserted as they are. The script filters Annex I on the screen; the page's policy allows it by
 * its hash and no other, and without it the report is whole.
 * @throws when the templates or the font package are missing.
 */
export async function renderHtml(input: ReportInput): Promise<string> {
  const view = makeReportView(input);
  const render = await compileTemplate(input.attached?.pictures ?? new Map());
  const styles = await readFile(path.join(templateFolder, 'report.css'), 'utf8');
  // The subsets are chosen by what is printed, so the page is made twice: once to see its text, once with its fonts.
  const script = await readFile(path.join(templateFolder, 'report', 'filter.js'), 'utf8');
  const page = { ...view, script, scriptHash: scriptHash(script) };
  const text = render({ ...page, css: '' });
  const css = `${await embedFontFaces(text.replaceAll(jpegSource, ''))}\n${pageMarks(view)}\n${styles}`;
  return keepHyphenated(render({ ...page, css }).normalize('NFC'));
}

interface Page extends ReportView {
  readonly css: string;
  readonly script: string;
  readonly scriptHash: string;
}

/** A source expression of CSP Level 3, 2.3.1: only a script of exactly these characters runs. */
function scriptHash(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

async function compileTemplate(
  pictures: ReadonlyMap<string, AttachedPicture>,
): Promise<(page: Page) => string> {
  const { default: handlebars } = await import('handlebars');
  const own = handlebars.create();
  own.registerHelper(
    'draw',
    (picture: Parameters<typeof writePicture>[0]) => new own.SafeString(writePicture(picture)),
  );
  own.registerHelper('annexNumber', (title: string) => splitTitle(title)[0]);
  own.registerHelper('annexTitle', (title: string) => splitTitle(title)[1]);
  own.registerHelper(
    'shot',
    (sha256: string) => new own.SafeString(writeJpegSource(pictures.get(sha256))),
  );
  const options = { strict: true, preventIndent: true };
  for (const name of partials) {
    const source = await readFile(path.join(templateFolder, 'report', `${name}.hbs`), 'utf8');
    own.registerPartial(name, own.compile(source, options));
  }
  const source = await readFile(path.join(templateFolder, 'report.hbs'), 'utf8');
  const template = own.compile<Page>(source, options);
  return (page) => template(page, { allowProtoPropertiesByDefault: false });
}

/** `Phụ lục I. Bảng …` as its number and its title, which stand on lines of their own. */
function splitTitle(title: string): readonly [string, string] {
  const at = title.indexOf('. ');
  return at < 0 ? ['', title] : [title.slice(0, at), title.slice(at + 2)];
}

/** What stands in the page margins. Only our own labels: nothing from outside ever reaches the style sheet. */
function pageMarks({ simulated, t }: ReportView): string {
  const [before = '', after = ''] = t.pagesInAll.split('{pages}');
  const small = `font:8pt 'Report Serif';color:#333`;
  const boxes = [
    `@top-center{content:counter(page);font:13pt 'Report Serif'}`,
    ...(simulated
      ? [`@top-right{content:${cssString(t.simulatedMark)};font:bold 11pt 'Report Serif'}`]
      : []),
    `@bottom-left{content:${cssString(t.notLegal)};${small};white-space:pre}`,
    `@bottom-right{content:${cssString(before)} counter(pages) ${cssString(after)};${small}}`,
  ];
  return `@page{${boxes.join('')}}@page :first{@top-center{content:none}}`;
}

function cssString(text: string): string {
  return `'${text.replace(/['\\\n]/g, '')}'`;
}
