import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import path from 'node:path';
import { manifestName } from '../evidence/manifest.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { fingerprintOf } from './fingerprint.ts';
import {
  filesOf,
  type SignatureFile,
  type SigningParty,
  signatureFileSchema,
} from './signature-file.ts';
import { checkTimeStamp, type TimeStampCheck } from './time-stamp/check-time-stamp.ts';

/** Why a signature counts for nothing. */
export type SignatureProblem =
  /** One of the three files is not there. */
  | 'incomplete'
  /** The statement is not in its form, or the key is not one. */
  | 'malformed'
  /** It says that another party signed. */
  | 'wrong-party'
  /** `<party>.pub.pem` or the fingerprint is not that of the key in the statement. */
  | 'other-key'
  /** The key did not sign this statement: it was edited, or the signature is somebody else's. */
  | 'not-by-this-key'
  /** Rightly signed, over another manifest: the dossier was changed since, or it is another dossier's signature. */
  | 'other-manifest'
  /** Rightly signed, over another result. */
  | 'other-assessment'
  /** A council's signature by the key that signed for the facility: nobody else has looked. */
  | 'same-key'
  /** A council's signature whose facility signature is gone. */
  | 'facility-signature-missing'
  /** A council's signature over another facility signature than the one that is there. */
  | 'other-facility-signature';

/** One party's signature over the dossier. */
export type SignatureCheck =
  | { readonly as: SigningParty; readonly state: 'absent' }
  | {
      readonly as: SigningParty;
      readonly state: 'valid';
      /** As the signer wrote it: the key's fingerprint tells who it was, never the name alone. */
      readonly name: string;
      readonly role?: string;
      readonly signedAt: string;
      readonly fingerprint: string;
      readonly timeStamp?: TimeStampCheck;
    }
  | { readonly as: SigningParty; readonly state: 'broken'; readonly problem: SignatureProblem };

/** A statement has a kilobyte, a time stamp some. */
const mostFileBytes = 64 * 1024;
const mostHashedBytes = 256 * 1024 * 1024;

/** Checks the Ed25519 signatures in a dossier's `signatures` folder against its manifest, offline. */
export async function checkSignatures(folder: string): Promise<readonly SignatureCheck[]> {
  const facility = await checkOne(folder, 'facility');
  const council = await checkOne(folder, 'council');
  const isSame =
    facility.state === 'valid' &&
    council.state === 'valid' &&
    facility.fingerprint === council.fingerprint;
  return [facility, isSame ? { as: 'council', state: 'broken', problem: 'same-key' } : council];
}

/** A signature over its own statement, whatever has become of the dossier that the statement speaks of. */
export type GenuineSignature = {
  readonly state: 'genuine';
  readonly said: SignatureFile;
  /** Of the key that made the signature, computed from the key itself. */
  readonly fingerprint: string;
  readonly signature: Buffer;
  readonly timeStamp: Buffer | undefined;
};

/** Reads one party's signature and checks it with the key that it names. */
export async function readSignature(
  folder: string,
  as: SigningParty,
): Promise<GenuineSignature | Extract<SignatureCheck, { state: 'absent' | 'broken' }>> {
  const names = filesOf(as);
  const read = await Promise.all(
    [names.statement, names.signature, names.publicKey, names.timeStamp].map((name) =>
      readBoundedFile(path.join(folder, ...name.split('/')), mostFileBytes, { followLinks: false }),
    ),
  );
  const broken = (problem: SignatureProblem) => ({ as, state: 'broken', problem }) as const;
  // No manifest lists these files: what is there and cannot be read must not pass for what is not there.
  if (read.some((one) => !one.ok && one.problem.code !== 'missing')) return broken('malformed');
  const [statement, signature, publicKey, timeStamp] = read.map((one) =>
    one.ok ? one.bytes : undefined,
  );
  if (!statement && !signature && !publicKey && !timeStamp) return { as, state: 'absent' };
  if (!statement || !signature || !publicKey) return broken('incomplete');
  const parsed = signatureFileSchema.safeParse(parseJson(statement.toString('utf8')));
  if (!parsed.success) return broken('malformed');
  const said = parsed.data;
  const key = readPublicKey(said.publicKey);
  if (key === undefined) return broken('malformed');
  if (said.as !== as) return broken('wrong-party');
  const fingerprint = fingerprintOf(key);
  // To the letter: words before or after the key, such as the fingerprint of another, are read by people too.
  if (
    said.fingerprint !== fingerprint ||
    said.publicKey !== key.export({ type: 'spki', format: 'pem' }) ||
    publicKey.toString('latin1') !== said.publicKey
  )
    return broken('other-key');
  if (!verify(null, statement, key, signature)) return broken('not-by-this-key');
  return { state: 'genuine', said, fingerprint, signature, timeStamp };
}

async function checkOne(folder: string, as: SigningParty): Promise<SignatureCheck> {
  const read = await readSignature(folder, as);
  if (read.state !== 'genuine') return read;
  const { said, fingerprint, signature, timeStamp } = read;
  const problem = await compareSigned(folder, said);
  if (problem) return { as, state: 'broken', problem };
  const stamp = timeStamp && (await checkTimeStamp(timeStamp, signature));
  return {
    as,
    state: 'valid',
    name: said.name,
    ...(said.role !== undefined && { role: said.role }),
    signedAt: said.signedAt,
    fingerprint,
    ...(stamp && { timeStamp: stamp }),
  };
}

async function compareSigned(
  folder: string,
  { as, signs }: SignatureFile,
): Promise<SignatureProblem | undefined> {
  if (signs.manifestSha256 !== (await hashOf(folder, manifestName))) return 'other-manifest';
  if (signs.assessmentSha256 !== (await hashOf(folder, 'assessment.json')))
    return 'other-assessment';
  if (as === 'facility') return undefined;
  const facility = await hashOf(folder, filesOf('facility').signature);
  if (facility === undefined) return 'facility-signature-missing';
  return facility === signs.facilitySignatureSha256 ? undefined : 'other-facility-signature';
}

/** SHA-256 of a file of the dossier, hex; `undefined` when it is missing, a link, or not a file. */
export async function hashOf(folder: string, name: string): Promise<string | undefined> {
  const read = await readBoundedFile(path.join(folder, ...name.split('/')), mostHashedBytes, {
    followLinks: false,
  });
  return read.ok ? createHash('sha256').update(read.bytes).digest('hex') : undefined;
}

function readPublicKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    // `createPublicKey` also takes a private key, which must never lie in a dossier.
    return key.asymmetricKeyType === 'ed25519' && !pem.includes('PRIVATE') ? key : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
