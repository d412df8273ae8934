import { z } from 'zod';
import { cleanText } from '../../attest/parse-answer.ts';
import type { BilingualText } from '../../locale/language.ts';
import type { WalkPerson } from '../contract.ts';
import { mostWitnesses } from '../log-events.ts';

/** Who shows and who watches. */
export interface People {
  readonly examiner: WalkPerson;
  readonly witnesses: readonly WalkPerson[];
}

/** Longest name, role or organisation, in characters. */
export const mostPersonCharacters = 200;

const person = z.strictObject({
  name: z.string(),
  role: z.string(),
  organisation: z.string().exactOptional(),
});
const sent = z.strictObject({ examiner: person, witnesses: z.array(person).max(mostWitnesses) });

/** Reads the form of people: them, or in one sentence what is wrong; `undefined` when it is no such form at all. */
export function readPeople(value: unknown): People | BilingualText | undefined {
  const parsed = sent.safeParse(value);
  if (!parsed.success) return undefined;
  const all: WalkPerson[] = [];
  for (const one of [parsed.data.examiner, ...parsed.data.witnesses]) {
    const read = readPerson(one);
    if ('vi' in read) return read;
    all.push(read);
  }
  const names = new Set(all.map(({ name }) => name.toLowerCase()));
  if (names.size < all.length)
    return {
      vi: 'Người trình diễn và những người chứng kiến phải là những người khác nhau.',
      en: 'The examiner and the witnesses have to be different people.',
    };
  const [examiner, ...witnesses] = all;
  return examiner === undefined ? undefined : { examiner, witnesses };
}

function readPerson(input: z.infer<typeof person>): WalkPerson | BilingualText {
  const name = cleanText(input.name, mostPersonCharacters);
  const role = cleanText(input.role, mostPersonCharacters);
  const organisation = cleanText(input.organisation ?? '', mostPersonCharacters);
  if (!name.ok || !role.ok || !organisation.ok)
    return {
      vi: `Họ tên, chức vụ và đơn vị viết bằng chữ in được, mỗi mục không quá ${mostPersonCharacters} ký tự.`,
      en: `Names, roles and organisations take printable letters, at most ${mostPersonCharacters} each.`,
    };
  if (name.value === '' || role.value === '')
    return {
      vi: 'Cần họ tên và chức vụ của từng người.',
      en: 'Everyone needs a name and a role.',
    };
  return {
    name: name.value,
    role: role.value,
    ...(organisation.value !== '' && { organisation: organisation.value }),
  };
}
