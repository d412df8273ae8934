import path from 'node:path';
import { readRecipe, recipeName, tellRecipeProblem } from '../../challenge-artefacts/index.ts';
import type { Hl7Endpoint } from '../../facility/schema.ts';
import type { ServerTls } from '../../protocols/hl7/listener.ts';
import type { ClientTls } from '../../protocols/hl7/tls-options.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { tellTlsFile } from '../shared/connect-node.ts';
import { loadTlsOptions } from '../shared/tls-options.ts';
import { preparePeer } from './dicom-peer.ts';
import { type OpenInbox, openInbox } from './result-inbox.ts';
import type { Run, Systems } from './run.ts';
import { sortMessage } from './sort-message.ts';
import type { WorkflowPatience, WorkflowTarget } from './target.ts';

type Unobserved = Exclude<Observation, { state: 'observed' }>;

/**
 * Reads the TLS files of every system before anything is sent to any of them.
 *
 * @throws UserError when a secret is not there
 */
export async function makeSystemsReady(
  target: WorkflowTarget,
  context: ProbeContext,
  patience: WorkflowPatience,
): Promise<
  | { readonly ok: true; readonly systems: Systems }
  | { readonly ok: false; readonly observation: Unobserved }
> {
  const tls = await loadClientTls(target.endpoint, context);
  if (!tls.ok) return tls;
  const systems: { -readonly [K in keyof Systems]: Systems[K] } = tls.tls ? { tls: tls.tls } : {};
  for (const name of ['worklist', 'mpps', 'pacs'] as const) {
    const reachable = target[name];
    if (reachable === undefined) continue;
    const prepared = await preparePeer(reachable, context, patience);
    if (!prepared.ok) return prepared;
    systems[name] = prepared.peer;
  }
  return { ok: true, systems };
}

/** Reads the recipe that the images of the order are made from; without a usable one they are plain, and a note says so. */
export async function readChallengeRecipe(run: Run): Promise<void> {
  const { target, context, words } = run;
  if (target.challengeFolder === undefined || target.pacs === undefined) return;
  const named = path.join(target.challengeFolder, recipeName);
  const read = await readRecipe(path.resolve(context.baseFolder, named), context.signal);
  if (read.ok) run.challengeRecipe = read.recipe;
  else run.notes.add(words.plainImages(tellRecipeProblem(read.problem, named, context.language)));
}

/** Opens our HIS side, or says in the run why there is none. */
export async function openResults(run: Run): Promise<OpenInbox | undefined> {
  const { target, context, words } = run;
  const { receive } = target;
  if (receive === undefined) return undefined;
  const tls = await loadServerTls(receive.tls, context);
  if (tls !== undefined && 'problem' in tls) {
    run.inboxProblem = tls.problem;
    return undefined;
  }
  const opened = await openInbox(receive, tls, (message) =>
    sortMessage(message, run.testCase, {
      ...(run.progress.fillerOrderNumber !== undefined && {
        fillerOrderNumber: run.progress.fillerOrderNumber,
      }),
      ...(run.progress.scheduled !== undefined && {
        accessionNumber: run.progress.scheduled.accessionNumber,
        studyInstanceUid: run.progress.scheduled.studyInstanceUid,
      }),
    }),
  );
  if ('code' in opened) {
    run.inboxProblem = words.cannotListen(`${receive.host}:${receive.port}`, opened.code);
    return undefined;
  }
  run.inbox = opened.inbox;
  return opened;
}

async function loadClientTls(
  { tls }: Hl7Endpoint,
  context: ProbeContext,
): Promise<
  | { readonly ok: true; readonly tls: ClientTls | undefined }
  | { readonly ok: false; readonly observation: Unobserved }
> {
  if (tls === undefined) return { ok: true, tls: undefined };
  const loaded = await loadTlsOptions(tls, context);
  if (!loaded.ok) {
    const message = tellTlsFile(loaded, context.language);
    const reason = { code: 'tls-file', message };
    return { ok: false, observation: { state: 'not-configured', reason } };
  }
  const { ca, cert, key, passphrase, servername } = loaded.options;
  return {
    ok: true,
    tls: {
      ...(isPem(ca) && { ca }),
      ...(isPem(cert) && { certificate: cert }),
      ...(isPem(key) && { key }),
      ...(passphrase !== undefined && { passphrase }),
      ...(servername !== undefined && { serverName: servername }),
    },
  };
}

async function loadServerTls(
  tls: NonNullable<WorkflowTarget['receive']>['tls'],
  context: ProbeContext,
): Promise<ServerTls | { readonly problem: string } | undefined> {
  if (tls === undefined) return undefined;
  const loaded = await loadTlsOptions(tls, context);
  if (!loaded.ok) return { problem: tellTlsFile(loaded, context.language) };
  const { ca, cert, key, passphrase } = loaded.options;
  if (!isPem(cert) || !isPem(key)) throw new Error('the files of a TLS port were not read');
  return {
    certificate: cert,
    key,
    ...(passphrase !== undefined && { passphrase }),
    ...(isPem(ca) && { clientCa: ca }),
  };
}

function isPem(value: unknown): value is string | Buffer {
  return typeof value === 'string' || Buffer.isBuffer(value);
}
