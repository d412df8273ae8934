import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { writeTrend } from '../../src/trend/write-trend.ts';
import { checklist } from '../history/support.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const signal = new AbortController().signal;
let home = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-trend-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function record(assessedOn: string, name = assessedOn, options: FixtureOptions = {}) {
  const file = path.join(home, `${name}.json`);
  const assessment = fixtureAssessment(checklist, { target: 'advanced', ...options });
  await writeFile(file, JSON.stringify({ ...assessment, assessedOn }));
  return file;
}
const write = (dossiers: readonly string[]) =>
  writeTrend({ dossiers, out: path.join(home, 'out'), pdf: false, language: 'vi', signal });

describe('the trend page', () => {
  it('is one offline page with a table beside every picture', async () => {
    const { files } = await write([await record('2026-01-15'), await record('2025-01-15')]);
    const html = await readFile(files[0] ?? '', 'utf8');
    expect(html).not.toMatch(/<script|src="http|url\(http|<link /);
    const pictures = html.match(/<svg /g)?.length ?? 0;
    expect(pictures).toBeGreaterThan(1);
    expect(html.match(/<table /g)?.length ?? 0).toBeGreaterThanOrEqual(pictures);
    expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(pictures);
  });

  it('leaves out what cannot be read, and what is given twice, and says so', async () => {
    const broken = path.join(home, 'broken.json');
    await writeFile(broken, '{');
    const copy = await record('2025-01-15', 'copy');
    const { trend, unreadable, remarks, files } = await write([
      broken,
      await record('2025-01-15'),
      copy,
      await record('2026-01-15'),
    ]);
    expect(trend.points).toHaveLength(2);
    expect(unreadable).toBe(1);
    expect(remarks.join('\n')).toMatch(/không đọc được .*broken\.json/);
    expect(remarks.join('\n')).toMatch(/copy\.json giống hệt/);
    expect(await readFile(files[0] ?? '', 'utf8')).toContain('broken.json');
  });

  it('needs two that can be read, at most twelve, and none of a product', async () => {
    const one = await record('2025-01-15');
    await expect(write([one, one])).rejects.toThrow('ít nhất hai hồ sơ khác nhau');
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, index) => record(`20${15 + index}-02-15`)),
    );
    expect((await write(many)).trend.points).toHaveLength(12);
    await expect(write([...many, one])).rejects.toThrow('từ 2 đến 12');
    const product = path.join(home, 'product.json');
    const assessment = fixtureAssessment(checklist);
    await writeFile(product, JSON.stringify({ ...assessment, scope: 'vendor', product: null }));
    const error = await write([one, product]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error instanceof UserError && error.details.join()).toContain('--scope vendor');
  });
});
