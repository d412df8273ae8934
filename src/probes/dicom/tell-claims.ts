import type { Language } from '../../locale/language.ts';
import type { DicomClaimRow } from './facts.ts';
import { tellSyntaxes } from './tell-syntaxes.ts';

/** Classes with a difference that are shown one by one; the rest are counted. */
const mostShown = 20;

const vi = {
  title: (count: number) => `So với tuyên bố phù hợp DICOM: ${count} tuyên bố`,
  agree: (count: number) => `khớp ${count}`,
  unseen: (count: number) => `vai trò SCU, không nhìn thấy được từ phía gọi tới: ${count}`,
  unasked: (count: number) => `chưa thử: ${count}`,
  refused: 'Có tuyên bố nhưng không nhận',
  unclaimed: 'Nhận nhưng không tuyên bố',
  more: (count: number) => `và ${count} lớp nữa (xem --json)`,
};

const en: typeof vi = {
  title: (count) => `Beside the DICOM conformance statement: ${count} claims`,
  agree: (count) => `agree: ${count}`,
  unseen: (count) => `SCU roles, which the side that calls cannot see: ${count}`,
  unasked: (count) => `not tried: ${count}`,
  refused: 'Claimed but not accepted',
  unclaimed: 'Accepted but not claimed',
  more: (count) => `and ${count} more classes (see --json)`,
};

/** The comparison as a person reads it: how many claims agree, then every difference both ways. */
export function tellClaims(rows: readonly DicomClaimRow[], language: Language): string[] {
  if (rows.length === 0) return [];
  const words = language === 'vi' ? vi : en;
  const claimed = rows.filter((row) => row.claimed);
  const count = (wanted: DicomClaimRow['negotiated']): number =>
    claimed.filter((row) => row.negotiated === wanted).length;
  const list = (title: string, members: readonly DicomClaimRow[]): string[] => {
    if (members.length === 0) return [];
    const lines = [...Map.groupBy(members, ({ sopClass }) => sopClass).values()].map(tellClass);
    const more = lines.length - mostShown;
    return [
      `  ${title} (${members.length})`,
      ...lines.slice(0, mostShown).map((line) => `    ${line}`),
      ...(more > 0 ? [`    ${words.more(more)}`] : []),
    ];
  };
  return [
    words.title(claimed.length),
    `  ${[
      words.agree(count('accepted')),
      ...(count('role-not-visible') > 0 ? [words.unseen(count('role-not-visible'))] : []),
      ...(count('not-probed') > 0 ? [words.unasked(count('not-probed'))] : []),
    ].join('; ')}`,
    ...list(
      words.refused,
      claimed.filter((row) => row.negotiated === 'refused'),
    ),
    ...list(
      words.unclaimed,
      rows.filter((row) => !row.claimed),
    ),
  ];
}

/** One class with the syntaxes its rows name; without any, the class as a whole. */
function tellClass(rows: readonly DicomClaimRow[]): string {
  const name = rows[0]?.sopClassName ?? '';
  const syntaxes = tellSyntaxes(rows);
  return syntaxes === '' ? name : `${name}: ${syntaxes}`;
}
