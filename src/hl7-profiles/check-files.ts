import { UserError } from '../errors/user-error.ts';
import { type FileProblem, readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { type CheckedCapture, type CheckedMessage, checkCapture } from './check-capture.ts';
import { describeCapture } from './describe-capture.ts';
import { describeProfiles, listProfiles, type ProfileOverview } from './describe-profiles.ts';
import type { ProfileFinding } from './finding.ts';
import { tellExpected, tellObserved } from './finding-words.ts';
import { loadProfiles } from './load-profiles.ts';
import type { Hl7Profile } from './profile.ts';

const mostBytesPerFile = 256 * 1024 * 1024;

/** What to judge captured files by. */
export interface CheckFilesOptions {
  readonly language: Language;
  /** A profile's id; guessed for each message when absent. */
  readonly profile?: string | undefined;
  /** Print values as they are, patients' data among them. */
  readonly showValues: boolean;
  readonly signal?: AbortSignal;
}

/** A finding as it stands in `--json`: the texts in the language of the run. */
export interface FindingEntry {
  readonly rule: string;
  readonly place: string;
  readonly severity: ProfileFinding['severity'];
  readonly name: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly why?: string;
  readonly source: Omit<ProfileFinding['source'], 'text'> & { readonly text: string };
  readonly more?: number;
}

type MessageEntry =
  | Extract<CheckedMessage, { outcome: 'unreadable' }>
  | (Omit<Exclude<CheckedMessage, { outcome: 'unreadable' }>, 'findings'> & {
      readonly findings: readonly FindingEntry[];
    });

/** One file of a run. */
export interface FileEntry {
  readonly file: string;
  readonly accepted: boolean;
  readonly kind: CheckedCapture['kind'];
  readonly messages: readonly MessageEntry[];
  readonly findings: readonly FindingEntry[];
}

/** Everything that was judged, and the same as lines for a terminal. */
export interface CheckedFiles {
  readonly accepted: boolean;
  readonly files: readonly FileEntry[];
  readonly lines: readonly string[];
}

/**
 * Judges captured files. All are read before anything is judged, so that a wrong name is told at once.
 *
 * @throws UserError for a file that cannot be read and for a profile that is not known
 */
export async function checkFiles(
  files: readonly string[],
  { language, profile, showValues, signal }: CheckFilesOptions,
): Promise<CheckedFiles> {
  const profiles = await loadProfiles(language);
  const askedFor = profile === undefined ? undefined : findProfile(profile, profiles, language);
  const contents: { readonly file: string; readonly bytes: Buffer }[] = [];
  for (const file of files) {
    const read = await readBoundedFile(file, mostBytesPerFile, signal ? { signal } : {});
    if (!read.ok) throw new UserError(tellFileProblem(file, read.problem, language));
    contents.push({ file, bytes: read.bytes });
  }
  const checked: { readonly file: string; readonly capture: CheckedCapture }[] = [];
  for (const { file, bytes } of contents) {
    signal?.throwIfAborted();
    const capture = checkCapture(bytes, profiles, { showValues, ...(askedFor && { askedFor }) });
    checked.push({ file, capture });
  }
  return {
    accepted: checked.every(({ capture }) => capture.accepted),
    files: checked.map(({ file, capture }) => toEntry(file, capture, language)),
    lines: [
      ...checked.flatMap(({ file, capture }, index) => [
        ...(index > 0 ? [''] : []),
        ...describeCapture(file, capture, language),
      ]),
      '',
      ...conclude(
        checked.map(({ capture }) => capture),
        showValues,
        language,
      ),
    ],
  };
}

/** The profiles that come with the tool, and the list as lines for a terminal. */
export async function listKnownProfiles(
  language: Language,
): Promise<{ readonly lines: readonly string[]; readonly profiles: readonly ProfileOverview[] }> {
  const profiles = listProfiles(await loadProfiles(language), language);
  return { profiles, lines: describeProfiles(profiles, language) };
}

function findProfile(id: string, profiles: readonly Hl7Profile[], language: Language): Hl7Profile {
  const found = profiles.find((one) => one.id === id);
  if (found) return found;
  throw new UserError(
    language === 'vi'
      ? `Không có hồ sơ "${id}". Các hồ sơ có sẵn:`
      : `There is no profile "${id}". The profiles are:`,
    { details: profiles.map((one) => `${one.id}: ${one.title[language]}`) },
  );
}

function tellFileProblem(file: string, problem: FileProblem, language: Language): string {
  const vi = language === 'vi';
  switch (problem.code) {
    case 'missing':
      return vi ? `Không có tệp ${file}.` : `There is no file ${file}.`;
    case 'not-a-file':
      return vi ? `${file} không phải là một tệp.` : `${file} is not a file.`;
    case 'too-large': {
      const mebibytes = problem.maxBytes / 1024 / 1024;
      return vi
        ? `Tệp ${file} lớn hơn ${mebibytes} MiB; hãy chia nhỏ.`
        : `The file ${file} is larger than ${mebibytes} MiB; split it.`;
    }
    case 'system':
      return vi
        ? `Không đọc được tệp ${file} (${problem.systemCode}).`
        : `Cannot read the file ${file} (${problem.systemCode}).`;
  }
}

function toEntry(file: string, capture: CheckedCapture, language: Language): FileEntry {
  return {
    file,
    accepted: capture.accepted,
    kind: capture.kind,
    messages: capture.messages.map((message) =>
      message.outcome === 'unreadable'
        ? message
        : { ...message, findings: message.findings.map((one) => toFindingEntry(one, language)) },
    ),
    findings: capture.findings.map((one) => toFindingEntry(one, language)),
  };
}

function toFindingEntry(finding: ProfileFinding, language: Language): FindingEntry {
  const { rule, place, severity, name, why, source, more } = finding;
  const expected = tellExpected(finding.expected, language);
  const observed = tellObserved(finding.observed, language);
  return {
    rule,
    place,
    severity,
    name: name[language],
    ...(expected !== undefined && { expected }),
    ...(observed !== undefined && { observed }),
    ...(why && { why: why[language] }),
    source: { ...source, text: source.text[language] },
    ...(more !== undefined && { more }),
  };
}

function conclude(
  captures: readonly CheckedCapture[],
  showValues: boolean,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const messages = captures.flatMap((one) => one.messages);
  const count = (outcome: CheckedMessage['outcome']) =>
    messages.filter((one) => one.outcome === outcome).length;
  const [accepted, rejected, unreadable] = [
    count('accepted'),
    count('rejected'),
    count('unreadable'),
  ];
  const withoutProfile = messages.filter(
    (one) => one.outcome !== 'unreadable' && one.profile.choice === 'none',
  ).length;
  const masked = [
    ...captures.flatMap((one) => one.findings),
    ...messages.flatMap((one) => (one.outcome === 'unreadable' ? [] : one.findings)),
  ].some(({ observed }) => observed.kind === 'value' && observed.shown === undefined);
  return [
    vi
      ? `Kết luận: ${messages.length} bản tin; ${accepted} chấp nhận, ${rejected} không đạt, ${unreadable} không đọc được.`
      : `Conclusion: ${messages.length} message(s); ${accepted} accepted, ${rejected} rejected, ${unreadable} unreadable.`,
    ...(captures.every(
      (one) => one.accepted || one.messages.some(({ outcome }) => outcome !== 'accepted'),
    )
      ? []
      : [
          vi
            ? 'Có tệp không đạt vì cách đóng khối hoặc vì không có bản tin nào.'
            : 'A file is rejected for its framing, or because it holds no message.',
        ]),
    ...(withoutProfile > 0
      ? [
          vi
            ? `${withoutProfile} bản tin chưa có hồ sơ riêng: chỉ phần chung của HL7 được xét.`
            : `${withoutProfile} message(s) have no profile of their own: only what HL7 asks of any was looked at.`,
        ]
      : []),
    ...(masked && !showValues
      ? [
          vi
            ? 'Giá trị được che (A: chữ hoa, a: chữ thường, 9: chữ số). --show-values hiện nguyên giá trị, kể cả thông tin người bệnh.'
            : 'Values are masked (A: capital, a: small letter, 9: digit). --show-values prints them, patient data among them.',
        ]
      : []),
  ];
}
