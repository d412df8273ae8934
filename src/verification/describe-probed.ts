import { findingMessages } from '../findings/messages.ts';
import { plain } from '../history/terminal-text.ts';
import type { Language } from '../locale/language.ts';
import { shortenText } from '../report/printable-text.ts';
import type { ProbedAgain } from './probe-again.ts';

const mostListed = 12;
const mostLineCharacters = 1000;

/** What came of measuring again, one line each. A difference is something to ask about, not proof of a false record. */
export function describeProbed(probed: readonly ProbedAgain[], language: Language): string[] {
  const vi = language === 'vi';
  const words = findingMessages(language);
  if (probed.length === 0)
    return [
      vi
        ? 'Đo lại: hồ sơ không có phép đo nào chỉ quan sát.'
        : 'Measured again: the dossier has no observing measurement.',
    ];
  const lines = probed.map(({ probe, subject, state, differs }) => {
    const more = differs.length > mostListed ? ` +${differs.length - mostListed}` : '';
    const result =
      state !== 'observed'
        ? words.state(state)
        : differs.length === 0
          ? vi
            ? 'như trong hồ sơ'
            : 'as in the dossier'
          : `${vi ? 'KHÁC ở' : 'DIFFERS in'} ${differs.slice(0, mostListed).join(', ')}${more}`;
    return shortenText(plain(`   - ${probe}: ${subject}: ${result}`), mostLineCharacters);
  });
  return [
    vi
      ? 'Đo lại (chỉ các phép quan sát, không dùng mật khẩu, không so các con số; khác nhau là điều cần hỏi, chưa phải là sai):'
      : 'Measured again (observing probes only, without passwords, numbers not compared; a difference is to be asked about, not yet wrong):',
    ...lines,
  ];
}
