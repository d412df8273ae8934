import { describeSopClass, tellUid } from '../../protocols/dicom/index.ts';
import type { DicomClaimRow, DicomContextRow } from './facts.ts';
import type { Claim } from './parse-claims.ts';

const classRefusal = 'abstract-syntax-not-supported';
/** Reasons by which a node says that it does not have what was proposed (PS3.8 table 9-18). */
const lacking: ReadonlySet<string> = new Set([classRefusal, 'transfer-syntaxes-not-supported']);

/**
 * Lays the claims beside what was negotiated, then what is accepted without being claimed: a class that no line names is
 * one row; of a class claimed with named syntaxes only, each other syntax that is accepted is one row.
 */
export function compareClaims(
  node: string,
  claims: readonly Claim[],
  contexts: readonly DicomContextRow[],
): DicomClaimRow[] {
  const seen = Map.groupBy(contexts, (row) => row.sopClass);
  const claimed = claims.map((claim) => compareClaim(node, claim, seen));
  const asProvider = Map.groupBy(
    claims.filter(({ role }) => role === 'scp'),
    ({ sopClassUid }) => sopClassUid,
  );
  const unclaimed = [...seen].flatMap(([sopClass, rows]) => {
    const accepted = rows.filter((row) => row.accepted).map((row) => row.transferSyntax);
    const lines = asProvider.get(sopClass);
    if (accepted.length === 0) return [];
    if (lines === undefined) return [describeUnclaimed(node, sopClass, undefined)];
    if (lines.some(({ transferSyntaxUid }) => transferSyntaxUid === undefined)) return [];
    const named = new Set(lines.map(({ transferSyntaxUid }) => transferSyntaxUid));
    return accepted
      .filter((syntax) => !named.has(syntax))
      .map((syntax) => describeUnclaimed(node, sopClass, syntax));
  });
  return [...claimed, ...unclaimed];
}

function compareClaim(
  node: string,
  { sopClassUid, role, transferSyntaxUid }: Claim,
  seen: ReadonlyMap<string, readonly DicomContextRow[]>,
): DicomClaimRow {
  const ofClass = seen.get(sopClassUid) ?? [];
  const rows = ofClass.filter(
    (row) =>
      transferSyntaxUid === undefined ||
      row.transferSyntax === transferSyntaxUid ||
      // Said of the class whatever the syntax.
      row.refusal === classRefusal,
  );
  const negotiated =
    role === 'scu'
      ? 'role-not-visible'
      : rows.length === 0
        ? 'not-probed'
        : rows.some((row) => row.accepted)
          ? 'accepted'
          : 'refused';
  const refusals = new Set(rows.map((row) => row.refusal));
  return {
    ...describe(node, sopClassUid, transferSyntaxUid),
    role,
    claimed: true,
    negotiated,
    ...(negotiated === 'accepted' && { agrees: true }),
    // Other refusals may be about the caller and say nothing of what the product can do.
    ...(negotiated === 'refused' &&
      [...refusals].every((one) => one !== undefined && lacking.has(one)) && { agrees: false }),
  };
}

function describeUnclaimed(
  node: string,
  sopClass: string,
  syntax: string | undefined,
): DicomClaimRow {
  return {
    ...describe(node, sopClass, syntax),
    role: 'scp',
    claimed: false,
    negotiated: 'accepted',
    agrees: false,
  };
}

function describe(node: string, sopClass: string, syntax: string | undefined) {
  return {
    node,
    sopClass,
    sopClassName: tellUid(sopClass),
    service: describeSopClass(sopClass)?.service ?? ('other' as const),
    ...(syntax !== undefined && { transferSyntax: syntax, transferSyntaxName: tellUid(syntax) }),
  };
}
