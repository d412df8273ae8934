import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalTimestamp } from '../locale/local-time.ts';

/** Says which process is writing to a dossier; never part of the dossier itself. */
export const lockName = '.rispacs.lock';

/** Far above what a lock holds. */
export const mostLockBytes = 4096;
const mostAttempts = 20;

const holderSchema = z.strictObject({
  pid: z.int().min(1),
  computer: z.string().max(300),
  /** RFC 3339 with offset, by that computer's clock. */
  since: z.string().max(100),
  /** Tells a process from a later one with the same number; absent where the system does not say. */
  process: z.string().max(100).exactOptional(),
});
type Holder = z.infer<typeof holderSchema>;

/** Locks of this process by real folder: they are let go when it ends, whatever way it ends short of being killed. */
const held = new Map<string, string>();

/**
 * Takes the right to write to a dossier; this process keeps it until it ends. A lock whose process is gone (killed,
 * power cut) is taken over.
 * @throws UserError (exit code 2) naming the process that holds it.
 */
export async function lockDossier(folder: string, language: Language): Promise<void> {
  const file = path.resolve(folder, lockName);
  if (held.has(file)) return;
  const mine: Holder = {
    pid: process.pid,
    computer: os.hostname(),
    since: formatLocalTimestamp(new Date()),
    ...identityOf(process.pid),
  };
  const text = `${JSON.stringify(mine)}\n`;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    if (await createWhole(file, text)) {
      if (held.size === 0) process.once('exit', releaseAll);
      held.set(file, text);
      return;
    }
    const seen = await readLock(file);
    if (seen === undefined) continue;
    const holder = parseHolder(seen);
    if (holder !== undefined && !isGone(holder)) throw lockedBy(holder, folder, language);
    await removeStale(file, seen);
  }
  throw lockedBy(undefined, folder, language);
}

/** The lock appears with its content or not at all; `false` when there is one already. */
async function createWhole(file: string, text: string): Promise<boolean> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await createDirectly(temporary, text);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    // ENOENT: whoever holds the lock has tidied up.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    // FAT, exFAT and some shares know no hard links.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EOPNOTSUPP')
      return createDirectly(file, text);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createDirectly(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function readLock(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).slice(0, mostLockBytes);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves the stale lock away first: another process may have replaced it since it was read, and gets its own back. */
async function removeStale(file: string, seen: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readLock(aside)) === seen) await rm(aside, { force: true });
  else await rename(aside, file);
}

function parseHolder(text: string): Holder | undefined {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isGone(holder: Holder): boolean {
  // A process on another computer (a shared folder) cannot be looked up from here.
  if (holder.computer !== os.hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') return true;
    // EPERM: it exists and belongs to somebody else.
    if (systemErrorCode(error) !== 'EPERM') throw error;
  }
  const now = identityOf(holder.pid).process;
  return holder.process !== undefined && now !== undefined && holder.process !== now;
}

/**
 * Start of the computer and of the process on Linux (proc(5): boot_id; stat, field 22). After a power cut the number
 * in a lock may belong to any other program.
 */
function identityOf(pid: number): { readonly process?: string } {
  if (process.platform !== 'linux') return {};
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold spaces and brackets; fields are counted after its last bracket.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start === undefined ? {} : { process: `${boot} ${start}` };
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return {};
  }
}

function releaseAll(): void {
  for (const [file, text] of held) {
    try {
      if (readFileSync(file, 'utf8') === text) rmSync(file, { force: true });
    } catch (error) {
      // The process is ending: a lock that stays is recognised as left behind by the next run.
      if (systemErrorCode(error) === undefined) throw error;
    }
  }
  held.clear();
}

function lockedBy(holder: Holder | undefined, folder: string, language: Language): UserError {
  const vi = language === 'vi';
  if (holder === undefined) {
    return new UserError(
      vi
        ? `Không khóa được hồ sơ ${folder} vì các tiến trình khác liên tục giữ khóa; hãy chạy lại.`
        : `The dossier ${folder} could not be locked because other processes keep taking the lock; run again.`,
    );
  }
  const { pid, computer, since } = holder;
  if (computer !== os.hostname()) {
    return new UserError(
      vi
        ? `Hồ sơ ${folder} đang được máy ${computer} ghi (tiến trình ${pid}, từ ${since}); nếu chắc chắn máy đó không còn chạy, xóa tệp ${lockName} trong hồ sơ rồi chạy lại.`
        : `The dossier ${folder} is being written by the computer ${computer} (process ${pid}, since ${since}); if you are sure that it is not running any more, delete ${lockName} in the dossier and run again.`,
    );
  }
  return new UserError(
    vi
      ? `Hồ sơ ${folder} đang được một lần chạy khác ghi (tiến trình ${pid}, từ ${since}); hãy đợi lần đó xong hoặc dừng nó rồi chạy lại.`
      : `The dossier ${folder} is being written by another run (process ${pid}, since ${since}); wait for it to end, or stop it, then run again.`,
  );
}
