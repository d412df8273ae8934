import { parsePath } from '../protocols/hl7/er7-path.ts';
import { lintProfileFile, type ProfileProblem } from './lint-profile.ts';
import type { Hl7Profile, ProfileRule, Remark, RuleSource } from './profile.ts';
import type { ProfileFile, RemarkEntry, RuleEntry, Severity } from './schema.ts';

/** Profiles ready to judge by, or what is wrong with their files. */
export interface ResolvedProfiles {
  readonly profiles: readonly Hl7Profile[];
  readonly problems: readonly ProfileProblem[];
}

type Shared = Pick<ProfileFile, 'sources' | 'tables'>;

/**
 * Puts profiles together with what they extend: sources and tables are inherited, and a rule or remark of the same
 * name takes the place of the inherited one. Files with problems give no profile.
 */
export function resolveProfiles(files: readonly ProfileFile[]): ResolvedProfiles {
  const problems: ProfileProblem[] = [];
  const byId = new Map<string, ProfileFile>();
  for (const file of files) {
    if (byId.has(file.id)) problems.push({ profile: file.id, message: 'the id appears twice' });
    byId.set(file.id, file);
  }
  const profiles: Hl7Profile[] = [];
  for (const file of byId.values()) {
    const lineage = findLineage(file, byId);
    if (typeof lineage === 'string') {
      problems.push({ profile: file.id, message: lineage });
      continue;
    }
    const shared: Shared = {
      sources: Object.assign({}, ...lineage.map(({ sources }) => sources)),
      tables: Object.assign({}, ...lineage.map(({ tables }) => tables)),
    };
    const found = lintProfileFile(file, shared);
    problems.push(...found);
    if (found.length > 0) continue;
    profiles.push(makeProfile(file, lineage, shared));
  }
  problems.push(...findOverlaps(profiles));
  return { profiles, problems };
}

/** The file and all it extends, the most general first. */
function findLineage(
  file: ProfileFile,
  byId: ReadonlyMap<string, ProfileFile>,
): readonly ProfileFile[] | string {
  const lineage = [file];
  for (let parent = file.extends; parent !== undefined; ) {
    const found = byId.get(parent);
    if (found === undefined) return `there is no profile "${parent}" to extend`;
    if (lineage.includes(found)) return 'the profile extends itself';
    lineage.unshift(found);
    parent = found.extends;
  }
  return lineage;
}

function makeProfile(
  file: ProfileFile,
  lineage: readonly ProfileFile[],
  shared: Shared,
): Hl7Profile {
  const remarks = (pick: (one: ProfileFile) => readonly RemarkEntry[]): readonly Remark[] =>
    lastOfEach(lineage.flatMap(pick), ({ finding }) => finding).map((entry) => ({
      ...stated(entry, shared),
      id: entry.finding,
      finding: entry.finding,
    }));
  return {
    id: file.id,
    title: file.title,
    ...(file.note && { note: file.note }),
    ...(file.extends !== undefined && { extends: file.extends }),
    applies: file.applies.map(({ message, versions }) => ({
      message,
      ...(versions && { versions }),
    })),
    rules: lastOfEach(
      lineage.flatMap(({ rules }) => rules),
      ({ id }) => id,
    ).map((entry) => makeRule(entry, shared)),
    encoding: remarks(({ encoding }) => encoding),
    framing: remarks(({ framing }) => framing),
    capture: remarks(({ capture }) => capture),
  };
}

/** The last entry of each name, in the order in which the names came first. */
function lastOfEach<T>(entries: readonly T[], nameOf: (entry: T) => string): readonly T[] {
  const byName = new Map<string, T>();
  for (const entry of entries) byName.set(nameOf(entry), entry);
  return [...byName.values()];
}

function stated(
  entry: Pick<RuleEntry, 'name' | 'why' | 'severity' | 'source' | 'verified'>,
  shared: Shared,
) {
  const known = shared.sources[entry.source.of];
  const cite = (title = entry.source.of): string =>
    entry.source.at === undefined ? title : `${title}, ${entry.source.at}`;
  const source: RuleSource = {
    text: { vi: cite(known?.title.vi), en: cite(known?.title.en) },
    ...(known?.url !== undefined && { url: known.url }),
    ...(known?.unwritten === true && { unwritten: true }),
    verified: entry.verified,
  };
  const severity: Severity = entry.severity === 'fail' && !entry.verified ? 'warn' : entry.severity;
  return { name: entry.name, ...(entry.why && { why: entry.why }), severity, source };
}

function makeRule(entry: RuleEntry, shared: Shared): ProfileRule {
  const { id, usage, when, where } = entry;
  const scope = {
    ...stated(entry, shared),
    id,
    usage,
    ...(when && { when }),
    ...(where && { where }),
  };
  const place = parsePath(entry.path);
  if (place === undefined) {
    return {
      ...scope,
      kind: 'segment',
      segment: entry.path,
      ...(entry.max !== undefined && { max: entry.max }),
      ...(entry.after && { after: entry.after }),
      ...(entry.followed_by !== undefined && { followedBy: entry.followed_by }),
    };
  }
  const { segment, field, repetition, component, subcomponent } = place;
  const table = entry.table === undefined ? undefined : shared.tables[entry.table];
  return {
    ...scope,
    kind: 'field',
    segment,
    place: {
      field,
      ...(repetition !== undefined && { repetition }),
      ...(component !== undefined && { component }),
      ...(subcomponent !== undefined && { subcomponent }),
      whole: entry.whole === true,
    },
    ...(table && { table }),
    ...(entry.not_in && { notIn: entry.not_in }),
    ...(entry.pattern !== undefined && { pattern: new RegExp(`^(?:${entry.pattern})$`, 'u') }),
    ...(entry.max_length !== undefined && { maxLengthCharacters: entry.max_length }),
    ...(entry.format && { formats: entry.format }),
    ...(entry.same_as !== undefined && { sameAs: entry.same_as }),
    ...(entry.differs_from !== undefined && { differsFrom: entry.differs_from }),
  };
}

/** Two profiles that claim the same message and version could not be told apart. */
function findOverlaps(profiles: readonly Hl7Profile[]): readonly ProfileProblem[] {
  const claimed = new Map<string, string>();
  const problems: ProfileProblem[] = [];
  for (const profile of profiles) {
    for (const { message, versions } of profile.applies) {
      for (const version of versions ?? ['any version']) {
        const claim = `${message} ${version}`;
        const other = claimed.get(claim);
        if (other !== undefined) {
          problems.push({
            profile: profile.id,
            message: `${claim} is claimed by ${other} as well`,
          });
        }
        claimed.set(claim, profile.id);
      }
    }
  }
  return problems;
}
