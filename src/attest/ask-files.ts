import type { Person } from '../evidence/evidence.ts';
import { statementMessages } from '../evidence/statements/messages.ts';
import { askRequiredText, askText, askUntilRead, explainText } from './ask.ts';
import { type CheckedFile, checkTypedFile } from './check-typed-file.ts';
import { cleanText, parsePerson } from './parse-answer.ts';
import { type AttestSession, pickText } from './session.ts';

const mostFiles = 50;
const mostWitnesses = 20;
const mostPathCharacters = 1000;
const mostNameCharacters = 200;

/** Asks for files until an empty answer; each is checked at once and asked again when it cannot be attached. */
export async function askFiles(session: AttestSession, prompt: string): Promise<CheckedFile[]> {
  const files: CheckedFile[] = [];
  while (files.length < mostFiles) {
    const more = files.length > 0;
    const file = await askUntilRead<CheckedFile | undefined>(
      session,
      more
        ? pickText(session, 'Tệp nữa (Enter = hết): ', 'Another file (Enter = no more): ')
        : `${prompt}: `,
      async (answer) => {
        if (answer.trim() === '') return { ok: true, value: undefined };
        // Paths are kept as typed: a file name may hold two spaces or decomposed letters.
        const text = cleanText(answer, mostPathCharacters);
        if (!text.ok)
          return { ok: false, problem: explainText(session, text.problem, mostPathCharacters) };
        const checked = await checkTypedFile(answer, session.workingFolder, session.signal);
        if (checked.ok) return { ok: true, value: checked.file };
        const why = statementMessages(session.language).fileProblem(checked.problem);
        const hint = pickText(
          session,
          `thư mục đang đứng: ${session.workingFolder}`,
          `the current folder is ${session.workingFolder}`,
        );
        const problem = checked.problem.code === 'missing' ? `${why} (${hint})` : why;
        return { ok: false, problem: `${capitalise(problem)}.` };
      },
    );
    if (!file) break;
    if (files.some((one) => one.attachment.sha256 === file.attachment.sha256)) {
      session.dialogue.say(pickText(session, '  Tệp này đã chọn rồi.', '  Already chosen.'));
      continue;
    }
    files.push(file);
    session.dialogue.say(`  ${describeFile(file)}`);
  }
  return files;
}

/** Asks who signs; an empty answer takes the person who signed last, or gives the statement up. */
export async function askPerson(session: AttestSession, title: string): Promise<Person> {
  const last = session.lastPerson;
  if (last) {
    const name = await askText(
      session,
      `${title}: ${pickText(session, 'họ và tên', 'full name')} [${last.name}, ${last.role}]`,
      mostNameCharacters,
    );
    if (name === undefined || name === last.name) return last;
    return askRole(session, name);
  }
  const name = await askRequiredText(
    session,
    `${title}: ${pickText(session, 'họ và tên (Enter = bỏ mục này)', 'full name (Enter = give up)')}`,
    mostNameCharacters,
  );
  return askRole(session, name);
}

/** Asks for witnesses, one line each, until an empty answer. */
export async function askWitnesses(session: AttestSession): Promise<Person[]> {
  const witnesses: Person[] = [];
  while (witnesses.length < mostWitnesses) {
    const person = await askUntilRead<Person | undefined>(
      session,
      witnesses.length === 0
        ? pickText(
            session,
            'Người chứng kiến: "họ tên; chức vụ" (Enter = không có): ',
            'Witness: "name; role" (Enter = none): ',
          )
        : pickText(session, 'Người chứng kiến nữa (Enter = hết): ', 'Another (Enter = no more): '),
      (answer) => {
        const text = cleanText(answer, 2 * mostNameCharacters);
        if (!text.ok)
          return { ok: false, problem: explainText(session, text.problem, 2 * mostNameCharacters) };
        if (text.value === '') return { ok: true, value: undefined };
        const person = parsePerson(text.value);
        const fits = person && Math.max(person.name.length, person.role.length);
        if (person && fits !== undefined && fits <= mostNameCharacters)
          return { ok: true, value: person };
        const problem = pickText(
          session,
          'Gõ họ tên, dấu chấm phẩy, rồi chức vụ. Ví dụ: Lê Văn C; Kỹ sư',
          'Type the name, a semicolon, then the role. For example: Le Van C; Engineer',
        );
        return { ok: false, problem };
      },
    );
    if (!person) break;
    witnesses.push(person);
  }
  return witnesses;
}

/** A file in one line: name, kind, size. */
export function describeFile({ path: file, attachment }: CheckedFile): string {
  const kind = attachment.mediaType.replace(/^.*\//, '').toUpperCase().replace('PLAIN', 'TXT');
  const kibibytes = Math.max(1, Math.round(attachment.sizeBytes / 1024));
  return `${attachment.originalName ?? file} (${kind}, ${kibibytes} KiB)`;
}

async function askRole(session: AttestSession, name: string): Promise<Person> {
  const role = await askRequiredText(
    session,
    pickText(session, '  Chức vụ', '  Role'),
    mostNameCharacters,
  );
  const person = { name, role };
  session.lastPerson = person;
  return person;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
