import { isIP } from 'node:net';
import type { Client } from 'undici';
import { z } from 'zod';

const mostBytes = 8_192;
const limitMs = 3_000;

const libreSpeedAnswer = z.object({ processedString: z.string().max(1_000) });

/**
 * Asks the test point under which address it sees us: `getIP.php` of LibreSpeed or `cdn-cgi/trace` of Cloudflare. A point
 * that does not tell is no worse a test point: the answer is then `undefined`. Never rejects.
 */
export async function askOwnAddress(
  client: Client,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { statusCode, body } = await client.request({
      path,
      method: 'GET',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) break;
      bytes += chunk.length;
      if (bytes > mostBytes) return undefined;
      chunks.push(chunk);
    }
    return statusCode === 200 ? readOwnAddress(Buffer.concat(chunks).toString('utf8')) : undefined;
  } catch {
    // Not there, too slow, or cut off: nothing is known.
    return undefined;
  }
}

/** An IP address in an answer of either style, or in plain text as older LibreSpeed servers have it. */
export function readOwnAddress(answer: string): string | undefined {
  const line = /^ip=(.+)$/m.exec(answer)?.[1];
  const [first = ''] = (line ?? readLibreSpeed(answer) ?? answer).trim().split(/[\s,]/);
  return isIP(first) === 0 ? undefined : first.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
}

function readLibreSpeed(answer: string): string | undefined {
  if (!answer.trimStart().startsWith('{')) return undefined;
  try {
    return libreSpeedAnswer.safeParse(JSON.parse(answer)).data?.processedString;
  } catch {
    // It only began like JSON.
    return undefined;
  }
}
