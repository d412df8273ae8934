import type { ProbeEvidence } from '../evidence/evidence.ts';
import type { Finding } from '../findings/finding.ts';
import { findingMessages } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { codeOf, type ViewContext } from './view-context.ts';

type Unobserved = Exclude<ProbeEvidence, { state: 'observed' }>;

const linesShown = 12;
const targetsShown = 6;
/** A head longer than this is a sentence of its own, not the name of a kind of gap. */
const headMax = 90;

/** What a line is about in place of whatever a sentence of judging is filled with. */
const hole = '\u0001';
const otherHole = '\u0002';

/** Why nothing was observed, by the reason's code; the dossier keeps the sentence that says what to do. */
const barred: {
  readonly [L in Language]: {
    readonly risk: (risk: string | undefined) => string;
    readonly codes: { readonly [code: string]: string | undefined };
    readonly more: (count: number) => string;
  };
} = {
  vi: {
    risk: (risk) =>
      risk === 'load'
        ? 'Chưa đo: cơ sở chưa cho phép đo tải'
        : risk === 'active'
          ? 'Chưa thử: cơ sở chưa cho phép gửi dữ liệu thử'
          : 'Chưa chạy: cơ sở chưa cho phép',
    codes: {
      'outside-window': 'Chưa chạy: ngoài khung giờ được phép',
      'no-removal': 'Chưa thử: chưa khai cách xóa dữ liệu thử',
    },
    more: (count) => `và ${count} mục nữa`,
  },
  en: {
    risk: (risk) =>
      risk === 'load'
        ? 'Not measured: the facility has not permitted load tests'
        : risk === 'active'
          ? 'Not tried: the facility has not permitted test data'
          : 'Not run: the facility has not permitted it',
    codes: {
      'outside-window': 'Not run: outside the permitted hours',
      'no-removal': 'Not tried: how test data would be removed was not declared',
    },
    more: (count) => `and ${count} more`,
  },
};

/**
 * What a criterion still lacks, each cause once: sentences that differ only in what they are about become one that lists
 * it, and a probe that did not run is told by its reason, without advice for the command line.
 */
export function viewMissing(context: ViewContext, finding: Finding): readonly string[] {
  const { assessment } = context;
  const unobserved = assessment.evidence.filter(
    (one): one is Unobserved => one.kind === 'probe' && one.state !== 'observed',
  );
  const silent: Unobserved[] = [];
  const said = finding.missing.flatMap((line) => {
    const found = unobserved
      .map((record) => ({ record, at: line.indexOf(reasonLine(record)) }))
      .filter(({ at }) => at >= 0);
    if (found.length === 0) return [line];
    silent.push(...found.map(({ record }) => record));
    const head = line.slice(0, Math.min(...found.map(({ at }) => at))).replace(/[\s:;]+$/, '');
    return head === '' ? [] : [head];
  });
  const lines = [
    ...joinByHead(joinByTemplate(said, assessment.language)),
    ...joinByReason([...new Set(silent)], assessment.language),
  ];
  return lines.slice(0, linesShown).map((line) => context.recorded(upperFirst(line), 400));
}

/** As judging quotes it. */
function reasonLine({ subject, reason }: Unobserved): string {
  return `${subject}: ${reason.message}`;
}

function joinByReason(records: readonly Unobserved[], language: Language): readonly string[] {
  const byReason = Map.groupBy(records, (record) => reasonInPrint(record, language));
  return [...byReason].map(([reason, own]) => {
    const targets = [...new Set(own.map(({ subject }) => subject.replace(/\s*\(.*$/s, '')))];
    return `${reason} (${listed(targets, language)})`;
  });
}

function reasonInPrint({ reason, state }: Unobserved, language: Language): string {
  const words = barred[language];
  if (state === 'not-permitted') {
    if (reason.code === 'risk-not-allowed')
      return words.risk(/--allow (\w+)/.exec(reason.message)?.[1]);
    const known = words.codes[reason.code];
    if (known !== undefined) return known;
  }
  return withoutAdvice(reason.message);
}

/** Clauses that name an option or a command of this tool tell its operator what to do; a reader of the report has neither. */
export function withoutAdvice(message: string): string {
  const kept = message
    .split(/(?<=[.;,:])\s+/)
    .filter((clause) => !/(?:^|\s)--[a-z]|\brispacs\s+[a-z]/.test(clause));
  return kept.join(' ').replace(/[\s.;,:]+$/, '');
}

/** Sentences of judging that name a criterion, a part of one or a kind of paper, one for all they name. */
function joinByTemplate(lines: readonly string[], language: Language): readonly string[] {
  const words = findingMessages(language);
  const templates = [
    words.noRows(hole),
    words.attestationMissing(hole),
    words.attestationNeedsRefusal(hole, otherHole),
  ].map((text) => ({ text, pattern: toPattern(text) }));
  const joined = new Map<string, { ids: Set<string>; others: Set<string> } | undefined>();
  for (const line of lines) {
    const template = templates.find(({ pattern }) => pattern.test(line));
    const match = template?.pattern.exec(line);
    if (template === undefined || match === undefined || match === null) {
      joined.set(line, undefined);
      continue;
    }
    const own = joined.get(template.text) ?? { ids: new Set(), others: new Set() };
    own.ids.add(codeOf(match.groups?.one ?? ''));
    for (const other of (match.groups?.other ?? '').split(/[,;] /)) own.others.add(other);
    joined.set(template.text, own);
  }
  return [...joined].map(([text, own]) =>
    own === undefined
      ? text
      : text
          .replace(`"${hole}"`, () =>
            listed(
              [...own.ids].map((one) => `"${one}"`),
              language,
            ),
          )
          .replace(hole, () => listed([...own.ids], language))
          .replace(otherHole, () => listed([...own.others], language)),
  );
}

/** The whole line and nothing after it: with a second clause it is about something of its own. */
function toPattern(text: string): RegExp {
  const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^${literal.replace(hole, '(?<one>(?:"[^"]*"|[^;:"])+?)').replace(otherHole, '(?<other>[^()]+?)')}$`,
  );
}

/** `no document: A` and `no document: B` as `no document: A; B`. */
function joinByHead(lines: readonly string[]): readonly string[] {
  const byHead = new Map<string, string[]>();
  for (const line of lines) {
    const at = line.indexOf(': ');
    const head = at > 0 && at <= headMax ? line.slice(0, at) : line;
    const rest = head === line ? [] : [line.slice(at + 2)];
    const own = byHead.get(head) ?? [];
    byHead.set(head, [...own, ...rest.filter((one) => !own.includes(one))]);
  }
  return [...byHead].map(([head, rest]) =>
    rest.length === 0 ? head : `${head}: ${rest.join('; ')}`,
  );
}

function listed(targets: readonly string[], language: Language): string {
  const left = targets.length - targetsShown;
  const shown = targets.slice(0, targetsShown).join(', ');
  return left > 0 ? `${shown}, ${barred[language].more(left)}` : shown;
}

function upperFirst(text: string): string {
  const [first = ''] = text;
  // A name of the facility file stays as it is written there.
  return /^\S+-\S+/.test(text)
    ? text
    : `${first.toLocaleUpperCase('vi')}${text.slice(first.length)}`;
}
