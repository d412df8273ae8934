import { z } from 'zod';
import { outcomes } from '../findings/finding.ts';
import { levels } from '../verdict/verdict.ts';
import { councilKinds } from './council-composition.ts';

/**
 * What a council says about a result. It stands beside the findings: nothing here ever rewrites what was measured, and
 * a disagreement is printed on page 1 of the report.
 */

const text = (max: number) => z.string().trim().normalize('NFC').min(1).max(max);
const isoDate = z.iso.date().describe('Ngày theo dạng 2026-11-22 / A day as 2026-11-22');
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('Giờ theo dạng 08:30 / A time as 08:30');
const memberId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/)
  .describe('Mã ngắn của thành viên, ví dụ tv1 / A short id of the member, e.g. tv1');
const criterionId = z.string().regex(/^[a-z]+-\d\d$/);

/** Duties in a council, as the minutes name them. */
export const councilDuties = ['chair', 'deputy', 'secretary', 'member'] as const;
/** `ask`: the member wants something explained or shown before judging. */
export const councilOpinions = ['agree', 'disagree', 'ask'] as const;
export type CouncilOpinion = (typeof councilOpinions)[number];
/** Votes on a level under the draft. */
export const councilVotes = ['for', 'against', 'abstain'] as const;
export type CouncilVote = (typeof councilVotes)[number];

const memberSchema = z.strictObject({
  id: memberId,
  name: text(200).describe('Họ và tên / Full name'),
  position: text(200).describe('Chức vụ / Post'),
  organisation: text(200).exactOptional(),
  duty: z
    .enum(councilDuties)
    .default('member')
    .describe('chair, deputy, secretary hoặc member / or member'),
  present: z.boolean().default(true).describe('Có mặt hay không / Whether present'),
});
export type CouncilMember = z.infer<typeof memberSchema>;

const councilSchema = z
  .strictObject({
    kind: z
      .enum(councilKinds)
      .describe(
        'facility: Hội đồng của cơ sở; inter-sectoral: Hội đồng liên ngành (mức chuyên sâu) / own council, or the inter-sectoral one for Specialized',
      ),
    name: text(300).exactOptional(),
    decision: z
      .strictObject({ number: text(100), date: isoDate, issuer: text(200).exactOptional() })
      .exactOptional()
      .describe('Quyết định thành lập / The decision that set the council up'),
    bodies: z
      .array(text(300))
      .min(1)
      .max(30)
      .exactOptional()
      .describe(
        'Cơ quan, bộ phận có đại diện; không ghi: theo checklists/council-composition.yaml / Bodies with a representative; without it, those of the composition list',
      ),
    members: z.array(memberSchema).min(1).max(30),
  })
  .refine(({ members }) => new Set(members.map(({ id }) => id)).size === members.length, {
    error: 'mỗi thành viên một mã riêng / each member needs an id of its own',
    path: ['members'],
  });

const meetingSchema = z.strictObject({
  date: isoDate.exactOptional(),
  from: clock.exactOptional(),
  to: clock.exactOptional(),
  place: text(300).exactOptional(),
});

const reasonNeeded = 'cần lý do khi không đồng ý, hỏi hoặc phản đối / a reason is needed';

const opinionInputSchema = z
  .strictObject({
    member: memberId,
    criteria: z
      .union([z.literal('all'), z.array(criterionId).min(1).max(100)])
      .describe('all, hoặc danh sách mã tiêu chí / all, or a list of criteria'),
    opinion: z.enum(councilOpinions).describe('agree, disagree hoặc ask / or ask'),
    reason: text(2000).exactOptional(),
    proposes: z
      .enum(outcomes)
      .exactOptional()
      .describe('Kết quả mà thành viên đề nghị / The outcome that the member would give'),
    date: isoDate,
  })
  .refine(({ opinion, reason }) => opinion === 'agree' || reason !== undefined, {
    error: reasonNeeded,
    path: ['reason'],
  })
  .refine(({ opinion, criteria }) => opinion === 'agree' || criteria !== 'all', {
    error:
      'chỉ agree mới dùng được cho all; nêu từng tiêu chí / only agree may be given for all; name the criteria',
    path: ['criteria'],
  });

const voteInputSchema = z
  .strictObject({
    member: memberId,
    vote: z.enum(councilVotes).describe('for, against hoặc abstain / or abstain'),
    level: z
      .enum(levels)
      .exactOptional()
      .describe('Mức được biểu quyết; không ghi: mức đề xuất / Level voted on; the proposed one'),
    reason: text(2000).exactOptional(),
    date: isoDate,
  })
  .refine(({ vote, reason }) => vote !== 'against' || reason !== undefined, {
    error: reasonNeeded,
    path: ['reason'],
  });

/** The file a council's secretary writes for `review DIR --file`. */
export const reviewInputSchema = z.strictObject({
  schemaVersion: z.literal(1),
  council: councilSchema,
  meeting: meetingSchema.exactOptional(),
  opinions: z.array(opinionInputSchema).max(2000).default([]),
  votes: z.array(voteInputSchema).max(200).default([]),
});
export type ReviewInput = z.infer<typeof reviewInputSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** As the member was named on the day, whatever the list of members says later. */
const by = z.strictObject({
  id: memberId,
  name: z.string().min(1).max(200),
  position: z.string().min(1).max(200),
});
/** What somebody said, as long as the input form takes it. */
const said = z.string().min(1).max(2000);

const opinionSchema = z.strictObject({
  by,
  criterion: criterionId,
  opinion: z.enum(councilOpinions),
  reason: said.exactOptional(),
  proposes: z.enum(outcomes).exactOptional(),
  date: isoDate,
  outcome: z.enum(outcomes).describe("The tool's outcome that the member had before them"),
  resultSha256: sha256.describe('SHA-256 of the assessment.json that was before the member'),
});

const voteSchema = z.strictObject({
  by,
  vote: z.enum(councilVotes),
  level: z.enum(levels),
  reason: said.exactOptional(),
  date: isoDate,
  resultSha256: sha256,
});

/** `council/review.json` of a dossier. Entries are only ever added; the last one of a member on a criterion counts. */
export const councilReviewSchema = z.strictObject({
  schemaVersion: z.literal(1),
  council: councilSchema,
  meeting: meetingSchema.exactOptional(),
  opinions: z.array(opinionSchema).max(20_000),
  votes: z.array(voteSchema).max(2000),
});
export type CouncilReview = z.infer<typeof councilReviewSchema>;
export type RecordedOpinion = CouncilReview['opinions'][number];
export type RecordedVote = CouncilReview['votes'][number];
