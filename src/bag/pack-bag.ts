import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../errors/user-error.ts';
import { syncFolder } from '../evidence/atomic-write.ts';
import { Dossier } from '../evidence/dossier.ts';
import { readStoredFacility } from '../evidence/dossier-contents.ts';
import { requireFacilityScope } from '../evidence/dossier-settings.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { hashFile, manifestName } from '../evidence/manifest.ts';
import { requireNewFile } from '../files/write-new-file.ts';
import type { Language } from '../locale/language.ts';
import { readToolVersion } from '../project-folders.ts';
import { checkSignatures, hashOf } from '../signature/check-signatures.ts';
import { requireIntact } from '../signature/prepare-manifest.ts';
import { signatureFiles } from '../signature/signature-file.ts';
import { bagDeclaration, bagFiles, manifestLine, payloadFolder, readMeText } from './bag-layout.ts';

/** A packed dossier. */
export interface PackedBag {
  readonly file: string;
  /** SHA-256 of the ZIP file, of the dossier's manifest, and of its result; any of them serves `verify --expect-sha256`. */
  readonly zipSha256: string;
  readonly manifestSha256: string;
  readonly assessmentSha256: string;
  readonly fileCount: number;
}

interface Payload {
  /** Path inside the dossier. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Packs a dossier into one ZIP file that holds one BagIt 1.0 folder (RFC 8493). The same dossier gives the same bytes:
 * order, times and rights of the entries are fixed.
 * @throws UserError when the dossier is a product's, is not judged or not whole, a signature in it is broken, or the file exists.
 */
export async function packBag(request: {
  readonly folder: string;
  readonly out: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}): Promise<PackedBag> {
  const { folder, out, language, signal } = request;
  const dossier = await Dossier.open(folder, language);
  requireFacilityScope(dossier.settings, language);
  await requireNewFile(out, { flag: '--out', language });
  await requireIntact(folder, language);
  const signed = await requireRightSignatures(folder, language);
  const [manifestSha256, assessmentSha256] = await Promise.all(
    [manifestName, 'assessment.json'].map((name) => hashOf(folder, name)),
  );
  if (manifestSha256 === undefined || assessmentSha256 === undefined) {
    throw new UserError(
      language === 'vi'
        ? `Hồ sơ ${folder} chưa được xét; chạy rispacs judge ${folder} trước.`
        : `The dossier ${folder} was not judged yet; run rispacs judge ${folder} first.`,
    );
  }
  const payload = await listPayload(folder);
  const facility = await readStoredFacility(dossier);
  const { assessedOn, toolVersion } = dossier.settings;
  const total = payload.reduce((sum, one) => sum + one.bytes, 0);
  const name = facility?.facility.name.replaceAll(/\s+/g, ' ') ?? '?';
  const tags: [string, string][] = [
    [bagFiles.declaration, bagDeclaration],
    [
      bagFiles.info,
      [
        `Source-Organization: ${name}`,
        `External-Description: Ho so danh gia RIS-PACS (rispacs ${toolVersion})`,
        `External-Identifier: ${assessmentSha256}`,
        `Bag-Software-Agent: rispacs ${readToolVersion()}`,
        `Bagging-Date: ${assessedOn}`,
        `Payload-Oxum: ${total}.${payload.length}`,
        '',
      ].join('\n'),
    ],
    [
      bagFiles.readMe,
      readMeText({
        facility: name,
        assessedOn,
        assessmentSha256,
        manifestSha256,
        signed,
        simulated: facility?.simulated === true,
      }),
    ],
    [
      bagFiles.manifest,
      payload.map((one) => manifestLine(one.sha256, `${payloadFolder}/${one.name}`)).join(''),
    ],
  ];
  const tagManifest = tags
    .map(([file, text]) => manifestLine(createHash('sha256').update(text).digest('hex'), file))
    .sort()
    .join('');
  tags.push([bagFiles.tagManifest, tagManifest]);
  const top = `ho-so-${assessedOn}-${manifestSha256.slice(0, 12)}`;
  const zipSha256 = await writeZip({
    folder,
    out,
    top,
    tags,
    payload,
    assessedOn,
    language,
    signal,
  });
  return { file: out, zipSha256, manifestSha256, assessmentSha256, fileCount: payload.length };
}

async function requireRightSignatures(folder: string, language: Language): Promise<boolean> {
  const checks = await checkSignatures(folder);
  const broken = checks.find((one) => one.state === 'broken');
  if (broken === undefined) return checks.some((one) => one.state === 'valid');
  throw new UserError(
    language === 'vi'
      ? `Chữ ký "${broken.as}" không đúng với hồ sơ này nên không đóng gói; xem: rispacs verify ${folder}`
      : `The signature "${broken.as}" does not fit this dossier, which is not packed; see: rispacs verify ${folder}`,
    { exitCode: 5 },
  );
}

/** Files of the manifest, the manifest itself and the signatures; what an interrupted run left is not among them. */
async function listPayload(folder: string): Promise<Payload[]> {
  const text = await readFile(path.join(folder, manifestName), 'utf8');
  const listed = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ name: line.slice(66), sha256: line.slice(0, 64) }))
    .filter((one) => !signatureFiles.has(one.name));
  for (const name of [manifestName, ...signatureFiles]) {
    const sha256 = await hashOf(folder, name);
    if (sha256 !== undefined) listed.push({ name, sha256 });
  }
  const payload: Payload[] = [];
  for (const one of listed) {
    const { size } = await lstat(path.join(folder, ...one.name.split('/')));
    payload.push({ ...one, bytes: size });
  }
  return payload.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface ZipRequest {
  readonly folder: string;
  readonly out: string;
  readonly top: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly payload: readonly Payload[];
  readonly assessedOn: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

async function writeZip(request: ZipRequest): Promise<string> {
  const { folder, out, top, tags, payload, language, signal } = request;
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const [year = 1980, month = 1, day = 1] = request.assessedOn.split('-').map(Number);
  // Entries carry local wall-clock time: made from its parts, it is the same in every time zone.
  const options = {
    mtime: new Date(year, month - 1, day, 12),
    mode: 0o100644,
    forceDosTimestamp: true,
  };
  for (const [name, text] of tags) zip.addBuffer(Buffer.from(text), `${top}/${name}`, options);
  for (const one of payload) {
    zip.addReadStreamLazy(
      `${top}/${payloadFolder}/${one.name}`,
      { ...options, size: one.bytes },
      (give) => {
        const source = createReadStream(path.join(folder, ...one.name.split('/')));
        const checked = source.pipe(checkHash(one, language));
        source.once('error', (error) => checked.destroy(error));
        checked.once('error', (error) => zip.emit('error', error));
        give(null, checked);
      },
    );
  }
  const stop = new AbortController();
  const temporary = path.join(
    path.dirname(out),
    `.${path.basename(out)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    const failed = new Promise<never>((_, reject) => zip.once('error', reject));
    zip.end();
    const written = pipeline(
      zip.outputStream,
      createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }),
      { signal: AbortSignal.any([signal, stop.signal]) },
    );
    await Promise.race([written, failed]);
    const sha256 = await hashFile(temporary);
    await requireNewFile(out, { flag: '--out', language });
    await rename(temporary, out);
    await syncFolder(path.dirname(path.resolve(out)));
    return sha256;
  } catch (error) {
    stop.abort();
    await rm(temporary, { force: true });
    signal.throwIfAborted();
    throw explainWriteError(error, path.dirname(path.resolve(out)), language);
  }
}

/** A file that changes between being checked and being packed must not get into a bag that says otherwise. */
function checkHash({ name, sha256 }: Payload, language: Language): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (hash.digest('hex') === sha256) return done();
      const message =
        language === 'vi'
          ? `Tệp ${name} thay đổi trong lúc đóng gói; đợi lần chạy khác xong rồi đóng gói lại.`
          : `The file ${name} changed while it was being packed; wait for the other run to end and pack again.`;
      done(new UserError(message, { exitCode: 5 }));
    },
  });
}
