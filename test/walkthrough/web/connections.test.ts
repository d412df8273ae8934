import net from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../../src/errors/user-error.ts';
import {
  listOwnAddresses,
  nameOrigins,
  readListenAddress,
} from '../../../src/walkthrough/web/listen-address.ts';
import { readTarget } from '../../../src/walkthrough/web/routes.ts';
import { UploadGate } from '../../../src/walkthrough/web/upload-gate.ts';
import { ask, enterWithPeople } from './support/http-client.ts';
import { startTestServer } from './support/start-test-server.ts';

/** A bare connection, and all that came back when it has closed. */
function connect(port: number) {
  const socket = net.connect(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  const closed = new Promise<string>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
  return { socket, closed };
}

describe('hostile connections', () => {
  it('that trickle, or say nothing at all, are closed', async () => {
    const { server, link } = await startTestServer({ limits: { headersMs: 300, requestMs: 600 } });
    const silent = connect(server.port);
    const slow = connect(server.port);
    slow.socket.write('GET / HTTP/1.1\r\n');
    const trickle = setInterval(() => slow.socket.write('x-a: b\r\n'), 50);
    onTestFinished(() => clearInterval(trickle));
    const member = await enterWithPeople(link());
    const { host, pathname, origin } = new URL(member.link);
    const body = connect(server.port);
    body.socket.write(
      `POST ${pathname}tasks/pacs-09.rotate/picture HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\ncookie: ${member.cookie}\r\nx-walk-key: ${member.csrfKey}\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000\r\n\r\nabc`,
    );
    await Promise.all([silent.closed, slow.closed, body.closed]);
    expect((await member.send('tasks/pacs-11.letters/code', { text: 'DUNG' })).status).toBe(200);
  });

  it('with header bombs, broken or smuggled requests get nothing', async () => {
    const { server, link, kept } = await startTestServer();
    const host = `127.0.0.1:${server.port}`;
    const { pathname } = new URL(link());
    const requests = [
      `GET / HTTP/1.1\r\nhost: ${host}\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: ${host}\r\n${'a: b\r\n'.repeat(5_000)}\r\n`,
      'GET / HTTP/1.1\r\n\r\n',
      'BREW / HTCPCP/1.0\r\n\r\n',
      `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      `GET ${pathname}walk HTTP/1.1\r\nhost: ${host}\r\ncookie: ${'rispacs_walk=A; '.repeat(400)}\r\n\r\n`,
      `CONNECT ${host} HTTP/1.1\r\nhost: ${host}\r\n\r\n`,
      `GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`,
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    ];
    for (const request of requests) {
      const { socket, closed } = connect(server.port);
      socket.end(Buffer.from(request, 'latin1'));
      const heard = await closed;
      expect(heard, request.slice(0, 60)).not.toMatch(/^HTTP\/1.1 [23]/);
    }
    expect(kept).toEqual([]);
    expect((await ask(`http://${host}${pathname}`)).status).toBe(200);
  });

  it('of one address are limited in number', async () => {
    const { server } = await startTestServer({ limits: { connectionsOfPeer: 3 } });
    const all = Array.from({ length: 6 }, () => connect(server.port));
    await Promise.race(all.map(({ closed }) => closed));
    const open = () => all.filter(({ socket }) => !socket.closed).length;
    await expect.poll(open).toBe(3);
  });

  it('closing ends every connection, and what is being weighed is stopped', async () => {
    const never = Promise.withResolvers<void>();
    const { server, link, signals } = await startTestServer({ before: () => never.promise });
    const { send } = await enterWithPeople(link());
    const idle = connect(server.port);
    const pending = send('tasks/pacs-11.letters/code', { text: 'DUNG' });
    await expect.poll(() => signals.length).toBe(1);
    const closed = server.close();
    await expect(pending).rejects.toThrow();
    await idle.closed;
    expect(signals[0]?.aborted).toBe(true);
    never.resolve();
    await closed;
  });
});

describe('the address to listen on', () => {
  it('is one of this computer, never all of them by accident', () => {
    expect(readListenAddress('localhost', 'vi')).toBe('127.0.0.1');
    expect(readListenAddress('192.168.1.5', 'vi')).toBe('192.168.1.5');
    expect(readListenAddress('0:0:0:0:0:0:0:1', 'vi')).toBe('::1');
    expect(readListenAddress('0.0.0.0', 'vi')).toBe('0.0.0.0');
    expect(readListenAddress('::', 'vi')).toBe('::');
    for (const host of ['', '0', '*', '0.0', '::0', '0::0', '::ffff:0.0.0.0', 'pacs.local', '0x0'])
      expect(() => readListenAddress(host, 'vi'), host).toThrow(UserError);
  });

  it('gives the names a browser may use', () => {
    const plain = nameOrigins({ scheme: 'http', address: '10.0.0.5', port: 8080 });
    expect(plain.first).toBe('http://10.0.0.5:8080');
    expect([...plain.hosts]).toEqual(['10.0.0.5:8080']);
    const named = nameOrigins({ scheme: 'https', address: '::1', port: 443, name: 'Pacs.local' });
    expect([...named.origins]).toEqual([
      'https://pacs.local',
      'https://[::1]',
      'https://localhost',
    ]);
    const [own = ''] = listOwnAddresses();
    const every = nameOrigins({ scheme: 'http', address: '0.0.0.0', port: 81 });
    expect([...every.hosts].some((host) => host.includes(own))).toBe(true);
  });
});

describe('reading what is asked for', () => {
  it('only ever names what is there', () => {
    const token = 'A'.repeat(43);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('GET', 'POST', 'DELETE', 'HEAD', 'x'),
        (rest, method) => {
          const route = readTarget(method, `/${token}/${rest}`)?.route;
          if (route?.kind === 'file') expect(rest).toMatch(/^[a-z-]+\.(js|css|svg)$/);
          if (route !== undefined && 'task' in route) expect(route.task).not.toContain('/');
        },
      ),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});

describe('the gate of uploads', () => {
  it('lets so many in at once, in order, and forgets who gave up', async () => {
    const gate = new UploadGate(1);
    const first = Promise.withResolvers<void>();
    const order: number[] = [];
    const never = new AbortController();
    const one = gate.pass(never.signal, async () => {
      await first.promise;
      order.push(1);
    });
    const leaving = new AbortController();
    const two = gate.pass(leaving.signal, async () => order.push(2));
    const three = gate.pass(never.signal, async () => order.push(3));
    leaving.abort(new Error('left'));
    await expect(two).rejects.toThrow('left');
    first.resolve();
    await Promise.all([one, three]);
    await gate.pass(never.signal, async () => order.push(4));
    expect(order).toEqual([1, 3, 4]);
  });
});
