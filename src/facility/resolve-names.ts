import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../errors/user-error.ts';
import type { Facility } from './schema.ts';

/** A drive (`C:\…`) or a share (`\\server\…`): it exists on the Windows computer where it was written, if at all. */
export function isWindowsOnlyPath(name: string): boolean {
  return /^[A-Za-z]:/.test(name) || name.startsWith('\\\\');
}

/**
 * The facility with the names of its statement and inventory files as the disk has them. A name that is not there as
 * written is looked for with `\` as separator (written on Windows) and in the other Unicode form (macOS writes NFD,
 * keyboards NFC); what is not found stays as written.
 */
export async function resolveFileNames(facility: Facility, folder: string): Promise<Facility> {
  const resolve = (name: string) => findOnDisk(folder, name);
  return {
    ...facility,
    statements: await Promise.all(facility.statements.map(resolve)),
    computers: await Promise.all(
      facility.computers.map(async (one) =>
        one.inventory === undefined ? one : { ...one, inventory: await resolve(one.inventory) },
      ),
    ),
  };
}

async function findOnDisk(folder: string, name: string): Promise<string> {
  if (await exists(path.resolve(folder, name))) return name;
  if (process.platform !== 'win32' && isWindowsOnlyPath(name)) return name;
  const written = name.replaceAll('\\', '/');
  const parts: string[] = [];
  for (const part of written.split('/')) {
    // The empty part before a leading slash, and `..`, are no names to look for.
    const isName = part !== '' && part !== '.' && part !== '..';
    const so = [...parts, part].join('/');
    if (isName && !(await exists(path.resolve(folder, so)))) {
      const alike = await sameInOtherForm(path.resolve(folder, parts.join('/') || '.'), part);
      if (alike === undefined) return name;
      parts.push(alike);
    } else parts.push(part);
  }
  return parts.join('/');
}

/** The one entry that differs from the name only in Unicode normalisation. */
async function sameInOtherForm(folder: string, name: string): Promise<string | undefined> {
  try {
    const wanted = name.normalize('NFC');
    const alike = (await readdir(folder)).filter((one) => one.normalize('NFC') === wanted);
    return alike.length === 1 ? alike[0] : undefined;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}
