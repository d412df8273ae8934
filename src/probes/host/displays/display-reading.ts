import { z } from 'zod';
import { edidBlockBytes, mostEdidBlocks } from './edid.ts';

/** Displays of one computer that are read. */
export const mostDisplays = 64;

const shortText = z
  .string()
  .max(100)
  .regex(/^\P{C}*$/u);
const connector = shortText.optional();
const mostBase64 = Math.ceil((edidBlockBytes * mostEdidBlocks) / 3) * 4;

/** The raw EDID as the operating system hands it over, or, where it hands none over, what it read from it. */
export const displayReadingSchema = z.discriminatedUnion('via', [
  z.strictObject({
    via: z.literal('edid'),
    /** Name of the output, such as `DP-1`. */
    connector,
    edid: z.base64().max(mostBase64),
  }),
  z.strictObject({
    via: z.literal('system'),
    connector,
    vendor: z.string().regex(/^[A-Z?]{3}$/),
    productCode: z.int().min(0).max(0xffff).optional(),
    model: shortText.optional(),
    serial: shortText.optional(),
    year: z.int().min(1990).max(2245).optional(),
    pixelsWide: z.int().min(1).max(65_536).optional(),
    pixelsHigh: z.int().min(1).max(65_536).optional(),
  }),
]);
export type DisplayReading = z.infer<typeof displayReadingSchema>;
