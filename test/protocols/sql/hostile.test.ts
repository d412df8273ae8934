import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { runQueries, type SqlOutcome, type SqlProduct } from '../../../src/protocols/sql/index.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
const products: readonly SqlProduct[] = ['postgresql', 'mysql', 'sqlserver', 'oracle'];
const password = 'mat-khau-bi-mat';

async function listen(onConnect: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    onConnect(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function ask(
  product: SqlProduct,
  port: number,
  limits: { limitMs?: number; signal?: AbortSignal } = {},
): Promise<SqlOutcome> {
  const target = { product, host: '127.0.0.1', port, user: 'u', password, database: 'D' };
  return runQueries(target, ['SELECT 1'], { limitMs: 1_500, ...limits });
}

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

describe.each(products)('%s', (product) => {
  it('a peer that ends at once, or says something else, gives no rows and no words of its own', async () => {
    const gone = await listen((socket) => socket.end());
    const noise = await listen((socket) => socket.write(`HTTP/1.1 400 ${password}\r\n\r\n`));
    for (const port of [gone, noise]) {
      const outcome = await ask(product, port);
      expect(['closed', 'protocol-error', 'timeout']).toContain(outcome.kind);
      expect(JSON.stringify(outcome)).not.toContain(password);
    }
  });

  it.each([0x52, 0x00, 0xff])('a flood of bytes %i ends the conversation', async (byte) => {
    const port = await listen((socket) => {
      const pump = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024, byte)));
        socket.once('drain', pump);
      };
      pump();
    });
    const outcome = await ask(product, port, { limitMs: 4_000 });
    expect(['too-large', 'closed', 'protocol-error', 'timeout']).toContain(outcome.kind);
  });

  it('silence ends with the limit, and a stop ends it at once', async () => {
    const port = await listen(() => undefined);
    expect(await ask(product, port, { limitMs: 300 })).toEqual({ kind: 'timeout', limitMs: 300 });
    const stopping = new AbortController();
    const outcome = ask(product, port, { limitMs: 15_000, signal: stopping.signal });
    setTimeout(() => stopping.abort(), 100);
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect(await ask(product, port, { signal: AbortSignal.abort() })).toEqual({
      kind: 'cancelled',
    });
  });
});

describe('nobody there', () => {
  it.each(['postgresql', 'mysql', 'mariadb', 'sqlserver'] as const)('%s', async (product) => {
    expect(await ask(product, 9)).toEqual({ kind: 'refused', code: 'ECONNREFUSED' });
  });

  it('oracle', async () => {
    expect((await ask('oracle', 9)).kind).toBe('refused');
  });

  it('an Oracle service name cannot smuggle in a connect string', async () => {
    const target = {
      product: 'oracle',
      host: '127.0.0.1',
      port: 9,
      user: 'u',
      password,
      database: 'X?wallet_location=/etc',
    } as const;
    expect(await runQueries(target, ['SELECT 1'])).toEqual({
      kind: 'no-database',
      code: 'NO_SERVICE_NAME',
    });
  });
});
