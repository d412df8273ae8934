import { parsePath } from '../protocols/hl7/er7-path.ts';
import { captureFindings, encodingFindings, framingFindings } from './known-findings.ts';
import type { FieldTest, ProfileFile, RuleEntry } from './schema.ts';

/** Something in a profile that cannot be judged by, or claims more than it can show. */
export interface ProfileProblem {
  readonly profile: string;
  /** The rule or finding it is about. */
  readonly rule?: string;
  readonly message: string;
}

type Shared = Pick<ProfileFile, 'sources' | 'tables'>;

const VALUE_KEYS = [
  'whole',
  'table',
  'not_in',
  'pattern',
  'max_length',
  'format',
  'same_as',
  'differs_from',
] as const;
const SEGMENT_KEYS = ['max', 'after', 'followed_by'] as const;

/**
 * Checks one profile for what its schema cannot.
 *
 * @param shared sources and tables, inherited ones included
 */
export function lintProfileFile(file: ProfileFile, shared: Shared): readonly ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  const add = (rule: string, message: string): void => {
    problems.push({ profile: file.id, rule, message });
  };
  const seen = new Set<string>();
  const lintStated = (name: string, one: Pick<RuleEntry, 'source' | 'verified'>): void => {
    if (seen.has(name)) add(name, 'appears twice');
    seen.add(name);
    const source = shared.sources[one.source.of];
    if (source === undefined) add(name, `there is no source "${one.source.of}"`);
    else if (one.verified && (source.url === undefined || source.unwritten === true)) {
      add(name, 'is called verified, but its source has no address where it can be read');
    }
  };
  for (const rule of file.rules) {
    lintStated(rule.id, rule);
    for (const message of lintRule(rule, shared)) add(rule.id, message);
  }
  for (const [list, known] of [
    [file.encoding, encodingFindings],
    [file.framing, framingFindings],
    [file.capture, captureFindings],
  ] as const) {
    for (const remark of list) {
      lintStated(remark.finding, remark);
      if (!known.some((kind) => kind === remark.finding))
        add(remark.finding, 'is not a finding we make');
    }
  }
  return problems;
}

function lintRule(rule: RuleEntry, shared: Shared): readonly string[] {
  const messages: string[] = [];
  const place = parsePath(rule.path);
  const isField = place !== undefined;
  const stray = (isField ? SEGMENT_KEYS : VALUE_KEYS).filter((key) => rule[key] !== undefined);
  for (const key of stray) messages.push(`${key} does not go with the path ${rule.path}`);
  if (rule.usage === 'C' && rule.when === undefined) messages.push('usage C needs when');
  if (rule.usage === 'X' && VALUE_KEYS.slice(1).some((key) => rule[key] !== undefined)) {
    messages.push('a value that must not be there is not looked at');
  }
  if (rule.table !== undefined && shared.tables[rule.table] === undefined) {
    messages.push(`there is no table "${rule.table}"`);
  }
  if (rule.pattern !== undefined) messages.push(...lintPattern(rule.pattern));
  const tests: readonly FieldTest[] = [...(rule.when ?? []), ...(rule.where ?? [])];
  const paths = [...tests.map(({ path }) => path), rule.same_as, rule.differs_from];
  for (const path of paths) {
    if (path !== undefined && parsePath(path) === undefined) messages.push(`not a path: ${path}`);
  }
  const segment = place?.segment ?? rule.path;
  for (const { path } of rule.where ?? []) {
    if (parsePath(path)?.segment !== segment)
      messages.push(`where looks outside ${segment}: ${path}`);
  }
  return messages;
}

/** A pattern meets values of 16 MiB that a peer chose: nothing in it may be tried over and over. */
function lintPattern(pattern: string): readonly string[] {
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return [`not a pattern: ${pattern}`];
    throw error;
  }
  return /[*+}]\)[*+{]|\\\d/.test(pattern) ? [`repetition inside repetition: ${pattern}`] : [];
}
