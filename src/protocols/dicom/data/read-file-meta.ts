import type { DatasetSource } from '../dimse/dataset-source.ts';
import { FileReader } from './file-reader.ts';
import { readDataset } from './read-dataset.ts';

/** A DICOM file that can be sent as it is (PS3.10 7.1). */
export interface DicomFile {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataset: Extract<DatasetSource, { kind: 'file' }>;
}

/** The file's facts, or why it is not a DICOM file. */
export type DicomFileResult =
  | { readonly ok: true; readonly file: DicomFile }
  | { readonly ok: false; readonly message: string };

const PREAMBLE_BYTES = 128;
const PREFIX_BYTES = PREAMBLE_BYTES + 4;
/** (0002,0000) UL: header of 8 and value of 4 bytes. */
const GROUP_LENGTH_BYTES = 12;
const MAX_META_BYTES = 64 * 1024;
/** Real file meta information is a few hundred bytes; a longer one is read in a second turn. */
const USUAL_HEAD_BYTES = 2048;

const MEDIA_STORAGE_SOP_CLASS_UID = 0x00020002;
const MEDIA_STORAGE_SOP_INSTANCE_UID = 0x00020003;
const TRANSFER_SYNTAX_UID = 0x00020010;

function parseMeta(head: Buffer, path: string, fileBytes: number): DicomFileResult {
  if (head.toString('latin1', PREAMBLE_BYTES, PREFIX_BYTES) !== 'DICM') {
    return { ok: false, message: `${path} is not a DICOM file: no DICM prefix` };
  }
  const metaStart = PREFIX_BYTES + GROUP_LENGTH_BYTES;
  if (head.length < metaStart || head.readUInt32LE(PREFIX_BYTES) !== 0x0000_0002) {
    return { ok: false, message: `${path} has no file meta group length` };
  }
  const metaBytes = head.readUInt32LE(metaStart - 4);
  const metaEnd = metaStart + metaBytes;
  if (metaEnd > head.length) {
    return { ok: false, message: `${path} has ${metaBytes} bytes of file meta information` };
  }
  const read = readDataset(head.subarray(metaStart, metaEnd), 'explicit-little-endian');
  if (!read.ok) return { ok: false, message: `${path}: file meta information: ${read.message}` };
  const sopClassUid = read.dataset.text(MEDIA_STORAGE_SOP_CLASS_UID);
  const sopInstanceUid = read.dataset.text(MEDIA_STORAGE_SOP_INSTANCE_UID);
  const transferSyntaxUid = read.dataset.text(TRANSFER_SYNTAX_UID);
  if (!sopClassUid || !sopInstanceUid || !transferSyntaxUid) {
    return { ok: false, message: `${path}: file meta information lacks a mandatory UID` };
  }
  const dataset = {
    kind: 'file',
    path,
    offsetBytes: metaEnd,
    lengthBytes: fileBytes - metaEnd,
  } as const;
  return { ok: true, file: { sopClassUid, sopInstanceUid, transferSyntaxUid, dataset } };
}

/** The bytes that the group length says precede the data set; as many as needed to say what is wrong otherwise. */
function headBytes(head: Buffer): number {
  const metaStart = PREFIX_BYTES + GROUP_LENGTH_BYTES;
  if (head.length < metaStart) return head.length;
  return Math.min(metaStart + head.readUInt32LE(metaStart - 4), MAX_META_BYTES);
}

async function readHead(file: FileReader, lengthBytes: number): Promise<Buffer> {
  const head = Buffer.allocUnsafe(lengthBytes);
  return head.subarray(0, await file.read([head], 0));
}

/**
 * Reads the file meta information, and nothing else, of a DICOM file.
 * @throws a file system error when the file cannot be read.
 */
export async function readFileMeta(path: string): Promise<DicomFileResult> {
  const file = await FileReader.open(path);
  try {
    const first = await readHead(file, USUAL_HEAD_BYTES);
    const wanted = headBytes(first);
    const isWhole = wanted <= first.length || first.length < USUAL_HEAD_BYTES;
    return parseMeta(isWhole ? first : await readHead(file, wanted), path, file.sizeBytes);
  } finally {
    file.close();
  }
}
