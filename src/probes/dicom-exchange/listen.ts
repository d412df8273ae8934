import { systemErrorCode } from '../../errors/user-error.ts';
import type { Inbound } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import {
  COMMITMENT_RESULT_CONTEXT,
  type CommitmentInbox,
  receiveCommitmentResults,
  type ServedContext,
  type ServerTlsOptions,
  STATUS,
  STORAGE_SOP_CLASSES,
  type StoreHandler,
  startDicomServer,
  TRANSFER_SYNTAXES,
} from '../../protocols/dicom/index.ts';
import type { ProbeContext } from '../contract.ts';
import { tellTlsFile } from '../shared/connect-node.ts';
import { loadTlsOptions } from '../shared/tls-options.ts';
import { exchangeMessages } from './messages.ts';

/** Our own storage server, to which a C-MOVE and commitment results come. */
export interface Listener {
  readonly inbox: CommitmentInbox;
  /** Lets objects in for the length of the work; at any other time each is refused. */
  readonly whileReceiving: <Result>(
    handler: StoreHandler,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  readonly close: () => Promise<void>;
}

/** More than our studies have: a PACS that sends somebody's images is refused object by object. */
const limits = {
  maxAssociations: 8,
  maxObjectBytes: 64 * 1024 * 1024,
  maxTotalObjects: 2_000,
  maxTotalBytes: 1024 * 1024 * 1024,
};

/**
 * Listens where the facility file says, for whoever calls us by our title.
 * @returns the listener, or in one sentence why there is none.
 */
export async function startListener(
  { host, port, tls }: Inbound,
  aeTitle: string,
  context: ProbeContext,
): Promise<Listener | { readonly problem: string }> {
  const words = exchangeMessages(context.language);
  const loaded = tls ? await loadServerTls(tls, context) : undefined;
  if (loaded !== undefined && 'problem' in loaded) return loaded;
  const inbox = receiveCommitmentResults();
  let current: StoreHandler | undefined;
  try {
    const server = await startDicomServer({
      address: host,
      port,
      admit: { called: [aeTitle] },
      contexts: [...receivedContexts(), COMMITMENT_RESULT_CONTEXT],
      handlers: {
        store: async (request) =>
          current === undefined ? { status: STATUS.notAuthorised } : current(request),
        eventReport: inbox.handler,
      },
      limits,
      signal: context.signal,
      ...(loaded && { tls: loaded.options }),
    });
    return {
      inbox,
      whileReceiving: async (handler, work) => {
        current = handler;
        try {
          return await work();
        } finally {
          current = undefined;
        }
      },
      close: () => server.close(),
    };
  } catch (error) {
    const code = systemErrorCode(error);
    // Already stopped: there is nothing to listen for any more.
    if (context.signal.aborted) return { problem: words.stopped };
    if (code === undefined) throw error;
    return { problem: words.cannotListen(`${host}:${port}`, code) };
  }
}

/** Uncompressed and lossless only: what comes back lossily would not be what we sent. */
export function losslessSyntaxes(): string[] {
  return TRANSFER_SYNTAXES.filter(
    ({ coding, uid }) =>
      coding === 'lossless' || (coding === 'native' && /^1\.2\.840\.10008\.1\.2(\.1)?$/.test(uid)),
  ).map(({ uid }) => uid);
}

function receivedContexts(): ServedContext[] {
  const transferSyntaxes = losslessSyntaxes();
  return Object.values(STORAGE_SOP_CLASSES).map(({ uid }) => ({
    abstractSyntax: uid,
    transferSyntaxes,
  }));
}

async function loadServerTls(
  tls: NonNullable<Inbound['tls']>,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret'> & { readonly language: Language },
): Promise<{ readonly options: ServerTlsOptions } | { readonly problem: string }> {
  const words = exchangeMessages(context.language);
  if (tls.certificate === undefined || tls.key === undefined)
    return { problem: words.listenerNeedsCertificate };
  const loaded = await loadTlsOptions(tls, context);
  if (!loaded.ok) return { problem: tellTlsFile(loaded, context.language) };
  const { ca, cert, key, passphrase } = loaded.options;
  return {
    options: {
      ...(ca !== undefined && { ca, requestCert: true }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(passphrase !== undefined && { passphrase }),
    },
  };
}
