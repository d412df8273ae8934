import type { EvidenceRecord } from '../evidence/evidence.ts';
import { statementsFileSchema } from '../evidence/statement-schema.ts';
import { stateNames } from '../report/labels.ts';
import { askChoice, askRequiredText } from './ask.ts';
import { askSigningDay, type EnteredStatement, hashesOf } from './ask-attestation.ts';
import { askFiles, askPerson } from './ask-files.ts';
import { type AttestSession, pickText } from './session.ts';
import type { StatementOptions } from './statement-options.ts';

/** Systems offered by name; a hospital with more of one kind refuses for all of them. */
const mostSubjects = 50;

/** Asks for a refusal to let a probe run, with its letter. */
export async function askRefusal(
  session: AttestSession,
  options: StatementOptions,
  evidence: readonly EvidenceRecord[],
): Promise<EnteredStatement> {
  const probe = await askChoice(
    session,
    pickText(session, 'Không cho chạy phép đo nào?', 'Which probe was refused?'),
    options.refusable.map((one) => ({ label: one, value: one })),
  );
  session.dialogue.say(`${pickText(session, 'Phép đo', 'Probe')}: ${probe}`);
  const subjectId = await askSubject(session, probe, evidence);
  const reason = await askChoice<'refused' | 'not-permitted'>(
    session,
    pickText(session, 'Vì sao?', 'Why?'),
    [
      {
        label: pickText(
          session,
          'Người phụ trách hoặc nhà cung cấp từ chối',
          'The person in charge or the vendor refused',
        ),
        value: 'refused',
      },
      {
        label: pickText(
          session,
          'Quy định của cơ sở hoặc của cấp trên không cho phép',
          'Rules of the facility or of a superior body do not permit it',
        ),
        value: 'not-permitted',
      },
    ],
  );
  const by = await askPerson(session, pickText(session, 'Người từ chối', 'Refused by'));
  const date = await askSigningDay(session);
  const statement = await askRequiredText(
    session,
    pickText(
      session,
      'Lý do ghi trong văn bản (Enter = bỏ mục này)',
      'The reason given in the letter (Enter = give up)',
    ),
    4000,
  );
  const files = await askFiles(
    session,
    pickText(
      session,
      'Văn bản từ chối (Enter = không có, khi đó không được tính)',
      'The letter (Enter = none, then it does not count)',
    ),
  );
  return {
    files,
    entry: statementsFileSchema.parse({
      schemaVersion: 1,
      refusals: [
        {
          probe,
          ...(subjectId !== undefined && { subjectId }),
          reason,
          statement,
          by,
          date,
          files: hashesOf(files),
        },
      ],
    }),
  };
}

/** Which system was refused. One that was observed is not offered: what was seen outranks a refusal. */
async function askSubject(
  session: AttestSession,
  probe: string,
  evidence: readonly EvidenceRecord[],
): Promise<string | undefined> {
  const steps = evidence.filter((one) => one.kind === 'probe').filter((one) => one.probe === probe);
  const unseen = steps.filter((one) => one.state !== 'observed').slice(0, mostSubjects);
  const isAnySeen = unseen.length < steps.length;
  if (steps.length > 0 && unseen.length === 0) {
    session.dialogue.say(
      pickText(
        session,
        'Chú ý: mọi hệ thống đã đo được, nên lời từ chối này sẽ không được tính.',
        'Note: every system was observed, so this refusal will not count.',
      ),
    );
  }
  if (unseen.length === 0) return undefined;
  const all = {
    label: pickText(session, 'mọi hệ thống của phép đo này', 'every system of this probe'),
    value: undefined,
  };
  return askChoice<string | undefined>(
    session,
    pickText(session, 'Hệ thống nào?', 'Which system?'),
    [
      ...unseen.map((one) => ({
        label: `${one.subject}: ${stateNames[one.state][session.language]}`,
        value: one.subjectId,
      })),
      // A refusal for all counts for nothing once one of them was observed.
      ...(isAnySeen ? [] : [all]),
    ],
  );
}
