import { createHash } from 'node:crypto';
import type { Attachment, Person, Statement } from '../evidence.ts';
import type { StatementsFile } from '../statement-schema.ts';

/** A statement as written, before its files are attached. */
export type StatementDraft = {
  readonly id: string;
  /** Files named by the statement, in its order, without repeats. */
  readonly files: readonly string[];
  /** True for a statement that the file already holds, word for word. */
  readonly repeated: boolean;
  readonly kind: Statement['kind'];
  /** Makes the record. */
  readonly complete: (attachments: readonly Attachment[]) => Statement;
};

type WithoutOptional<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * Turns a statements file into drafts. A statement's id is its kind and the first 12 hex digits of the SHA-256 of
 * what was written (RFC 8785 form) with the file's name: unchanged words keep their id from run to run, also when an attached
 * file changes or is missing.
 *
 * @param source - the statements file as named in the facility file.
 */
export async function draftStatements(
  file: StatementsFile,
  source: string,
  simulated: boolean,
): Promise<readonly StatementDraft[]> {
  const { default: canonicalize } = await import('canonicalize');
  const seen = new Set<string>();
  const draft = (
    kind: Statement['kind'],
    written: { readonly files: readonly string[] },
    make: (base: StatementBase) => Statement,
  ): StatementDraft => {
    const content = canonicalize({ kind, source, written });
    if (content === undefined) throw new Error('A statement has no canonical form');
    const id = `${kind}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
    const repeated = seen.has(id);
    seen.add(id);
    const complete = (attachments: readonly Attachment[]): Statement =>
      make({ id, source, attachments, ...(simulated ? { simulated: true } : {}) });
    return { id, kind, repeated, files: [...new Set(written.files)], complete };
  };

  return [
    ...file.attestations.map((written) =>
      draft('attestation', written, (base) => {
        const { files: _files, by, witnesses, ...rest } = written;
        return {
          ...base,
          kind: 'attestation',
          ...present(rest),
          by: person(by),
          witnesses: witnesses.map(person),
        };
      }),
    ),
    ...file.documents.map((written) =>
      draft('document', written, (base) => {
        const { files: _files, kind: documentKind, ...rest } = written;
        return { ...base, kind: 'document', documentKind, ...present(rest) };
      }),
    ),
    ...file.absences.map((written) =>
      draft('absence', written, (base) => {
        const { files: _files, by, ...rest } = written;
        return { ...base, kind: 'absence', ...present(rest), by: person(by) };
      }),
    ),
    ...file.refusals.map((written) =>
      draft('refusal', written, (base) => {
        const { files: _files, by, ...rest } = written;
        return { ...base, kind: 'refusal', ...present(rest), by: person(by) };
      }),
    ),
  ];
}

interface StatementBase {
  readonly id: string;
  readonly source: string;
  readonly attachments: readonly Attachment[];
  readonly simulated?: true;
}

function person(input: { name: string; role: string; organisation?: string | undefined }): Person {
  return present(input);
}

/** Drops the keys that were not written, so that absent stays absent. */
function present<T extends object>(input: T): WithoutOptional<T>;
function present(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
