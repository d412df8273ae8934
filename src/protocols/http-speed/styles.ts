/**
 * Path conventions of HTTP test points: LibreSpeed (`garbage.php`, `empty.php` below `backend/`) and
 * Cloudflare's (`/__down`, `/__up`).
 */
export type SpeedStyle = 'librespeed' | 'cloudflare';

/** Where a test point serves what; relative to its base address, query included. */
export interface SpeedPaths {
  /** GET, a large body that does not compress. */
  download: string;
  /** POST, reads and drops the body. */
  upload: string;
  /** GET, an empty body at once. */
  ping: string;
  /** GET, the address under which the test point sees us. */
  address: string;
}

/** Body a download asks for: long enough that requests cost no time, within what servers allow. */
const downloadMebibytes = 100;
const downloadBytes = 25_000_000;

/** A download that ends below this was not what we asked for: an error page, or a captive portal. */
export const leastDownloadBytes = 1_000_000;

/** Most bytes of one POST: LibreSpeed's own client sends 20 MB, and servers are set up for that. */
export const mostUploadBytes = 20_000_000;

/** The paths of a style. */
export function pathsOf(style: SpeedStyle): SpeedPaths {
  return style === 'librespeed'
    ? {
        download: `backend/garbage.php?ckSize=${downloadMebibytes}`,
        upload: 'backend/empty.php',
        ping: 'backend/empty.php',
        address: 'backend/getIP.php',
      }
    : {
        download: `__down?bytes=${downloadBytes}`,
        upload: '__up',
        ping: '__down?bytes=0',
        address: 'cdn-cgi/trace',
      };
}

/** Path and query of a request to `path` below `base`. */
export function resolvePath(base: URL, path: string): string {
  const folder = new URL(base);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  const url = new URL(path, folder);
  return `${url.pathname}${url.search}`;
}
