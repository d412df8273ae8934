import type { Challenge } from '../../challenge/index.ts';
import type { DicomNode } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { StoringResult } from './store-study.ts';

/** What a node did not take, one sentence each. */
export function describeRefusals(
  { refusals, states }: StoringResult,
  interrupted: boolean,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const notes = refusals.map(({ name, code }) => {
    const hex = code?.toString(16).toUpperCase().padStart(4, '0');
    if (hex === undefined)
      return vi
        ? `${name}: PACS không nhận loại ảnh này.`
        : `${name}: the PACS takes no such object.`;
    return vi ? `${name}: C-STORE trả về ${hex}.` : `${name}: C-STORE returned ${hex}.`;
  });
  const unanswered = states.filter((one) => one === 'unanswered').length;
  if (unanswered > 0)
    notes.push(
      vi
        ? `${unanswered} ảnh chưa gửi được hoặc không có trả lời${interrupted ? ', vì người dùng dừng' : ''}.`
        : `${unanswered} objects were not sent or not answered${interrupted ? ', since the user stopped' : ''}.`,
    );
  return notes;
}

/** The outcome in words, with what comes next. */
export function tellOutcome(
  result: StoringResult & { readonly failure?: { readonly reason: { readonly message: string } } },
  accepted: number,
  { challenge, node, dossier }: { challenge: Challenge; node: DicomNode; dossier: string },
  language: Language,
): string[] {
  const vi = language === 'vi';
  const total = result.states.length;
  const lines: string[] = [];
  if (result.failure) lines.push(result.failure.reason.message);
  lines.push(
    vi
      ? `Ca thử thách lượt ${challenge.runCode}: ${node.id} đã nhận ${accepted}/${total} ảnh.`
      : `Challenge study of run ${challenge.runCode}: ${node.id} took ${accepted} of ${total} objects.`,
    ...describeRefusals(result, false, language),
  );
  if (!result.mayBeThere) return lines;
  return [
    ...lines,
    vi
      ? `Tìm trên PACS: người bệnh KIỂM THỬ^RISPACS, số phiếu ${challenge.study.accessionNumber}. Tiếp theo:`
      : `On the PACS: patient KIỂM THỬ^RISPACS, accession number ${challenge.study.accessionNumber}. Next:`,
    `  rispacs challenge run ${dossier}`,
    vi
      ? 'Khi trình diễn xong, xóa ca thử khỏi PACS:'
      : 'When the walk is over, remove the study from the PACS:',
    `  rispacs cleanup ${dossier}`,
  ];
}
