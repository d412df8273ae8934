import { describe, expect, it } from 'vitest';
import { withPort } from '../../src/challenge-artefacts/index.ts';

const place = { host: '127.0.0.1', port: 11112 };

describe('a port of this computer', () => {
  it('is held by one step at a time', async () => {
    const order: string[] = [];
    const { signal } = new AbortController();
    const first = Promise.withResolvers<void>();
    const one = withPort(place, signal, async () => {
      order.push('one begins');
      await first.promise;
      order.push('one ends');
    });
    const others = ['two', 'three'].map((name) =>
      withPort(place, signal, async () => {
        order.push(name);
      }),
    );
    const elsewhere = withPort({ ...place, port: 11113 }, signal, async () =>
      order.push('elsewhere'),
    );
    await elsewhere;
    first.resolve();
    await Promise.all([one, ...others]);
    expect(order).toEqual(['one begins', 'elsewhere', 'one ends', 'two', 'three']);
  });

  it('is let go when the work fails, and a step that is stopped does not wait', async () => {
    const { signal } = new AbortController();
    const failing = withPort(place, signal, async () => {
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    const held = Promise.withResolvers<void>();
    const holder = withPort(place, signal, () => held.promise);
    const stop = new AbortController();
    const waiting = withPort(place, stop.signal, async () => 'never');
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    held.resolve();
    await holder;
    expect(await withPort(place, signal, async () => 'free')).toBe('free');
  });
});
