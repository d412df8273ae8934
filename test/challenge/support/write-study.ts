import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listObjects, makeChallengeRecipe, planChallenge } from '../../../src/challenge/index.ts';
import { writeObjects } from '../../../src/synthetic/index.ts';

// Run by itself: prints the megabytes of memory that making and writing a study took at most.
const folder = await mkdtemp(join(tmpdir(), 'rispacs-challenge-'));
try {
  await writeObjects(folder, listObjects(await planChallenge(makeChallengeRecipe())));
  process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
