import { systemErrorCode } from '../../errors/user-error.ts';
import type { Inbound } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import {
  type DicomServer,
  type DicomServerOptions,
  type ServerTlsOptions,
  startDicomServer,
} from '../../protocols/dicom/index.ts';
import type { ProbeContext } from '../contract.ts';
import { tellTlsFile } from './connect-node.ts';
import { loadTlsOptions } from './tls-options.ts';

/** A listening DICOM server, or in one sentence why there is none. */
export type Listening =
  | { readonly ok: true; readonly server: DicomServer }
  | { readonly ok: false; readonly problem: string };

/** What the server serves, and for how much. */
export type Serving = Pick<DicomServerOptions, 'contexts' | 'handlers' | 'limits'>;

/** Listens where the facility file says (`dicom.receive`), for whoever calls us by our own title. */
export async function listenHere(
  { host, port, tls }: Inbound,
  aeTitle: string,
  serving: Serving,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret' | 'language' | 'signal'>,
): Promise<Listening> {
  const loaded = tls ? await loadServerTls(tls, context) : undefined;
  if (loaded?.ok === false) return loaded;
  try {
    const server = await startDicomServer({
      ...serving,
      address: host,
      port,
      admit: { called: [aeTitle] },
      signal: context.signal,
      ...(loaded && { tls: loaded.options }),
    });
    return { ok: true, server };
  } catch (error) {
    const code = systemErrorCode(error);
    // Already stopped: there is nothing to listen for any more.
    if (!context.signal.aborted && code === undefined) throw error;
    return { ok: false, problem: tellProblem(`${host}:${port}`, code, context) };
  }
}

async function loadServerTls(
  tls: NonNullable<Inbound['tls']>,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret' | 'language'>,
): Promise<
  | { readonly ok: true; readonly options: ServerTlsOptions }
  | { readonly ok: false; readonly problem: string }
> {
  if (tls.certificate === undefined || tls.key === undefined) {
    const problem =
      context.language === 'vi'
        ? 'dicom.receive dùng TLS nhưng thiếu certificate hoặc key nên máy này không nhận được kết nối; khai đủ hai tệp PEM trong tệp cơ sở.'
        : 'dicom.receive uses TLS but lacks certificate or key, so this computer cannot be called; name both PEM files in the facility file.';
    return { ok: false, problem };
  }
  const loaded = await loadTlsOptions(tls, context);
  if (!loaded.ok) return { ok: false, problem: tellTlsFile(loaded, context.language) };
  const { ca, cert, key, passphrase } = loaded.options;
  return {
    ok: true,
    options: {
      ...(ca !== undefined && { ca, requestCert: true }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(passphrase !== undefined && { passphrase }),
    },
  };
}

function tellProblem(
  where: string,
  code: string | undefined,
  { language, signal }: { readonly language: Language; readonly signal: AbortSignal },
): string {
  if (signal.aborted) return language === 'vi' ? 'Phép đo bị dừng.' : 'The probe was stopped.';
  return language === 'vi' ? tellVi(where, code ?? '') : tellEn(where, code ?? '');
}

function tellVi(where: string, code: string): string {
  const why =
    code === 'EADDRINUSE'
      ? 'cổng đang có chương trình khác dùng; đóng chương trình đó hoặc đổi dicom.receive.port rồi khai lại trên PACS'
      : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
        ? 'máy này không có địa chỉ đó; kiểm tra dicom.receive.host'
        : code === 'EACCES'
          ? 'không có quyền mở cổng này; chọn cổng từ 1024 trở lên'
          : 'kiểm tra dicom.receive';
  return `Không mở được ${where} để nhận ảnh (${code}): ${why}. Không thử C-MOVE về máy này.`;
}

function tellEn(where: string, code: string): string {
  const why =
    code === 'EADDRINUSE'
      ? 'another program uses the port; close it, or change dicom.receive.port and register it at the PACS again'
      : code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
        ? 'this computer has no such address; check dicom.receive.host'
        : code === 'EACCES'
          ? 'this port may not be opened; choose one from 1024 on'
          : 'check dicom.receive';
  return `Cannot listen on ${where} for images (${code}): ${why}. C-MOVE to this computer was not tried.`;
}
