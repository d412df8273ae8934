import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { Dossier } from '../../../src/evidence/dossier.ts';
import { writeManifest } from '../../../src/evidence/manifest.ts';
import { judge } from '../../../src/flow.ts';
import { renderJson } from '../../../src/report/render-json.ts';
import { fingerprintOf } from '../../../src/signature/fingerprint.ts';
import { signPdf } from '../../../src/signature/pdf/sign-pdf.ts';
import { describeVerification } from '../../../src/verification/describe-verification.ts';
import type { Expectations } from '../../../src/verification/expectations.ts';
import { type Verification, verifyDossier } from '../../../src/verification/verify-dossier.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import { makeReportedDossier, newKey, signBoth } from '../../signature/support/reported-dossier.ts';
import { readSigner } from '../../signature/support/sign-fixtures.ts';

/** What is done to a dossier. */
export type Change = (folder: string) => Promise<unknown>;

export const facilityKey = newKey();
export const councilKey = newKey();
export const expected: Expectations = {
  fingerprints: [fingerprintOf(facilityKey), fingerprintOf(councilKey)],
};
/** Nothing is known from elsewhere. */
export const nothing: Expectations = { fingerprints: [] };

/** A dossier signed by both, the PDF too; and another that is rightly signed with the same keys. */
export async function makeSignedPair(
  home: string,
): Promise<{ readonly signed: string; readonly other: string }> {
  const signed = await makeReportedDossier(path.join(home, 'a'));
  const pdf = path.join(signed, 'report.pdf');
  const at = new Date('2026-11-22T09:00:00Z');
  const signer = await readSigner();
  await writeFile(pdf, await signPdf(await readFile(pdf), { signer, reason: 'Thử', at }));
  await writeManifest(signed);
  await signBoth(signed, facilityKey, councilKey);
  const other = await makeReportedDossier(path.join(home, 'b'));
  await appendFile(path.join(other, 'log.ndjson'), '{"event":"more"}\n');
  await writeManifest(other);
  await signBoth(other, facilityKey, councilKey);
  return { signed, other };
}

/** A copy of a dossier, tampered with; what verifying it says, in English. */
export async function tamperWith(
  dossier: string,
  change: Change,
  expectations: Expectations = expected,
): Promise<{
  readonly ok: boolean;
  readonly text: string;
  readonly verification: Verification;
}> {
  const folder = path.join(await makeTempFolder(), 'ho-so');
  await copyDossier(dossier, folder);
  await change(folder);
  const verification = await verifyDossier(folder, 'en', { expected: expectations });
  const text = describeVerification(verification, 'en').join('\n');
  return { ok: verification.ok, text, verification };
}

/** Without the lock that this process holds on its own. */
export function copyDossier(from: string, to: string): Promise<void> {
  return cp(from, to, { recursive: true, filter: (file) => !file.endsWith('.rispacs.lock') });
}

export const inFolder =
  (file: string, change: (file: string) => Promise<unknown>): Change =>
  (folder) =>
    change(path.join(folder, file));

export const replaceText = (file: string, from: string | RegExp, to: string): Change =>
  inFolder(file, async (found) => {
    const text = await readFile(found, 'utf8');
    const changed = text.replace(from, to);
    expect(changed, `${file}: nothing was changed`).not.toBe(text);
    await writeFile(found, changed);
  });

export const attachmentOf = async (folder: string): Promise<string> =>
  path.join(folder, 'attachments', (await readdir(path.join(folder, 'attachments')))[0] ?? '');

/** Hashes everything anew, as a forger would; the signatures stay. */
export const thenHash =
  (change: Change): Change =>
  async (folder) => {
    const kept = path.join(folder, '..', 'signatures');
    await change(folder);
    await cp(path.join(folder, 'signatures'), kept, { recursive: true });
    await rm(path.join(folder, 'signatures'), { recursive: true });
    await writeManifest(folder);
    await cp(kept, path.join(folder, 'signatures'), { recursive: true });
  };

/** Takes the signatures away and hashes everything anew: what is left to find is what the parts say of one another. */
export const unsigned =
  (change: Change): Change =>
  async (folder) => {
    await rm(path.join(folder, 'signatures'), { recursive: true });
    await change(folder);
    await writeManifest(folder);
  };

/** Judges again as well, so that evidence, result and manifest agree. */
export const rejudged =
  (change: Change): Change =>
  async (folder) => {
    await change(folder);
    const assessment = await judge(await Dossier.open(folder, 'vi'));
    await writeFile(path.join(folder, 'assessment.json'), renderJson(assessment));
  };
