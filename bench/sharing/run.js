import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';

const count = Number(process.argv[2] ?? 5000);
const MOST_SECONDS = 60;
const MOST_MB = 300;
const here = import.meta.dirname;
const work = mkdtempSync(path.join(tmpdir(), 'rispacs-bench-sharing-'));

function run(args, env = {}) {
  const startedAt = performance.now();
  const result = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) throw result.error;
  return { ...result, seconds: (performance.now() - startedAt) / 1000 };
}

try {
  const folder = path.join(work, 'study');
  const made = run([path.join(here, 'prepare.js'), folder, String(count)]);
  if (made.status !== 0) throw new Error(made.stderr);
  const bytes = readdirSync(folder).reduce(
    (sum, name) => sum + statSync(path.join(folder, name)).size,
    0,
  );
  console.log(
    `${count} instances, ${(bytes / 1e6).toFixed(0)} MB, ${cpus().length} processors, Node ${process.versions.node}`,
  );
  const checked = run([path.join(here, 'check.js'), folder]);
  if (checked.status !== 0) throw new Error(checked.stderr);
  const told = JSON.parse(checked.stdout);
  const ok = told.objects === count && checked.seconds <= MOST_SECONDS && told.peakMb <= MOST_MB;
  console.log(
    `checked and judged ${told.objects} objects in ${told.series} series: ${checked.seconds.toFixed(1)} s of ${MOST_SECONDS}, ${told.peakMb.toFixed(0)} MB of ${MOST_MB} at the highest (whole process)`,
  );
  if (!ok) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
