import type { Checklist } from '../../checklist/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { StatementsFile } from '../statement-schema.ts';

/**
 * Ids in a statements file that the checklist does not know, one sentence each. A criterion made of parts must be
 * attested part by part: a general "ris-05 is fine" does not say which were seen.
 */
export function checkStatementIds(
  file: StatementsFile,
  checklist: Checklist,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const criteria = [...checklist.criteria, ...checklist.specialized];
  const parts = new Set(
    criteria.flatMap((one) => [...(one.parts ?? []), ...(one.any_of ?? [])].map((part) => part.id)),
  );
  const problems: string[] = [];
  const checkFor = (where: string, ids: readonly string[], wholeAllowed: boolean) => {
    for (const id of ids) {
      const criterion = criteria.find((one) => one.id === id);
      if (!criterion && !parts.has(id)) {
        problems.push(
          vi
            ? `${where}: không có tiêu chí hoặc ý "${id}" (xem rispacs checklist list)`
            : `${where}: there is no criterion or part "${id}" (see rispacs checklist list)`,
        );
      } else if (criterion?.parts && !wholeAllowed) {
        const list = criterion.parts.map((part) => part.id).join(', ');
        problems.push(
          vi
            ? `${where}: ${id} gồm nhiều ý, hãy ghi rõ ý nào đã chứng kiến: ${list}`
            : `${where}: ${id} has several parts, name those that were witnessed: ${list}`,
        );
      }
    }
  };
  for (const [index, one] of file.attestations.entries())
    checkFor(`attestations[${index + 1}]`, one.for, false);
  for (const [index, one] of file.absences.entries())
    checkFor(`absences[${index + 1}]`, one.for, true);
  for (const [index, one] of file.documents.entries())
    checkFor(`documents[${index + 1}]`, one.concerns === undefined ? [] : [one.concerns], true);
  const known = checklist.documentKinds.map((kind) => kind.id);
  for (const [index, one] of file.documents.entries()) {
    if (known.includes(one.kind)) continue;
    const where = `documents[${index + 1}]`;
    problems.push(
      vi
        ? `${where}: không có loại hồ sơ "${one.kind}"; các loại: ${known.join(', ')}`
        : `${where}: there is no document kind "${one.kind}"; kinds: ${known.join(', ')}`,
    );
  }
  return problems;
}
