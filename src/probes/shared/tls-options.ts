import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { DicomNode } from '../../facility/schema.ts';
import type { ProbeContext } from '../contract.ts';

/** What the files hold, by Node's names; a DICOM association takes them as they are. */
export interface TlsFiles {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  passphrase?: string;
  servername?: string;
}

/** TLS settings of a node, or the file that could not be read, or OpenSSL's code for what is wrong in the files. */
export type LoadedTls =
  | { readonly ok: true; readonly options: TlsFiles }
  | { readonly ok: false; readonly file: string }
  | { readonly ok: false; readonly code: string };

/**
 * Reads certificates and key named in the facility file; a passphrase is resolved here and goes nowhere else.
 * @throws UserError when the passphrase's variable or file is not there.
 */
export async function loadTlsOptions(
  tls: NonNullable<DicomNode['tls']>,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret'>,
): Promise<LoadedTls> {
  const options: TlsFiles = { ...(tls.serverName && { servername: tls.serverName }) };
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
  const { ca, cert, key, passphrase } = options;
  try {
    // A certificate that is none, a wrong passphrase or a key of another certificate shows here, before connecting.
    createSecureContext({ ca, cert, key, passphrase });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return { ok: false, code };
  }
  return { ok: true, options };
}
