import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { projectFolder } from '../src/project-folders.ts';

it('generated files are fresh: npm run generate has nothing to write', async () => {
  const generator = path.join(projectFolder, 'bin', 'generate.js');
  // Run by Node as `npm run generate` runs it, without the test runner's own way of loading sources.
  const check = promisify(execFile)(process.execPath, [generator, '--check'], { timeout: 20_000 });
  const stale = await check.then(
    () => '',
    (error: unknown) => String(Reflect.get(Object(error), 'stderr')),
  );
  expect(stale).toBe('');
});
