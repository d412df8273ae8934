import type { EvidenceRecord } from '../evidence/evidence.ts';
import { askUntilRead, StatementCancelled } from './ask.ts';
import { askAbsence, askAttestation, type EnteredStatement } from './ask-attestation.ts';
import { askDocument } from './ask-document.ts';
import { askKind, type StatementKind } from './ask-kind.ts';
import { askRefusal } from './ask-refusal.ts';
import { confirmAndRecord } from './confirm-statement.ts';
import { describeEffect } from './describe-statement.ts';
import { type DialogueEnd, DialogueEnded } from './dialogue.ts';
import { greet } from './greet.ts';
import { groupOpenCriteria, type OpenCriterion } from './open-criteria.ts';
import { normaliseCriterionId } from './parse-answer.ts';
import type { RecordedStatement } from './record-statements.ts';
import { type AttestSession, judgeInputOf, pickText } from './session.ts';
import { showCriterion, showOpenGroups, showState, wrapText } from './show-criterion.ts';
import { findStatementOptions, type StatementOptions } from './statement-options.ts';
import { judgeAll, weighStatement } from './weigh-statements.ts';

/** What a guided run left. */
export interface GuidedResult {
  readonly recorded: readonly RecordedStatement[];
  readonly ended: DialogueEnd | 'finished';
}

/**
 * Leads a person through the open criteria. Every statement is on disk before the next question; the run can end at
 * any question and be taken up again.
 */
export async function attestGuided(session: AttestSession): Promise<GuidedResult> {
  const recorded: RecordedStatement[] = [];
  try {
    greet(session);
    await runMenu(session, recorded);
    return { recorded, ended: 'finished' };
  } catch (error) {
    if (error instanceof DialogueEnded) return { recorded, ended: error.reason };
    if (session.signal.aborted) return { recorded, ended: 'interrupted' };
    throw error;
  } finally {
    session.dialogue.say('');
  }
}

type MenuChoice =
  | { readonly go: 'finish' | 'list' | 'in-order' }
  | { readonly go: 'criterion'; readonly id: string };

async function runMenu(session: AttestSession, recorded: RecordedStatement[]): Promise<void> {
  let list = await listOpen(session);
  showOpenGroups(session, list.groups);
  for (;;) {
    const choice = await askMenu(session, list.open.length);
    if (choice.go === 'finish') return;
    if (choice.go === 'criterion') await handleCriterion(session, choice.id, recorded);
    if (choice.go === 'in-order') {
      for (const { criterion } of list.open) {
        if ((await handleCriterion(session, criterion.id, recorded)) === 'to-menu') break;
      }
    }
    list = await listOpen(session);
    if (choice.go === 'list') showOpenGroups(session, list.groups);
  }
}

function askMenu(session: AttestSession, openCount: number): Promise<MenuChoice> {
  const prompt = pickText(
    session,
    `Còn ${openCount} tiêu chí mở. Gõ mã (ví dụ pacs-09), t = lần lượt, d = danh sách, Enter = kết thúc: `,
    `${openCount} criteria open. Type an id (such as pacs-09), t = take them in order, l = list, Enter = finish: `,
  );
  const known = [...session.checklist.criteria, ...session.checklist.specialized];
  return askUntilRead<MenuChoice>(session, prompt, (answer) => {
    const word = answer.trim().toLowerCase();
    if (word === '') return { ok: true, value: { go: 'finish' } };
    if (word === 't') return { ok: true, value: { go: 'in-order' } };
    if (word === 'd' || word === 'l') return { ok: true, value: { go: 'list' } };
    const id = normaliseCriterionId(word);
    if (known.some((one) => one.id === id)) return { ok: true, value: { go: 'criterion', id } };
    const problem = pickText(
      session,
      'Không có tiêu chí này. Gõ mã như trong danh sách (d để xem lại).',
      'There is no such criterion. Type an id as in the list (l shows it again).',
    );
    return { ok: false, problem };
  }).catch((error: unknown) => {
    // At the menu there is no statement to give up.
    if (error instanceof StatementCancelled) return { go: 'list' };
    throw error;
  });
}

/** Takes statements on one criterion until it is decided or the person goes on. */
async function handleCriterion(
  session: AttestSession,
  id: string,
  recorded: RecordedStatement[],
): Promise<'next' | 'to-menu'> {
  let isFirst = true;
  for (;;) {
    const { target, records } = await lookAt(session, id);
    if (isFirst) showCriterion(session, target);
    else showState(session, target.finding);
    const isDecided = target.finding.outcome === 'met' || target.finding.outcome === 'not-met';
    if (isDecided && !isFirst) return 'next';
    isFirst = false;
    const options = findStatementOptions(target.criterion, session.checklist);
    const kind = await askKind(session, id, options);
    if (kind === 'next' || kind === 'to-menu') return kind;
    try {
      const entered = await enter(session, kind, target, options, records);
      const done = await confirmAndRecord(session, entered, records);
      if (done) await acknowledge(session, done, recorded);
    } catch (error) {
      if (!(error instanceof StatementCancelled)) throw error;
      session.dialogue.say(pickText(session, 'Đã bỏ, chưa ghi gì.', 'Given up; nothing recorded.'));
    }
  }
}

function enter(
  session: AttestSession,
  kind: StatementKind,
  target: OpenCriterion,
  options: StatementOptions,
  records: readonly EvidenceRecord[],
): Promise<EnteredStatement> {
  switch (kind) {
    case 'attestation':
      return askAttestation(session, target, options);
    case 'document':
      return askDocument(session, options);
    case 'absence':
      return askAbsence(session, target.criterion);
    case 'refusal':
      return askRefusal(session, options, records);
  }
}

async function acknowledge(
  session: AttestSession,
  done: RecordedStatement,
  recorded: RecordedStatement[],
): Promise<void> {
  const { dialogue } = session;
  const isRepeated = done.how === 'already-there';
  if (!isRepeated) recorded.push(done);
  dialogue.say(
    isRepeated
      ? pickText(
          session,
          `Đã có sẵn trong hồ sơ (${done.statement.source}), không ghi thêm.`,
          `Already in the dossier (${done.statement.source}), not recorded again.`,
        )
      : pickText(session, 'Đã ghi vào hồ sơ.', 'Recorded.'),
  );
  const input = judgeInputOf(session, await session.dossier.readRecords(session.language));
  for (const line of describeEffect(done.statement, weighStatement(done.statement, input), input))
    dialogue.say(...wrapText(line.trim(), dialogue.width, '  '));
}

async function listOpen(session: AttestSession) {
  const records = await session.dossier.readRecords(session.language);
  const groups = groupOpenCriteria(judgeAll(judgeInputOf(session, records)), session);
  return { groups, open: groups.flatMap((group) => group.open) };
}

async function lookAt(session: AttestSession, id: string) {
  const records = await session.dossier.readRecords(session.language);
  const finding = judgeAll(judgeInputOf(session, records)).find((one) => one.criterion === id);
  const criterion = [...session.checklist.criteria, ...session.checklist.specialized].find(
    (one) => one.id === id,
  );
  if (!finding || !criterion) throw new Error(`no criterion ${id}`);
  return { records, target: { criterion, finding } };
}
