import type { BilingualText } from '../locale/language.ts';
import type { CouncilOpinion, CouncilVote, councilDuties } from './review-schema.ts';

/** Duties in a council as printed. */
export const dutyNames: { readonly [D in (typeof councilDuties)[number]]: BilingualText } = {
  chair: { vi: 'Chủ tịch', en: 'Chair' },
  deputy: { vi: 'Phó Chủ tịch', en: 'Deputy chair' },
  secretary: { vi: 'Thư ký', en: 'Secretary' },
  member: { vi: 'Ủy viên', en: 'Member' },
};

/** What a member says of one criterion, as printed. */
export const opinionNames: { readonly [O in CouncilOpinion]: BilingualText } = {
  agree: { vi: 'đồng ý', en: 'agrees' },
  disagree: { vi: 'không đồng ý', en: 'disagrees' },
  ask: { vi: 'yêu cầu làm rõ', en: 'asks' },
};

/** Votes as printed. */
export const voteNames: { readonly [V in CouncilVote]: BilingualText } = {
  for: { vi: 'tán thành', en: 'for' },
  against: { vi: 'không tán thành', en: 'against' },
  abstain: { vi: 'không biểu quyết', en: 'abstains' },
};
