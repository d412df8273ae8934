import http from 'node:http';
import { z } from 'zod';

/** An answer as read from the wire. */
export interface Heard {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Sends one request over a connection of its own, with exactly these headers. */
export function ask(
  url: string,
  options: {
    readonly method?: string;
    readonly headers?: http.OutgoingHttpHeaders;
    readonly body?: string | Uint8Array;
    /** As sent, without being tidied. */
    readonly path?: string;
  } = {},
): Promise<Heard> {
  const { method = 'GET', headers = {}, body, path } = options;
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method, headers, agent: false, timeout: 10_000, ...(path !== undefined && { path }) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.end(body);
  });
}

/** A browser that was let in, without its page. */
export interface Member {
  readonly link: string;
  readonly cookie: string;
  readonly csrfKey: string;
  readonly send: (
    path: string,
    body: unknown,
    headers?: http.OutgoingHttpHeaders,
  ) => Promise<Heard>;
  readonly remove: (path: string) => Promise<Heard>;
}

/** Opens a link and comes in. */
export async function enter(link: string): Promise<Member> {
  const origin = new URL(link).origin;
  const claimed = await ask(link, { method: 'POST', headers: { origin } });
  if (claimed.status !== 303) throw new Error(`the link answered ${claimed.status}`);
  const [cookie = ''] = (claimed.headers['set-cookie']?.[0] ?? '').split(';');
  const state = await ask(`${link}walk`, { headers: { cookie } });
  const { csrfKey } = z.object({ csrfKey: z.string() }).parse(JSON.parse(state.text));
  return {
    link,
    cookie,
    csrfKey,
    send: (path, body, headers = {}) => {
      const isRaw = body instanceof Uint8Array;
      return ask(`${link}${path}`, {
        method: 'POST',
        headers: {
          cookie,
          origin,
          'x-walk-key': csrfKey,
          'content-type': isRaw ? 'application/octet-stream' : 'application/json',
          ...headers,
        },
        body: isRaw ? body : JSON.stringify(body),
      });
    },
    remove: (path) =>
      ask(`${link}${path}`, {
        method: 'DELETE',
        headers: { cookie, origin, 'x-walk-key': csrfKey },
      }),
  };
}

/** People as the page sends them. */
export const people = {
  examiner: { name: 'Trần Thị Hà', role: 'Trưởng phòng CNTT' },
  witnesses: [
    { name: 'Lê Văn An', role: 'Thành viên Hội đồng', organisation: 'Sở Y tế' },
    { name: 'Phạm Thị Bình', role: 'Bác sĩ' },
  ],
};

/** Opens a link and names people. */
export async function enterWithPeople(link: string): Promise<Member> {
  const member = await enter(link);
  const answer = await member.send('people', people);
  if (answer.status !== 200) throw new Error(`people: ${answer.status} ${answer.text}`);
  return member;
}
