import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { bagFiles, payloadFolder } from './bag-layout.ts';
import { checkEntry, EntryNames, type EntryProblem, type SafeEntry } from './check-entry.ts';
import { checkTiling, type EntryPlace, isSameHeader } from './check-tiling.ts';
import { describeEntryProblem } from './describe-entry-problem.ts';

/** Bounds of what is unpacked. */
export interface UnpackLimits {
  readonly entries: number;
  /** Bytes of all entries together, unpacked. */
  readonly totalBytes: number;
  readonly entryBytes: number;
  /** Unpacked to packed size that text does not reach, for entries above 10 MB. */
  readonly ratio: number;
}

/** Bounds above any dossier seen: a hospital's has hundreds of files and tens of megabytes. */
export const unpackLimits: UnpackLimits = {
  entries: 20_000,
  totalBytes: 4 * 1024 ** 3,
  entryBytes: 1024 ** 3,
  ratio: 300,
};
const ratioFromBytes = 10 * 1024 ** 2;
const mostDeclarationBytes = 4096;

/** A bag on disk, in a private temporary folder. */
export interface UnpackedBag {
  /** The BagIt folder. */
  readonly bag: string;
  /** The dossier in it. */
  readonly dossier: string;
  /** Removes all of it. */
  readonly remove: () => Promise<void>;
}

/**
 * Unpacks a dossier that {@link packBag} made, or that somebody packed again. Every name is checked before the first byte
 * is written, nothing is followed or overwritten, and whatever is refused leaves nothing behind.
 * @throws UserError: code 2 for what is no ZIP file or no dossier, code 5 for what is made to do harm or is damaged.
 */
export async function unpackBag(
  file: string,
  options: {
    readonly language: Language;
    readonly signal: AbortSignal;
    readonly limits?: UnpackLimits;
  },
): Promise<UnpackedBag> {
  const { language, signal, limits = unpackLimits } = options;
  const zip = await openZip(file, language);
  let folder: string | undefined;
  try {
    const entries = await checkAll(zip, limits, language);
    folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-'));
    const home = folder;
    const places: EntryPlace[] = [];
    for (const { entry, safe } of entries) {
      signal.throwIfAborted();
      places.push(await writeEntry(zip, entry, { safe, home, language, signal }));
    }
    const hidden = checkTiling(zip, places);
    if (hidden) throw damaged(hidden, language);
    const bag = path.join(home, entries[0]?.safe.parts[0] ?? '');
    await requireBag(bag, file, language);
    const remove = () => rm(home, { recursive: true, force: true });
    return { bag, dossier: path.join(bag, payloadFolder), remove };
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    signal.throwIfAborted();
    throw explainUnpackError(error, language);
  } finally {
    zip.close();
  }
}

async function openZip(file: string, language: Language): Promise<ZipFile> {
  const { openPromise } = await import('yauzl');
  try {
    return await openPromise(file, { lazyEntries: true, decodeStrings: false, autoClose: false });
  } catch (cause) {
    throw new UserError(
      language === 'vi'
        ? `Không đọc được ${file}: không phải là tệp ZIP, hoặc tệp bị cắt cụt.`
        : `${file} cannot be read: it is not a ZIP file, or it is cut short.`,
      { cause },
    );
  }
}

interface CheckedEntry {
  readonly entry: Entry;
  readonly safe: SafeEntry;
}

async function checkAll(
  zip: ZipFile,
  limits: UnpackLimits,
  language: Language,
): Promise<CheckedEntry[]> {
  const names = new EntryNames();
  const entries: CheckedEntry[] = [];
  let total = 0;
  let top: string | undefined;
  if (zip.entryCount > limits.entries) throw tooMuch(language);
  for await (const entry of readEntries(zip, language)) {
    const refuse = (problem: EntryProblem) => {
      const name = entry.fileNameRaw.toString('utf8');
      return new UserError(describeEntryProblem(problem, name, language), { exitCode: 5 });
    };
    const safe = checkEntry({
      rawName: entry.fileNameRaw,
      flags: entry.generalPurposeBitFlag,
      compression: entry.compressionMethod,
      madeBy: entry.versionMadeBy,
      externalAttributes: entry.externalFileAttributes,
      bytes: entry.uncompressedSize,
    });
    if (typeof safe === 'string') throw refuse(safe);
    const twin = names.add(safe);
    if (twin) throw refuse(twin);
    top ??= safe.parts[0];
    if (safe.parts[0] !== top || (safe.parts.length === 1 && !safe.isFolder))
      throw refuse('several-folders');
    const { uncompressedSize, compressedSize } = entry;
    total += uncompressedSize;
    const swollen =
      uncompressedSize > ratioFromBytes && uncompressedSize > compressedSize * limits.ratio;
    if (uncompressedSize > limits.entryBytes || swollen) throw refuse('too-large');
    if (total > limits.totalBytes || entries.length >= limits.entries) throw tooMuch(language);
    entries.push({ entry, safe });
  }
  return entries;
}

async function* readEntries(zip: ZipFile, language: Language): AsyncGenerator<Entry> {
  try {
    for await (const entry of zip.eachEntry()) yield entry;
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw damaged(error.message, language, error);
  }
}

async function writeEntry(
  zip: ZipFile,
  entry: Entry,
  to: {
    readonly safe: SafeEntry;
    readonly home: string;
    readonly language: Language;
    readonly signal: AbortSignal;
  },
): Promise<EntryPlace> {
  const { safe, home, language, signal } = to;
  const target = path.join(home, ...safe.parts);
  await mkdir(safe.isFolder ? target : path.dirname(target), { recursive: true, mode: 0o700 });
  const name = safe.parts.join('/');
  try {
    const header = await zip.readLocalFileHeaderPromise(entry);
    // Other programs go by what stands before the data.
    if (!Buffer.from(header.fileName).equals(entry.fileNameRaw))
      throw new Error('two different names');
    if (!isSameHeader(entry, header)) throw new Error('two different headers');
    const place = { entry, dataStart: header.fileDataStart };
    if (safe.isFolder) {
      if (entry.uncompressedSize > 0) throw new Error('a folder with data');
      return place;
    }
    const source = await zip.openReadStreamPromise(entry);
    await pipeline(source, createWriteStream(target, { flags: 'wx', mode: 0o600 }), { signal });
    return place;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error) || 'syscall' in error) throw error;
    throw damaged(`${name}: ${error.message}`, language, error);
  }
}

async function requireBag(bag: string, file: string, language: Language): Promise<void> {
  const read = await readBoundedFile(path.join(bag, bagFiles.declaration), mostDeclarationBytes);
  if (read.ok) return;
  throw new UserError(
    language === 'vi'
      ? `${file} không phải là hồ sơ đã đóng gói (không có một thư mục duy nhất với ${bagFiles.declaration}); đóng gói bằng: rispacs pack HO-SO --out TEP.zip`
      : `${file} is not a packed dossier (no single folder with ${bagFiles.declaration}); pack one with: rispacs pack DIR --out FILE.zip`,
  );
}

/** A full disk, or a name that this file system does not take. */
function explainUnpackError(error: unknown, language: Language): unknown {
  const code = systemErrorCode(error);
  if (error instanceof UserError || code === undefined) return error;
  return new UserError(
    language === 'vi'
      ? `Không giải nén được tệp ZIP vào thư mục tạm ${os.tmpdir()} (${code}); kiểm tra chỗ trống và quyền ghi.`
      : `The ZIP file could not be unpacked into the temporary folder ${os.tmpdir()} (${code}); check its space and permissions.`,
    { cause: error },
  );
}

function damaged(why: string, language: Language, cause?: unknown): UserError {
  return new UserError(
    language === 'vi'
      ? `Tệp ZIP bị hỏng hoặc kích thước ghi trong tệp không đúng (${why.slice(0, 300)}).`
      : `The ZIP file is damaged, or the sizes written in it are wrong (${why.slice(0, 300)}).`,
    { exitCode: 5, cause },
  );
}

function tooMuch(language: Language): UserError {
  return new UserError(
    language === 'vi'
      ? 'Tệp ZIP chứa quá nhiều tệp hoặc quá nhiều dữ liệu sau khi giải nén so với một hồ sơ; không mở.'
      : 'The ZIP file holds more files, or more data when unpacked, than any dossier; it is not opened.',
    { exitCode: 5 },
  );
}
