import { z } from 'zod';
import type { Submission } from '../contract.ts';
import { mostStatementCharacters } from '../log-events.ts';
import type { SubmitKind } from './routes.ts';
import type { StagedFile } from './staged-files.ts';

const text = (max: number) => z.string().max(max);
/** Room for white space that is cleaned away later. */
const spare = 2;

const forms = {
  code: z.strictObject({ text: text(200) }),
  value: z.strictObject({ index: z.int().min(0).max(100), text: text(200) }),
  statement: z.strictObject({
    text: text(spare * mostStatementCharacters),
    shownPoints: z.array(z.int().min(0).max(1000)).max(200),
  }),
  'cannot-show': z.strictObject({ reason: text(2000) }),
} as const;

/** What a form of the page hands in; `undefined` when it is none of ours. A statement takes the files that wait for it. */
export function readSubmission(
  what: Exclude<SubmitKind, 'picture'>,
  value: unknown,
  files: readonly StagedFile[],
): Submission | undefined {
  switch (what) {
    case 'code': {
      const { data } = forms.code.safeParse(value);
      return data && { kind: what, ...data };
    }
    case 'value': {
      const { data } = forms.value.safeParse(value);
      return data && { kind: what, ...data };
    }
    case 'statement': {
      const { data } = forms.statement.safeParse(value);
      const originals = files.map(({ bytes, name }) => ({ bytes, originalName: name }));
      return data && { kind: what, ...data, files: originals };
    }
    case 'cannot-show': {
      const { data } = forms['cannot-show'].safeParse(value);
      return data && { kind: what, ...data };
    }
  }
}

const mostNameCharacters = 200;

/**
 * A file's name from its header, for showing only: the last part, without what cannot be printed. Names are
 * percent-encoded, since headers carry no Vietnamese.
 */
export function readFileName(header: string | undefined): string {
  const decoded = decodeName(header ?? '');
  const last = decoded.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const plain = last.normalize('NFC').replaceAll(/\p{C}/gu, '').trim();
  return plain.slice(0, mostNameCharacters).toWellFormed() || 'tep';
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
