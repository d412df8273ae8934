import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ReadResult } from 'zxing-wasm/reader';
import { type Corners, sideLength } from './corners.ts';
import type { GreyPlane } from './grey-planes.ts';

/** A QR symbol that was found and whose error correction came out. */
export interface FoundSymbol {
  readonly text: string;
  readonly corners: Corners;
  /** Dark modules are bright and bright ones dark. */
  readonly isInverted: boolean;
  /** Picture pixels of a module. */
  readonly modulePx: number;
}

/** How hard to look. */
export interface SearchOptions {
  /** One threshold for the whole picture instead of one for each neighbourhood: for low contrast without glare. */
  readonly threshold: 'local' | 'global';
  /** Closes small gaps first: pixels of a photographed monitor. */
  readonly denoise: boolean;
}

/** Finds QR symbols in a plane. */
export type SymbolReader = (plane: GreyPlane, options: SearchOptions) => Promise<FoundSymbol[]>;

/** More than a wall of monitors shows; a picture full of symbols is not worked on for ever. */
const MAX_SYMBOLS = 64;

/** Modules of the smallest symbol: nothing smaller can hold one. */
const SMALLEST_SIDE = 21;

let reader: Promise<SymbolReader> | undefined;

function toRgba({ width, height, data }: GreyPlane): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < data.length; index += 1) {
    const value = data[index] ?? 0;
    rgba[index * 4] = value;
    rgba[index * 4 + 1] = value;
    rgba[index * 4 + 2] = value;
    rgba[index * 4 + 3] = 255;
  }
  return rgba;
}

/** Modules on a side, from the version (ISO/IEC 18004:2015 6.3); `undefined` for Micro QR, which has none of ours. */
function countModules(version: string): number | undefined {
  const modules = 17 + 4 * Number(version);
  return Number.isInteger(modules) ? modules : undefined;
}

async function prepare(): Promise<SymbolReader> {
  const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader');
  // By default the package fetches its WebAssembly from the network.
  const path = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const file = await readFile(path);
  const wasmBinary = new Uint8Array(file).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return async (plane, { threshold, denoise }) => {
    const { width, height } = plane;
    const picture = { width, height, data: toRgba(plane), colorSpace: 'srgb' } as const;
    if (Math.min(width, height) < SMALLEST_SIDE) return [];
    const results = await readBarcodes(picture, {
      formats: ['QRCode'],
      tryHarder: true,
      tryRotate: true,
      tryInvert: true,
      tryDownscale: true,
      tryDenoise: denoise,
      binarizer: threshold === 'local' ? 'LocalAverage' : 'GlobalHistogram',
      maxNumberOfSymbols: MAX_SYMBOLS,
    }).catch((error: unknown): ReadResult[] => {
      // A C++ exception arrives as a number: a picture that it cannot work with has no symbol for us.
      if (typeof error === 'number') return [];
      throw error;
    });
    return results
      .filter(({ isValid }) => isValid)
      .flatMap(({ text, position, isMirrored, isInverted, version }) => {
        const modules = countModules(version);
        if (modules === undefined) return [];
        const { topLeft, topRight, bottomRight, bottomLeft } = position;
        // Of a mirrored symbol it gives the corners of the transposed one.
        const corners = isMirrored
          ? { topLeft, topRight: bottomLeft, bottomRight, bottomLeft: topRight }
          : { topLeft, topRight, bottomRight, bottomLeft };
        return [{ text, corners, isInverted, modulePx: sideLength(corners) / modules }];
      });
  };
}

/** Loads the reader, once; its WebAssembly comes from the package's file. */
export function loadSymbolReader(): Promise<SymbolReader> {
  reader ??= prepare();
  return reader;
}
