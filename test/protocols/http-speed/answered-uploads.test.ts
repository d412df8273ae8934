import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnsweredUploads } from '../../../src/protocols/http-speed/answered-uploads.ts';

describe('uploads that were answered', () => {
  it('count with the share of their time that was measured, until the first connection has its last answer', () => {
    const uploads = new AnsweredUploads();
    const first = uploads.openLane();
    const second = uploads.openLane();
    first(500, 1500, 1000);
    first(1500, 3000, 1500);
    second(0, 2000, 4000);
    second(2000, 2500, 1000);
    // 1000 to 2500 ms: half of 1000 and two thirds of 1500, half of 4000 and all of the last 1000.
    expect(uploads.arrivedBetween(1000, 3500)).toEqual({ bytes: 4500, seconds: 1.5 });
    expect(uploads.bytes).toBe(7500);
  });

  it('tell nothing when a connection has too few answers', () => {
    const uploads = new AnsweredUploads();
    expect(uploads.arrivedBetween(0, 1000)).toBeUndefined();
    uploads.openLane()(0, 900, 9);
    expect(uploads.arrivedBetween(0, 1000)).toEqual({ bytes: 9, seconds: 0.9 });
    const second = uploads.openLane();
    expect(uploads.arrivedBetween(0, 1000)).toBeUndefined();
    second(0, 400, 9);
    expect(uploads.arrivedBetween(0, 1000)).toBeUndefined();
  });

  it('tell nothing once a server has answered too early', () => {
    const uploads = new AnsweredUploads();
    uploads.openLane()(0, 1000, 9);
    uploads.distrust();
    expect(uploads.arrivedBetween(0, 1000)).toBeUndefined();
  });

  it('give a steady line its rate, wherever its bodies begin and end', () => {
    const rate = 6000;
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 50, max: 900 }), { minLength: 30, maxLength: 60 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 0, max: 500 }),
        (lanes, fromMs) => {
          const uploads = new AnsweredUploads();
          for (const lengthsMs of lanes) {
            const note = uploads.openLane();
            let atMs = 0;
            for (const lengthMs of lengthsMs) {
              note(atMs, atMs + lengthMs, (rate / lanes.length) * lengthMs);
              atMs += lengthMs;
            }
          }
          const arrived = uploads.arrivedBetween(fromMs, 1500);
          if (arrived === undefined) throw new Error('no rate');
          expect(arrived.bytes / (arrived.seconds * 1000)).toBeCloseTo(rate, 0);
        },
      ),
      { seed: 4711 },
    );
  });
});
