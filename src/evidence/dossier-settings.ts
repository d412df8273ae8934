import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors/user-error.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { parseJson } from './parse-json.ts';

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
  scope: z
    .enum(['facility', 'vendor'])
    .exactOptional()
    .describe('What is judged: a facility (also where it is absent), or a product without a level'),
});
export type DossierSettings = z.infer<typeof dossierSettingsSchema>;

/** What a dossier judges; one that does not say so judges a facility. */
export function scopeOf(settings: DossierSettings): 'facility' | 'vendor' {
  return settings.scope ?? 'facility';
}

/**
 * Makes sure that a dossier is a facility's: no facility verdict comes from what was collected of a product alone.
 * @throws UserError (code 2) for a product's dossier.
 */
export function requireFacilityScope(settings: DossierSettings, language: Language): void {
  if (scopeOf(settings) === 'facility') return;
  throw new UserError(
    language === 'vi'
      ? 'Hồ sơ này xét một sản phẩm (--scope vendor), không xét cơ sở nào; chỉ dùng được với judge, report --format pdf,html,json,junit, challenge run, challenge serve, diff (hai sản phẩm), cleanup và verify.'
      : 'This dossier judges a product (--scope vendor), not a facility; it is for judge, report --format pdf,html,json,junit, challenge run, challenge serve, diff (two products), cleanup and verify only.',
  );
}

/** The file a dossier is recognised by. */
export const settingsFile = 'settings.json';
const mostBytes = 64 * 1024;

/** Only the part that every later form will keep. */
const versionSchema = z.object({ schemaVersion: z.int().min(2), toolVersion: z.string().max(50) });

/** Writes the settings, whole. */
export function writeSettings(folder: string, settings: DossierSettings): Promise<void> {
  return writeFileAtomically(
    path.join(folder, settingsFile),
    `${JSON.stringify(settings, null, 2)}\n`,
  );
}

/**
 * Reads the settings of a dossier.
 * @throws UserError when the folder is no dossier (code 2), was made by a newer version, or is damaged (code 5).
 */
export async function readSettings(folder: string, language: Language): Promise<DossierSettings> {
  const vi = language === 'vi';
  const read = await readBoundedFile(path.join(folder, settingsFile), mostBytes);
  if (!read.ok && read.problem.code !== 'too-large') {
    throw new UserError(
      vi
        ? `${folder} không phải là hồ sơ đánh giá của rispacs (không đọc được ${settingsFile}). Kiểm tra lại đường dẫn.`
        : `${folder} is not a rispacs dossier (${settingsFile} cannot be read). Check the path.`,
    );
  }
  const value = read.ok ? parseJson(read.bytes.toString('utf8')) : undefined;
  const newer = versionSchema.safeParse(value);
  if (newer.success) {
    const version = newer.data.toolVersion.replaceAll(/[^\w.+-]/g, '');
    throw new UserError(
      vi
        ? `Hồ sơ ${folder} do phiên bản mới hơn của rispacs lập (${version}, dạng ${newer.data.schemaVersion}); hãy dùng phiên bản đó để mở.`
        : `The dossier ${folder} was made by a newer rispacs (${version}, form ${newer.data.schemaVersion}); open it with that version.`,
      { exitCode: 5 },
    );
  }
  const parsed = dossierSettingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(
    vi
      ? `Tệp ${settingsFile} trong ${folder} đã hỏng hoặc bị sửa.`
      : `The file ${settingsFile} in ${folder} is damaged or was edited.`,
    { exitCode: 5, cause: parsed.error },
  );
}
