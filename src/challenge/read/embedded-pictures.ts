import { readMessage } from '../../protocols/hl7/er7.ts';
import { MAX_FILE_BYTES } from './decode-picture.ts';
import { readPictureHeader } from './picture-header.ts';

/** A picture inside a message. */
export interface EmbeddedPicture {
  /** The observation that it is the value of, from 1: `OBX[3]-5`. */
  readonly where: string;
  readonly bytes: Buffer;
}

/** Pictures of one message that are looked at. */
const MAX_PICTURES = 50;
/** Repetitions of one observation's value that are looked at. */
const MAX_REPETITIONS = 10;

/** Binary data as text (HL7 table 0299); `A` is text that is what it is. */
function decodeData(data: string, encoding: string | undefined): Buffer | undefined {
  // A third more than the bytes, or twice as much.
  if (data.length > 2 * MAX_FILE_BYTES) return undefined;
  switch (encoding?.toLowerCase()) {
    case 'base64':
      return Buffer.from(data, 'base64');
    case 'hex':
      return Buffer.from(data, 'hex');
    default:
      return undefined;
  }
}

/**
 * The PNG and JPEG pictures of an HL7 v2 message: values of data type ED, encapsulated data (HL7 v2.5.1 2.A.24). What
 * is no such picture, by its content, is left out.
 * @returns `undefined` for bytes that are no message
 */
export function listEmbeddedPictures(message: Uint8Array): EmbeddedPicture[] | undefined {
  const reading = readMessage(message);
  if (reading.kind === 'unreadable') return undefined;
  const pictures: EmbeddedPicture[] = [];
  reading.message.segmentsOf('OBX').forEach((segment, index) => {
    if (segment.get({ field: 2 }) !== 'ED') return;
    for (let repetition = 1; repetition <= MAX_REPETITIONS; repetition += 1) {
      const data = segment.get({ field: 5, repetition, component: 5 });
      if (data === undefined || pictures.length >= MAX_PICTURES) return;
      const bytes = decodeData(data, segment.get({ field: 5, repetition, component: 4 }));
      if (bytes === undefined || readPictureHeader(bytes).kind !== 'picture') continue;
      const times = repetition === 1 ? '' : `[${repetition}]`;
      pictures.push({ where: `OBX[${index + 1}]-5${times}`, bytes });
    }
  });
  return pictures;
}
