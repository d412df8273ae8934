import { execFile } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that the test was written with; its package carries the built pages. */
export const OHIF_VERSION = '3.13.2';

/** The unpacked pages of OHIF, or why there are none. */
export type OhifPages =
  | { readonly folder: string; readonly dist: string }
  | { readonly missing: string };

/** Takes `@ohif/app` from the npm registry into a folder of its own; nothing of it stays in this project. */
export async function fetchOhif(): Promise<OhifPages> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rispacs-ohif-'));
  const miss = async (missing: string): Promise<OhifPages> => {
    await rm(folder, { recursive: true, force: true });
    return { missing };
  };
  try {
    const args = ['pack', `@ohif/app@${OHIF_VERSION}`, '--silent', '--pack-destination', folder];
    await run('npm', args, { cwd: folder, timeout: 90_000 });
    const file = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (file === undefined) return await miss('npm pack gave no file');
    await run('tar', ['-xzf', file], { cwd: folder, timeout: 60_000 });
  } catch (error) {
    return await miss(`@ohif/app could not be fetched: ${String(error).split('\n')[0]}`);
  }
  const dist = path.join(folder, 'package', 'dist');
  if (!existsSync(path.join(dist, 'index.html'))) return await miss('@ohif/app has no dist/');
  return { folder, dist };
}

/** OHIF and an archive behind one address. */
export interface OhifSite {
  readonly origin: string;
  /** Paths asked of the archive, without query. */
  readonly asked: string[];
  /** From now on frames are answered with this status instead of the archive's. */
  breakFrames(status: number | undefined): void;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Settings that point OHIF at the archive behind the same address (docs.ohif.org, configuration). */
const appConfig = `window.config=${JSON.stringify({
  routerBasename: '/',
  extensions: [],
  modes: [],
  showStudyList: true,
  maxNumberOfWebWorkers: 2,
  showLoadingIndicator: true,
  strictZSpacingForVolumeViewport: true,
  investigationalUseDialog: { option: 'never' },
  defaultDataSourceName: 'dicomweb',
  dataSources: [
    {
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'dicomweb',
      configuration: {
        friendlyName: 'archive',
        name: 'archive',
        wadoUriRoot: '/dicom-web',
        qidoRoot: '/dicom-web',
        wadoRoot: '/dicom-web',
        qidoSupportsIncludeField: false,
        imageRendering: 'wadors',
        thumbnailRendering: 'wadors',
        enableStudyLazyLoad: true,
        supportsFuzzyMatching: false,
        supportsWildcard: true,
        dicomUploadEnabled: false,
        omitQuotationForMultipartRequest: true,
      },
    },
  ],
})};`;

/** Serves the pages, and `extra` ones by path, and passes `/dicom-web` on to the archive with its password. */
export async function startOhif(
  dist: string,
  archive: { readonly webUrl: string; readonly user: string; readonly password: string },
  extra: Readonly<Record<string, string>> = {},
): Promise<OhifSite> {
  const upstream = new URL(archive.webUrl);
  const authorization = `Basic ${Buffer.from(`${archive.user}:${archive.password}`).toString('base64')}`;
  const asked: string[] = [];
  let brokenStatus: number | undefined;
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    if (!url.pathname.startsWith('/dicom-web')) {
      servePage(url.pathname);
      return;
    }
    asked.push(url.pathname);
    if (brokenStatus !== undefined && /\/frames\//.test(url.pathname)) {
      response.writeHead(brokenStatus).end();
      return;
    }
    const forwarded = http.request(
      {
        host: upstream.hostname,
        port: upstream.port,
        path: request.url,
        method: request.method,
        headers: { ...request.headers, host: upstream.host, authorization },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);

    return;
    function servePage(pathname: string): void {
      if (pathname === '/app-config.js') {
        response.setHeader('content-type', 'text/javascript');
        response.end(appConfig);
        return;
      }
      const page = extra[pathname];
      if (page !== undefined) {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(page);
        return;
      }
      const wanted = path.join(dist, path.normalize(`/${pathname}`));
      const file =
        existsSync(wanted) && statSync(wanted).isFile() ? wanted : path.join(dist, 'index.html');
      response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
      createReadStream(file).pipe(response);
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    breakFrames: (status) => {
      brokenStatus = status;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
