import type { Statement } from '../evidence/evidence.ts';
import { askUntilRead, StatementCancelled } from './ask.ts';
import { type AttestSession, pickText } from './session.ts';
import type { StatementOptions } from './statement-options.ts';

export type StatementKind = Statement['kind'];

/** Asks what to record for a criterion; an empty answer records nothing. */
export async function askKind(
  session: AttestSession,
  id: string,
  options: StatementOptions,
): Promise<StatementKind | 'next' | 'to-menu'> {
  const offered: readonly { kind: StatementKind; isOffered: boolean; label: string }[] = [
    {
      kind: 'attestation',
      isOffered: options.attestable.length > 0,
      label: pickText(
        session,
        'Xác nhận: một người đứng tên đã chứng kiến',
        'Attestation: a named person saw it',
      ),
    },
    {
      kind: 'document',
      isOffered: options.documents.length > 0,
      label: pickText(session, 'Hồ sơ, giấy tờ', 'Document'),
    },
    {
      kind: 'absence',
      isOffered: true,
      label: pickText(
        session,
        'Tuyên bố không có (tiêu chí sẽ là không đạt)',
        'Declaration of absence (the criterion becomes not met)',
      ),
    },
    {
      kind: 'refusal',
      isOffered: options.refusable.length > 0,
      label: pickText(
        session,
        `Từ chối cho đo (${options.refusable.join(', ')}), có văn bản`,
        `Refusal to probe (${options.refusable.join(', ')}), with its letter`,
      ),
    },
  ];
  const isOffered = (kind: StatementKind) =>
    offered.some((one) => one.kind === kind && one.isOffered);
  session.dialogue.say('', pickText(session, `Ghi gì cho ${id}?`, `Record what for ${id}?`));
  // A number keeps its meaning on every criterion, so that a hand that knows the list does not slip.
  for (const [index, one] of offered.entries())
    if (one.isOffered) session.dialogue.say(`  ${index + 1}  ${one.label}`);
  const prompt = pickText(
    session,
    'Gõ số; Enter = bỏ qua, ! = về danh sách: ',
    'Number; Enter = skip, ! = back to the list: ',
  );
  try {
    return await askUntilRead<StatementKind | 'next'>(session, prompt, (answer) => {
      const word = answer.trim();
      if (word === '' || word === '0') return { ok: true, value: 'next' };
      const chosen = /^[1-4]$/.test(word) ? offered[Number(word) - 1] : undefined;
      if (chosen && isOffered(chosen.kind)) return { ok: true, value: chosen.kind };
      const problem = chosen
        ? pickText(
            session,
            'Tiêu chí này không nhận loại đó.',
            'This criterion does not take that.',
          )
        : pickText(session, 'Gõ một số trong danh sách trên.', 'Type a number of the list above.');
      return { ok: false, problem };
    });
  } catch (error) {
    if (error instanceof StatementCancelled) return 'to-menu';
    throw error;
  }
}
