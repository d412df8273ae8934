import { locatePixelData } from '../../pixels/locate-pixel-data.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ReadElement,
  readDataset,
  STORAGE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import type { StoredObject } from '../dicom/services.ts';
import { stripMarks, stripValue } from '../dicom/strip-marks.ts';
import type { Archive } from './archive.ts';
import type { Keeping } from './behaviour.ts';

const SPECIFIC_CHARACTER_SET = 0x00080005;
const shortHeaderBytes = 8;
const textVrs: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UT']);

/** Takes an object into an archive in the way the PACS keeps things; the C-STORE status (PS3.4 B.2.3). */
export function keepObject(archive: Archive, object: StoredObject, keeping: Keeping): number {
  switch (keeping) {
    case 'faithful':
      return archive.store(object);
    case 'loses-mr':
      return object.sopClassUid === STORAGE_SOP_CLASSES.magneticResonance.uid
        ? 0
        : archive.store(object);
    case 'strips-marks':
      return archive.store(stripObject(object));
    case 'declares-latin':
      return archive.store(
        rewriteObject(object, ({ tag }) =>
          tag === SPECIFIC_CHARACTER_SET ? Buffer.from('ISO_IR 100', 'latin1') : undefined,
        ),
      );
    case 'changes-pixels':
      return archive.store(changePixels(object));
  }
}

/** An archive that keeps ASCII letters only, in its objects and in its database. */
function stripObject(object: StoredObject): StoredObject {
  const elements = Object.fromEntries(
    Object.entries(object.elements).map(([keyword, value]) => [keyword, stripValue(value)]),
  );
  const stripped = rewriteObject(object, ({ vr = '', raw }) => {
    if (!textVrs.has(vr)) return undefined;
    const text = Buffer.from(stripMarks(raw.toString('utf8').replace(/ +$/, '')), 'utf8');
    return text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from(' ')]);
  });
  return { ...stripped, elements };
}

function changePixels(object: StoredObject): StoredObject {
  if (object.transferSyntax !== EXPLICIT_VR_LITTLE_ENDIAN) return object;
  const place = locatePixelData(object.bytes, 'explicit-little-endian');
  if (!place.ok) return object;
  const bytes = Buffer.from(object.bytes);
  const first = place.value.valueBytes;
  bytes[first] = (bytes[first] ?? 0) ^ 1;
  return { ...object, bytes };
}

/**
 * Writes some top-level values of an explicit VR data set anew, each of even length; everything else stays, byte for
 * byte, and so does an object that cannot be read.
 */
function rewriteObject(
  object: StoredObject,
  change: (element: ReadElement) => Buffer | undefined,
): StoredObject {
  const { bytes } = object;
  if (object.transferSyntax === IMPLICIT_VR_LITTLE_ENDIAN) return object;
  const place = locatePixelData(bytes, 'explicit-little-endian');
  const end = place.ok ? place.value.startBytes : bytes.length;
  const read = readDataset(bytes.subarray(0, end), 'explicit-little-endian');
  if (!read.ok) return object;
  const pieces: Buffer[] = [];
  let at = 0;
  for (const element of read.dataset.elements.values()) {
    const valueAt = element.raw.byteOffset - bytes.byteOffset;
    const next = valueAt + element.raw.length;
    const value = change(element);
    if (value === undefined) pieces.push(bytes.subarray(at, next));
    else pieces.push(writeHeader(bytes.subarray(at, valueAt), value.length), value);
    at = next;
  }
  return { ...object, bytes: Buffer.concat([...pieces, bytes.subarray(at)]) };
}

/** The header of an element with another length (PS3.5 7.1.2). */
function writeHeader(header: Buffer, lengthBytes: number): Buffer {
  const written = Buffer.from(header);
  if (written.length === shortHeaderBytes) written.writeUInt16LE(lengthBytes, written.length - 2);
  else written.writeUInt32LE(lengthBytes, written.length - 4);
  return written;
}
