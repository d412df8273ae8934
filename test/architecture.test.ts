import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const src = path.resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(path.sep).join('/'));

/** Modules of ours that a file imports, as paths below `src/`; `typeOnly` when nothing of them is loaded. */
function importsOf(
  file: string,
): { readonly target: string; readonly typeOnly: boolean; readonly lazy: boolean }[] {
  const text = readFileSync(path.join(src, file), 'utf8');
  const found: { target: string; typeOnly: boolean; lazy: boolean }[] = [];
  for (const match of text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'(\.[^']+)'/gms)) {
    found.push({
      target: resolve(file, match[2] ?? ''),
      typeOnly: match[1] !== undefined,
      lazy: false,
    });
  }
  for (const match of text.matchAll(/import\('(\.[^']+)'\)/g)) {
    found.push({ target: resolve(file, match[1] ?? ''), typeOnly: false, lazy: true });
  }
  return found;
}

function resolve(file: string, specifier: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

const area = (file: string) => file.split('/')[0] ?? '';

/** What code in an area may never load. Types are free. */
const forbidden: readonly (readonly [string, RegExp])[] = [
  ['protocols', /^(?!protocols\/)/],
  [
    'facility',
    /^(evidence|findings|verdict|report|plan|probes|protocols|commands|cli|simulator)\//,
  ],
  [
    'checklist',
    /^(evidence|findings|verdict|report|plan|protocols|commands|cli|simulator)\/|^probes\/[^/]+\/(?!facts\.ts$)/,
  ],
  [
    'findings',
    /^(verdict|report|plan|protocols|commands|cli|simulator)\/|^probes\/[^/]+\/(?!facts\.ts$)|^flow\.ts$/,
  ],
  ['verdict', /^(report|plan|probes|protocols|commands|cli|simulator|evidence)\/|^flow\.ts$/],
  ['report', /^(plan|probes\/[^/]+\/(?!facts\.ts$)|protocols|commands|cli|simulator)\/|^flow\.ts$/],
  ['probes', /^(checklist|findings|verdict|report|plan|commands|cli|simulator)\/|^flow\.ts$/],
  ['plan', /^(verdict|commands|cli|simulator)\/|^flow\.ts$/],
  ['evidence', /^(verdict|report|commands|cli|simulator)\/|^flow\.ts$/],
];

describe('the arrows between the folders of src', () => {
  it.each(forbidden)('%s loads only what is below it', (from, never) => {
    const broken = files
      .filter((file) => area(file) === from)
      .flatMap((file) =>
        importsOf(file)
          .filter((one) => !one.typeOnly && never.test(one.target))
          .map((one) => `${file} → ${one.target}`),
      );
    expect(broken).toEqual([]);
  });

  it('no probe imports another', () => {
    const broken = files
      .filter((file) => /^probes\/[^/]+\//.test(file))
      .flatMap((file) => {
        const own = file.split('/')[1] ?? '';
        return importsOf(file)
          .filter(
            ({ target }) =>
              /^probes\/[^/]+\//.test(target) &&
              !['shared', own].includes(target.split('/')[1] ?? ''),
          )
          .map((one) => `${file} → ${one.target}`);
      });
    expect(broken).toEqual([]);
  });

  it('judging reaches no probe’s I/O, no protocol, no clock and no network, however indirectly', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file) || !files.includes(file)) return;
      seen.add(file);
      for (const one of importsOf(file)) if (!one.typeOnly) visit(one.target);
    };
    visit('findings/judge.ts');
    visit('verdict/decide-level.ts');
    const reached = [...seen].filter((file) => /collect|^protocols\//.test(file));
    expect(reached).toEqual([]);
    for (const file of seen) {
      const text = readFileSync(path.join(src, file), 'utf8');
      expect(text, file).not.toMatch(
        /from 'node:(net|tls|http|https|dgram|child_process|fs)|from 'undici'/,
      );
      expect(text, file).not.toMatch(/Date\.now\(\)|new Date\(\)/);
    }
  });

  it('no command loads a heavy package, or anything that does, before run()', () => {
    const heavy =
      /^(?:import|export)\s(?!type\s)[^;]*?from '(puppeteer|undici|dcmjs-dimse|systeminformation|handlebars|hl7-standard|zod|yaml|sharp|zxing-wasm(\/[^']*)?|qr(\/[^']*)?|pkijs|asn1js|yauzl|yazl|write-excel-file(\/[^']*)?)'/m;
    const visit = (file: string, seen: Set<string>): void => {
      if (seen.has(file) || !files.includes(file)) return;
      seen.add(file);
      for (const one of importsOf(file)) if (!one.typeOnly && !one.lazy) visit(one.target, seen);
    };
    for (const command of files.filter((file) => file.startsWith('commands/'))) {
      const seen = new Set<string>();
      visit(command, seen);
      for (const file of seen)
        expect(readFileSync(path.join(src, file), 'utf8'), `${command} → ${file}`).not.toMatch(
          heavy,
        );
    }
  });

  it('only bin/ ends the process', () => {
    for (const file of files)
      expect(readFileSync(path.join(src, file), 'utf8'), file).not.toMatch(/process\.exit\(/);
  });
});
