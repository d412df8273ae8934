import type { Language } from '../locale/language.ts';
import type { CheckedCapture, CheckedMessage, MessageSummary } from './check-capture.ts';
import type { ProfileChoice } from './choose-profile.ts';
import type { ProfileFinding } from './finding.ts';
import { severityWords, tellFinding } from './finding-words.ts';
import type { Bilingual } from './profile.ts';
import { type Severity, severities } from './schema.ts';

/** Messages told one by one on a terminal; `--json` holds all. */
const TOLD_MESSAGES = 50;

const choiceWords: Readonly<Record<ProfileChoice, Bilingual>> = {
  'asked-for': { vi: 'theo --profile', en: 'by --profile' },
  'type-and-version': { vi: 'đoán theo MSH-9 và MSH-12', en: 'guessed from MSH-9 and MSH-12' },
  type: {
    vi: 'đoán theo MSH-9; phiên bản ở MSH-12 không phải của hồ sơ này',
    en: 'guessed from MSH-9; the version in MSH-12 is not one of this profile',
  },
  none: {
    vi: 'không có hồ sơ cho loại bản tin này, chỉ xét phần chung',
    en: 'there is no profile for this kind of message; only what HL7 asks of any is looked at',
  },
};

const unreadableWords: Readonly<
  Record<Extract<CheckedMessage, { outcome: 'unreadable' }>['reason'], Bilingual>
> = {
  empty: { vi: 'trống', en: 'empty' },
  'too-many-bytes': { vi: 'quá lớn', en: 'too large' },
  'too-many-segments': { vi: 'quá nhiều đoạn', en: 'too many segments' },
  'no-header-segment': { vi: 'không bắt đầu bằng MSH', en: 'does not begin with MSH' },
  'bad-field-separator': { vi: 'ký tự phân tách trường sai', en: 'bad field separator' },
};

/** A judged file as lines for a terminal. */
export function describeCapture(
  name: string,
  capture: CheckedCapture,
  language: Language,
): string[] {
  const vi = language === 'vi';
  const { messages, kind } = capture;
  const how =
    kind === 'framed' ? (vi ? 'trong khối MLLP' : 'in MLLP blocks') : vi ? 'nguyên văn' : 'bare';
  const lines = [
    vi
      ? `${name}: ${messages.length} bản tin, ${how}`
      : `${name}: ${messages.length} message(s), ${how}`,
    ...indent(capture.findings.flatMap((one) => tellFinding(one, language))),
  ];
  // What was rejected is told first when not everything can be.
  const told =
    messages.length <= TOLD_MESSAGES
      ? messages
      : [...messages]
          .sort((a, b) => weight(a) - weight(b))
          .slice(0, TOLD_MESSAGES)
          .sort((a, b) => a.position - b.position);
  for (const message of told) lines.push(...indent(describeMessage(message, language)));
  if (messages.length > told.length) {
    const rest = messages.length - told.length;
    lines.push(
      vi
        ? `  … và ${rest} bản tin nữa; dùng --json để xem đủ`
        : `  … and ${rest} more messages; --json has them all`,
    );
  }
  return lines;
}

function weight({ outcome, ...rest }: CheckedMessage): number {
  if (outcome !== 'accepted') return 0;
  return 'findings' in rest && rest.findings.length > 0 ? 1 : 2;
}

function describeMessage(message: CheckedMessage, language: Language): string[] {
  const vi = language === 'vi';
  const title = `${vi ? 'Bản tin' : 'Message'} ${message.position}`;
  if (message.outcome === 'unreadable') {
    const reason = unreadableWords[message.reason][language];
    return [
      vi
        ? `${title}: không đọc được (${reason}; ${message.bytes} byte)`
        : `${title}: unreadable (${reason}; ${message.bytes} bytes)`,
    ];
  }
  const { profile, findings, outcome } = message;
  const verdict =
    outcome === 'accepted' ? (vi ? 'Chấp nhận' : 'Accepted') : vi ? 'Không đạt' : 'Rejected';
  return [
    `${title}: ${tellSummary(message.summary, vi)}`,
    `  ${vi ? 'hồ sơ' : 'profile'}: ${profile.id} (${choiceWords[profile.choice][language]})`,
    ...indent(sortBySeverity(findings).flatMap((one) => tellFinding(one, language))),
    `  → ${verdict}${countFindings(findings, language)}`,
  ];
}

function tellSummary(summary: MessageSummary, vi: boolean): string {
  const { type, version, charset, encoding, segments, bytes } = summary;
  return [
    type ?? (vi ? 'loại không rõ' : 'unknown kind'),
    version === undefined ? (vi ? 'phiên bản không rõ' : 'unknown version') : `HL7 ${version}`,
    vi ? `${segments} đoạn` : `${segments} segments`,
    vi ? `${bytes} byte` : `${bytes} bytes`,
    `${encoding}${charset === undefined ? '' : ` (MSH-18: ${charset})`}`,
  ].join(', ');
}

function countFindings(findings: readonly ProfileFinding[], language: Language): string {
  const parts = severities.flatMap((severity: Severity) => {
    const count = findings
      .filter((one) => one.severity === severity)
      .reduce((sum, one) => sum + 1 + (one.more ?? 0), 0);
    const word = severityWords[severity][language].toLowerCase();
    return count === 0 ? [] : [`${count} ${word}${language === 'en' && count > 1 ? 's' : ''}`];
  });
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** The gravest first; otherwise in the order of the profile. */
export function sortBySeverity(findings: readonly ProfileFinding[]): readonly ProfileFinding[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
