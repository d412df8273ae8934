import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEdid, readVendor } from '../../../../src/probes/host/displays/edid.ts';
import {
  makeDisplayId,
  makeEdid,
  makeParameters,
  makePreferredTiming,
  makeTiles,
  seal,
} from '../make-edid.ts';

function edidOf(bytes: Uint8Array) {
  const read = parseEdid(bytes);
  if (!read.ok) throw new Error(read.problem);
  return read.edid;
}

describe('an EDID', () => {
  it('tells vendor, product, serial number, year, size and pixels', () => {
    const bytes = makeEdid({ vendor: 'ENC', model: 'RX340', serial: '12345678', year: 2016 });
    expect(edidOf(bytes)).toEqual({
      vendor: 'ENC',
      productCode: 0x1234,
      model: 'RX340',
      serial: '12345678',
      year: 2016,
      widthMm: 434,
      heightMm: 325,
      pixelsWide: 1536,
      pixelsHigh: 2048,
      extensions: 0,
    });
  });

  it('has a numeric serial number where no text is given, and none where it was never set', () => {
    expect(edidOf(makeEdid({ vendor: 'BDS', serialNumber: 4711 })).serial).toBe('4711');
    for (const serialNumber of [0, 0x01010101, 0xffffffff])
      expect(edidOf(makeEdid({ vendor: 'BDS', serialNumber }))).not.toHaveProperty('serial');
  });

  it('whose millimetres are an aspect ratio has the size in centimetres', () => {
    const bytes = makeEdid({ vendor: 'GSM', widthMm: 600, heightMm: 340 });
    bytes.writeUInt8(160, 54 + 12);
    bytes.writeUInt8(90, 54 + 13);
    bytes.writeUInt8(0, 54 + 14);
    expect(edidOf(seal(bytes))).toMatchObject({ widthMm: 600, heightMm: 340 });
  });

  it('of a projector has no size', () => {
    const bytes = makeEdid({ vendor: 'GSM' });
    for (const at of [21, 22, 54 + 12, 54 + 13, 54 + 14]) bytes[at] = 0;
    expect(edidOf(seal(bytes))).not.toHaveProperty('widthMm');
  });

  it.each([
    ['native pixels', makeParameters(655, 437, 4200, 2800)],
    ['a preferred timing', makePreferredTiming(4200, 2800)],
  ])('of a panel beyond 4,095 pixels has them from %s of its extension', (_, data) => {
    const bytes = makeEdid({ vendor: 'BDS', extensions: [makeDisplayId([data])] });
    expect(edidOf(bytes)).toMatchObject({ pixelsWide: 4200, pixelsHigh: 2800, extensions: 1 });
  });

  it('of one tile tells the whole panel', () => {
    const tiles = makeTiles(2, 1, 1640, 2048);
    const bytes = makeEdid({ vendor: 'BDS', extensions: [makeDisplayId([tiles])] });
    expect(edidOf(bytes)).toMatchObject({ pixelsWide: 3280, pixelsHigh: 2048 });
  });

  it('with a damaged or a missing extension is read without it', () => {
    const damaged = makeDisplayId([makeParameters(655, 437, 4200, 2800)]);
    damaged[40] = 1;
    const bytes = makeEdid({ vendor: 'BDS', extensions: [damaged] });
    expect(edidOf(bytes)).toMatchObject({ pixelsWide: 1536, extensions: 0 });
    expect(edidOf(bytes.subarray(0, 128))).toMatchObject({ pixelsWide: 1536, extensions: 0 });
  });

  it('that is damaged is refused', () => {
    const bytes = makeEdid({ vendor: 'ENC' });
    expect(parseEdid(bytes.subarray(0, 127))).toEqual({ ok: false, problem: 'too-short' });
    expect(parseEdid(Buffer.alloc(128))).toEqual({ ok: false, problem: 'no-header' });
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    expect(parseEdid(bytes)).toEqual({ ok: false, problem: 'checksum' });
  });

  it('has a vendor of three letters or question marks', () => {
    expect(readVendor(0x15c3)).toBe('ENC');
    expect(readVendor(0)).toBe('???');
  });

  it('made of any bytes is a value or a problem, in bounds', () => {
    const valid = makeEdid({
      vendor: 'BDS',
      model: 'MDNC-3421',
      extensions: [makeDisplayId([makeTiles(2, 1, 1640, 2048)]), makeDisplayId([])],
    });
    const changed = fc
      .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
      .map((changes) => {
        const bytes = Buffer.from(valid);
        for (const [at, byte] of changes) bytes[at] = byte;
        // Checksums are put right, so that what is behind them is reached.
        for (let block = 0; block < bytes.length; block += 128)
          seal(bytes.subarray(block, block + 128));
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 600 })), (bytes) => {
        const read = parseEdid(bytes);
        if (!read.ok) return;
        const { edid } = read;
        expect(edid.vendor).toMatch(/^[A-Z?]{3}$/);
        for (const text of [edid.model, edid.serial]) expect(text ?? '').toMatch(/^\P{C}{0,13}$/u);
        for (const size of [edid.widthMm, edid.pixelsWide, edid.pixelsHigh])
          if (size !== undefined) expect(size).toBeGreaterThan(0);
        expect(edid.pixelsWide ?? 0).toBeLessThan(64 * 65_537);
      }),
      { seed: 20261122, numRuns: 2_000 },
    );
  });
});
