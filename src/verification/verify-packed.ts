import { stat } from 'node:fs/promises';
import path from 'node:path';
import { checkBag } from '../bag/check-bag.ts';
import { unpackBag } from '../bag/unpack-bag.ts';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { hashFile } from '../evidence/manifest.ts';
import type { Language } from '../locale/language.ts';
import { type Verification, type VerifyOptions, verifyDossier } from './verify-dossier.ts';

/** A dossier as it was given: a folder, or a ZIP file. */
export interface GivenDossier {
  readonly path: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly options: VerifyOptions;
  /** Called with the dossier's folder while it is there. */
  readonly also?: ((folder: string) => Promise<void>) | undefined;
}

/**
 * Verifies a dossier's folder, or a ZIP file by unpacking it into a private temporary folder that is removed again.
 * @throws UserError: code 2 for what is no dossier, code 5 for a ZIP file that is made to do harm or is damaged.
 */
export async function verifyGiven(given: GivenDossier): Promise<Verification> {
  try {
    return await verifyAny(given);
  } catch (error) {
    const code = systemErrorCode(error);
    if (error instanceof UserError || code === undefined) throw error;
    given.signal.throwIfAborted();
    throw new UserError(
      given.language === 'vi'
        ? `Không đọc được hết ${given.path} (${code}); kiểm tra quyền đọc, ổ đĩa và độ dài đường dẫn.`
        : `${given.path} cannot be read whole (${code}); check its permissions, the disk, and the length of its paths.`,
      { cause: error },
    );
  }
}

async function verifyAny(given: GivenDossier): Promise<Verification> {
  const { language, signal, options } = given;
  if (!(await isFile(given.path))) {
    const verification = await verifyDossier(given.path, language, options);
    await given.also?.(given.path);
    return verification;
  }
  const unpacked = await unpackBag(given.path, { language, signal });
  try {
    const bag = await checkBag(unpacked.bag);
    const packed = { bag, zipSha256: await hashFile(path.resolve(given.path)) };
    const verification = await verifyDossier(unpacked.dossier, language, { ...options, packed });
    await given.also?.(unpacked.dossier);
    return verification;
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 2) {
      throw new UserError(
        language === 'vi'
          ? `Trong ${given.path} không có hồ sơ đánh giá của rispacs.`
          : `There is no rispacs dossier in ${given.path}.`,
        { cause: error },
      );
    }
    throw error;
  } finally {
    await unpacked.remove();
  }
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}
