// What the benchmark needs before it begins: our modules as they are installed, and objects to send.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Compiles what is measured into a folder, from the sources as they are now. */
export function compile(folder) {
  mkdirSync(folder, { recursive: true });
  const settings = {
    extends: path.join(root, 'tsconfig.build.json'),
    compilerOptions: {
      outDir: folder,
      rootDir: path.join(root, 'src'),
      typeRoots: [path.join(root, 'node_modules', '@types')],
    },
    include: [],
    files: ['protocols/dicom/index.ts', 'synthetic/index.ts', 'sweep/sweep-nodes.ts'].map((name) =>
      path.join(root, 'src', name),
    ),
  };
  const project = path.join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(settings));
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
  if (!existsSync(path.join(folder, 'protocols/dicom/index.js'))) throw new Error(stdout);
}

/** Writes the objects of both kinds and gives their folders. */
export async function makeObjects(modules, folder, { slices, loops }) {
  const { makeCtSeries, makeUsMultiframe, planStudy, writeObjects } = await import(
    path.join(modules, 'synthetic/index.js')
  );
  const study = planStudy({ seed: 'bench' });
  // 100 frames of 512 by 1024 are 50 MiB.
  const size = { frames: 100, rows: 512, columns: 1024 };
  const kinds = [
    { name: 'CT', objects: makeCtSeries(study, { slices }) },
    { name: 'multi-frame', objects: makeUsMultiframe(study, { ...size, objects: loops }) },
  ];
  const sets = [];
  for (const { name, objects } of kinds) {
    const place = path.join(folder, name);
    const written = await writeObjects(place, objects);
    const bytes = written.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    sets.push({ name, folder: place, bytes, count: written.length });
  }
  return sets;
}

/** In memory where there is room, so that no disk takes part. */
export function chooseTemporaryFolder(neededBytes) {
  const memory = '/dev/shm';
  if (process.platform === 'linux' && existsSync(memory)) {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize > neededBytes) return memory;
  }
  return os.tmpdir();
}
