import type { EvidenceRecord, Statement } from '../evidence/evidence.ts';
import type { AttachOutcome } from '../evidence/statements/attach-files.ts';
import { draftStatements } from '../evidence/statements/make-statements.ts';
import { formatNumber } from '../findings/fact-labels.ts';
import type { JudgeInput } from '../findings/judge-input.ts';
import { askUntilRead, StatementCancelled, showDay } from './ask.ts';
import type { EnteredStatement } from './ask-attestation.ts';
import { describeFile } from './ask-files.ts';
import { attachFrom } from './check-typed-file.ts';
import { describeStatement } from './describe-statement.ts';
import { isNo, isYes } from './parse-answer.ts';
import { type RecordedStatement, recordStatements } from './record-statements.ts';
import { type AttestSession, judgeInputOf, pickText } from './session.ts';
import { wrapText } from './show-criterion.ts';
import { whyStatementInvalid } from './weigh-statements.ts';

/** Where statements entered by hand come from, as their records say; no statements file may withdraw them. */
export const guidedSource = 'attest';

/**
 * Shows what was entered and writes it after an explicit yes. When this resolves the record is on disk.
 * @returns undefined when the person did not say yes, or a file changed since it was checked.
 */
export async function confirmAndRecord(
  session: AttestSession,
  entered: EnteredStatement,
  evidence: readonly EvidenceRecord[],
): Promise<RecordedStatement | undefined> {
  const { dialogue, dossier } = session;
  const simulated = session.facility.simulated === true;
  const drafts = await draftStatements(entered.entry, guidedSource, simulated);
  const attachments = entered.files.map((one) => one.attachment);
  for (const draft of drafts) {
    const statement = draft.complete(attachments);
    showSummary(session, entered, statement, judgeInputOf(session, evidence));
  }
  if (!(await askYes(session))) throw new StatementCancelled();

  const attach = async (sha256: string): Promise<AttachOutcome> => {
    const file = entered.files.find((one) => one.attachment.sha256 === sha256);
    if (!file) throw new Error('A statement names a file that was not chosen');
    return attachFrom(file.path, (bytes, info) => dossier.attach(bytes, info), session.signal);
  };
  for (const file of entered.files) {
    const again = await attach(file.attachment.sha256);
    if (again.ok && again.attachment.sha256 === file.attachment.sha256) continue;
    dialogue.say(
      pickText(
        session,
        `Tệp ${file.path} đã thay đổi từ lúc chọn; chưa ghi gì, hãy nhập lại.`,
        `The file ${file.path} changed since it was chosen; nothing was recorded, enter it again.`,
      ),
    );
    return undefined;
  }
  const [recorded] = await recordStatements(dossier, drafts, attach);
  return recorded;
}

/** Only an explicit yes records; what is neither yes nor no is asked again, so that a slip loses no entry. */
function askYes(session: AttestSession): Promise<boolean> {
  const prompt = pickText(
    session,
    'Ghi vào hồ sơ? Gõ "có" để ghi, Enter = không ghi: ',
    'Record it? Type "yes" to record, Enter = do not: ',
  );
  return askUntilRead<boolean>(session, prompt, (answer) => {
    if (isYes(answer)) return { ok: true, value: true };
    if (isNo(answer)) return { ok: true, value: false };
    const problem = pickText(
      session,
      'Gõ "có" để ghi; Enter hoặc "không" để bỏ.',
      'Type "yes" to record; Enter or "no" to give up.',
    );
    return { ok: false, problem };
  });
}

function showSummary(
  session: AttestSession,
  entered: EnteredStatement,
  statement: Statement,
  input: JudgeInput,
): void {
  const { dialogue } = session;
  const say = (text: string) => dialogue.say(...wrapText(text, dialogue.width, '  '));
  dialogue.say('', pickText(session, 'Sắp ghi:', 'About to record:'));
  say(describeStatement(statement, input));
  if (statement.kind !== 'document') say(`"${statement.statement}"`);
  if (statement.kind === 'attestation') {
    for (const one of statement.witnesses)
      say(`${pickText(session, 'Chứng kiến', 'Witness')}: ${one.name}, ${one.role}`);
  }
  if (statement.kind === 'document') {
    if (statement.subject !== undefined)
      say(`${pickText(session, 'Sản phẩm', 'Product')}: ${statement.subject}`);
    const kind = session.checklist.documentKinds.find((one) => one.id === statement.documentKind);
    for (const figure of kind?.figures ?? []) {
      const value = statement.figures[figure.id];
      if (value === undefined) continue;
      const number = formatNumber(value, session.language);
      say(`${figure[session.language]}: ${number} ${figure.unit ?? ''}`.trim());
    }
  }
  if ('expires' in statement && statement.expires !== undefined)
    say(`${pickText(session, 'Hết hạn', 'Ends')}: ${showDay(session, statement.expires)}`);
  for (const file of entered.files)
    say(`${pickText(session, 'Tệp', 'File')}: ${describeFile(file)}`);
  if (statement.kind === 'absence') {
    say(
      pickText(
        session,
        'Chú ý: tuyên bố này làm tiêu chí KHÔNG ĐẠT.',
        'Note: this declaration makes the criterion NOT MET.',
      ),
    );
  }
  const invalid = whyStatementInvalid(statement, input);
  if (invalid === undefined) return;
  say(
    pickText(
      session,
      `Chú ý: sẽ được ghi nhưng KHÔNG được tính: ${invalid}.`,
      `Note: it will be recorded but will NOT count: ${invalid}.`,
    ),
  );
}
