import { z } from 'zod';
import { type DisplayReading, mostDisplays } from './display-reading.ts';
import { edidBlockBytes, mostEdidBlocks, readVendor } from './edid.ts';

/** Intel Macs show the raw EDID in the I/O Registry; what is printed is read by {@link parseIoreg}. */
export const ioregArguments = ['-lw0', '-r', '-c', 'IODisplayConnect'] as const;
/** Every Mac tells vendor, product and serial number as numbers; read by {@link parseSystemProfiler}. */
export const systemProfilerArguments = ['-json', 'SPDisplaysDataType'] as const;

/** EDIDs in the property `IODisplayEDID` of the I/O Registry, in hexadecimal. */
export function parseIoreg(printed: string): readonly DisplayReading[] {
  const most = edidBlockBytes * mostEdidBlocks;
  return [...printed.matchAll(/"IODisplayEDID" = <([0-9a-fA-F]+)>/g)]
    .slice(0, mostDisplays)
    .map(([, hex = '']) => ({
      via: 'edid' as const,
      edid: Buffer.from(hex, 'hex').subarray(0, most).toString('base64'),
    }))
    .filter(({ edid }) => edid !== '');
}

const hexNumber = z.string().regex(/^(0x)?[0-9a-fA-F]{1,8}$/);
const displaySchema = z.object({
  _name: z.string().max(200).optional(),
  '_spdisplays_display-vendor-id': hexNumber,
  '_spdisplays_display-product-id': hexNumber.optional(),
  '_spdisplays_display-serial-number': hexNumber.optional(),
  _spdisplays_pixels: z.string().max(60).optional(),
});
const profileSchema = z.object({
  SPDisplaysDataType: z
    .array(z.object({ spdisplays_ndrvs: z.array(z.unknown()).max(mostDisplays).optional() }))
    .max(64),
});
/** The built-in panel of a Mac: no display that a report is read on. */
const appleVendors: ReadonlySet<string> = new Set(['APP', '???']);
const unsetSerials: ReadonlySet<number> = new Set([0, 0x01010101, 0xffffffff]);

/** Displays in the answer of `system_profiler -json SPDisplaysDataType`; the vendor is the EDID's packed PNP id. */
export function parseSystemProfiler(printed: string): readonly DisplayReading[] {
  let value: unknown;
  try {
    value = JSON.parse(printed);
  } catch {
    // An older system without JSON: its displays stay unknown.
    return [];
  }
  const profile = profileSchema.safeParse(value);
  if (!profile.success) return [];
  return profile.data.SPDisplaysDataType.flatMap((card) => card.spdisplays_ndrvs ?? [])
    .flatMap((one) => displaySchema.safeParse(one).data ?? [])
    .slice(0, mostDisplays)
    .map((one): DisplayReading => {
      const vendor = readVendor(readHex(one['_spdisplays_display-vendor-id']) & 0xffff);
      const product = one['_spdisplays_display-product-id'];
      const serial = readHex(one['_spdisplays_display-serial-number'] ?? '0');
      const model = one._name?.replaceAll(/\p{C}/gu, '').trim().slice(0, 100);
      const pixels = /^(\d{2,5})\s*x\s*(\d{2,5})/.exec(one._spdisplays_pixels ?? '');
      return {
        via: 'system',
        vendor,
        ...(product !== undefined && { productCode: readHex(product) & 0xffff }),
        ...(model && { model }),
        ...(!unsetSerials.has(serial) && { serial: String(serial) }),
        ...(pixels && { pixelsWide: Number(pixels[1]), pixelsHigh: Number(pixels[2]) }),
      };
    })
    .filter((one) => one.via !== 'system' || !appleVendors.has(one.vendor));
}

function readHex(text: string): number {
  return Number.parseInt(text.replace(/^0x/, ''), 16);
}
