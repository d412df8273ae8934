import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { makeFolderDurably, writeFileAtomically } from '../evidence/atomic-write.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { readSettings, requireFacilityScope } from '../evidence/dossier-settings.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { manifestName } from '../evidence/manifest.ts';
import type { Language } from '../locale/language.ts';
import { checkSignatures, hashOf } from './check-signatures.ts';
import { fingerprintOf } from './fingerprint.ts';
import { prepareManifest } from './prepare-manifest.ts';
import {
  filesOf,
  type SignatureFile,
  type SigningParty,
  signatureFileSchema,
  signaturesFolder,
} from './signature-file.ts';
import { requestTimeStamp } from './time-stamp/request-time-stamp.ts';

/** Who signs which dossier with what. */
export interface SignRequest {
  readonly folder: string;
  readonly as: SigningParty;
  /** Ed25519. */
  readonly key: KeyObject;
  readonly name: string;
  readonly role?: string | undefined;
  /** Time-stamping authority (RFC 3161) to ask; nothing is sent when it is left out. */
  readonly tsa?: URL | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** A signature that was written. */
export interface WrittenSignature {
  readonly statement: SignatureFile;
  /** Paths inside the dossier. */
  readonly files: readonly string[];
}

/**
 * Signs the manifest of a dossier, and with it every file. A council signs the facility's signature too, so that the one
 * cannot be taken away or replaced below the other.
 * @throws UserError when the dossier is not whole, not judged, or already signed by this party; when the facility has not
 * signed yet; when the time-stamping authority does not answer rightly.
 */
export async function signDossier(request: SignRequest): Promise<WrittenSignature> {
  const { folder, as, language, key } = request;
  requireFacilityScope(await readSettings(folder, language), language);
  try {
    await lockDossier(folder, language);
    await prepareManifest(folder, language);
    await requireOrder(request);
    const statement = await makeStatement(request);
    const text = Buffer.from(`${JSON.stringify(statement, null, 2)}\n`, 'utf8');
    const signature = sign(null, text, key);
    const stamp =
      request.tsa && (await requestTimeStamp({ ...request, url: request.tsa, stamped: signature }));
    const names = filesOf(as);
    await makeFolderDurably(path.join(folder, signaturesFolder));
    await rm(path.join(folder, names.timeStamp), { force: true });
    const files: [string, Uint8Array | string][] = [
      [names.signature, signature],
      [names.publicKey, statement.publicKey],
      ...(stamp ? [[names.timeStamp, stamp.response] as [string, Uint8Array]] : []),
      // Last: where the statement is, the signature is whole.
      [names.statement, text],
    ];
    for (const [name, bytes] of files) await writeFileAtomically(path.join(folder, name), bytes);
    return { statement, files: files.map(([name]) => name).sort() };
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

async function requireOrder(request: SignRequest): Promise<void> {
  const { folder, as, language } = request;
  const vi = language === 'vi';
  const checks = await checkSignatures(folder);
  const facility = checks.find((one) => one.as === 'facility');
  const own = checks.find((one) => one.as === as);
  if (own?.state !== 'absent') {
    const names = Object.values(filesOf(as)).join(', ');
    throw new UserError(
      vi
        ? `Hồ sơ đã có chữ ký "${as}"${own?.state === 'broken' ? ', và chữ ký đó không còn đúng' : ''}; để ký lại, xóa ${names} trước.`
        : `The dossier has a signature "${as}" already${own?.state === 'broken' ? ', which is not right any more' : ''}; to sign again, delete ${names} first.`,
    );
  }
  if (as === 'facility') {
    if (checks.some((one) => one.as === 'council' && one.state !== 'absent')) {
      throw new UserError(
        vi
          ? 'Hội đồng đã ký trước; cơ sở ký trước, Hội đồng ký sau. Xóa các tệp signatures/council.* rồi ký lại theo thứ tự.'
          : 'The council signed before; the facility signs first, the council after. Delete signatures/council.* and sign again in order.',
      );
    }
    return;
  }
  if (facility?.state === 'valid' && facility.fingerprint === fingerprintOf(request.key)) {
    throw new UserError(
      vi
        ? 'Khóa này đã ký với tư cách cơ sở; Hội đồng ký bằng khóa của mình (rispacs keys new).'
        : 'This key has signed as the facility; the council signs with a key of its own (rispacs keys new).',
    );
  }
  if (facility?.state === 'valid') return;
  throw new UserError(
    facility?.state === 'broken'
      ? vi
        ? 'Chữ ký của cơ sở không còn đúng với hồ sơ này nên Hội đồng không ký được; xem: rispacs verify'
        : "The facility's signature does not fit this dossier any more, so the council cannot sign; see: rispacs verify"
      : vi
        ? 'Cơ sở chưa ký hồ sơ này; cơ sở ký trước (--as facility), Hội đồng ký sau.'
        : 'The facility has not signed this dossier; the facility signs first (--as facility), the council after.',
    { exitCode: facility?.state === 'broken' ? 5 : 2 },
  );
}

async function makeStatement(request: SignRequest): Promise<SignatureFile> {
  const { folder, as, key, language } = request;
  const [manifest, assessment, facility] = await Promise.all([
    hashOf(folder, manifestName),
    hashOf(folder, 'assessment.json'),
    hashOf(folder, filesOf('facility').signature),
  ]);
  if (manifest === undefined || assessment === undefined) {
    throw new UserError(
      language === 'vi'
        ? `Hồ sơ ${folder} chưa được xét; chạy rispacs judge ${folder} trước khi ký.`
        : `The dossier ${folder} was not judged yet; run rispacs judge ${folder} before signing.`,
    );
  }
  const statement = {
    form: 'rispacs-signature',
    version: 1,
    as,
    name: request.name.normalize('NFC').trim(),
    ...(request.role !== undefined && { role: request.role.normalize('NFC').trim() }),
    signedAt: new Date().toISOString(),
    algorithm: 'Ed25519',
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(key),
    signs: {
      manifestSha256: manifest,
      assessmentSha256: assessment,
      ...(as === 'council' && facility !== undefined && { facilitySignatureSha256: facility }),
    },
  };
  const parsed = signatureFileSchema.safeParse(statement);
  if (parsed.success) return parsed.data;
  throw new UserError(
    language === 'vi'
      ? '--name và --role phải có nội dung, mỗi mục tối đa 200 ký tự.'
      : '--name and --role must not be empty, and at most 200 characters each.',
    { cause: parsed.error },
  );
}
