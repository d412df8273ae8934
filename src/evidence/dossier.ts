import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Language } from '../locale/language.ts';
import type { SideEffect } from '../probes/contract.ts';
import { appendLineDurably, writeFileAtomically } from './atomic-write.ts';
import type { Attachment, EvidenceRecord } from './evidence.ts';
import { evidenceRecordSchema } from './record-schema.ts';

/** What an assessment was asked to do. Kept in the dossier, so that judging it again gives the same findings. */
export const dossierSettingsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  toolVersion: z.string(),
  assessedOn: z.iso.date(),
  language: z.enum(['vi', 'en']),
  checklist: z.string().regex(/^[a-z0-9-]+$/),
  target: z.enum(['basic', 'advanced', 'specialized']).exactOptional(),
  allowed: z.array(z.enum(['observe', 'active', 'load'])),
  startedAt: z.iso.datetime({ offset: true }),
});
export type DossierSettings = z.infer<typeof dossierSettingsSchema>;

const settingsFile = 'settings.json';
const mostRecordBytes = 64 * 1024 * 1024;

/** The folder that holds an assessment: settings, evidence, attachments, journal, log, and what was made of them. */
export class Dossier {
  readonly folder: string;
  readonly settings: DossierSettings;

  private constructor(folder: string, settings: DossierSettings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Starts a dossier in a folder that is empty or does not exist.
   * @throws UserError when the folder holds something else, or cannot be written.
   */
  static async create(
    folder: string,
    settings: DossierSettings,
    language: Language,
  ): Promise<Dossier> {
    const vi = language === 'vi';
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const present = await readdir(folder);
      if (present.includes(settingsFile)) {
        throw new UserError(
          vi
            ? `Thư mục ${folder} đã có một hồ sơ đánh giá. Dùng --resume để làm tiếp, hoặc chọn thư mục khác với --out.`
            : `The folder ${folder} already holds a dossier. Use --resume to go on with it, or choose another folder with --out.`,
        );
      }
      if (present.length > 0) {
        throw new UserError(
          vi
            ? `Thư mục ${folder} không trống; hãy chọn một thư mục mới với --out.`
            : `The folder ${folder} is not empty; choose a new one with --out.`,
        );
      }
      await mkdir(path.join(folder, 'evidence'));
      await mkdir(path.join(folder, 'attachments'));
      await writeFileAtomically(
        path.join(folder, settingsFile),
        `${JSON.stringify(settings, null, 2)}\n`,
      );
    } catch (error) {
      throw explainWriteError(error, folder, language);
    }
    return new Dossier(folder, settings);
  }

  /**
   * Opens an existing dossier.
   * @throws UserError when the folder is not one (code 2) or its settings are damaged (code 5).
   */
  static async open(folder: string, language: Language): Promise<Dossier> {
    const vi = language === 'vi';
    let text: string;
    try {
      text = await readFile(path.join(folder, settingsFile), 'utf8');
    } catch (error) {
      throw new UserError(
        vi
          ? `${folder} không phải là hồ sơ đánh giá của rispacs (không đọc được ${settingsFile}). Kiểm tra lại đường dẫn.`
          : `${folder} is not a rispacs dossier (${settingsFile} cannot be read). Check the path.`,
        { cause: error },
      );
    }
    const parsed = dossierSettingsSchema.safeParse(parseJson(text));
    if (!parsed.success) {
      throw new UserError(
        vi
          ? `Tệp ${settingsFile} trong ${folder} đã hỏng hoặc bị sửa.`
          : `The file ${settingsFile} in ${folder} is damaged or was edited.`,
        { exitCode: 5, cause: parsed.error },
      );
    }
    return new Dossier(folder, parsed.data);
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
    const names = (await readdir(this.path('evidence')))
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .sort();
    const records: EvidenceRecord[] = [];
    for (const name of names) {
      const file = this.path('evidence', name);
      const tooBig = (await stat(file)).size > mostRecordBytes;
      const parsed = evidenceRecordSchema.safeParse(
        tooBig ? undefined : parseJson(await readFile(file, 'utf8')),
      );
      if (!parsed.success || `${parsed.data.id}.json` !== name) {
        throw new UserError(
          language === 'vi'
            ? `Bản ghi bằng chứng evidence/${name} đã hỏng hoặc bị sửa. Xóa tệp này rồi chạy lại với --resume để đo lại, hoặc lấy lại bản gốc.`
            : `The evidence record evidence/${name} is damaged or was edited. Delete it and run again with --resume, or restore the original.`,
          { exitCode: 5 },
        );
      }
      records.push(parsed.data);
    }
    return records.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }

  /** Stores bytes under their hash; the same bytes are stored once. */
  attach(bytes: Uint8Array, info: AttachmentInfo): Promise<Attachment> {
    return storeAttachment(this.folder, bytes, info);
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
    let text = '';
    try {
      text = await readFile(this.path('side-effects.ndjson'), 'utf8');
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
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
  })
  .strip();

/** What a stored file is; its original name is shown, never used as a path. */
export interface AttachmentInfo {
  readonly mediaType: string;
  readonly extension: string;
  readonly originalName?: string;
}

/** Stores bytes in `<folder>/attachments/` under their hash. */
export async function storeAttachment(
  folder: string,
  bytes: Uint8Array,
  info: AttachmentInfo,
): Promise<Attachment> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = `${sha256}.${/^[a-z0-9]{1,8}$/.test(info.extension) ? info.extension : 'bin'}`;
  await mkdir(path.join(folder, 'attachments'), { recursive: true });
  await writeFileAtomically(path.join(folder, 'attachments', name), bytes);
  return {
    path: `attachments/${name}`,
    sha256,
    mediaType: info.mediaType,
    sizeBytes: bytes.length,
    ...(info.originalName !== undefined && { originalName: info.originalName.slice(0, 500) }),
  };
}

/** A disk that is full or cannot be written is the user's to mend; anything else is passed on. */
export function explainWriteError(error: unknown, where: string, language: Language): unknown {
  if (error instanceof UserError) return error;
  const vi = language === 'vi';
  const sentences: Readonly<Record<string, string>> = {
    ENOSPC: vi
      ? `Ổ đĩa chứa ${where} đã đầy; giải phóng chỗ trống rồi chạy lại với --resume.`
      : `The disk that holds ${where} is full; free some space and run again with --resume.`,
    EROFS: vi
      ? `${where} nằm trên ổ chỉ đọc; chọn nơi khác với --out.`
      : `${where} is on a read-only disk; choose another place with --out.`,
    EACCES: vi
      ? `Không có quyền ghi vào ${where}; chọn nơi khác với --out hoặc sửa quyền.`
      : `No permission to write to ${where}; choose another place with --out or change its permissions.`,
    EPERM: vi
      ? `Không có quyền ghi vào ${where}; chọn nơi khác với --out hoặc sửa quyền.`
      : `No permission to write to ${where}; choose another place with --out or change its permissions.`,
    ENOTDIR: vi
      ? `${where} không phải là thư mục; chọn nơi khác với --out.`
      : `${where} is not a folder; choose another place with --out.`,
    EEXIST: vi
      ? `${where} đã có và không phải là thư mục; chọn nơi khác với --out.`
      : `${where} exists and is not a folder; choose another place with --out.`,
    ENAMETOOLONG: vi
      ? `Đường dẫn ${where} quá dài; chọn nơi khác với --out.`
      : `The path ${where} is too long; choose another place with --out.`,
  };
  const sentence = sentences[systemErrorCode(error) ?? ''];
  return sentence ? new UserError(sentence, { cause: error }) : error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
