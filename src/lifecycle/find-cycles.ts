import type {
  SupportCycle,
  SupportedProduct,
  SupportTable,
  WindowsEdition,
} from './support-table.ts';

/** Software as it names itself. */
export interface InstalledSoftware {
  /** E.g. `Microsoft Windows Server 2019 Standard`, `Debian GNU/Linux`, `PostgreSQL`. */
  readonly name: string;
  /** E.g. `10.0.17763`, `12`, `15.8 (Debian 15.8-1)`. */
  readonly version?: string | undefined;
  /** SQL Server: 0 is the original release. */
  readonly servicePack?: number | undefined;
}

/** The product of the table, and the lines of versions that the software may belong to: none, one or several. */
export interface FoundCycles {
  readonly product: SupportedProduct;
  readonly cycles: readonly SupportCycle[];
}

/** Finds software in the table by what it says of itself; `undefined` for a product that is not there. */
export function findCycles(
  table: SupportTable,
  software: InstalledSoftware,
): FoundCycles | undefined {
  const product = findProduct(table, software.name);
  if (!product) return undefined;
  const named = cyclesInName(product, software.name);
  const pool = named.length > 0 ? named : product.cycles;
  const numbers = readNumbers(software.version);
  // Without a year in the name and without a number nothing tells the lines apart.
  if (named.length === 0 && numbers.length === 0) return { product, cycles: [] };
  const edition = readEdition(software.name);
  return {
    product,
    cycles: pool.filter(
      (cycle) =>
        fitsVersion(cycle, numbers) &&
        (software.servicePack === undefined ||
          cycle.servicePack === undefined ||
          cycle.servicePack === software.servicePack) &&
        (edition === undefined || cycle.editions?.includes(edition) !== false),
    ),
  };
}

/** The longest name wins: `CentOS Stream` before `CentOS`, `Microsoft Windows Server` before `Microsoft Windows`. */
function findProduct(table: SupportTable, name: string): SupportedProduct | undefined {
  let best: { readonly product: SupportedProduct; readonly length: number } | undefined;
  for (const product of table.products) {
    if (product.except.some((one) => startsWithWords(name, one))) continue;
    for (const one of product.names) {
      if (startsWithWords(name, one) && one.length > (best?.length ?? 0)) {
        best = { product, length: one.length };
      }
    }
  }
  return best?.product;
}

/** A name goes on with a blank or a sign, not with a letter: `SLES_SAP` and `PostgreSQLX` are other products. */
function startsWithWords(text: string, start: string): boolean {
  // Windows of 2003 and 2008 wears its trade marks: "Microsoft(R) Windows(R) Server 2003".
  const plain = text
    .replaceAll(/[®™©]|\((R|TM|C)\)/gi, '')
    .trim()
    .toLowerCase();
  return plain.startsWith(start.toLowerCase()) && !/^\w/.test(plain.slice(start.length));
}

/** `Windows Server 2012 R2` is `2012 R2` and not `2012`; a year that no line has leaves none. */
function cyclesInName(product: SupportedProduct, name: string): readonly SupportCycle[] {
  const plain = ` ${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ')} `;
  let longest = 0;
  for (const { inName } of product.cycles) {
    if (inName !== undefined && plain.includes(` ${inName.toLowerCase()} `)) {
      longest = Math.max(longest, inName.length);
    }
  }
  if (longest === 0) return [];
  return product.cycles.filter(
    ({ inName }) =>
      inName !== undefined &&
      inName.length === longest &&
      plain.includes(` ${inName.toLowerCase()} `),
  );
}

function fitsVersion(cycle: SupportCycle, numbers: readonly number[]): boolean {
  if (numbers.length === 0) return true;
  if (cycle.build !== undefined) return numbers.length < 3 || numbers[2] === cycle.build;
  const wanted = readNumbers(cycle.version ?? cycle.cycle);
  return wanted.length > 0 && wanted.every((one, index) => numbers[index] === one);
}

/** `10.50.6000` → 10, 50, 6000. Only what stands at the start counts. */
function readNumbers(version: string | undefined): readonly number[] {
  const found = /^\D{0,3}(\d{1,9}(?:\.\d{1,9}){0,3})/.exec(version?.trim() ?? '')?.[1];
  return found === undefined ? [] : found.split('.').map(Number);
}

/** Editions of Windows for stations as Windows names them (`Win32_OperatingSystem.Caption`). */
function readEdition(name: string): WindowsEdition | undefined {
  if (/\bLTS[CB]\b/i.test(name)) return /\bIoT\b/i.test(name) ? 'iot-ltsc' : 'ltsc';
  if (/\b(Pro|Professional|Home)\b/i.test(name)) return 'home-pro';
  return /\b(Enterprise|Education)\b/i.test(name) ? 'enterprise' : undefined;
}
