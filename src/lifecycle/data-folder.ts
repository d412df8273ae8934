import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where this user's own data of the tool is kept, as oclif's `dataDir` has it: `RISPACS_DATA_DIR`, else below
 * `XDG_DATA_HOME`, `%LOCALAPPDATA%` on Windows, or `~/.local/share`.
 */
export function userDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.RISPACS_DATA_DIR) return env.RISPACS_DATA_DIR;
  const windows = platform === 'win32' ? env.LOCALAPPDATA : undefined;
  const base = env.XDG_DATA_HOME || windows || path.join(homedir(), '.local', 'share');
  return path.join(base, 'rispacs');
}

/** Name of the table in the user's data folder and among the tool's checklists. */
export const supportTableFile = 'support-lifecycle.yaml';
