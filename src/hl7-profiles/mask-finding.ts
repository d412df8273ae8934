import type { Er7Finding } from '../protocols/hl7/er7-finding.ts';
import type { MllpFinding } from '../protocols/hl7/mllp.ts';
import { cleanForPrint, isHarmlessCode, shapeOf } from './mask-value.ts';

/** A finding of the reader without pieces of the message, unless they are asked for or say nothing of a person. */
export function maskEncodingFinding(finding: Er7Finding, showValues: boolean): Er7Finding {
  const mask = (text: string): string =>
    showValues || isHarmlessCode(text) ? cleanForPrint(text, 60) : shapeOf(text);
  switch (finding.kind) {
    case 'bad-segment-id':
      return { ...finding, id: mask(finding.id) };
    case 'charset-not-in-table-0211':
    case 'charset-unknown':
    case 'charset-mismatch':
      return { ...finding, declared: mask(finding.declared) };
    case 'ambiguous-delimiters':
    case 'short-encoding-characters':
      // Five characters of a garbled header may be the start of a name.
      return {
        ...finding,
        characters: cleanForPrint(
          showValues ? finding.characters : finding.characters.replace(/[\p{L}\p{N}]/gu, '·'),
          10,
        ),
      };
    default:
      return finding;
  }
}

/** A finding of the deframer without bytes of the stream, which may be a piece of somebody's message. */
export function maskFramingFinding(finding: MllpFinding, showValues: boolean): MllpFinding {
  return 'firstBytesHex' in finding && !showValues ? { ...finding, firstBytesHex: '' } : finding;
}
