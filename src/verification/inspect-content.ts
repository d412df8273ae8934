import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { systemErrorCode } from '../errors/user-error.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import { hashFile } from '../evidence/manifest.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { hashOf } from '../signature/check-signatures.ts';
import { walkFolder } from '../walkthrough/walk-log.ts';
import type { Oddity } from './inspect-folder.ts';

const mostWalkBytes = 32 * 1024 * 1024;
const mostReportBytes = 256 * 1024 * 1024;
const mostOddities = 1000;
/** Of a line of a walk, what every version of its events has. */
const walkHead = z.object({ seq: z.int(), previous: z.string() });

/**
 * What a dossier's own parts say of one another. A manifest that was written anew fits whatever lies in the folder; these
 * do not: records name their attachments by hash, lines of a walk name the line before, reports print the result's hash.
 */
export async function inspectContent(
  folder: string,
  evidence: readonly EvidenceRecord[],
): Promise<Oddity[]> {
  return [
    ...(await inspectAttachments(folder, evidence)),
    ...(await inspectWalks(folder)),
    ...(await inspectReports(folder)),
  ];
}

async function inspectAttachments(
  folder: string,
  evidence: readonly EvidenceRecord[],
): Promise<Oddity[]> {
  const named = new Map(
    evidence.flatMap((one) => one.attachments).map((one) => [one.path, one.sha256]),
  );
  const found: Oddity[] = [];
  for (const [file, sha256] of named) {
    if (found.length >= mostOddities) break;
    try {
      if ((await hashFile(path.join(folder, ...file.split('/')))) !== sha256)
        found.push({ kind: 'attachment-changed', file });
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      found.push({ kind: 'attachment-missing', file });
    }
  }
  return found;
}

async function inspectWalks(folder: string): Promise<Oddity[]> {
  const found: Oddity[] = [];
  for (const name of await namesIn(path.join(folder, walkFolder))) {
    if (!name.endsWith('.ndjson')) continue;
    const file = `${walkFolder}/${name}`;
    const read = await readBoundedFile(path.join(folder, file), mostWalkBytes, {
      followLinks: false,
    });
    if (!read.ok || !hangsTogether(read.bytes.toString('utf8')))
      found.push({ kind: 'walk-log-edited', file });
  }
  return found;
}

/**
 * Whether every line names the one before it by number and SHA-256, whatever the events of this version of the tool are. A
 * line that a power cut tore is passed over when the next one goes on from the line before it.
 */
function hangsTogether(text: string): boolean {
  const lines = text.split('\n');
  // Without its end it was never acknowledged.
  lines.pop();
  let last = { seq: 0, sha256: '0'.repeat(64) };
  let isTorn = false;
  for (const line of lines) {
    const head = walkHead.safeParse(parseJson(line)).data;
    isTorn = head?.seq !== last.seq + 1 || head.previous !== last.sha256;
    if (!isTorn)
      last = { seq: last.seq + 1, sha256: createHash('sha256').update(line).digest('hex') };
  }
  return !isTorn;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return [];
  }
}

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');

/** How the hash of the result stands in a report: beside the name of its canonical form, in both languages. */
const printedHash: Readonly<Record<'report.html' | 'report.pdf', RegExp>> = {
  'report.html': /RFC 8785\)(?:<[^<>]{0,200}>|\s)*([0-9a-f]{64})/g,
  // In the description of the QR symbol, a text string in hexadecimal (ISO 32000-1 7.9.2.2).
  'report.pdf': new RegExp(`${utf16('RFC 8785) ')}((?:003[0-9]|006[1-6]){64})`, 'gi'),
};

/** A report that does not say which result it is of is not judged by this. */
async function inspectReports(folder: string): Promise<Oddity[]> {
  const result = await hashOf(folder, 'assessment.json');
  const found: Oddity[] = [];
  for (const [file, pattern] of Object.entries(printedHash)) {
    const read = await readBoundedFile(path.join(folder, file), mostReportBytes, {
      followLinks: false,
    });
    if (!read.ok) continue;
    const printed = [...read.bytes.toString('latin1').matchAll(pattern)].map(([, hash = '']) =>
      hash.length === 64 ? hash : Buffer.from(hash, 'hex').swap16().toString('utf16le'),
    );
    if (printed.some((hash) => hash !== result))
      found.push({ kind: 'report-of-another-result', file });
  }
  return found;
}
