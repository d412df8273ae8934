import { followDictionary, type OpenPdf, openPdf } from './open-pdf.ts';
import {
  readArray,
  readReference,
  UnreadablePdf,
  writeDictionary,
  writeText,
} from './read-syntax.ts';
import { writeUpdate } from './write-update.ts';

/** What stands in the signature dictionary besides the signature (ISO 32000-1 12.8.1). */
export interface SignatureWords {
  readonly name: string;
  readonly reason: string;
  readonly at: Date;
}

/** A PDF file with an empty place for a signature. */
export interface PreparedPdf {
  /** The whole new file. */
  readonly bytes: Buffer;
  /** The two stretches that the signature covers: everything but its own place. */
  readonly covered: readonly [Buffer, Buffer];
  /** Offset of the first hexadecimal digit of the place, and how many bytes of signature it takes. */
  readonly place: { readonly at: number; readonly bytes: number };
}

const rangePlace = '[0 0000000000 0000000000 0000000000]';
const deepestPageTree = 60;

/**
 * Adds an invisible signature field to the first page as an incremental update: the earlier bytes stay as they are, so
 * that earlier signatures still hold.
 * @param bytesForSignature - room for the CMS message.
 * @throws UnreadablePdf when the file cannot be updated.
 */
export function prepareSignature(
  bytes: Buffer,
  words: SignatureWords,
  bytesForSignature: number,
): PreparedPdf {
  const pdf = openPdf(bytes);
  const [signature, field] = [pdf.size, pdf.size + 1];
  const hole = '0'.repeat(bytesForSignature * 2);
  const objects = new Map<number, { readonly generation: number; readonly body: string }>();
  const put = (number: number, body: string, generation = 0): void => {
    objects.set(number, { generation, body });
  };
  put(
    signature,
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange ${rangePlace} /Contents <${hole}> /M (${pdfTime(words.at)}) /Name ${writeText(words.name)} /Reason ${writeText(words.reason)} >>`,
  );
  const page = firstPage(pdf);
  put(
    field,
    `<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 0 0] /F 132 /P ${page.number} ${page.generation} R /T ${writeText(`ChuKy${field}`)} /V ${signature} 0 R >>`,
  );
  addAnnotation(pdf, page, field, put);
  addField(pdf, field, put);
  const written = writeUpdate(bytes, pdf, objects);
  return fillRange(written, bytes.length, hole);
}

/** Puts a signature into its place. @throws RangeError when it does not fit. */
export function fillSignature({ bytes, place }: PreparedPdf, signature: Uint8Array): Buffer {
  if (signature.length > place.bytes)
    throw new RangeError('the signature is larger than its place');
  const filled = Buffer.from(bytes);
  filled.write(Buffer.from(signature).toString('hex'), place.at, 'latin1');
  return filled;
}

function fillRange(written: Buffer, from: number, hole: string): PreparedPdf {
  const range = written.indexOf(rangePlace, from, 'latin1');
  const open = written.indexOf(`<${hole}>`, from, 'latin1');
  const close = open + hole.length + 2;
  const filled = `[0 ${open} ${close} ${written.length - close}`.padEnd(rangePlace.length - 1);
  written.write(`${filled}]`, range, 'latin1');
  return {
    bytes: written,
    covered: [written.subarray(0, open), written.subarray(close)],
    place: { at: open + 1, bytes: hole.length / 2 },
  };
}

interface Page {
  readonly entries: ReadonlyMap<string, string>;
  readonly number: number;
  readonly generation: number;
}

function firstPage(pdf: OpenPdf): Page {
  const root = followDictionary(pdf, pdf.trailer.get('Root')).entries;
  let value = root.get('Pages');
  for (let depth = 0; depth < deepestPageTree; depth += 1) {
    const { entries, number, generation } = followDictionary(pdf, value);
    if (entries.get('Type') === '/Page' && number !== undefined)
      return { entries, number, generation };
    const kids = entries.get('Kids');
    value = arrayOf(pdf, kids)[0];
  }
  throw new UnreadablePdf('no page');
}

function arrayOf(pdf: OpenPdf, value: string | undefined): string[] {
  const reference = readReference(value);
  return readArray(reference ? pdf.readObject(reference.number) : (value ?? '[]'));
}

type Put = (number: number, body: string, generation?: number) => void;

function addAnnotation(pdf: OpenPdf, page: Page, field: number, put: Put): void {
  const annotations = page.entries.get('Annots');
  const list = `[${[...arrayOf(pdf, annotations), `${field} 0 R`].join(' ')}]`;
  const shared = readReference(annotations);
  if (shared) put(shared.number, list, shared.generation);
  else {
    const changed = writeDictionary(new Map([...page.entries, ['Annots', list]]));
    put(page.number, changed, page.generation);
  }
}

/** SigFlags 3: there are signatures, and the file is to be changed by appending only (ISO 32000-1 12.7.2). */
function addField(pdf: OpenPdf, field: number, put: Put): void {
  const root = followDictionary(pdf, pdf.trailer.get('Root'));
  if (root.number === undefined) throw new UnreadablePdf('no catalog');
  const told = root.entries.get('AcroForm');
  const form = told === undefined ? undefined : followDictionary(pdf, told);
  const fields = [...arrayOf(pdf, form?.entries.get('Fields')), `${field} 0 R`];
  const entries = new Map([
    ...(form?.entries ?? []),
    ['Fields', `[${fields.join(' ')}]`],
    ['SigFlags', '3'],
  ] as const);
  if (form?.number !== undefined) put(form.number, writeDictionary(entries), form.generation);
  else {
    const changed = new Map([...root.entries, ['AcroForm', writeDictionary(entries)]]);
    put(root.number, writeDictionary(changed), root.generation);
  }
}

function pdfTime(at: Date): string {
  return `D:${at.toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '')}Z`;
}
