import type { Checklist } from '../checklist/schema.ts';
import type { EditionLink } from '../checklist/succession.ts';
import { findingsOf, linkById, type Standing } from '../history/compare-criteria.ts';
import type { ReadSide } from '../history/read-side.ts';
import type { EditionRelation, LevelMakeUp } from '../history/relate-editions.ts';
import type { Side } from '../history/side-schema.ts';
import type { BilingualText } from '../locale/language.ts';
import { type TrendSeries, traceMeasurements } from './trace-measurements.ts';

/** Groups of criteria by code and name; criteria of other editions that are in none are counted together. */
export interface TrendGroup {
  readonly code: string;
  readonly name: BilingualText;
  readonly criterionIds: readonly string[];
}

/** Outcomes counted; words of other versions of the tool count as open. */
export interface TrendCounts {
  readonly met: number;
  readonly notMet: number;
  readonly open: number;
}

/** One assessment in a row of them. */
export interface TrendPoint {
  readonly assessedOn: string;
  readonly level: string;
  readonly floor: string;
  readonly ceiling: string;
  readonly status: string;
  readonly edition: string;
  /** Judged by another checklist than the assessment before it: the two levels do not compare as they stand. */
  readonly editionChanged: boolean;
  readonly simulated: boolean;
  readonly counts: TrendCounts;
  readonly groups: readonly TrendCounts[];
}

/** A criterion of the latest edition, or one that it no longer has, of which not every assessment says the same. */
export interface TrendCriterion {
  readonly criterion: string;
  /** What each assessment found; several criteria where it was split or merged, none where there was no such criterion. */
  readonly cells: readonly (readonly Standing[])[];
  /** Assessments in which it had another wording or rule, or was another number of criteria. */
  readonly otherRule: readonly boolean[];
}

/** What a level asks for in an earlier edition, beside the latest. */
export interface TrendMakeUp {
  readonly edition: string;
  readonly latest: string;
  /** Absent where the checklists are unrelated or not at hand. */
  readonly levels?: readonly LevelMakeUp[];
}

/** Several assessments of one facility, in the order of their days. */
export interface Trend {
  readonly facility: string;
  /** False when names or codes of facilities differ. */
  readonly sameFacility: boolean;
  /** False when not all were judged by the same checklist: outcomes are then not directly comparable. */
  readonly sameChecklist: boolean;
  /** True when some are simulated and some are not. */
  readonly mixedSimulation: boolean;
  readonly groupNames: readonly BilingualText[];
  readonly points: readonly TrendPoint[];
  readonly makeUps: readonly TrendMakeUp[];
  readonly criteria: readonly TrendCriterion[];
  readonly series: readonly TrendSeries[];
}

/** An assessment as read, and how its checklist stands to that of the latest assessment. */
export interface TrendEntry {
  readonly read: Pick<ReadSide<Side>, 'side' | 'checklist'>;
  /** From this assessment to the latest. */
  readonly relation: EditionRelation;
}

/** In the order of days; of one day in the order given. */
export function sortByDay<T extends { readonly side: Pick<Side, 'assessedOn'> }>(
  reads: readonly T[],
): readonly T[] {
  return reads.toSorted(({ side: a }, { side: b }) => compare(a.assessedOn, b.assessedOn));
}

/** Lays assessments side by side. Pure; judges nothing. `entries` are sorted by day. */
export function makeTrend(entries: readonly TrendEntry[], groups: readonly TrendGroup[]): Trend {
  const sides = entries.map(({ read }) => read.side);
  const last = sides.at(-1);
  const placed = entries.map(({ read }) => placeCriteria(read.checklist, groups));
  const hasOthers = sides.some(({ findings }, index) =>
    findings.some(({ criterion }) => placed[index]?.(criterion) === undefined),
  );
  return {
    facility: last?.facility.facility.name ?? '',
    sameFacility: sides.every((side) => last !== undefined && isSameFacility(side, last)),
    sameChecklist: new Set(sides.map(({ checklist }) => checklist.sha256)).size <= 1,
    mixedSimulation: new Set(sides.map(({ simulated }) => simulated)).size > 1,
    groupNames: [
      ...groups.map(({ name }) => name),
      ...(hasOthers ? [{ vi: 'Tiêu chí của bản khác', en: 'Criteria of another edition' }] : []),
    ],
    points: sides.map((side, index) => {
      const place = placed[index] ?? (() => undefined);
      const before = sides[index - 1];
      return {
        assessedOn: side.assessedOn,
        level: side.verdict.level,
        floor: side.verdict.floor,
        ceiling: side.verdict.ceiling,
        status: side.verdict.status,
        edition: side.checklist.edition,
        editionChanged: before !== undefined && before.checklist.sha256 !== side.checklist.sha256,
        simulated: side.simulated,
        counts: count(side, () => true),
        groups: [
          ...groups.map(({ code }) => count(side, (id) => place(id) === code)),
          ...(hasOthers ? [count(side, (id) => place(id) === undefined)] : []),
        ],
      };
    }),
    makeUps: compareMakeUps(entries),
    criteria: traceCriteria(entries),
    series: traceMeasurements(sides),
  };
}

/** The group of a criterion: by the checklist that judged it, else by its id. */
function placeCriteria(
  checklist: Checklist | undefined,
  groups: readonly TrendGroup[],
): (criterion: string) => string | undefined {
  const known = new Set(groups.map(({ code }) => code));
  const codes = new Map(
    checklist === undefined
      ? groups.flatMap(({ code, criterionIds }) => criterionIds.map((id) => [id, code] as const))
      : checklist.groups.flatMap(({ code, criterionIds }) =>
          known.has(code) ? criterionIds.map((id) => [id, code] as const) : [],
        ),
  );
  return (criterion) => codes.get(criterion);
}

/** The code decides where both have one; names get re-typed. */
function isSameFacility(a: Side, b: Side): boolean {
  const [one, other] = [a.facility.facility, b.facility.facility];
  return one.code !== undefined && other.code !== undefined
    ? one.code === other.code
    : one.name === other.name;
}

function count({ findings }: Side, keep: (criterion: string) => boolean): TrendCounts {
  const own = findings.filter(({ criterion }) => keep(criterion));
  const met = own.filter(({ outcome }) => outcome === 'met').length;
  const notMet = own.filter(({ outcome }) => outcome === 'not-met').length;
  return { met, notMet, open: own.length - met - notMet };
}

function compareMakeUps(entries: readonly TrendEntry[]): readonly TrendMakeUp[] {
  const latest = entries.at(-1)?.read.side.checklist;
  const seen = new Set([latest?.sha256]);
  return entries.flatMap(({ read, relation }) => {
    const { edition, sha256 } = read.side.checklist;
    if (latest === undefined || seen.has(sha256)) return [];
    seen.add(sha256);
    return [
      {
        edition,
        latest: latest.edition,
        ...(relation.kind === 'linked' && { levels: relation.levels }),
      },
    ];
  });
}

/** Criteria of which not every assessment says the same, in the order of the latest edition. */
function traceCriteria(entries: readonly TrendEntry[]): readonly TrendCriterion[] {
  const last = entries.at(-1);
  if (last === undefined) return [];
  const latest = findingsOf(last.read.side);
  const columns = entries.map(({ read, relation }) => {
    const findings = findingsOf(read.side);
    const links =
      relation.kind === 'linked'
        ? relation.links
        : relation.kind === 'unrelated'
          ? []
          : linkById(findings, latest);
    return { findings, links };
  });
  const gone = columns.flatMap(({ links }) =>
    links.flatMap(({ kind, from }) => (kind === 'dropped' ? from : [])),
  );
  const rows = [
    ...[...latest.keys()].map((id) => ({ id, of: (link: EditionLink) => link.to.includes(id) })),
    ...[...new Set(gone)].map((id) => ({
      id,
      of: (link: EditionLink) => link.kind === 'dropped' && link.from.includes(id),
    })),
  ];
  return rows
    .map(({ id, of }) => {
      const links = columns.map((column) => column.links.find(of));
      return {
        criterion: id,
        cells: columns.map(({ findings }, index) =>
          (links[index]?.from ?? []).flatMap((one) => {
            const found = findings.get(one);
            if (found === undefined) return [];
            const { criterion, outcome, basis } = found;
            return [{ criterion, outcome, basis }];
          }),
        ),
        otherRule: links.map((link) => link !== undefined && !isComparable(link)),
      };
    })
    .filter(({ cells }) => new Set(cells.map((one) => describeCell(one))).size > 1);
}

function isComparable({ kind }: EditionLink): boolean {
  return kind === 'same' || kind === 'renamed' || kind === 'added' || kind === 'dropped';
}

function describeCell(cell: readonly Standing[]): string {
  return cell.map(({ outcome }) => outcome).join(' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
