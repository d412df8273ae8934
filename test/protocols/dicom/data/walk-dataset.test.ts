import { describe, expect, it } from 'vitest';
import {
  type DataElement,
  encodeDataset,
} from '../../../../src/protocols/dicom/data/encode-dataset.ts';
import { readDataset } from '../../../../src/protocols/dicom/data/read-dataset.ts';
import { DatasetWalker } from '../../../../src/protocols/dicom/data/walk-dataset.ts';
import { SeededRandom } from '../support/random.ts';

const WANTED = new Set([0x00080018, 0x00100020, 0x0020000d]);

const elements: DataElement[] = [
  { tag: 0x00080018, vr: 'UI', text: '1.2.3' },
  {
    tag: 0x00081115,
    vr: 'SQ',
    items: [
      [
        { tag: 0x00080018, vr: 'UI', text: '9.9.9' },
        { tag: 0x00081199, vr: 'SQ', items: [[{ tag: 0x00081155, vr: 'UI', text: '4.5' }]] },
      ],
      [],
    ],
  },
  { tag: 0x00100020, vr: 'LO', text: 'OURS' },
  { tag: 0x0020000d, vr: 'UI', text: '' },
  { tag: 0x00280010, vr: 'US', numbers: [7] },
  { tag: 0x7fe00010, vr: 'OW', bytes: Buffer.alloc(3000, 7) },
];

/** Undefined lengths in explicit VR: a sequence with two items, a sequence under UN, and encapsulated pixel data. */
const undefinedLengths = Buffer.concat([
  encodeDataset([{ tag: 0x00080018, vr: 'UI', text: '1.2.3' }], 'explicit-little-endian'),
  Buffer.from('080015115351 0000 ffffffff'.replaceAll(' ', ''), 'hex'),
  Buffer.from('feff00e0ffffffff', 'hex'),
  encodeDataset([{ tag: 0x00080018, vr: 'UI', text: '9.9.9' }], 'explicit-little-endian'),
  Buffer.from('feff0de000000000', 'hex'),
  Buffer.from('feff00e004000000', 'hex'),
  Buffer.from('01020304', 'hex'),
  Buffer.from('feffdde000000000', 'hex'),
  Buffer.from('09000110554e0000ffffffff', 'hex'),
  Buffer.from('feff00e0ffffffff', 'hex'),
  encodeDataset([{ tag: 0x00100020, vr: 'LO', text: 'inner' }], 'implicit-little-endian'),
  Buffer.from('feff0de000000000feffdde000000000', 'hex'),
  encodeDataset([{ tag: 0x00100020, vr: 'LO', text: 'OURS' }], 'explicit-little-endian'),
  Buffer.from('e07f10004f420000ffffffff', 'hex'),
  Buffer.from('feff00e000000000', 'hex'),
  Buffer.from('feff00e006000000', 'hex'),
  Buffer.from('fffefdfcfbfa', 'hex'),
  Buffer.from('feffdde000000000', 'hex'),
]);

function walk(bytes: Buffer, chunk: number, encoding: 'explicit' | 'implicit' = 'explicit') {
  const walker = new DatasetWalker(`${encoding}-little-endian`, WANTED);
  for (let at = 0; at < bytes.length; at += chunk) walker.push(bytes.subarray(at, at + chunk));
  const fault = walker.finish();
  const text = (tag: number): string | undefined => walker.value(tag)?.toString('latin1');
  return { fault, instance: text(0x00080018), patient: text(0x00100020), study: text(0x0020000d) };
}

describe('DatasetWalker', () => {
  it.each([1, 2, 3, 5, 8, 13, 100, 10_000])('finds the same in chunks of %i', (chunk) => {
    for (const encoding of ['explicit', 'implicit'] as const) {
      const bytes = encodeDataset(elements, `${encoding}-little-endian`);
      expect(walk(bytes, chunk, encoding)).toEqual({
        fault: undefined,
        instance: '1.2.3\0',
        patient: 'OURS',
        study: '',
      });
    }
    expect(walk(undefinedLengths, chunk)).toEqual({
      fault: undefined,
      instance: '1.2.3\0',
      patient: 'OURS',
      study: undefined,
    });
  });

  it('notices every place where a data set may break off within an element', () => {
    const whole = encodeDataset(elements, 'explicit-little-endian');
    const ends = new Set<number>();
    // The ends of top-level elements are the only lengths that are whole data sets.
    for (let count = 0; count <= elements.length; count += 1) {
      ends.add(encodeDataset(elements.slice(0, count), 'explicit-little-endian').length);
    }
    for (let length = 0; length < whole.length; length += 1) {
      expect(walk(whole.subarray(0, length), 64).fault === undefined).toBe(ends.has(length));
    }
  });

  it('has no more of a value than has passed', () => {
    const walker = new DatasetWalker('explicit-little-endian', WANTED);
    const bytes = encodeDataset(
      [{ tag: 0x00080018, vr: 'UI', text: '1.2.34' }],
      'explicit-little-endian',
    );
    walker.push(bytes.subarray(0, bytes.length - 1));
    expect(walker.latestTag).toBe(0x00080018);
    expect(walker.value(0x00080018)).toBeUndefined();
    walker.push(bytes.subarray(bytes.length - 1));
    expect(walker.value(0x00080018)?.toString()).toBe('1.2.34');
  });

  it('takes a wanted text of more than a kilobyte for a fault, or passes over it where texts may be long', () => {
    const bytes = encodeDataset(
      [
        { tag: 0x00080018, vr: 'UI', text: '1.2.34' },
        { tag: 0x00082111, vr: 'ST', text: 'x'.repeat(1026) },
        { tag: 0x00100020, vr: 'LO', text: 'OURS' },
      ],
      'explicit-little-endian',
    );
    const wanted = new Set([...WANTED, 0x00082111]);
    const strict = new DatasetWalker('explicit-little-endian', wanted);
    strict.push(bytes);
    expect(strict.finish()).toContain('0008,2111');
    const lenient = new DatasetWalker('explicit-little-endian', wanted, 'skip');
    lenient.push(bytes);
    expect(lenient.finish()).toBeUndefined();
    expect(lenient.value(0x00082111)).toBeUndefined();
    expect(lenient.value(0x00100020)?.toString()).toBe('OURS');
  });

  it('never throws, and accepts whatever the strict reader accepts', () => {
    const random = new SeededRandom(4);
    const whole = encodeDataset(elements, 'explicit-little-endian').subarray(0, 200);
    for (let round = 0; round < 3000; round += 1) {
      const bytes = random.mutate(random.pick([whole, undefinedLengths]));
      const { fault } = walk(bytes, 1 + random.below(60));
      if (fault !== undefined) expect(typeof fault).toBe('string');
      if (readDataset(bytes, 'explicit-little-endian').ok) expect(fault).toBeUndefined();
    }
  });
});
