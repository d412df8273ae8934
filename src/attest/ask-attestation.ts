import type { Criterion } from '../checklist/schema.ts';
import { type StatementsFile, statementsFileSchema } from '../evidence/statement-schema.ts';
import type { Finding } from '../findings/finding.ts';
import { partStateNames } from '../report/labels.ts';
import { askChoices, askDay, askRequiredText, StatementCancelled, showDay } from './ask.ts';
import { askFiles, askPerson, askWitnesses } from './ask-files.ts';
import type { CheckedFile } from './check-typed-file.ts';
import type { OpenCriterion } from './open-criteria.ts';
import { type AttestSession, pickText } from './session.ts';
import { type AttestableId, type StatementOptions, wordingOf } from './statement-options.ts';

const mostStatementCharacters = 4000;

/** One statement as entered, with the files chosen for it; nothing is in the dossier yet. */
export interface EnteredStatement {
  /** Holds exactly one statement; its files are named by their SHA-256. */
  readonly entry: StatementsFile;
  readonly files: readonly CheckedFile[];
}

/** Asks for an attestation. */
export async function askAttestation(
  session: AttestSession,
  { criterion, finding }: OpenCriterion,
  options: StatementOptions,
): Promise<EnteredStatement> {
  const title = pickText(session, 'Xác nhận cho ý nào?', 'Attest which parts?');
  const choices = options.attestable.map((one) => ({
    label: `${labelAttestable(session, criterion, one)}${labelState(session, finding, one.id)}`,
    value: one.id,
  }));
  const ids = await askChoices(session, title, choices, true);
  if (ids.length === 0) throw new StatementCancelled();
  const by = await askPerson(session, pickText(session, 'Người xác nhận', 'Attested by'));
  const date = await askSigningDay(session);
  const statement = await askRequiredText(
    session,
    pickText(
      session,
      'Nội dung xác nhận: đã thấy gì, ở đâu (Enter = không xác nhận)',
      'What was seen, and where (Enter = not attested)',
    ),
    mostStatementCharacters,
  );
  const files = await askFiles(
    session,
    pickText(
      session,
      'Tệp kèm theo: biên bản, ảnh màn hình… (Enter = không có, khi đó không được tính)',
      'Attached file: minutes, screenshot… (Enter = none, then it does not count)',
    ),
  );
  const witnesses = await askWitnesses(session);
  const expires = await askDay(
    session,
    pickText(session, 'Có giá trị đến ngày (Enter = không ghi)', 'Valid until (Enter = none)'),
    undefined,
    (day) =>
      day < date
        ? pickText(session, 'Trước ngày xác nhận.', 'Before the date of the attestation.')
        : undefined,
  );
  return {
    files,
    entry: statementsFileSchema.parse({
      schemaVersion: 1,
      attestations: [
        {
          for: ids,
          statement,
          by,
          date,
          ...(expires !== undefined && { expires }),
          witnesses,
          files: hashesOf(files),
        },
      ],
    }),
  };
}

/** Asks for a declaration that something does not exist. */
export async function askAbsence(
  session: AttestSession,
  criterion: Criterion,
): Promise<EnteredStatement> {
  const parts = [...(criterion.parts ?? []), ...(criterion.any_of ?? [])];
  const ids = await askChoices(
    session,
    pickText(session, 'Cơ sở không có ý nào?', 'What does the facility not have?'),
    [
      {
        label: `${criterion.id}: ${pickText(session, 'cả tiêu chí', 'the whole criterion')}`,
        value: criterion.id,
      },
      ...parts.map((part) => ({
        label: `${part.id}: ${part[session.language]}`,
        value: part.id,
      })),
    ],
    true,
  );
  if (ids.length === 0) throw new StatementCancelled();
  const by = await askPerson(session, pickText(session, 'Người tuyên bố', 'Declared by'));
  const date = await askSigningDay(session);
  const statement = await askRequiredText(
    session,
    pickText(
      session,
      'Nội dung: cơ sở không có gì (Enter = không tuyên bố)',
      'What the facility does not have (Enter = not declared)',
    ),
    mostStatementCharacters,
  );
  const files = await askFiles(
    session,
    pickText(
      session,
      'Tệp kèm theo (không bắt buộc, Enter = không có)',
      'Attached file (Enter = none)',
    ),
  );
  return {
    files,
    entry: statementsFileSchema.parse({
      schemaVersion: 1,
      absences: [{ for: ids, statement, by, date, files: hashesOf(files) }],
    }),
  };
}

/** Asks for the day a statement was signed; an empty answer is today. */
export function askSigningDay(session: AttestSession): Promise<string> {
  const { assessedOn } = session.dossier.settings;
  return askDay(
    session,
    `${pickText(session, 'Ngày', 'Date')} [${showDay(session, session.today)}]`,
    session.today,
    (day) =>
      day > session.today && day > assessedOn
        ? pickText(
            session,
            'Ngày này chưa tới; ghi ngày đã ký.',
            'This day has not come yet; give the day of signing.',
          )
        : undefined,
  );
}

/** The hashes of chosen files: the statement's name for them, so that it is tied to their content. */
export function hashesOf(files: readonly CheckedFile[]): string[] {
  return files.map((one) => one.attachment.sha256);
}

function labelAttestable(session: AttestSession, criterion: Criterion, one: AttestableId): string {
  const wording = `${one.id}: ${wordingOf(criterion, one.id, session.language)}`;
  if (one.onlyInsteadOf.length === 0) return wording;
  const probes = one.onlyInsteadOf.join(', ');
  return pickText(
    session,
    `${wording} (chỉ tính khi có văn bản từ chối cho đo: ${probes})`,
    `${wording} (counts only beside a written refusal to probe: ${probes})`,
  );
}

/** A part that is already met is marked, so that nobody attests it for nothing. */
function labelState(session: AttestSession, finding: Finding, id: string): string {
  const state = finding.parts.find((one) => one.id === id)?.state;
  return state === undefined || state === 'open'
    ? ''
    : ` [${pickText(session, 'hiện', 'now')}: ${partStateNames[state][session.language]}]`;
}
