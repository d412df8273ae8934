import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes collected before they are written, so that small PDUs do not become small writes. */
const WRITE_BYTES = 1024 * 1024;

/** Where one object's bytes go while they arrive; nothing of it remains unless it is kept. */
export interface ObjectSink {
  write(data: Buffer): Promise<void>;
  /** Keeps the object under the name; the path of its file, if it has one. */
  keep(sha256: string): Promise<string | undefined>;
  discard(): Promise<void>;
}

/**
 * A file under a random name until it is kept, then `<sha256>.dcm`: no name comes from the peer.
 * @throws a file system error from every method.
 */
export class FileSink implements ObjectSink {
  readonly #folder: string;
  readonly #temporaryPath: string;
  readonly #file: FileHandle;
  #pending: Buffer[];
  #pendingBytes: number;

  private constructor(folder: string, temporaryPath: string, file: FileHandle, head: Buffer) {
    this.#folder = folder;
    this.#temporaryPath = temporaryPath;
    this.#file = file;
    this.#pending = [head];
    this.#pendingBytes = head.length;
  }

  /** Creates the file; `head` is written before the data set. */
  static async create(folder: string, head: Buffer): Promise<FileSink> {
    const path = join(folder, `${randomUUID()}.part`);
    return new FileSink(folder, path, await open(path, 'wx', 0o600), head);
  }

  async write(data: Buffer): Promise<void> {
    this.#pending.push(data);
    this.#pendingBytes += data.length;
    if (this.#pendingBytes >= WRITE_BYTES) await this.#flush();
  }

  async keep(sha256: string): Promise<string> {
    await this.#flush();
    await this.#file.close();
    const path = join(this.#folder, `${sha256}.dcm`);
    await rename(this.#temporaryPath, path);
    return path;
  }

  async discard(): Promise<void> {
    await this.#file.close();
    await rm(this.#temporaryPath, { force: true });
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    let at = 0;
    while (at < bytes.length) at += (await this.#file.write(bytes, at)).bytesWritten;
  }
}

/** Collects the data set in memory and hands it over when it is kept. */
export class MemorySink implements ObjectSink {
  readonly #onKeep: (dataset: Buffer) => unknown;
  #pieces: Buffer[] = [];

  constructor(onKeep: (dataset: Buffer) => unknown) {
    this.#onKeep = onKeep;
  }

  async write(data: Buffer): Promise<void> {
    // A copy, since the fragment is a view that would keep its whole PDU alive.
    this.#pieces.push(Buffer.from(data));
  }

  async keep(): Promise<undefined> {
    const dataset = Buffer.concat(this.#pieces);
    await this.discard();
    await this.#onKeep(dataset);
  }

  async discard(): Promise<void> {
    this.#pieces = [];
  }
}
