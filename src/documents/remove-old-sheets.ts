import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { isSignedPdf } from './is-signed-pdf.ts';
import { paperName } from './paper-name.ts';
import { scoringTypes } from './words.ts';

const mostBytes = 64 * 1024 * 1024;

/**
 * Removes scoring sheets that this tool made for people who are no members any more. What only bears such a name (a scan
 * of a sheet filled in by hand), and what was signed, stays.
 * @param folder - `council/` of a dossier.
 * @param keep - names, without extension, of the sheets that belong.
 * @returns names of the files removed.
 */
export async function removeOldSheets(
  folder: string,
  keep: ReadonlySet<string>,
): Promise<readonly string[]> {
  const old = (await readdir(folder)).sort().filter((file) => {
    const name = paperName.exec(file)?.[1];
    return name?.startsWith('scoring') === true && !keep.has(name);
  });
  const removed: string[] = [];
  for (const file of old) {
    if (!(await isOurs(path.join(folder, file)))) continue;
    await rm(path.join(folder, file));
    removed.push(file);
  }
  return removed;
}

/** Made by this tool, by the title that it gives its sheets, and not signed. */
async function isOurs(file: string): Promise<boolean> {
  const read = await readBoundedFile(file, mostBytes, { followLinks: false });
  if (!read.ok) return false;
  const head = read.bytes.subarray(0, 4096);
  const isTitled = scoringTypes.some((type) => {
    const title = `${type} - `;
    if (file.endsWith('.html')) return head.toString('utf8').includes(`<title>${title}`);
    const text = head.toString('latin1');
    return text.includes(`/Title (${title}`) || text.includes(`/Title <FEFF${utf16(title)}`);
  });
  return isTitled && (file.endsWith('.html') || !(await isSignedPdf(file)));
}

/** A text string of a PDF in hexadecimal (ISO 32000-1 7.9.2.2), without its byte order mark. */
function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();
}
