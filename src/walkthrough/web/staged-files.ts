/** A file that was uploaded for a statement and waits for it. */
export interface StagedFile {
  readonly id: number;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Most files that wait for one statement. */
export const mostStagedFiles = 20;
/** One such file, in bytes: photos of phones take 3 to 12 MB. */
export const maxStagedFileBytes = 20 * 1024 * 1024;
const maxBytesOfOne = 100 * 1024 * 1024;
const maxBytesOfAll = 300 * 1024 * 1024;

/**
 * Files of statements that are being written, in memory. Phones drop a page while their camera is open; a picture that
 * was uploaded before that is still here when the page comes back.
 */
export class StagedFiles {
  readonly #files = new Map<string, StagedFile[]>();
  #lastId = 0;

  /** Keeps a file; `undefined` when there is no room. */
  add(session: number, task: string, name: string, bytes: Buffer): StagedFile | undefined {
    const kept = this.list(session, task);
    const sizes = [...this.#files].map(([key, files]) => ({
      isOwn: key.startsWith(`${session} `),
      sizeBytes: files.reduce((sum, file) => sum + file.bytes.length, 0),
    }));
    const sum = (list: typeof sizes): number =>
      list.reduce((total, { sizeBytes }) => total + sizeBytes, bytes.length);
    if (kept.length >= mostStagedFiles) return undefined;
    if (sum(sizes) > maxBytesOfAll || sum(sizes.filter(({ isOwn }) => isOwn)) > maxBytesOfOne)
      return undefined;
    this.#lastId += 1;
    const file = { id: this.#lastId, name, bytes };
    this.#files.set(`${session} ${task}`, [...kept, file]);
    return file;
  }

  /** Files of one statement, oldest first. */
  list(session: number, task: string): readonly StagedFile[] {
    return this.#files.get(`${session} ${task}`) ?? [];
  }

  /** Drops one file, or all of a statement. */
  remove(session: number, task: string, id?: number): void {
    const left = id === undefined ? [] : this.list(session, task).filter((one) => one.id !== id);
    if (left.length === 0) this.#files.delete(`${session} ${task}`);
    else this.#files.set(`${session} ${task}`, left);
  }
}
