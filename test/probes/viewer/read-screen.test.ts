import { beforeAll, describe, expect, it } from 'vitest';
import { isLargeEnough } from '../../../src/probes/viewer/decide-outcome.ts';
import { readScreen } from '../../../src/probes/viewer/read-screen.ts';
import { type Demo, makeDemo, showCt } from '../../challenge/support/demo.ts';
import { encode, placeOnScreen, resize } from '../../challenge/support/encode.ts';
import type { ScreenPicture } from '../../challenge/support/grey-levels.ts';

/** A picture in two colours of one brightness: only one colour by itself tells them apart. */
function inOddColours({ width, height, data }: ScreenPicture): ScreenPicture {
  const colours = Uint8Array.from({ length: data.length * 3 }, (_, index) => {
    const isLight = (data[Math.floor(index / 3)] ?? 0) > 128;
    return (isLight ? [0, 190, 60] : [200, 100, 0])[index % 3] ?? 0;
  });
  return { width, height, channels: 3, data: colours };
}

describe('a screenshot with a thumbnail and a large image', { timeout: 60_000 }, () => {
  let demo: Demo;
  let png: Buffer;
  beforeAll(async () => {
    demo = await makeDemo();
    const thumbnail = await resize(showCt(demo.challenge, 10), 180, 180);
    const image = await resize(inOddColours(showCt(demo.challenge, 44)), 820, 820);
    const screen = placeOnScreen({ width: 1440, height: 900, level: 20 }, [
      { picture: thumbnail, left: 16, top: 40 },
      { picture: image, left: 400, top: 40 },
    ]);
    png = await encode(screen, { format: 'png' });
  });

  const look = (isEnough: (imagePx: number) => boolean, limitMs = 10_000) =>
    readScreen(png, {
      challenge: demo.challenge,
      scale: 1,
      isEnough,
      limitMs,
      signal: new AbortController().signal,
    });

  it('is read until the large one is found', async () => {
    const reading = await look((imagePx) => isLargeEnough({ imagePx, screenPx: 900 }));
    expect(reading).toMatchObject({ kind: 'ours', image: { series: 'ct', imageNumber: 44 } });
    expect(reading.kind === 'ours' && reading.imagePx).toBeGreaterThan(700);
  });

  it('is the thumbnail when there was no time for more', async () => {
    const reading = await look(() => false, -1);
    expect(reading).toMatchObject({ kind: 'ours', image: { imageNumber: 10 } });
    expect(reading.kind === 'ours' && reading.imagePx).toBeLessThan(200);
  });

  it('ends with the run', async () => {
    const reason = new Error('enough');
    const reading = readScreen(png, {
      challenge: demo.challenge,
      scale: 1,
      isEnough: () => false,
      limitMs: 10_000,
      signal: AbortSignal.abort(reason),
    });
    await expect(reading).rejects.toBe(reason);
  });
});
