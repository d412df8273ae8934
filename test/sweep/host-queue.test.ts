import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostQueue } from '../../src/sweep/host-queue.ts';

const jobs = (hosts: readonly string[]) => hosts.map((host, index) => ({ host, job: index }));

function drain(queue: HostQueue<number>): number[] {
  const taken: number[] = [];
  for (let job = queue.take(); job !== undefined; job = queue.take()) taken.push(job);
  return taken;
}

describe('the queue', () => {
  it('takes of each host in turn, in the order of the list', () => {
    expect(drain(new HostQueue(jobs(['a', 'a', 'a', 'b', 'b', 'c']), 9))).toEqual([
      0, 3, 5, 1, 4, 2,
    ]);
  });

  it('holds back what a host has no room for, until one of its jobs ends', () => {
    const queue = new HostQueue(jobs(['a', 'a', 'a']), 2);
    expect(drain(queue)).toEqual([0, 1]);
    queue.release('a');
    expect(drain(queue)).toEqual([2]);
    queue.release('a');
    queue.release('a');
    expect(drain(queue)).toEqual([]);
  });

  it('never has more of a host under way than allowed, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.boolean()),
        (hosts, perHost, ends) => {
          const queue = new HostQueue(jobs(hosts), perHost);
          const underWay: number[] = [];
          const done: number[] = [];
          while (done.length < hosts.length) {
            const job = queue.take();
            if (job !== undefined) underWay.push(job);
            for (const host of new Set(hosts))
              expect(underWay.filter((one) => hosts[one] === host).length).toBeLessThanOrEqual(
                perHost,
              );
            if (job !== undefined && ends.next().value !== true) continue;
            const ended = underWay.shift();
            if (ended === undefined) throw new Error('nothing under way and nothing to take');
            done.push(ended);
            queue.release(hosts[ended] ?? '');
          }
          expect(done.sort((a, b) => a - b)).toEqual(hosts.map((_, index) => index));
        },
      ),
      { seed: 20261122 },
    );
  });
});
