import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { openWalk } from '../../src/walkthrough/index.ts';
import { makeDemo } from '../challenge/support/demo.ts';
import { examiner, hand, makeClock, makeWalkPlace, witnesses } from './support/open-test-walk.ts';

vi.setConfig({ testTimeout: 90_000 });

it("a vendor's walk is judged as a product's, and leaves no facility verdict", async () => {
  const { challenge } = await makeDemo();
  const { folder, challengeFolder } = await makeWalkPlace();
  const settingsFile = path.join(folder, 'settings.json');
  const settings: unknown = JSON.parse(await readFile(settingsFile, 'utf8'));
  await writeFile(settingsFile, JSON.stringify({ ...Object(settings), scope: 'vendor' }));

  const walk = await openWalk(folder, { language: 'vi', challengeFolder, now: makeClock() });
  await walk.setPeople(examiner, witnesses);
  const answer = await hand(walk, 'pacs-15.surface', {
    kind: 'code',
    text: challenge.key.surface,
  });
  expect(answer).toMatchObject({ accepted: true, basis: 'demonstrated' });
  await walk.finish();

  const product = JSON.parse(await readFile(path.join(folder, 'product-assessment.json'), 'utf8'));
  expect(product.scope).toBe('vendor');
  const finding = product.findings.find(
    (one: { criterion: string }) => one.criterion === 'pacs-15',
  );
  expect(finding.basis).toContain('demonstrated');
  await expect(access(path.join(folder, 'assessment.json'))).rejects.toThrow('ENOENT');
});
