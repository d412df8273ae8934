import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Why a file could not be taken; `system` carries the operating system's code (`EACCES`, `EIO`). */
export type FileProblem =
  | { readonly code: 'missing' }
  | { readonly code: 'not-a-file' }
  | { readonly code: 'too-large'; readonly maxBytes: number }
  | { readonly code: 'system'; readonly systemCode: string };

/** Bytes of a regular file, or why there are none. */
export type BoundedRead =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problem: FileProblem };

// Absent on Windows, where FIFOs and O_NOFOLLOW do not exist.
const nonBlocking = constants.O_NONBLOCK ?? 0;
const noFollow = constants.O_NOFOLLOW ?? 0;
const chunkBytes = 256 * 1024;

/**
 * Reads a regular file of at most `maxBytes` bytes. Devices, pipes and folders are refused without waiting on them,
 * and a file that grows while it is read is cut off at the bound and refused.
 *
 * @param options.followLinks - false refuses a path whose last part is a symbolic link.
 * @throws the signal's reason when it aborts; nothing else.
 */
export async function readBoundedFile(
  path: string,
  maxBytes: number,
  options: { readonly followLinks?: boolean; readonly signal?: AbortSignal } = {},
): Promise<BoundedRead> {
  options.signal?.throwIfAborted();
  let handle: FileHandle;
  try {
    // O_NONBLOCK: opening a FIFO without a writer would otherwise wait for ever.
    const flags = constants.O_RDONLY | nonBlocking | (options.followLinks === false ? noFollow : 0);
    handle = await open(path, flags);
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { ok: false, problem: { code: 'not-a-file' } };
    if (stats.size > maxBytes) return { ok: false, problem: { code: 'too-large', maxBytes } };
    return await readAll(handle, maxBytes, options.signal);
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    return { ok: false, problem: problemOf(error) };
  } finally {
    await handle.close();
  }
}

async function readAll(
  handle: FileHandle,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<BoundedRead> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes);
    if (bytesRead === 0) return { ok: true, bytes: Buffer.concat(chunks, total) };
    total += bytesRead;
    if (total > maxBytes) return { ok: false, problem: { code: 'too-large', maxBytes } };
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** Maps an operating-system error to a {@link FileProblem}. */
export function problemOf(error: unknown): FileProblem {
  const systemCode =
    error instanceof Error && 'code' in error && typeof error.code === 'string'
      ? error.code
      : 'UNKNOWN';
  if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR') return { code: 'missing' };
  // Opening a link with O_NOFOLLOW, a folder on Windows, and a socket end here.
  if (systemCode === 'ELOOP' || systemCode === 'EISDIR' || systemCode === 'ENXIO') {
    return { code: 'not-a-file' };
  }
  return { code: 'system', systemCode };
}
