import { z } from 'zod';
import { writeFileAtomically } from '../../evidence/atomic-write.ts';
import { formatLocalTimestamp } from '../../locale/local-time.ts';
import { lanPortFacts } from '../shared/facts.ts';
import type { supportColumns } from '../shared/support-columns.ts';
import { believableMbps } from './believable-link-speed.ts';
import { displayReadingSchema, mostDisplays } from './displays/display-reading.ts';
import { hostComputerFacts, hostSoftwareFacts, hostVolumeFacts } from './facts.ts';
import { describeComputer } from './parse.ts';
import { readComputer } from './read-computer.ts';
import { readingParts } from './readings.ts';
import {
  checkSignature,
  inventorySignatureSchema,
  makeSigningKey,
  type SigningKey,
  signInventory,
} from './sign-inventory.ts';

/** Largest inventory file that is read, in bytes; a real one has a few KiB. */
export const maxInventoryBytes = 1024 * 1024;
/** Deepest nesting that is read; a real one has 4. */
export const maxInventoryDepth = 8;

// Whose computer it is and what it is for is said by the facility file, never by the carried file.
const attribution = { host: true, role: true } as const;
// Nor how long a product is supported: that is told by the table on the day assessed.
const support = {
  supportState: true,
  supportCycle: true,
  supportEnds: true,
  extendedSupportEnds: true,
  supportTableDate: true,
  supportLink: true,
} as const satisfies Record<keyof typeof supportColumns, true>;
const printableText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{C}*$/u);

/** A fact's own type does not bound it; a carried file is bounded here. */
function isTame(row: Readonly<Record<string, unknown>>): boolean {
  return Object.values(row).every((value) => {
    if (typeof value === 'string') return value.length <= 300 && !/\p{C}/u.test(value);
    return typeof value !== 'number' || value >= 0;
  });
}

const portRow = lanPortFacts.row
  .omit(attribution)
  .refine(isTame)
  .refine((row) => {
    return row.linkMbps === undefined || believableMbps(row.linkMbps) !== undefined;
  });

/** Facts as a computer tells them of itself: the probe's groups without `host` and `role`. */
export const inventoryFactsSchema = z.strictObject({
  'host.computer': z
    .array(hostComputerFacts.row.omit(attribution).refine(isTame))
    .max(1)
    .default([]),
  'host.software': z
    .array(hostSoftwareFacts.row.omit({ ...attribution, ...support }).refine(isTame))
    .max(256)
    .default([]),
  'host.volume': z.array(hostVolumeFacts.row.omit(attribution).refine(isTame)).max(256).default([]),
  'lan.port': z.array(portRow).max(256).default([]),
});
export type InventoryFacts = z.infer<typeof inventoryFactsSchema>;

/**
 * The file that `rispacs host --out` writes on a computer and that is carried to the assessment. It is what that
 * computer said of itself on that day. Its signature shows that it is as it was written, and by which key; nothing in it
 * proves that it is the computer the facility file means.
 */
export const hostInventorySchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('rispacs-host-inventory'),
  /** RFC 3339 with offset. */
  collectedAt: z.iso.datetime({ offset: true }),
  collector: z.strictObject({ name: printableText(100), version: printableText(100) }),
  hostname: printableText(255),
  facts: inventoryFactsSchema,
  /** What that computer would not show when it was read. */
  notRead: z.array(z.enum(readingParts)).max(readingParts.length).optional(),
  /** What its displays say of themselves, raw: the assessment reads it, so that no file can say what a model is for. */
  displayReadings: z.array(displayReadingSchema).max(mostDisplays).optional(),
  /** True when the computer belongs to our simulated hospital. */
  simulated: z.literal(true).optional(),
  /** Absent in what the collectors for computers without Node write. */
  signature: inventorySignatureSchema.optional(),
});
export type HostInventory = z.infer<typeof hostInventorySchema>;

/** Why the bytes are no inventory. */
export type InventoryProblem =
  | { readonly code: 'too-large' }
  | { readonly code: 'not-json' }
  | { readonly code: 'too-deep' }
  | { readonly code: 'other-kind' }
  | { readonly code: 'other-version' }
  | { readonly code: 'not-as-expected'; readonly where: string }
  /** It was changed, or damaged, after it had been signed. */
  | { readonly code: 'signature-wrong' };

export type ParsedInventory =
  | {
      readonly ok: true;
      readonly inventory: HostInventory;
      /** Of the key whose signature fits; absent when it bears none. */
      readonly keyFingerprint?: string;
    }
  | { readonly ok: false; readonly problem: InventoryProblem };

/** Reads an inventory from bytes of unknown origin. */
export function parseInventory(bytes: Uint8Array): ParsedInventory {
  if (bytes.byteLength > maxInventoryBytes) return refuse({ code: 'too-large' });
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (measureDepth(text) > maxInventoryDepth) return refuse({ code: 'too-deep' });
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) {
      return refuse({ code: 'not-json' });
    }
    throw error;
  }
  const header = z.object({ kind: z.unknown(), schemaVersion: z.unknown() }).safeParse(value);
  if (!header.success || header.data.kind !== hostInventorySchema.shape.kind.value) {
    return refuse({ code: 'other-kind' });
  }
  if (header.data.schemaVersion !== 1) return refuse({ code: 'other-version' });
  const result = hostInventorySchema.safeParse(value);
  if (result.success) return checkParsed(result.data, value);
  const where = (result.error.issues[0]?.path ?? []).map(String).join('/');
  return refuse({
    code: 'not-as-expected',
    where: where.replaceAll(/\p{C}/gu, '').slice(0, 100),
  });
}

/** The signature is over the file as it stands, before anything is filled in. */
function checkParsed(inventory: HostInventory, value: unknown): ParsedInventory {
  if (inventory.signature === undefined) return { ok: true, inventory };
  const checked = checkSignature(Object(value), inventory.signature);
  if (!checked.ok) return refuse({ code: 'signature-wrong' });
  return { ok: true, inventory, keyFingerprint: checked.fingerprint };
}

function refuse(problem: InventoryProblem): ParsedInventory {
  return { ok: false, problem };
}

/** Deepest nesting of brackets outside strings. On text that is not JSON the answer is only a bound. */
function measureDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** An inventory that was written, and the key that signed it. */
export interface WrittenInventory {
  readonly inventory: HostInventory;
  /** To be noted beside the file: whoever assesses compares it. */
  readonly keyFingerprint: string;
}

/**
 * Reads this computer and writes its signed inventory to `path`, whole or not at all.
 *
 * @param options.version - the tool's version, printed beside the figures.
 * @param options.key - a key made for this one file when left out.
 * @throws the file system's error when the folder cannot be written, and the signal's reason when it aborts.
 */
export async function writeInventory(
  path: string,
  options: { readonly version: string; readonly signal: AbortSignal; readonly key?: SigningKey },
): Promise<WrittenInventory> {
  const { readings, missing } = await readComputer({ signal: options.signal });
  const inventory: HostInventory = {
    schemaVersion: 1,
    kind: 'rispacs-host-inventory',
    collectedAt: formatLocalTimestamp(new Date()),
    collector: { name: 'rispacs', version: options.version },
    hostname: readings.hostname.replaceAll(/\p{C}/gu, '').slice(0, 255),
    facts: describeComputer(readings),
    ...(readings.displayReadings?.length
      ? { displayReadings: readings.displayReadings.slice(0, mostDisplays) }
      : {}),
    ...(missing.length > 0 ? { notRead: [...missing] } : {}),
  };
  return saveInventory(path, inventory, options.key);
}

/**
 * Signs and writes an inventory that is already made, e.g. that of a simulated computer.
 *
 * @throws `ZodError` when it is not one that {@link parseInventory} would take.
 */
export async function saveInventory(
  path: string,
  inventory: HostInventory,
  key: SigningKey = makeSigningKey(),
): Promise<WrittenInventory> {
  const { signature: _, ...checked } = hostInventorySchema.parse(inventory);
  const signed = { ...checked, signature: signInventory(checked, key) };
  await writeFileAtomically(path, `${JSON.stringify(signed, null, 2)}\n`);
  return { inventory: signed, keyFingerprint: key.fingerprint };
}
