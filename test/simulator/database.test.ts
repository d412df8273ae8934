import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runQueries } from '../../src/protocols/sql/index.ts';
import {
  DATABASE_USER,
  type DatabaseBehaviour,
  SOUND_DATABASE,
} from '../../src/simulator/databases/answer-frontend.ts';
import { startPostgresql } from '../../src/simulator/databases/start-postgresql.ts';

async function start(change: Partial<DatabaseBehaviour> = {}): Promise<number> {
  const ending = new AbortController();
  const running = await startPostgresql({ ...SOUND_DATABASE, ...change }, ending.signal);
  onTestFinished(async () => {
    await running.stop();
    await running.stop();
  });
  return running.port;
}

function ask(port: number, queries: readonly string[], user: string = DATABASE_USER) {
  const target = {
    product: 'postgresql',
    host: '127.0.0.1',
    port,
    user,
    password: '',
    database: undefined,
    tls: undefined,
  } as const;
  const { signal } = new AbortController();
  return runQueries(target, queries, { limitMs: 3_000, signal });
}

describe('the simulated database', () => {
  it('tells its version to a real client', async () => {
    const port = await start();
    expect(await ask(port, ['SELECT version()', 'SELECT version() AS version'])).toMatchObject({
      kind: 'rows',
      results: [
        [new Map([['version', expect.stringMatching(/^PostgreSQL 16\.4 /)]])],
        [new Map([['version', expect.stringContaining('RISPACS_SIM')]])],
      ],
    });
  });

  it('lets nobody else in, and gives nothing else away', async () => {
    const port = await start();
    expect(await ask(port, ['SELECT version()'], 'postgres')).toMatchObject({
      kind: 'login-refused',
    });
    expect(await ask(port, ['SELECT * FROM pg_shadow'])).toMatchObject({ kind: 'denied' });
    const closed = await start({ login: 'refused' });
    expect(await ask(closed, ['SELECT version()'])).toMatchObject({ kind: 'login-refused' });
  });

  it('drops what is no client of a database', async () => {
    const port = await start();
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(9), Buffer.alloc(4)]) {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => socket.destroy());
      socket.resume().write(bytes);
      await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    }
    expect(await ask(port, ['SELECT version()'])).toMatchObject({ kind: 'rows' });
  });
});
