import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode, UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';
import { printableText } from '../../report/printable-text.ts';
import type { Walk, WalkProgress } from '../contract.ts';
import { openWalk } from '../open-walk.ts';
import { explainBind } from './explain-bind.ts';
import {
  isEveryAddress,
  isLoopback,
  listOwnAddresses,
  readListenAddress,
} from './listen-address.ts';
import { readTls } from './read-tls.ts';
import type { ServerEvent } from './server-events.ts';
import { tellEvent, tellOutcome, tellSetting } from './tell-serving.ts';
import { drawLink } from './terminal-qr.ts';
import { startWalkServer, type WalkServer, type WalkServerOptions } from './walk-server.ts';

/** What `challenge serve` was asked. */
export interface ServeWalkRequest {
  readonly folder: string;
  readonly challengeFolder?: string | undefined;
  readonly host: string;
  /** 0 takes a free one, the same each time where it is still free. */
  readonly port: number;
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly cert?: string | undefined;
  readonly links: number;
  /** 0 never ends by itself. */
  readonly idleMinutes: number;
  readonly language: Language;
  readonly signal: AbortSignal;
  /** Where `n` asks for a new link; absent where nobody types. */
  readonly input?: NodeJS.ReadableStream | undefined;
  /** The links and the outcome. */
  readonly print: (line: string) => void;
  /** What happens meanwhile. */
  readonly note: (line: string) => void;
  /** Whether QR symbols are drawn, and how; absent: not at all. */
  readonly qr?: { readonly withColours: boolean } | undefined;
}

/** How it ended. */
export interface ServeWalkResult {
  readonly runCode: string;
  readonly ended: 'stopped' | 'idle';
  readonly progress: WalkProgress;
  /** The outcome in words. */
  readonly lines: readonly string[];
}

/**
 * Serves the walk of a dossier as a web page until Ctrl-C, then judges the dossier again.
 * @throws UserError as `openWalk` does, and when the address, port, key or certificate cannot be used
 */
export async function serveWalk(request: ServeWalkRequest): Promise<ServeWalkResult> {
  const { language, signal } = request;
  const address = readListenAddress(request.host, language);
  checkName(request);
  const { key, cert } = request;
  if ((key === undefined) !== (cert === undefined))
    throw new UserError(
      language === 'vi' ? '--key và --cert phải đi cùng nhau.' : '--key and --cert go together.',
    );
  const shownHost = request.name ?? (isEveryAddress(address) ? listOwnAddresses()[0] : address);
  const tls =
    key === undefined || cert === undefined
      ? undefined
      : await readTls({ key, cert }, shownHost ?? address, language);
  const walk = await openWalk(request.folder, {
    language,
    challengeFolder: request.challengeFolder,
  });
  const options = {
    walk,
    address,
    port: request.port,
    name: request.name,
    tls,
    language,
    tell: (event: ServerEvent) => request.note(printableText(tellEvent(event, language))),
  };
  const server = await explainBind(request, () => startOnUsualPort(options));
  let ended: ServeWalkResult['ended'];
  try {
    if (tls?.warning !== undefined) request.note(tls.warning);
    await greet(request, walk, server, { address, isSecure: tls !== undefined });
    ended = await waitForEnd(request, server);
  } finally {
    await server.close();
  }
  if (!signal.aborted && ended === 'idle')
    request.note(
      language === 'vi'
        ? `Không ai dùng trang trong ${request.idleMinutes} phút nên đã đóng.`
        : `Nobody used the page for ${request.idleMinutes} minutes, so it was closed.`,
    );
  await walk.finish();
  const progress = await walk.progress();
  return {
    runCode: walk.runCode,
    ended,
    progress,
    lines: tellOutcome({ ...request, runCode: walk.runCode }, progress),
  };
}

const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

function checkName({ name, language }: ServeWalkRequest): void {
  if (name === undefined || hostName.test(name)) return;
  throw new UserError(
    language === 'vi'
      ? `--name cần một tên máy, ví dụ pacs-kt.benhvien.local, không phải "${printableText(name)}".`
      : `--name takes the name of a computer, such as pacs-test.hospital.local, not "${printableText(name)}".`,
  );
}

/** What was typed but not sent is kept by browsers for one port, so a run keeps to its own. */
async function startOnUsualPort(options: WalkServerOptions): Promise<WalkServer> {
  if (options.port !== 0) return startWalkServer(options);
  const digest = createHash('sha256').update(options.walk.runCode).digest();
  const port = 20_000 + (digest.readUInt16BE(0) % 10_000);
  try {
    return await startWalkServer({ ...options, port });
  } catch (error) {
    if (!['EADDRINUSE', 'EACCES'].includes(systemErrorCode(error) ?? '')) throw error;
    return startWalkServer(options);
  }
}

async function greet(
  request: ServeWalkRequest,
  walk: Walk,
  server: WalkServer,
  { address, isSecure }: { readonly address: string; readonly isSecure: boolean },
): Promise<void> {
  const vi = request.language === 'vi';
  const { print, note } = request;
  print(
    vi
      ? `Trang trình diễn, lượt ${walk.runCode}, ${walk.tasks.length} bước: ${printableText(walk.facilityName)}`
      : `Demonstration page, run ${walk.runCode}, ${walk.tasks.length} steps: ${printableText(walk.facilityName)}`,
  );
  for (let count = 0; count < request.links; count += 1) await giveLink(request, server, address);
  const setting = { address, isSecure, hasKeys: request.input !== undefined };
  for (const line of tellSetting(setting, request.language)) note(line);
}

async function giveLink(
  request: ServeWalkRequest,
  server: WalkServer,
  address: string,
): Promise<void> {
  const vi = request.language === 'vi';
  const link = server.newLink();
  if (link === undefined) {
    request.note(
      vi
        ? 'Đã đưa ra nhiều đường dẫn nhất có thể; dừng rồi chạy lại để có đường dẫn mới.'
        : 'No more links can be given out; stop and run again for new ones.',
    );
    return;
  }
  const { number, url } = link;
  request.print(vi ? `Đường dẫn ${number}: ${url}` : `Link ${number}: ${url}`);
  // A phone cannot reach an address that only this computer has.
  if (request.qr === undefined || isLoopback(address)) return;
  for (const line of await drawLink(url, request.qr.withColours)) request.print(line);
}

async function waitForEnd(
  request: ServeWalkRequest,
  server: WalkServer,
): Promise<ServeWalkResult['ended']> {
  const { signal, input, idleMinutes } = request;
  const lines = input && createInterface({ input, terminal: false });
  const address = readListenAddress(request.host, request.language);
  lines?.on('line', (line) => {
    if (/^[nm]$/i.test(line.trim()))
      giveLink(request, server, address).catch((error: unknown) => request.note(String(error)));
  });
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    while (!stopped.signal.aborted) {
      const endsAt = idleMinutes > 0 ? server.lastUsedAt() + idleMinutes * 60_000 : Infinity;
      const leftMs = endsAt - performance.now();
      if (leftMs <= 0) return 'idle';
      const { signal: waiting } = stopped;
      await sleep(Math.min(lookEveryMs, leftMs), undefined, { signal: waiting }).catch(ignoreAbort);
    }
    return 'stopped';
  } finally {
    signal.removeEventListener('abort', stop);
    lines?.close();
  }
}

const lookEveryMs = 5_000;

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
