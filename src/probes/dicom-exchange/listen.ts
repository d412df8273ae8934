import type { Inbound } from '../../facility/schema.ts';
import {
  COMMITMENT_RESULT_CONTEXT,
  type CommitmentInbox,
  receiveCommitmentResults,
  type ServedContext,
  STATUS,
  STORAGE_SOP_CLASSES,
  type StoreHandler,
  TRANSFER_SYNTAXES,
} from '../../protocols/dicom/index.ts';
import type { ProbeContext } from '../contract.ts';
import { listenHere, type Serving } from '../shared/listen-here.ts';

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
  receive: Inbound,
  aeTitle: string,
  context: ProbeContext,
): Promise<Listener | { readonly problem: string }> {
  const inbox = receiveCommitmentResults();
  let current: StoreHandler | undefined;
  const serving: Serving = {
    contexts: [...receivedContexts(), COMMITMENT_RESULT_CONTEXT],
    handlers: {
      store: async (request) =>
        current === undefined ? { status: STATUS.notAuthorised } : current(request),
      eventReport: inbox.handler,
    },
    limits,
  };
  const listening = await listenHere(receive, aeTitle, serving, context);
  if (!listening.ok) return listening;
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
    close: () => listening.server.close(),
  };
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
