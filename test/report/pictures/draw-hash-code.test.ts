import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { drawHashCode } from '../../../src/report/pictures/draw-hash-code.ts';
import { writePicture } from '../../../src/report/pictures/write-picture.ts';

describe('the hash as a code', () => {
  it('is read back as the hash itself, letter by letter', async () => {
    const wasm = await readFile(
      fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')),
    );
    const wasmBinary = new Uint8Array(wasm).buffer;
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    const hash = '0123456789abcdef'.repeat(4);
    const svg = writePicture(drawHashCode(hash, { id: 'picture-hash', title: 'SHA-256' }));
    const drawn = svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ');
    const png = await sharp(Buffer.from(drawn), { density: 400 }).resize(360).png().toBuffer();
    const [found] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] });
    expect(found?.text).toBe(hash);
  });
});
