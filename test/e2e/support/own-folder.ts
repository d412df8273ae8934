import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that a whole test file shares. */
export interface OwnFolder {
  readonly path: string;
  readonly file: (name: string) => string;
  readonly remove: () => Promise<void>;
}

/** Makes an {@link OwnFolder}; whoever makes it removes it. */
export async function makeOwnFolder(): Promise<OwnFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rispacs-test-'));
  return {
    path: folder,
    file: (name) => path.join(folder, name),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
