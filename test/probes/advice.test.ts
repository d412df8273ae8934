import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutAdvice } from '../../src/locale/advice.ts';

const src = path.resolve(import.meta.dirname, '../../src');
const files = [
  'evidence/collect-messages.ts',
  ...readdirSync(path.join(src, 'probes'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /messages[\w-]*\.ts$/.test(file))
    .map((file) => `probes/${file}`),
];

describe('what probes write into a dossier', () => {
  it.each(files)('%s: a command line stands only in the advice, which print leaves out', (file) => {
    const text = withoutAdvice(readFileSync(path.join(src, file), 'utf8'));
    expect(text).not.toMatch(/--(?:resume|allow)|rispacs (?:challenge|serve|cleanup|doctor)/);
    // Advice that holds brackets would be cut in its midst.
    expect(text).not.toMatch(/cách làm:|to do:/);
  });
});
