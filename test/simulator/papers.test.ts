import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripAccents } from '../../src/simulator/papers/strip-accents.ts';
import { writePdf } from '../../src/simulator/papers/write-pdf.ts';
import { writePng } from '../../src/simulator/papers/write-png.ts';

describe('papers of the simulated hospital', () => {
  it('writes a PDF whose cross-reference table points at its objects', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 60 }), (lines) => {
        const text = writePdf(lines).toString('latin1');
        const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
        expect(text.slice(start, start + 4)).toBe('xref');
        const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map((one) =>
          Number(one[1]),
        );
        expect(offsets).toHaveLength(5);
        for (const [index, offset] of offsets.entries()) {
          expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`));
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('writes a PNG with sound chunks and as many rows as it says', () => {
    const bytes = writePng(['DU LIEU MO PHONG', 'xac-nhan-pacs-09']);
    const chunks = new Map<string, Buffer>();
    for (let at = 8; at < bytes.length; ) {
      const length = bytes.readUInt32BE(at);
      const body = bytes.subarray(at + 4, at + 8 + length);
      expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
      chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
      at += length + 12;
    }
    const header = chunks.get('IHDR') ?? Buffer.alloc(8);
    const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
    expect(rows.length).toBe((header.readUInt32BE(0) + 1) * header.readUInt32BE(4));
    expect(rows.filter((value) => value === 0x10).length).toBeGreaterThan(500);
  });

  it('writes Vietnamese in ASCII letters', () => {
    expect(stripAccents('Đường truyền Internet của bệnh viện – được')).toBe(
      'Duong truyen Internet cua benh vien - duoc',
    );
  });
});
