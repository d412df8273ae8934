import { describe, expect, it } from 'vitest';
import { type CheckedCapture, checkCapture } from '../../src/hl7-profiles/check-capture.ts';
import { describeCapture } from '../../src/hl7-profiles/describe-capture.ts';
import { splitCapture } from '../../src/hl7-profiles/split-capture.ts';
import { block, read, seededRandom } from '../protocols/hl7/support.ts';
import { message, profileOf, profiles, short } from './support.ts';

const one = message(
  'ADT^A08^ADT_A01',
  '2.5.1',
  'EVN||20261122080000',
  'PID|1||1^^^B||A^B',
  'PV1|1|O',
);
const two = one.replace('|C1|', '|C2|').replace('PID|1||1', 'PID|1||2');
const ack = (id: string): string =>
  message('ACK^A08^ACK', '2.5.1', `MSA|AA|${id}`).replace('|C1|', '|K1|');

const idsOf = (bytes: Buffer | string): (string | undefined)[] =>
  splitCapture(Buffer.from(bytes)).messages.map((payload) => read(payload).controlId);
const check = (bytes: Buffer | string, options = {}): CheckedCapture =>
  checkCapture(Buffer.from(bytes), profiles, options);
const outcomes = ({ messages }: CheckedCapture): string[] => messages.map(({ outcome }) => outcome);

describe('taking a captured file apart', () => {
  it.each<[string, string, readonly string[]]>([
    ['one message', one, ['C1']],
    ['two messages', one + two, ['C1', 'C2']],
    ['LF', (one + two).replaceAll('\r', '\n'), ['C1', 'C2']],
    ['CR LF', (one + two).replaceAll('\r', '\r\n'), ['C1', 'C2']],
    ['blank lines between', `${one}\r\n\r\n${two}`, ['C1', 'C2']],
    ['a byte order mark', `\ufeff${one}${two}`, ['C1', 'C2']],
    ['spaces before MSH', `  ${one}\t${two}`, ['C1', 'C2']],
    ['other delimiters', `${one}${two.replaceAll('|', '#')}`, ['C1', 'C2']],
    ['a log around', `start\n${one}sent\n${two}end`, ['C1', 'C2']],
    ['blocks', block(one).toString() + block(two).toString(), ['C1', 'C2']],
    ['blocks in a log', `start\n${block(one)}\nsent\n${block(two)}`, ['C1', 'C2']],
    ['a batch', `FHS|^~\\&|A\rBHS|^~\\&|A\r${one}${two}BTS|2\rFTS|1\r`, ['C1', 'C2']],
    ['a batch in a block', block(`BHS|^~\\&\r${one}${two}BTS|2\r`).toString(), ['C1', 'C2']],
    ['text that mentions MSH', one.replace('PV1', 'NTE|1||see MSH|1 and\rPV1'), ['C1']],
    ['nothing', 'hello', []],
    ['empty', '', []],
  ])('%s', (_, text, expected) => {
    expect(idsOf(text)).toEqual(expected);
  });

  it('UTF-16', () => {
    expect(idsOf(Buffer.from(`\ufeff${one}`, 'utf16le'))).toEqual(['C1']);
  });

  it('counts what a batch declares against what it holds', () => {
    const text = `BHS|^~\\&\r${one}BTS|2|x\rBHS#^~\\&\r${one}${two}BTS#2\rFTS|2\r`;
    expect(splitCapture(Buffer.from(text)).batches).toEqual([
      { declared: 2, found: 1 },
      { declared: 2, found: 2 },
    ]);
  });

  it('bounds the number of messages', () => {
    const small = 'MSH|^~\\&|A\r';
    const { messages, skipped } = splitCapture(Buffer.from(small.repeat(10_005)));
    expect([messages.length, skipped]).toEqual([10_000, 5]);
  });
});

describe('judging a captured file', () => {
  it('accepts good messages, each by its profile', () => {
    const checked = check(block(one).toString() + block(ack('C1')).toString());
    expect(checked.accepted).toBe(true);
    expect(checked.messages).toMatchObject([
      { outcome: 'accepted', profile: { id: 'adt', choice: 'type-and-version' } },
      { outcome: 'accepted', profile: { id: 'hl7-ack' } },
    ]);
    expect(checked.findings).toEqual([]);
  });

  it('rejects the file when one message is rejected or unreadable', () => {
    const bad = check(one + two.replace('PID|1||2', 'PID|1||'));
    expect([bad.accepted, outcomes(bad)]).toEqual([false, ['accepted', 'rejected']]);
    const unreadable = check(block(one).toString() + block('hello').toString());
    expect([unreadable.accepted, outcomes(unreadable)]).toEqual([
      false,
      ['accepted', 'unreadable'],
    ]);
  });

  it('rejects a file without messages', () => {
    const checked = check('<?xml version="1.0"?>');
    expect([checked.accepted, short(checked.findings)]).toEqual([false, ['fail no-message']]);
  });

  it.each<[string, string, readonly string[]]>([
    ['a lost message', `\x0b${one}${block(two)}`, ['fail missing-end-block']],
    ['FS without CR', `\x0b${one}\x1c${block(two)}`, ['fail end-block-without-carriage-return']],
    ['a cut end', `${block(one)}\x0bMSH|`, ['warn unfinished-frame']],
    ['noise', `x${block(one)}`, ['warn noise-between-frames']],
    ['line breaks', `${block(one)}\n${block(two)}`, ['info line-breaks-between-frames']],
    ['text', `a log\r${one}`, ['info text-between-messages']],
    ['a batch of another size', `BHS|^~\\&\r${one}BTS|7\r`, ['warn batch-count-differs']],
    ['a control ID used twice', one + two.replace('|C2|', '|C1|'), ['warn repeated-control-id']],
    ['the same message again', one + one, []],
    ['an answer to something else', one + ack('C9'), ['warn acknowledgement-of-nothing']],
    ['answers alone', ack('C9'), []],
  ])('tells %s', (_, text, expected) => {
    expect(short(check(text).findings)).toEqual(expected);
  });

  it('judges by the profile that was asked for', () => {
    const checked = check(one, { askedFor: profileOf('ihe-oru-report') });
    expect(checked.messages).toMatchObject([
      { profile: { id: 'ihe-oru-report', choice: 'asked-for' }, outcome: 'rejected' },
    ]);
  });

  it('says when there is no profile for a message, and judges what HL7 asks of any', () => {
    const other = message('DFT^P03^DFT_P03', '2.5.1', 'PID|1||');
    expect(check(other).messages).toMatchObject([
      { profile: { id: 'hl7-base', choice: 'none' }, outcome: 'rejected' },
    ]);
  });
});

describe('3,000 random files', () => {
  it('are judged without a throw, each message by some profile', () => {
    const random = seededRandom(20_261_122);
    const bits = [
      ...[
        '\x0b',
        '\x1c\r',
        '\x1c',
        '\r',
        '\n',
        '\r\n',
        '\ufeff',
        'MSH|^~\\&|',
        'FHS|',
        'BHS|^~\\&',
        'BTS|2',
        'FTS|1',
      ],
      ...[
        '|',
        '^',
        '~',
        '\\',
        '&',
        'PID|',
        'OBX|1|ED|x||',
        'ORC|NW',
        'OBR|',
        'ACK',
        'ORU^R01',
        '2.5.1',
        '2.7',
        'Ễ',
        '""',
      ],
      one,
      two,
      ack('C1'),
    ];
    for (let run = 0; run < 3_000; run += 1) {
      const parts = Array.from({ length: random(30) }, () =>
        random(15) === 0 ? Buffer.of(random(256)) : Buffer.from(bits[random(bits.length)] ?? ''),
      );
      const checked = checkCapture(Buffer.concat(parts), profiles);
      expect(checked.messages.every((m) => m.outcome === 'unreadable' || m.profile.id !== '')).toBe(
        true,
      );
      expect(checked.accepted && checked.messages.length === 0).toBe(false);
      describeCapture('f', checked, 'vi');
    }
  });
});
