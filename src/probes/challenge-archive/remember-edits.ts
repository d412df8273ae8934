import { z } from 'zod';
import { parseJson } from '../../evidence/parse-json.ts';
import { EDIT_KINDS, type EditKind } from './facts.ts';

/** Name of the attachment that a resumed run looks for. */
export const editsFileName = 'challenge-edits.json';

const schema = z.strictObject({
  version: z.literal(1),
  studyInstanceUid: z.string().max(64),
  seen: z.array(z.enum(EDIT_KINDS)).max(EDIT_KINDS.length),
});

/** Written for a later run, which tells an edit that was taken back from one that never was. */
export function writeEdits(studyInstanceUid: string, seen: readonly EditKind[]): Buffer {
  const content = { version: 1, studyInstanceUid, seen };
  return Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`, 'utf8');
}

/** The edits that an earlier run saw of this very study; none for anything else. */
export function readEdits(
  bytes: Uint8Array | undefined,
  studyInstanceUid: string,
): readonly EditKind[] {
  if (bytes === undefined) return [];
  const parsed = schema.safeParse(parseJson(Buffer.from(bytes).toString('utf8')));
  const isSame = parsed.success && parsed.data.studyInstanceUid === studyInstanceUid;
  return isSame ? parsed.data.seen : [];
}
