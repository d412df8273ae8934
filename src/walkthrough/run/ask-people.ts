import { parsePerson } from '../../attest/parse-answer.ts';
import { UserError } from '../../errors/user-error.ts';
import type { WalkPerson } from '../contract.ts';
import { askUntil, pick, say, type Talk } from './talk.ts';

const mostWitnesses = 20;

/** Asks who shows and who watches, unless they are known and stay. */
export async function askPeople(talk: Talk): Promise<void> {
  const { examiner, witnesses } = await talk.walk.progress();
  if (examiner !== undefined) {
    say(talk, pick(talk, `Người trình diễn: ${tell(examiner)}`, `Examiner: ${tell(examiner)}`));
    for (const one of witnesses)
      say(talk, pick(talk, `Người chứng kiến: ${tell(one)}`, `Witness: ${tell(one)}`));
    const keep = await askUntil(
      talk,
      pick(talk, 'Enter = vẫn những người này, s = sửa: ', 'Enter = the same people, s = change: '),
      (answer) => {
        const word = answer.toLowerCase();
        if (word === '' || word === 's') return { value: word === '' };
        return pick(talk, 'Chỉ Enter hoặc s.', 'Only Enter or s.');
      },
    );
    if (keep) return;
  }
  for (;;) {
    const first = await askPerson(
      talk,
      pick(talk, 'Người trình diễn (họ tên; chức vụ): ', 'Examiner (name; role): '),
    );
    if (first === undefined) {
      say(talk, pick(talk, 'Cần tên người trình diễn.', 'The examiner must be named.'), '  ');
      continue;
    }
    const others = await askWitnesses(talk);
    try {
      await talk.walk.setPeople(first, others);
      return;
    } catch (error) {
      if (!(error instanceof UserError) || error.exitCode !== 2) throw error;
      say(talk, error.message, '  ');
    }
  }
}

async function askWitnesses(talk: Talk): Promise<WalkPerson[]> {
  const witnesses: WalkPerson[] = [];
  while (witnesses.length < mostWitnesses) {
    const number = witnesses.length + 1;
    const next = await askPerson(
      talk,
      pick(
        talk,
        `Người chứng kiến thứ ${number} (họ tên; chức vụ; Enter = hết): `,
        `Witness ${number} (name; role; Enter = no more): `,
      ),
    );
    if (next === undefined) break;
    witnesses.push(next);
  }
  if (witnesses.length < 2) {
    say(
      talk,
      pick(
        talk,
        'Những bước chỉ có lời người làm cần hai người chứng kiến; chưa đủ thì các bước đó chưa nhận được.',
        'Steps that rest on words need two witnesses; without them they cannot be taken.',
      ),
      '  ',
    );
  }
  return witnesses;
}

function askPerson(talk: Talk, prompt: string): Promise<WalkPerson | undefined> {
  return askUntil<WalkPerson | undefined>(talk, prompt, (answer) => {
    if (answer === '') return { value: undefined };
    const person = parsePerson(answer);
    return person === undefined
      ? pick(
          talk,
          'Gõ họ tên; chức vụ, ví dụ: Trần Thị Hà; Trưởng phòng CNTT',
          'Type name; role, such as: Hà Trần; head of IT',
        )
      : { value: person };
  });
}

function tell({ name, role, organisation }: WalkPerson): string {
  return [name, role, ...(organisation === undefined ? [] : [organisation])].join(', ');
}
