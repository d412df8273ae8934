import { describe, expect, it } from 'vitest';
import { buildAck } from '../../../src/protocols/hl7/build-ack.ts';
import { readMessage } from '../../../src/protocols/hl7/er7.ts';
import { Deframer, frameMessage, type MllpEvent } from '../../../src/protocols/hl7/mllp.ts';
import { createOwnershipCheck } from '../../../src/protocols/hl7/own-message.ts';
import { read, seededRandom } from './support.ts';

const CASES = 100_000;

const MESSAGE_BITS = [
  'MSH',
  'MSH|^~\\&|',
  'PID|',
  'OBX|1|TX|',
  '|',
  '^',
  '~',
  '\\',
  '&',
  '\r',
  '\n',
  '\r\n',
  '\\X0D\\',
  '\\X',
  '\\F\\',
  '\\.sp',
  '\\.br\\',
  'Ễ',
  'e\u0302',
  '\x00',
  '\x0b',
  '\x1c',
  '\ufeff',
  '""',
  'FHS',
  ' ',
  'UNICODE UTF-8',
  '8859/1',
  'pid|',
  'a',
];

function randomBytes(random: (limit: number) => number, bits: readonly string[]): Buffer {
  const parts = Array.from({ length: random(24) }, () =>
    random(12) === 0 ? Buffer.of(random(256)) : Buffer.from(bits[random(bits.length)] ?? ''),
  );
  return Buffer.concat(parts);
}

function feed(bytes: Buffer, cut: (rest: number) => number): string {
  // Limits small enough to be met.
  const deframer = new Deframer(64, 24);
  const events: MllpEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = cut(bytes.length - at);
    events.push(...deframer.push(bytes.subarray(at, at + length)));
    at += length;
  }
  events.push(...deframer.end());
  return JSON.stringify(
    events.map((event) => (event.kind === 'frame' ? event.payload.toString('hex') : event.finding)),
  );
}

describe(`reader, ${CASES} random messages`, () => {
  it('never throws, and reads what it accepts within the bytes it was given', () => {
    const random = seededRandom(20_261_122);
    let readable = 0;
    for (let run = 0; run < CASES; run += 1) {
      const start = random(4) === 0 ? '' : 'MSH|^~\\&|A|||||||||||||||';
      const bytes = Buffer.concat([Buffer.from(start), randomBytes(random, MESSAGE_BITS)]);
      const reading = readMessage(bytes, { maxSegments: 20 });
      if (reading.kind !== 'message') continue;
      readable += 1;
      const { message } = reading;
      for (const segment of message.segments) {
        const fields = segment.fieldCount();
        for (let field = 0; field <= fields + 1; field += 1) {
          const repetition = 1 + random(2);
          const component = 1 + random(3);
          const value = segment.get({ field, repetition, component, subcomponent: 1 + random(2) });
          segment.getWhole(field, repetition);
          segment.subcomponentCount(field, repetition, component);
          if (value === '') throw new Error(`empty value from ${bytes.toString('hex')}`);
        }
        if (segment.rawField(fields + 1) !== undefined) {
          throw new Error(`field past the end in ${bytes.toString('hex')}`);
        }
      }
    }
    expect(readable).toBeGreaterThan(CASES / 2);
  });
});

describe('acknowledgement, 3,000 random messages', () => {
  it('can be built for whatever is readable, in one block, of two or three segments', async () => {
    const random = seededRandom(3);
    const isOurs = createOwnershipCheck(['a']);
    const bits = [...MESSAGE_BITS, 'ORM^O01', '|C1', '|P|2.5', 'NGUYỄN'];
    for (let run = 0; run < 3_000; run += 1) {
      const bytes = Buffer.concat([Buffer.from('MSH|^~\\&|'), randomBytes(random, bits)]);
      const reading = readMessage(bytes);
      if (reading.kind !== 'message') continue;
      isOurs(reading.message);
      const code = run % 2 === 0 ? 'AA' : 'AE';
      const payload = await buildAck(reading.message, { code, text: 'từ chối' });
      frameMessage(payload);
      const ids = read(payload).segments.map(({ id }) => id);
      expect(ids).toEqual(code === 'AA' ? ['MSH', 'MSA'] : ['MSH', 'MSA', 'ERR']);
    }
  });
});

describe(`deframer, ${CASES} random streams`, () => {
  it('delivers the same however the stream is cut', () => {
    const random = seededRandom(1);
    const bits = [
      '\x0b',
      '\x1c',
      '\r',
      '\n',
      '\x1c\r',
      '\x0bMSH',
      'MS',
      'MSH|',
      'a',
      'Ễ',
      'FH',
      'BHS',
    ];
    for (let run = 0; run < CASES; run += 1) {
      const bytes = randomBytes(random, bits);
      const whole = feed(bytes, (rest) => rest);
      const cut = feed(bytes, (rest) => 1 + random(Math.min(rest, 5)));
      if (whole !== cut) throw new Error(`cut changes the result of ${bytes.toString('hex')}`);
    }
  });

  it('finds every well-formed block between line breaks', () => {
    const random = seededRandom(2);
    for (let run = 0; run < 2_000; run += 1) {
      const payloads = Array.from({ length: random(5) }, () =>
        Buffer.from(`MSH|${'Ễx|'.repeat(random(5))}${random(1000)}\r`),
      );
      const stream = payloads.flatMap((p) => [
        frameMessage(p),
        Buffer.from('\r\n'.slice(random(3))),
      ]);
      const seen = feed(Buffer.concat(stream), (rest) => 1 + random(rest));
      for (const payload of payloads) expect(seen).toContain(payload.toString('hex'));
    }
  });
});
