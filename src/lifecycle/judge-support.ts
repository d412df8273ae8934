import { findCycles, type InstalledSoftware } from './find-cycles.ts';
import type { SupportCycle, SupportTable } from './support-table.ts';

/** What the table says of a product on one day. */
export const supportStates = [
  'supported',
  'extended-only',
  'ended',
  'open-source',
  'open-source-ended',
] as const;
/**
 * `extended-only`: only an extension that has to be bought still runs. `open-source`: the exception of ht-06 applies;
 * `open-source-ended`: it applies, and nobody mends the product any more, which is a risk.
 */
export type SupportState = (typeof supportStates)[number];

/** Dates are given when they are the same for every line of versions that the software may belong to. */
export type SupportJudgement =
  | {
      readonly kind: 'known';
      readonly state: SupportState;
      readonly cycle?: string;
      /** Last day with the maker's support, `YYYY-MM-DD`; absent when none is announced. */
      readonly supportEnds?: string;
      readonly extendedEnds?: string;
      readonly link?: string;
    }
  | {
      readonly kind: 'unknown';
      readonly why: 'product' | 'version' | 'several' | 'edition';
      readonly link?: string;
    };

/** Software, and whether it is open source where that is known from elsewhere than the table (edition, licence). */
export interface JudgedSoftware extends InstalledSoftware {
  readonly openSource?: boolean | undefined;
}

/**
 * Says whether the maker still supports a product on a day. Pure: the table and the day are given. What the table
 * does not know stays `unknown`; when several lines fit (service pack or edition not told), they must agree.
 *
 * @param assessedOn - `YYYY-MM-DD`; the last day of support still counts.
 */
export function judgeSupport(
  table: SupportTable,
  software: JudgedSoftware,
  assessedOn: string,
): SupportJudgement {
  const found = findCycles(table, software);
  const openSource = software.openSource ?? found?.product.openSource;
  const link = found && { link: found.product.link };
  const [first, ...others] = found?.cycles ?? [];
  if (!found || !first) {
    // Exempt whatever its dates are.
    if (openSource === true) return { kind: 'known', state: 'open-source', ...link };
    return { kind: 'unknown', why: found ? 'version' : 'product', ...link };
  }
  const judge = (cycle: SupportCycle): SupportState =>
    stateOf(cycle, openSource === true, found.product.extension === 'free', assessedOn);
  const state = judge(first);
  if (others.some((cycle) => judge(cycle) !== state)) {
    return { kind: 'unknown', why: 'several', ...link };
  }
  // An edition that is not told may be the exempt one, so its end is no statement.
  if (openSource === undefined && state !== 'supported') {
    return { kind: 'unknown', why: 'edition', ...link };
  }
  const same = (pick: (cycle: SupportCycle) => string | undefined): string | undefined =>
    others.every((cycle) => pick(cycle) === pick(first)) ? pick(first) : undefined;
  const cycle = same((one) => one.cycle);
  const supportEnds = same((one) => one.endOfSupport);
  const extendedEnds = same((one) => one.extendedEnd);
  return {
    kind: 'known',
    state,
    ...(cycle !== undefined && { cycle }),
    ...(supportEnds !== undefined && supportEnds !== 'none-announced' && { supportEnds }),
    ...(extendedEnds !== undefined && { extendedEnds }),
    ...link,
  };
}

function stateOf(
  { endOfSupport, extendedEnd }: SupportCycle,
  openSource: boolean,
  extensionIsFree: boolean,
  assessedOn: string,
): SupportState {
  const isSupported = endOfSupport === 'none-announced' || assessedOn <= endOfSupport;
  const isExtended = extendedEnd !== undefined && assessedOn <= extendedEnd;
  if (openSource) {
    return isSupported || (isExtended && extensionIsFree) ? 'open-source' : 'open-source-ended';
  }
  if (isSupported || (isExtended && extensionIsFree)) return 'supported';
  return isExtended ? 'extended-only' : 'ended';
}
