import { createHash } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import type { SideEffect } from '../probes/contract.ts';
import {
  appendLineDurably,
  makeFolderDurably,
  removeTemporaryFiles,
  syncFolder,
  writeFileAtomically,
} from './atomic-write.ts';
import { checkBegun, checkFree, makeDossierFolder } from './check-folder.ts';
import { lockDossier } from './dossier-lock.ts';
import { type DossierSettings, readSettings, writeSettings } from './dossier-settings.ts';
import type { Attachment, EvidenceRecord } from './evidence.ts';
import { explainWriteError } from './explain-write-error.ts';
import { parseJson } from './parse-json.ts';
import { evidenceRecordSchema } from './record-schema.ts';
import { recordedRemovalSchema } from './recorded-removal.ts';
import { type AttachmentInfo, storeAttachment } from './store-attachment.ts';

export { type DossierSettings, dossierSettingsSchema } from './dossier-settings.ts';
export { explainWriteError } from './explain-write-error.ts';
export { type AttachmentInfo, storeAttachment } from './store-attachment.ts';

const mostRecordBytes = 64 * 1024 * 1024;
const mostJournalBytes = 64 * 1024 * 1024;
const recordsAtOnce = 16;

/** The folder that holds an assessment: settings, evidence, attachments, journal, log, and what was made of them. */
export class Dossier {
  readonly folder: string;
  readonly settings: DossierSettings;

  private constructor(folder: string, settings: DossierSettings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Starts a dossier in a folder that is empty or does not exist, and locks it. The settings are the first file: whatever
   * moment the process is killed at, the folder is either still free to start in or a dossier to resume.
   * @throws UserError when the folder holds something else, cannot be written, or is locked.
   */
  static async create(
    folder: string,
    settings: DossierSettings,
    language: Language,
  ): Promise<Dossier> {
    try {
      await makeDossierFolder(folder);
      await syncFolder(path.dirname(path.resolve(folder)));
      // Before the lock, so that none is written into a folder of something else.
      await checkFree(folder, language);
      await lockDossier(folder, language);
      await checkFree(folder, language);
      await writeSettings(folder, settings);
      const dossier = new Dossier(folder, settings);
      await dossier.makeFolders();
      return dossier;
    } catch (error) {
      throw explainWriteError(error, folder, language);
    }
  }

  /**
   * Opens an existing dossier for reading.
   * @throws UserError when the folder is not one (code 2), was made by a newer version or its settings are damaged
   * (code 5).
   */
  static async open(folder: string, language: Language): Promise<Dossier> {
    return new Dossier(folder, await readSettings(folder, language));
  }

  /**
   * Opens an existing dossier to go on with it: locks it, ends what an interrupted run left half done, and stores the
   * settings as changed.
   * @throws UserError as {@link Dossier.open} does, or when another run holds it or it cannot be written (code 2).
   */
  static async reopen(
    folder: string,
    change: (earlier: DossierSettings) => DossierSettings,
    language: Language,
  ): Promise<Dossier> {
    await checkBegun(folder, language);
    const { settings: earlier } = await Dossier.open(folder, language);
    try {
      await lockDossier(folder, language);
      const settings = change(earlier);
      const dossier = new Dossier(folder, settings);
      await dossier.makeFolders();
      for (const one of ['.', 'evidence', 'attachments', 'checklist'])
        await removeTemporaryFiles(dossier.path(one));
      if (JSON.stringify(settings) !== JSON.stringify(earlier))
        await writeSettings(folder, settings);
      return dossier;
    } catch (error) {
      throw explainWriteError(error, folder, language);
    }
  }

  private async makeFolders(): Promise<void> {
    for (const one of ['evidence', 'attachments', 'checklist'])
      await makeFolderDurably(this.path(one));
  }

  /** Path of a file inside the dossier. */
  path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  /** Writes one record; when this resolves the record is on disk. */
  async writeRecord(record: EvidenceRecord): Promise<void> {
    await writeFileAtomically(
      this.path('evidence', `${record.id}.json`),
      `${JSON.stringify(record, null, 2)}\n`,
    );
  }

  /**
   * Reads all records, sorted by id.
   * @throws UserError (code 5) naming a record that is not what this tool writes.
   */
  async readRecords(language: Language): Promise<EvidenceRecord[]> {
    const names = await this.recordNames(language);
    const records: EvidenceRecord[] = [];
    // Side by side: a dossier has hundreds of small files, and each waits for the disk several times.
    for (let from = 0; from < names.length; from += recordsAtOnce) {
      const some = names.slice(from, from + recordsAtOnce);
      records.push(...(await Promise.all(some.map((name) => this.readRecord(name, language)))));
    }
    return records.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }

  private async readRecord(name: string, language: Language): Promise<EvidenceRecord> {
    const read = await readBoundedFile(this.path('evidence', name), mostRecordBytes, {
      followLinks: false,
    });
    const parsed = evidenceRecordSchema.safeParse(
      read.ok ? parseJson(read.bytes.toString('utf8')) : undefined,
    );
    if (parsed.success && `${parsed.data.id}.json` === name) return parsed.data;
    throw new UserError(
      language === 'vi'
        ? `Bản ghi bằng chứng evidence/${name} đã hỏng hoặc bị sửa. Xóa tệp này rồi chạy lại với --resume để đo lại, hoặc lấy lại bản gốc.`
        : `The evidence record evidence/${name} is damaged or was edited. Delete it and run again with --resume, or restore the original.`,
      { exitCode: 5 },
    );
  }

  private async recordNames(language: Language): Promise<string[]> {
    try {
      const names = await readdir(this.path('evidence'));
      return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
    } catch (error) {
      const code = systemErrorCode(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
      throw new UserError(
        language === 'vi'
          ? `Hồ sơ ${this.folder} không có thư mục evidence: chưa lập xong hoặc đã bị sửa. Chạy lại với --resume, hoặc lấy lại bản gốc.`
          : `The dossier ${this.folder} has no evidence folder: it was not finished or was edited. Run again with --resume, or restore the original.`,
        { exitCode: 5 },
      );
    }
  }

  /** Stores bytes under their hash; the same bytes are stored once. */
  attach(bytes: Uint8Array, info: AttachmentInfo): Promise<Attachment> {
    return storeAttachment(this.folder, bytes, info);
  }

  /** Moves records out of judging into `evidence/withdrawn/`, where they are kept with the reason in the log. */
  async withdraw(record: EvidenceRecord, reason: string): Promise<void> {
    const folder = this.path('evidence', 'withdrawn');
    await makeFolderDurably(folder);
    const text = JSON.stringify(record);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
    await this.log('evidence-withdrawn', { id: record.id, reason });
    await rename(
      this.path('evidence', `${record.id}.json`),
      path.join(folder, `${record.id}.${hash}.json`),
    );
    await syncFolder(folder);
    await syncFolder(this.path('evidence'));
  }

  /** Removes statements read earlier from a file that no longer makes them. Probes' records are never removed. */
  async removeStatementsOf(
    source: string,
    keep: ReadonlySet<string>,
    language: Language,
  ): Promise<void> {
    for (const record of await this.readRecords(language)) {
      if (record.kind === 'probe' || record.source !== source || keep.has(record.id)) continue;
      await rm(this.path('evidence', `${record.id}.json`));
      await this.log('statement-withdrawn', { id: record.id, source });
    }
  }

  /** One line in `log.ndjson`. */
  async log(event: string, details: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await appendLineDurably(
      this.path('log.ndjson'),
      JSON.stringify({ at: new Date().toISOString(), event, ...details }),
    );
  }

  /** One line in `side-effects.ndjson`, on disk when this resolves: a probe sends only after that. */
  async journal(effect: SideEffect): Promise<void> {
    await appendLineDurably(
      this.path('side-effects.ndjson'),
      JSON.stringify({ at: new Date().toISOString(), ...effect }),
    );
  }

  /** The last known state of every side effect, in the order they were planned. */
  async readSideEffects(): Promise<SideEffect[]> {
    const read = await readBoundedFile(this.path('side-effects.ndjson'), mostJournalBytes, {
      followLinks: false,
    });
    if (!read.ok && read.problem.code !== 'missing') {
      throw new UserError(
        this.settings.language === 'vi'
          ? `Nhật ký side-effects.ndjson trong ${this.folder} đã hỏng hoặc bị sửa.`
          : `The journal side-effects.ndjson in ${this.folder} is damaged or was edited.`,
        { exitCode: 5 },
      );
    }
    const text = read.ok ? read.bytes.toString('utf8') : '';
    const latest = new Map<string, SideEffect>();
    for (const line of text.split('\n')) {
      const parsed = sideEffectSchema.safeParse(parseJson(line));
      // A last line cut short by a power failure is dropped: its side effect was never sent.
      if (parsed.success) latest.set(parsed.data.id, parsed.data);
    }
    return [...latest.values()];
  }
}

const sideEffectSchema = z
  .object({
    id: z.string(),
    system: z.string(),
    kind: z.enum(['order', 'study', 'mpps', 'message', 'report', 'traffic']),
    identifiers: z.record(z.string(), z.string()),
    state: z.enum(['planned', 'sent', 'removed-verified', 'left']),
    note: z.string().exactOptional(),
    recordedRemoval: recordedRemovalSchema.exactOptional(),
  })
  .strip();
