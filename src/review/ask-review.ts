import {
  askChoice,
  askRequiredText,
  askText,
  askUntilRead,
  StatementCancelled,
} from '../attest/ask.ts';
import { DialogueEnded } from '../attest/dialogue.ts';
import { type AttestSession, pickText } from '../attest/session.ts';
import { type Outcome, outcomes } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';
import { basisText, levelNames, outcomeNames } from '../report/labels.ts';
import type { CouncilKind } from './council-composition.ts';
import {
  type CouncilMember,
  type CouncilReview,
  type CouncilVote,
  councilDuties,
  councilVotes,
  type ReviewInput,
} from './review-schema.ts';
import { reviewedFindings } from './reviewed-findings.ts';
import { dutyNames, voteNames } from './words.ts';

type OpinionInput = ReviewInput['opinions'][number];

/** What a guided review asks about, and where each answer goes. */
export interface ReviewDialogue {
  readonly session: AttestSession;
  readonly assessment: Assessment;
  readonly earlier: CouncilReview | undefined;
  readonly kind: CouncilKind;
  /** Writes one answer at once, so that a stop in the middle loses nothing. */
  readonly record: (input: ReviewInput) => Promise<void>;
}

type Answer = 'agree' | 'disagree' | 'ask' | 'skip' | 'agree-to-rest' | 'stop';

const keys: Readonly<Record<string, Answer>> = {
  '': 'skip',
  '1': 'agree',
  '2': 'disagree',
  '3': 'ask',
  '9': 'agree-to-rest',
  '0': 'stop',
};

/** Asks one member about each criterion, then for a vote. Ends quietly when no further answer comes. */
export async function askReview(dialogue: ReviewDialogue): Promise<'finished' | 'interrupted'> {
  try {
    const member = await askMember(dialogue);
    const council = withMember(dialogue, member);
    await askOpinions(dialogue, council, member);
    await askVote(dialogue, council, member);
    return 'finished';
  } catch (error) {
    if (error instanceof StatementCancelled) return 'finished';
    if (error instanceof DialogueEnded)
      return error.reason === 'interrupted' ? 'interrupted' : 'finished';
    throw error;
  }
}

async function askMember({ session, earlier }: ReviewDialogue): Promise<CouncilMember> {
  const { language, dialogue } = session;
  dialogue.say(
    pickText(
      session,
      'Ghi ý kiến của một thành viên Hội đồng. Kết quả của công cụ không bị thay đổi. Gõ ! để dừng.',
      'Records the opinions of one member of the council. The findings are not changed. Type ! to stop.',
    ),
  );
  const name = await askRequiredText(session, pickText(session, 'Họ và tên', 'Full name'), 200);
  const known = earlier?.council.members.find((one) => one.name === name);
  if (known) return known;
  const position = await askRequiredText(session, pickText(session, 'Chức vụ', 'Post'), 200);
  const duty = await askChoice(
    session,
    pickText(session, 'Nhiệm vụ trong Hội đồng:', 'Duty in the council:'),
    councilDuties.map((value) => ({ label: dutyNames[value][language], value })),
  );
  const taken = new Set(earlier?.council.members.map(({ id }) => id));
  let number = taken.size + 1;
  while (taken.has(`tv${number}`)) number += 1;
  return { id: `tv${number}`, name, position, duty, present: true };
}

function withMember({ earlier, kind }: ReviewDialogue, member: CouncilMember) {
  const before = earlier?.council ?? { kind, members: [] };
  const isThere = before.members.some(({ id }) => id === member.id);
  return { ...before, members: isThere ? before.members : [...before.members, member] };
}

async function askOpinions(
  { session, assessment, record }: ReviewDialogue,
  council: ReviewInput['council'],
  member: CouncilMember,
): Promise<void> {
  const { dialogue, language } = session;
  const note = (opinions: OpinionInput[]) =>
    record({ schemaVersion: 1, council, opinions, votes: [] });
  const findings = reviewedFindings(assessment);
  const date = session.today;
  for (const [index, finding] of findings.entries()) {
    const { criterion } = finding;
    const wording = [...session.checklist.criteria, ...session.checklist.specialized].find(
      ({ id }) => id === criterion,
    );
    dialogue.say(
      '',
      `${criterion} (${index + 1}/${findings.length}) ${wording?.[language] ?? ''}`.slice(0, 500),
      `  ${outcomeNames[finding.outcome][language]} (${basisText(finding.basis, language)}): ${finding.observed}`.slice(
        0,
        600,
      ),
    );
    const answer = await askKey(session);
    if (answer === 'stop') return;
    if (answer === 'skip') continue;
    if (answer === 'agree-to-rest') {
      const rest = findings.slice(index).map((one) => one.criterion);
      await note([{ member: member.id, criteria: rest, opinion: 'agree', date }]);
      return;
    }
    const common = { member: member.id, criteria: [criterion], date };
    if (answer === 'agree') await note([{ ...common, opinion: answer }]);
    else {
      const reason = await askRequiredText(session, pickText(session, 'Lý do', 'Reason'), 2000);
      const proposes = answer === 'disagree' ? await askProposal(session) : undefined;
      await note([{ ...common, opinion: answer, reason, ...(proposes && { proposes }) }]);
    }
  }
}

function askKey(session: AttestSession): Promise<Answer> {
  const prompt = pickText(
    session,
    '  1 đồng ý, 2 không đồng ý, 3 yêu cầu làm rõ, Enter bỏ qua, 9 đồng ý với phần còn lại, 0 sang biểu quyết: ',
    '  1 agree, 2 disagree, 3 ask, Enter skip, 9 agree to the rest, 0 go on to the vote: ',
  );
  return askUntilRead<Answer>(session, prompt, (typed) => {
    const key = typed.trim();
    const value = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (value !== undefined) return { ok: true, value };
    return {
      ok: false,
      problem: pickText(session, 'Chỉ 1, 2, 3, 9, 0 hoặc Enter.', 'Only 1, 2, 3, 9, 0 or Enter.'),
    };
  });
}

function askProposal(session: AttestSession): Promise<Outcome> {
  return askChoice(
    session,
    pickText(session, 'Kết quả mà thành viên đề nghị:', 'The outcome the member would give:'),
    outcomes.map((value) => ({ label: outcomeNames[value][session.language], value })),
  );
}

async function askVote(
  { session, assessment, record }: ReviewDialogue,
  council: ReviewInput['council'],
  member: CouncilMember,
): Promise<void> {
  const { level } = assessment.verdict;
  const name = levelNames[level][session.language];
  const choices: readonly { label: string; value: CouncilVote }[] = councilVotes.map((value) => ({
    label: voteNames[value][session.language],
    value,
  }));
  const vote = await askChoice(
    session,
    pickText(
      session,
      `Biểu quyết về mức đề xuất theo dự thảo: ${name}`,
      `Vote on the level proposed under the draft: ${name}`,
    ),
    choices,
  );
  const title = pickText(session, 'Lý do (Enter: không ghi)', 'Reason (Enter: none)');
  const reason =
    vote === 'against'
      ? await askRequiredText(session, pickText(session, 'Lý do', 'Reason'), 2000)
      : await askText(session, title, 2000);
  await record({
    schemaVersion: 1,
    council,
    opinions: [],
    votes: [{ member: member.id, vote, level, ...(reason && { reason }), date: session.today }],
  });
}
