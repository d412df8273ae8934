// Prints the notice of third-party licences of an unpacked archive: `node bin/third-party.js FOLDER`. Every package in
// its node_modules is named with its licence; the texts that the packages carry are printed once each. Fails for a
// package that says nothing of a licence.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? '.');
const licences = path.join(import.meta.dirname, '..', 'docs', 'licences');
const textName = /^(?:licen[cs]e|copying|notice|third.?party)/i;
const line = '-'.repeat(80);

const packages = listPackages(path.join(folder, 'node_modules')).map(readPackage);
const unlicensed = packages.filter(({ licence, texts }) => licence === '' && texts.length === 0);
if (unlicensed.length > 0) {
  console.error(`no licence: ${unlicensed.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
} else process.stdout.write(describe());

/** Folders of packages, also of those inside others. */
function listPackages(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => {
      const place = path.join(modules, name);
      if (name.startsWith('@')) return listPackages(place);
      if (!existsSync(path.join(place, 'package.json'))) return [];
      return [place, ...listPackages(path.join(place, 'node_modules'))];
    });
}

function readPackage(place) {
  const { name, version, license, author, repository, homepage } = JSON.parse(
    readFileSync(path.join(place, 'package.json'), 'utf8'),
  );
  const files = readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() && textName.test(entry.name))
    .map((entry) =>
      readFileSync(path.join(place, entry.name), 'utf8').replaceAll('\r\n', '\n').trim(),
    );
  const isLesser = /LGPL/.test(String(license ?? ''));
  const readme = path.join(place, 'README.md');
  // Its read-me names the libraries inside and the licence of each.
  const inside = isLesser && existsSync(readme) ? [sectionOf(readFileSync(readme, 'utf8'))] : [];
  return {
    name: `${name}@${version}`,
    licence: typeof license === 'string' ? license : String(license?.type ?? ''),
    author: typeof author === 'string' ? author : String(author?.name ?? ''),
    source: String(repository?.url ?? repository ?? homepage ?? '').replace(/^git\+/, ''),
    texts: [...files, ...inside].filter((text) => text !== ''),
    isLesser,
    place: path.relative(folder, place).split(path.sep).join('/'),
  };
}

function sectionOf(readme) {
  return /^## Licensing\n([\s\S]*?)(?=\n## |$(?![\s\S]))/m.exec(readme)?.[1]?.trim() ?? '';
}

function describe() {
  const byText = new Map();
  for (const { name, texts } of packages)
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), name]);
  const lesser = packages.filter(({ isLesser }) => isLesser);
  return `${[
    'Third-party software in this archive, with the licences it comes under.',
    'Phần mềm của bên thứ ba trong gói này và giấy phép của từng phần.',
    '',
    'Node.js: node/LICENSE, with the licences of everything inside it.',
    'The WebAssembly in node_modules/zxing-wasm is built from zxing-cpp (https://github.com/zxing-cpp/zxing-cpp): Apache-2.0, whose text is below.',
    'Chromium in node_modules/@sparticuz/chromium: BSD 3-Clause; the licences of what it is built from are shown by its page chrome://credits.',
    '',
    ...describeLesser(lesser),
    line,
    ...packages.map(
      ({ name, licence, author, source }) =>
        `${[name, licence || 'see its text below', author, source].filter((part) => part !== '').join('; ')}`,
    ),
    ...[...byText].flatMap(([text, names]) => [line, names.join(', '), '', text]),
    ...(lesser.length > 0
      ? ['LGPL-3.0', 'GPL-3.0'].flatMap((name) => [
          line,
          '',
          readFileSync(path.join(licences, `${name}.txt`), 'utf8').trimEnd(),
        ])
      : []),
  ].join('\n')}\n`;
}

/** What section 4 of the LGPL asks for: notice, texts, and how to use another build of the library. */
function describeLesser(lesser) {
  if (lesser.length === 0) return [];
  return [
    'These packages hold libraries under the GNU Lesser General Public License, version 3 or later. They are used unchanged, as files of',
    'their own that are loaded when the program runs: put another build in their place and it is used instead. The source of each, with',
    'how it is built, is at the address beside it, under the tag of its version. The texts of the LGPL and the GPL stand at the end.',
    ...lesser.map(({ name, place, source }) => `  ${name} in ${place}: ${source}`),
    '',
  ];
}
