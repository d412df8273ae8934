import { describe, expect, it } from 'vitest';
import { Deframer, frameMessage, type MllpEvent } from '../../../src/protocols/hl7/mllp.ts';

function run(chunks: readonly (string | Buffer)[], maxBytes?: number): string[] {
  const deframer = new Deframer(maxBytes);
  const events: MllpEvent[] = [];
  for (const chunk of chunks) {
    events.push(...deframer.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  }
  events.push(...deframer.end());
  return events.map((event) =>
    event.kind === 'frame' ? `<${event.payload.toString()}>` : event.finding.kind,
  );
}

describe('MLLP deframer', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one block', ['\x0bMSH|1\x1c\r'], ['<MSH|1>']],
    ['a byte at a time', [...'\x0bMSH|1\x1c\r'], ['<MSH|1>']],
    ['FS and CR in two packets', ['\x0bMSH|1\x1c', '\r'], ['<MSH|1>']],
    ['two blocks in one packet', ['\x0bMSH|1\x1c\r\x0bMSH|2\x1c\r'], ['<MSH|1>', '<MSH|2>']],
    ['one and a half', ['\x0bMSH|1\x1c\r\x0bMSH', '|2\x1c\r'], ['<MSH|1>', '<MSH|2>']],
    ['an empty block', ['\x0b\x1c\r'], ['<>']],
    ['CR LF before VT', ['\r\n\x0bMSH|1\x1c\r'], ['line-breaks-between-frames', '<MSH|1>']],
    ['text before VT', ['hello\r\n\x0bMSH|1\x1c\r'], ['noise-between-frames', '<MSH|1>']],
    [
      'FS CR LF at the end of each block',
      ['\x0bMSH|1\x1c\r\n\x0bMSH|2\x1c\r\n'],
      ['<MSH|1>', 'line-breaks-between-frames', '<MSH|2>', 'line-breaks-between-frames'],
    ],
    [
      'FS without CR, next block',
      ['\x0bMSH|1\x1c\x0bMSH|2\x1c\r'],
      ['end-block-without-carriage-return', '<MSH|1>', '<MSH|2>'],
    ],
    [
      'FS LF',
      ['\x0bMSH|1\x1c\n\x0bMSH|2\x1c\r'],
      ['end-block-without-carriage-return', '<MSH|1>', '<MSH|2>'],
    ],
    [
      'FS at the end of the stream',
      ['\x0bMSH|1\x1c'],
      ['end-block-without-carriage-return', '<MSH|1>'],
    ],
    ['no end block, next block', ['\x0bMSH|1\x0bMSH|2\x1c\r'], ['missing-end-block', '<MSH|2>']],
    [
      'no end block, next header in pieces',
      ['\x0bMSH|1\x0b', 'M', 'SH|2\x1c\r'],
      ['missing-end-block', '<MSH|2>'],
    ],
    ['FS inside text', ['\x0bMSH|a\x1cb\x1c\r'], ['end-block-in-content', '<MSH|a\x1cb>']],
    ['VT inside text', ['\x0bMSH|a\x0bMb\x1c\r'], ['start-block-in-content', '<MSH|a\x0bMb>']],
    ['VT VT', ['\x0b\x0bMSH|1\x1c\r'], ['missing-end-block', '<MSH|1>']],
    ['half a block', ['\x0bMSH|1'], ['unfinished-frame']],
    ['no block at all', ['HTTP/1.1 400\r\n'], ['noise-between-frames']],
    ['nothing', [], []],
  ])('%s', (_, chunks, expected) => {
    expect(run(chunks)).toEqual(expected);
  });

  it('keeps a character whose bytes arrive in two packets', () => {
    const bytes = frameMessage(Buffer.from('MSH|NGUYỄN'));
    const middle = bytes.indexOf(0xe1) + 1;
    expect(run([bytes.subarray(0, middle), bytes.subarray(middle)])).toEqual(['<MSH|NGUYỄN>']);
  });

  it('shows the first bytes of noise', () => {
    const [event] = new Deframer().push(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n\x0bMSH'));
    expect(event).toEqual({
      kind: 'finding',
      finding: {
        kind: 'noise-between-frames',
        count: 19,
        firstBytesHex: Buffer.from('SSH-2.0-OpenSSH_').toString('hex'),
      },
    });
  });

  it('stops at a block over the limit and ignores the rest', () => {
    expect(run(['\x0bMSH|1234567890', '\x1c\r\x0bMSH\x1c\r'], 8)).toEqual(['frame-too-large']);
    expect(run(['\x0b12345678\x1c\r'], 8)).toEqual(['<12345678>']);
  });

  it('delivers on demand a block whose FS came without CR', () => {
    const deframer = new Deframer();
    expect(deframer.push(Buffer.from('\x0bMSH|1\x1c'))).toEqual([]);
    expect([deframer.insideFrame, deframer.awaitingCarriageReturn]).toEqual([true, true]);
    expect(deframer.flush().map(({ kind }) => kind)).toEqual(['finding', 'frame']);
    expect(deframer.insideFrame).toBe(false);
  });

  it('takes a block of 16 MiB in small pieces', () => {
    const payload = Buffer.alloc(16 * 1024 * 1024, 'MSH|Ễ ');
    const bytes = frameMessage(payload);
    const deframer = new Deframer();
    const frames: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 1460) {
      for (const event of deframer.push(bytes.subarray(at, at + 1460))) {
        if (event.kind === 'frame') frames.push(event.payload);
      }
    }
    expect(frames).toHaveLength(1);
    expect(frames[0]?.equals(payload)).toBe(true);
  });

  it('bounds the findings of a hostile stream', () => {
    const hostile = `\x0b${'\x1ca'.repeat(100_000)}`;
    expect(run([hostile]).length).toBeLessThan(300);
  });
});

describe('framing', () => {
  it('puts a message between VT and FS CR', () => {
    expect(frameMessage(Buffer.from('MSH|1\r')).toString()).toBe('\x0bMSH|1\r\x1c\r');
  });

  it.each(['\x0b', '\x1c'])('refuses a message with %j in it', (character) => {
    expect(() => frameMessage(Buffer.from(`MSH|a${character}b`))).toThrow(RangeError);
  });
});
