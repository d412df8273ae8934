import { plain } from '../history/terminal-text.ts';
import type { Language } from '../locale/language.ts';
import { shortenText } from '../report/printable-text.ts';
import type { ChecklistCheck } from './compare-checklist.ts';
import { describeOddity, describePart } from './describe-files.ts';
import { describeExpected, describeSignatures } from './describe-signatures.ts';
import type { Verification } from './verify-dossier.ts';

const mostListed = 20;
const mostLineCharacters = 1000;

/** The three answers in words, each file or criterion that differs by name. */
export function describeVerification(verification: Verification, language: Language): string[] {
  const { files, oddities, bag, rejudged, checklist, repeatable } = verification;
  const vi = language === 'vi';
  const lines: string[] = [vi ? '1. Các tệp trong hồ sơ' : '1. Files of the dossier'];
  if (files.state === 'no-manifest')
    lines.push(
      vi
        ? '   Không có manifest-sha256.txt: không kiểm tra được.'
        : '   There is no manifest-sha256.txt: cannot be checked.',
    );
  else if (files.state === 'intact')
    lines.push(
      vi ? `   Còn nguyên (${files.fileCount} tệp).` : `   Intact (${files.fileCount} files).`,
    );
  else lines.push(vi ? '   ĐÃ BỊ THAY ĐỔI:' : '   CHANGED:');
  const list = (title: string, names: readonly string[]) => {
    for (const name of names.slice(0, mostListed)) lines.push(`   - ${title}: ${name}`);
    if (names.length > mostListed) lines.push(`   - ${title}: +${names.length - mostListed}`);
  };
  const name = (file: string) => describePart(file, language);
  list(vi ? 'nội dung khác' : 'content differs', files.changed.map(name));
  list(vi ? 'thiếu tệp' : 'missing', files.missing.map(name));
  list(vi ? 'thêm tệp ngoài danh mục' : 'not listed', files.added.map(name));
  list(vi ? 'dòng sai dạng trong danh mục' : 'malformed line', files.malformed);
  list(
    vi ? 'bất thường' : 'odd',
    oddities.map((one) => describeOddity(one, language)),
  );
  if (bag) {
    lines.push(
      bag.state === 'intact'
        ? vi
          ? `   Gói BagIt còn nguyên (${bag.fileCount} tệp).`
          : `   The BagIt folder is intact (${bag.fileCount} files).`
        : vi
          ? '   Gói BagIt ĐÃ BỊ THAY ĐỔI:'
          : '   The BagIt folder is CHANGED:',
    );
    list(vi ? 'gói: nội dung khác' : 'bag: content differs', bag.changed);
    list(vi ? 'gói: thiếu tệp' : 'bag: missing', bag.missing);
    list(vi ? 'gói: thêm tệp' : 'bag: not listed', bag.added);
    list(vi ? 'gói: sai dạng' : 'bag: malformed', bag.malformed);
  }
  lines.push(...describeSignatures(verification, language));
  lines.push(...describeExpected(verification, language));

  lines.push(vi ? '2. Xét lại từ bằng chứng' : '2. Judged again from the evidence');
  switch (rejudged.state) {
    case 'equal':
      lines.push(vi ? '   Ra đúng kết quả đã ghi.' : '   Gives exactly the recorded result.');
      break;
    case 'different':
      lines.push(vi ? '   KHÁC kết quả đã ghi ở:' : '   DIFFERS from the recorded result in:');
      list(vi ? 'khác' : 'differs', rejudged.where);
      break;
    case 'no-assessment':
      lines.push(
        vi
          ? '   Hồ sơ chưa được xét (chưa có assessment.json); chạy: rispacs judge'
          : '   The dossier was not judged yet (no assessment.json); run: rispacs judge',
      );
      break;
    case 'not-possible':
      lines.push(
        vi
          ? `   Không xét lại được: ${rejudged.message}`
          : `   Cannot be judged again: ${rejudged.message}`,
      );
  }

  if (checklist && checklist.state !== 'same') {
    lines.push(`   ${describeChecklist(checklist, vi)}`);
    if (checklist.state === 'different')
      list(vi ? 'tiêu chí khác' : 'criteria differ', checklist.files);
  }

  lines.push(
    vi ? '3. Có thể đo lại trước Hội đồng' : '3. Could be measured again before the council',
  );
  lines.push(...repeatable.slice(0, mostListed).map((one) => `   - ${one.probe}: ${one.subject}`));
  if (repeatable.length > mostListed) lines.push(`   - +${repeatable.length - mostListed}`);
  if (repeatable.length === 0) lines.push(vi ? '   Không có phép đo nào.' : '   No measurement.');
  // Names, messages and subjects may be anybody's words: each stays in its line, and no line goes on without end.
  return lines.map((line) => shortenText(plain(line), mostLineCharacters));
}

function describeChecklist(
  check: Exclude<ChecklistCheck, { readonly state: 'same' }>,
  vi: boolean,
): string {
  if (check.state === 'unknown-edition') {
    return vi
      ? `Công cụ này không có bộ tiêu chí ${check.edition} để đối chiếu.`
      : `This tool does not carry the checklist ${check.edition} to compare with.`;
  }
  return vi
    ? `Bộ tiêu chí trong hồ sơ KHÁC bộ kèm theo công cụ này (đã bị sửa, hoặc của phiên bản khác; hồ sơ ghi phiên bản ${check.madeBy}):`
    : `The dossier's checklist DIFFERS from the one this tool carries (edited, or of another version; the dossier names version ${check.madeBy}):`;
}
