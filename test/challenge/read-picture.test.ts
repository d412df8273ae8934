import { beforeAll, describe, expect, it } from 'vitest';
import { judgePicture, readPicture, tellVerdict } from '../../src/challenge/index.ts';
import { writeNonce } from '../../src/challenge/study/nonce.ts';
import { loadQrWriter } from '../../src/challenge/study/qr-matrix.ts';
import {
  type Demo,
  invertPicture,
  makeDemo,
  objectsOf,
  showCt,
  showImage,
  turnPicture,
} from './support/demo.ts';
import { encode, placeOnScreen, resize } from './support/encode.ts';
import type { ScreenPicture } from './support/grey-levels.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

async function judge(picture: ScreenPicture, earlier?: ReadonlySet<string>) {
  const reading = await readPicture(await encode(picture, { format: 'png' }));
  return judgePicture(reading, demo.challenge, earlier);
}

/** A picture of nothing but a QR with a text. */
async function writeQr(text: string): Promise<ScreenPicture> {
  const write = await loadQrWriter();
  const matrix = write(text.length > 10 ? 'nonce' : 'hidden', text, 2);
  const side = matrix.modules + 8;
  const data = new Uint8Array(side * side).fill(255);
  for (let row = 0; row < matrix.modules; row += 1) {
    for (let column = 0; column < matrix.modules; column += 1) {
      if (matrix.isDark(row, column)) data[(row + 4) * side + column + 4] = 0;
    }
  }
  return resize({ width: side, height: side, channels: 1, data }, side * 6, side * 6);
}

describe('a picture of the study', () => {
  it('is told by series and image', async () => {
    const { challenge } = demo;
    for (const { key, objects } of challenge.series) {
      const index = objects.length >> 1;
      const object = objects[index];
      if (object === undefined) throw new Error(`no image in ${key}`);
      const frame = key === 'us' ? 11 : 0;
      const verdict = await judge(showImage(object, frame));
      expect(verdict, key).toMatchObject({
        kind: 'evidence',
        images: [
          {
            series: key,
            imageNumber: key === 'us' ? 12 : index + 1,
            sopInstanceUid: object.sopInstanceUid,
            turnDegrees: 0,
            isMirrored: false,
            isInverted: false,
          },
        ],
        codes: [],
      });
    }
  });

  it.each([0, 90, 180, 270])(
    'tells that it was turned by %i°, mirrored or not',
    async (turnDegrees) => {
      for (const isMirrored of [false, true]) {
        const verdict = await judge(
          turnPicture(showCt(demo.challenge, 20), { isMirrored, turnDegrees }),
        );
        expect(verdict).toMatchObject({
          kind: 'evidence',
          images: [{ imageNumber: 20, turnDegrees, isMirrored, isInverted: false, tiltDegrees: 0 }],
        });
      }
    },
  );

  it('tells that it was inverted, also when turned and mirrored', async () => {
    const inverted = invertPicture(showCt(demo.challenge, 33));
    expect(await judge(inverted)).toMatchObject({
      images: [{ imageNumber: 33, isInverted: true, isMirrored: false }],
    });
    const turned = turnPicture(inverted, { isMirrored: true, turnDegrees: 90 });
    expect(await judge(turned)).toMatchObject({
      images: [{ imageNumber: 33, isInverted: true, isMirrored: true, turnDegrees: 90 }],
    });
  });

  it('is read as an exported JPEG of 180 pixels’ width inside a screenshot of a screen', async () => {
    const small = await resize(showCt(demo.challenge, 50), 360, 360);
    const screen = placeOnScreen({ width: 1920, height: 1080, level: 40 }, [
      { picture: small, left: 900, top: 300 },
    ]);
    const reading = await readPicture(await encode(screen, { format: 'jpeg', quality: 40 }));
    expect(judgePicture(reading, demo.challenge)).toMatchObject({ images: [{ imageNumber: 50 }] });
  });

  it('tells every image of a layout, the largest first', async () => {
    const pictures = await Promise.all(
      [
        showCt(demo.challenge, 10),
        showImage(objectsOf(demo.challenge, 'mr-axial')[4] ?? never()),
      ].map((picture, index) => resize(picture, 600 - 100 * index, 600 - 100 * index)),
    );
    const screen = placeOnScreen(
      { width: 1400, height: 800, level: 0 },
      pictures.map((picture, index) => ({ picture, left: 60 + 660 * index, top: 100 })),
    );
    expect(await judge(screen)).toMatchObject({
      images: [
        { series: 'ct', imageNumber: 10 },
        { series: 'mr-axial', imageNumber: 5 },
      ],
    });
  });

  it('is no evidence when it was handed in before, under another name or saved again without loss', async () => {
    const picture = showCt(demo.challenge, 5);
    const first = await judge(picture);
    if (first.kind !== 'evidence') throw new Error('no evidence');
    const { fileSha256, pixelsSha256 } = first.fingerprint;
    const reused = { kind: 'rejected', rejection: { reason: 'reused' } };
    expect(await judge(picture, new Set([fileSha256]))).toEqual(reused);
    expect(await judge(picture, new Set([pixelsSha256]))).toEqual(reused);
    expect(await judge(picture, new Set(['0'.repeat(64)]))).toMatchObject({ kind: 'evidence' });
    expect(
      await judge(showCt(demo.challenge, 6), new Set([fileSha256, pixelsSha256])),
    ).toMatchObject({
      kind: 'evidence',
    });
  });

  it('of another run is rejected, with the name of that run', async () => {
    const other = await makeDemo('another-seed-0001');
    const verdict = await judge(showCt(other.challenge, 5));
    expect(verdict).toEqual({
      kind: 'rejected',
      rejection: { reason: 'other-run', runCode: other.challenge.runCode },
    });
    expect(tellVerdict(verdict, 'vi')).toContain(other.challenge.runCode);
    // A hidden code has no run in it, but no other run knows it.
    expect(await judge(await writeQr(other.challenge.key.hidden.mip))).toEqual({
      kind: 'rejected',
      rejection: { reason: 'other-run' },
    });
  });

  it('that somebody made up is rejected: right run, wrong checksum, or no such image', async () => {
    const { runCode } = demo.challenge;
    const forged = { kind: 'rejected', rejection: { reason: 'forged' } };
    expect(await judge(await writeQr(`RP1:${runCode}:1CT:001:ABCD`))).toEqual(forged);
    const beyond = { runCode, study: 1, series: 'ct', imageNumber: 161 } as const;
    expect(await judge(await writeQr(writeNonce('demo-seed-0001', beyond)))).toEqual(forged);
    const frame = { ...beyond, series: 'us', imageNumber: 31 } as const;
    expect(await judge(await writeQr(writeNonce('demo-seed-0001', frame)))).toEqual(forged);
    const genuine = { ...beyond, imageNumber: 160 };
    expect(await judge(await writeQr(writeNonce('demo-seed-0001', genuine)))).toMatchObject({
      kind: 'evidence',
    });
  });

  it('does not come from a QR of something else', async () => {
    expect(await judge(await writeQr('ABCDEFGH-1234567'))).toEqual({
      kind: 'rejected',
      rejection: { reason: 'no-code', otherSymbols: 1 },
    });
  });

  it('stops when asked to', async () => {
    const file = await encode(showCt(demo.challenge, 5), { format: 'png' });
    const reason = new Error('enough');
    await expect(readPicture(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    const reading = readPicture(file, { isWanted: () => false, signal: stop.signal });
    stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

describe('ordinary pictures', () => {
  /** Deterministic noise. */
  function* noise(): Generator<number> {
    let state = 99;
    for (;;) {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      yield state >> 15;
    }
  }

  function draw(level: (x: number, y: number, random: number) => number): ScreenPicture {
    const [width, height] = [640, 480];
    const random = noise();
    const data = Uint8Array.from({ length: width * height }, (_, index) =>
      level(index % width, Math.floor(index / width), random.next().value ?? 0),
    );
    return { width, height, channels: 1, data };
  }

  it.each([
    ['noise', draw((_, __, random) => random & 255)],
    ['blocks of noise', draw((x, y) => ((((x >> 3) * 7919) ^ ((y >> 3) * 104_729)) & 8 ? 255 : 0))],
    ['a chessboard', draw((x, y) => (((x >> 4) + (y >> 4)) % 2 === 0 ? 255 : 0))],
    ['a gradient', draw((x, y) => (x + y) & 255)],
    ['rings', draw((x, y) => (Math.hypot(x - 320, y - 240) % 24 < 12 ? 220 : 30))],
    [
      'a radiograph’s greys',
      draw((x, y, random) => 90 + 60 * Math.sin(x / 80) * Math.cos(y / 60) + (random & 15)),
    ],
    ['black', draw(() => 0)],
  ])('show no code: %s', async (_, picture) => {
    expect(await judge(picture)).toEqual({
      kind: 'rejected',
      rejection: { reason: 'no-code', otherSymbols: 0 },
    });
  });

  it('show no code when the QR was cut out of a screenshot', async () => {
    const { width, channels, data } = showCt(demo.challenge, 5);
    const lower = { width, height: 512 - 230, channels, data: data.slice(230 * width) };
    expect(await judge(lower)).toMatchObject({ rejection: { reason: 'no-code' } });
  });
});

function never(): never {
  throw new Error('no such image');
}
