import type { Language } from '../locale/language.ts';
import type { WrittenResult } from './write-result.ts';

/** What else writing a result has done to the dossier: one sentence each, none when nothing. */
export function describeWritten(
  written: Omit<WrittenResult, 'rendered'>,
  folder: string,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const { remade, outdated, outdatedPapers, signaturesLapsed } = written;
  const list = (files: readonly string[]) => files.join(', ');
  return [
    ...(remade.length === 0
      ? []
      : [
          vi
            ? `Xét lại cho kết quả khác với kết quả của báo cáo đã có nên đã lập lại ${list(remade)}; mọi tệp nay của cùng một kết quả.`
            : `Judged again, the dossier gives another result than its reports were of, so ${list(remade)} was made again; all files are now of one result.`,
        ]),
    ...(outdated.length === 0
      ? []
      : [
          vi
            ? `${list(outdated)} vẫn của kết quả trước; lập lại bằng: rispacs report ${folder}`
            : `${list(outdated)} is still of an earlier result; make it again with: rispacs report ${folder}`,
        ]),
    ...(outdatedPapers.length === 0
      ? []
      : [
          vi
            ? `Còn của kết quả trước: ${list(outdatedPapers)}; lập lại bằng: rispacs report ${folder} --documents minutes,decision,scoring`
            : `Still of an earlier result: ${list(outdatedPapers)}; make them again with: rispacs report ${folder} --documents minutes,decision,scoring`,
        ]),
    ...(signaturesLapsed
      ? [
          vi
            ? 'Hồ sơ đã được ký trước đó; chữ ký không còn khớp với các tệp vừa ghi và phải ký lại.'
            : 'The dossier was signed before; its signatures no longer fit the files just written and must be made again.',
        ]
      : []),
  ];
}
