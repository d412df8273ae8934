import { UserError } from '../../errors/user-error.ts';
import type { UnobservedReason } from '../../evidence/evidence.ts';
import type { DicomwebEndpoint } from '../../facility/schema.ts';
import type { DicomWebCredentials } from '../../protocols/dicomweb/authorization.ts';
import {
  type DicomWebConnection,
  type DicomWebDeadlines,
  type DicomWebOptions,
  openDicomWeb,
} from '../../protocols/dicomweb/index.ts';
import { settleOptions } from '../../protocols/dicomweb/options.ts';
import type { ProbeContext } from '../contract.ts';
import { tellTlsFile } from './connect-node.ts';
import { loadTlsOptions } from './tls-options.ts';

/** A connection that the caller closes, or why the facility file does not allow one; `reason` holds no secret. */
export type OpenedEndpoint =
  | { readonly ok: true; readonly connection: DicomWebConnection }
  | {
      readonly ok: false;
      readonly reason: UnobservedReason & {
        readonly code: 'tls-file' | 'secret' | 'credentials' | 'address';
      };
    };

/** For one request to a service in daily use, in milliseconds. */
const usualDeadlines: Partial<DicomWebDeadlines> = {
  tcpMs: 5_000,
  tlsMs: 5_000,
  headersMs: 30_000,
};

/**
 * Makes ready to talk to a DICOMweb endpoint of the facility file: TLS files, log-in, address. Nothing is sent; the
 * signal ends every exchange over the connection.
 */
export async function openEndpoint(
  endpoint: DicomwebEndpoint,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret' | 'language'>,
  signal: AbortSignal,
  deadlines: Partial<DicomWebDeadlines> = usualDeadlines,
): Promise<OpenedEndpoint> {
  const { language } = context;
  const words = language === 'vi' ? vi : en;
  const base: DicomWebOptions = { baseUrl: endpoint.url, deadlines, signal };
  if (!canUse(base))
    return { ok: false, reason: { code: 'address', message: words.address(endpoint.id) } };
  try {
    const tls = endpoint.tls ? await loadTlsOptions(endpoint.tls, context) : undefined;
    if (tls?.ok === false)
      return { ok: false, reason: { code: 'tls-file', message: tellTlsFile(tls, language) } };
    const credentials = await resolveCredentials(endpoint, context);
    const options = {
      ...base,
      ...(tls && { tls: tls.options }),
      ...(credentials && { credentials }),
    };
    if (!canUse(options))
      return {
        ok: false,
        reason: { code: 'credentials', message: words.credentials(endpoint.id) },
      };
    return { ok: true, connection: await openDicomWeb(options) };
  } catch (error) {
    // A secret's variable or file is not there.
    if (error instanceof UserError)
      return { ok: false, reason: { code: 'secret', message: error.message } };
    throw error;
  }
}

async function resolveCredentials(
  { authorization }: DicomwebEndpoint,
  { readSecret }: Pick<ProbeContext, 'readSecret'>,
): Promise<DicomWebCredentials | undefined> {
  if (!authorization) return undefined;
  if ('bearer' in authorization)
    return { kind: 'bearer', token: await readSecret(authorization.bearer) };
  const { user, password } = authorization;
  return { kind: 'basic', user, password: await readSecret(password) };
}

function canUse(options: DicomWebOptions): boolean {
  try {
    settleOptions(options);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

interface Words {
  readonly address: (id: string) => string;
  readonly credentials: (id: string) => string;
}

const vi: Words = {
  address: (id) =>
    `Địa chỉ của điểm DICOMweb ${id} không được có tên đăng nhập, dấu ? hoặc dấu #; sửa url trong tệp cơ sở.`,
  credentials: (id) =>
    `Tên, mật khẩu hoặc token để đăng nhập điểm DICOMweb ${id} có ký tự không gửi được qua HTTP; kiểm tra biến hoặc tệp bí mật.`,
};

const en: Words = {
  address: (id) =>
    `The address of DICOMweb endpoint ${id} must not hold a user, a ? or a #; correct its url in the facility file.`,
  credentials: (id) =>
    `The user, password or token for DICOMweb endpoint ${id} holds characters that HTTP cannot carry; check the variable or secret file.`,
};
