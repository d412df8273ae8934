import { onTestFinished } from 'vitest';
import type { ServerEvent } from '../../../../src/walkthrough/web/index.ts';
import { startWalkServer, type WalkServerOptions } from '../../../../src/walkthrough/web/index.ts';
import { makeFakeWalk } from './fake-walk.ts';

/** A server over a fake walk on the loopback interface, closed when the test ends. */
export async function startTestServer(
  options: Partial<WalkServerOptions> & Parameters<typeof makeFakeWalk>[0] = {},
) {
  const fake = makeFakeWalk(options);
  const events: ServerEvent[] = [];
  const server = await startWalkServer({
    walk: fake.walk,
    address: '127.0.0.1',
    port: 0,
    language: 'vi',
    tell: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => server.close());
  const link = (): string => {
    const made = server.newLink();
    if (made === undefined) throw new Error('no more links');
    return made.url;
  };
  return { ...fake, server, events, link, origin: `http://127.0.0.1:${server.port}` };
}
