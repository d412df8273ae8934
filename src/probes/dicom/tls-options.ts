import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { DicomNode } from '../../facility/schema.ts';
import type { TlsOptions } from '../../protocols/dicom/index.ts';
import type { ProbeContext } from '../contract.ts';

/** TLS settings of a node read from the files it names, or the file that could not be read. */
export type LoadedTls =
  | { readonly ok: true; readonly options: TlsOptions }
  | { readonly ok: false; readonly file: string };

/** Reads certificates and key named in the facility file; a passphrase is resolved here and goes nowhere else. */
export async function loadTlsOptions(
  tls: NonNullable<DicomNode['tls']>,
  context: ProbeContext,
): Promise<LoadedTls> {
  const options: TlsOptions = { ...(tls.serverName && { servername: tls.serverName }) };
  for (const [key, file] of [
    ['ca', tls.ca],
    ['cert', tls.certificate],
    ['key', tls.key],
  ] as const) {
    if (file === undefined) continue;
    try {
      options[key] = await readFile(path.resolve(context.baseFolder, file));
    } catch (error) {
      if (systemErrorCode(error) === undefined) throw error;
      return { ok: false, file };
    }
  }
  if (tls.passphrase) options.passphrase = await context.readSecret(tls.passphrase);
  return { ok: true, options };
}
