import type { HostDisplayRow } from '../facts.ts';
import { type DisplayModels, findMaker, findModel } from './display-models.ts';
import { type DisplayReading, mostDisplays } from './display-reading.ts';
import { type Edid, parseEdid } from './edid.ts';

type Row = Omit<HostDisplayRow, 'host' | 'role'>;
type Said = Omit<Row, 'inputs' | 'tableDate' | 'class' | 'maker' | 'classDocument' | 'classLink'>;

/** Rows of the panels, and how many readings were no EDID. */
export interface DescribedDisplays {
  readonly rows: readonly Row[];
  readonly unreadable: number;
}

/**
 * Makes facts of what displays say of themselves. A panel that is fed by several inputs says the same serial number on
 * each and is one row; displays without a serial number cannot be told apart and stay apart.
 */
export function describeDisplays(
  readings: readonly DisplayReading[],
  models: DisplayModels,
): DescribedDisplays {
  const said = readings.slice(0, mostDisplays).map(readOne);
  const panels = new Map<string, { readonly first: Said; inputs: number }>();
  for (const [index, one] of said.entries()) {
    if (one === undefined) continue;
    const key = one.serial === undefined ? `no serial ${index}` : identify(one, one.serial);
    const panel = panels.get(key);
    if (panel) panel.inputs += 1;
    else panels.set(key, { first: one, inputs: 1 });
  }
  return {
    rows: [...panels.values()].map(({ first, inputs }) => {
      const known = findModel(models, first.vendor, first.model);
      const maker = known?.maker ?? findMaker(models, first.vendor);
      return {
        ...first,
        ...(maker !== undefined && { maker }),
        inputs,
        ...(known && {
          class: known.class,
          classDocument: known.document,
          classLink: known.link,
        }),
        tableDate: models.reviewedOn,
      };
    }),
    unreadable: said.filter((one) => one === undefined).length,
  };
}

function identify({ vendor, model, productCode }: Said, serial: string): string {
  return JSON.stringify([vendor, model ?? productCode, serial]);
}

function readOne(reading: DisplayReading): Said | undefined {
  const base = reading.connector === undefined ? {} : { connector: reading.connector };
  if (reading.via === 'system') {
    const { vendor, productCode, model, serial, year, pixelsWide, pixelsHigh } = reading;
    return {
      ...base,
      readBy: 'system',
      vendor,
      ...(productCode !== undefined && { productCode }),
      ...(model !== undefined && { model }),
      ...(serial !== undefined && { serial }),
      ...(year !== undefined && { year }),
      ...tellPixels(pixelsWide, pixelsHigh),
    };
  }
  const parsed = parseEdid(Buffer.from(reading.edid, 'base64'));
  if (!parsed.ok) return undefined;
  const { edid } = parsed;
  return {
    ...base,
    readBy: 'edid',
    vendor: edid.vendor,
    productCode: edid.productCode,
    ...(edid.model !== undefined && { model: edid.model }),
    ...(edid.serial !== undefined && { serial: edid.serial }),
    ...(edid.year !== undefined && { year: edid.year }),
    ...tellSize(edid),
    ...tellPixels(edid.pixelsWide, edid.pixelsHigh),
  };
}

function tellSize({ widthMm, heightMm }: Edid) {
  if (widthMm === undefined || heightMm === undefined) return {};
  const diagonalInches = Math.round((Math.hypot(widthMm, heightMm) / 25.4) * 10) / 10;
  return { widthMm, heightMm, diagonalInches };
}

function tellPixels(pixelsWide: number | undefined, pixelsHigh: number | undefined) {
  if (pixelsWide === undefined || pixelsHigh === undefined) return {};
  const megapixels = Math.round((pixelsWide * pixelsHigh) / 1e5) / 10;
  return { pixelsWide, pixelsHigh, megapixels };
}
