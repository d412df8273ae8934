import { systemErrorCode } from '../../errors/user-error.ts';
import type { Inbound } from '../../facility/schema.ts';
import {
  type DicomServer,
  type ServedContext,
  type ServerTlsOptions,
  type StoreHandler,
  startDicomServer,
} from '../../protocols/dicom/index.ts';
import { tellTlsFile } from '../shared/connect-node.ts';
import { loadTlsOptions } from '../shared/tls-options.ts';
import type { Session } from './session.ts';

/** A listening server, or in one sentence why there is none. */
export type Listening =
  | { readonly ok: true; readonly server: DicomServer }
  | { readonly ok: false; readonly problem: string };

/** More than our images are: a PACS that sends somebody's is refused object by object. */
const limits = {
  maxAssociations: 8,
  maxObjectBytes: 64 * 1024 * 1024,
  maxTotalObjects: 1_000,
  maxTotalBytes: 512 * 1024 * 1024,
};

/**
 * Listens where the facility file says, for whoever calls us by our title, and takes objects in the given contexts
 * only. A server for each request: which transfer syntaxes it takes is what is being asked.
 */
export async function listen(
  { host, port, tls }: Inbound,
  contexts: readonly ServedContext[],
  store: StoreHandler,
  session: Session,
): Promise<Listening> {
  const { context, target, words } = session;
  const loaded = tls ? await loadServerTls(tls, session) : undefined;
  if (loaded?.ok === false) return loaded;
  try {
    const server = await startDicomServer({
      address: host,
      port,
      admit: { called: [target.callingAe] },
      contexts,
      handlers: { store },
      limits,
      signal: context.signal,
      ...(loaded && { tls: loaded.options }),
    });
    return { ok: true, server };
  } catch (error) {
    const code = systemErrorCode(error);
    if (context.signal.aborted) return { ok: false, problem: words.stopped };
    if (code === undefined) throw error;
    return { ok: false, problem: words.cannotListen(`${host}:${port}`, code) };
  }
}

async function loadServerTls(
  tls: NonNullable<Inbound['tls']>,
  { context, words }: Session,
): Promise<
  | { readonly ok: true; readonly options: ServerTlsOptions }
  | { readonly ok: false; readonly problem: string }
> {
  if (tls.certificate === undefined || tls.key === undefined) {
    return { ok: false, problem: words.listenerNeedsCertificate };
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
