import type { Er7Message } from '../protocols/hl7/er7.ts';
import { formatPath } from '../protocols/hl7/er7-path.ts';
import { type Er7Segment, isHeaderSegment } from '../protocols/hl7/er7-segment.ts';
import { checkFieldValue } from './check-field-value.ts';
import type { Expectation, Observed, ProfileFinding } from './finding.ts';
import { HL7_NULL_TEXT, holds, type Standpoint } from './look-up.ts';
import { maskEncodingFinding } from './mask-finding.ts';
import type { FieldRule, Hl7Profile, ProfileRule, SegmentRule } from './profile.ts';

/** How much of a message may be told. */
export interface CheckOptions {
  /** Show values as they are, patients' data among them; otherwise lengths and shapes only. */
  readonly showValues?: boolean;
}

/** Departures listed for one rule; the rest is counted. */
const LISTED_PER_RULE = 5;
/** A peer may repeat a field without end. */
const MAX_REPETITIONS = 200;

type Report = (place: string, expected: Expectation, observed: Observed) => void;

/**
 * Judges one message by a profile: what its reader noticed, then every rule in the order of the profile. Pure, and
 * linear in the length of the message for each rule.
 */
export function checkMessage(
  message: Er7Message,
  profile: Hl7Profile,
  options: CheckOptions = {},
): readonly ProfileFinding[] {
  const showValues = options.showValues === true;
  const findings = [...weighEncoding(message, profile, showValues)];
  for (const rule of profile.rules) {
    const listed: ProfileFinding[] = [];
    let count = 0;
    const report: Report = (place, expected, observed) => {
      count += 1;
      if (count <= LISTED_PER_RULE) listed.push({ ...statement(rule), place, expected, observed });
    };
    if (rule.kind === 'segment') checkSegments(message, rule, report);
    else checkFields(message, rule, showValues, report);
    const last = listed.at(-1);
    if (last !== undefined && count > listed.length) {
      listed[listed.length - 1] = { ...last, more: count - listed.length };
    }
    findings.push(...listed);
  }
  return findings;
}

function statement(rule: ProfileRule) {
  const { id, name, why, severity, source } = rule;
  return { rule: id, name, ...(why && { why }), severity, source };
}

function* weighEncoding(
  message: Er7Message,
  profile: Hl7Profile,
  showValues: boolean,
): Generator<ProfileFinding> {
  for (const finding of message.findings) {
    const kind = finding.kind === 'more' ? finding.of : finding.kind;
    const remark = profile.encoding.find((one) => one.finding === kind);
    if (remark === undefined) continue;
    const { name, why, severity, source } = remark;
    yield {
      rule: kind,
      place: 'segment' in finding ? nameSegment(message.segments[finding.segment - 1]) : '',
      severity,
      expected: { kind: 'as-in-source' },
      observed: { kind: 'encoding', finding: maskEncodingFinding(finding, showValues) },
      name,
      ...(why && { why }),
      source,
      ...(finding.kind === 'more' && { more: finding.count }),
    };
  }

  function nameSegment(segment: Er7Segment | undefined): string {
    if (segment === undefined || !/^[A-Z][A-Z0-9]{2}$/.test(segment.id)) return '';
    return placeOf(message, segment);
  }
}

function checkSegments(message: Er7Message, rule: SegmentRule, report: Report): void {
  const found = message
    .segmentsOf(rule.segment)
    .filter((segment) => holds(rule.where, { message, segment }));
  if (!holds(rule.when, { message })) return;
  if (rule.usage === 'X') {
    for (const segment of found) {
      report(placeOf(message, segment), { kind: 'empty' }, { kind: 'count', count: found.length });
    }
    return;
  }
  if (found.length === 0 && rule.usage !== 'RE') {
    report(rule.segment, { kind: 'present' }, { kind: 'absent' });
  }
  if (rule.max !== undefined && found.length > rule.max) {
    const observed: Observed = { kind: 'count', count: found.length };
    report(rule.segment, { kind: 'at-most', count: rule.max }, observed);
  }
  const { after, followedBy } = rule;
  for (const [index, segment] of found.entries()) {
    if (after !== undefined && !after.some((id) => standsBefore(message, id, segment))) {
      report(placeOf(message, segment), { kind: 'after', segments: after }, { kind: 'absent' });
    }
    if (followedBy === undefined) continue;
    const next = found[index + 1]?.position ?? message.segments.length + 1;
    if (!isBetween(message, followedBy, segment.position, next)) {
      const expected: Expectation = { kind: 'followed-by', segment: followedBy };
      report(placeOf(message, segment), expected, { kind: 'absent' });
    }
  }
}

function standsBefore(message: Er7Message, id: string, segment: Er7Segment): boolean {
  const first = message.segment(id);
  return first !== undefined && first.position < segment.position;
}

function isBetween(message: Er7Message, id: string, after: number, before: number): boolean {
  for (let position = after + 1; position < before; position += 1) {
    if (message.segments[position - 1]?.id === id) return true;
  }
  return false;
}

function checkFields(
  message: Er7Message,
  rule: FieldRule,
  showValues: boolean,
  report: Report,
): void {
  for (const segment of message.segmentsOf(rule.segment)) {
    const { field } = rule.place;
    const wanted = rule.place.repetition;
    const count = Math.min(Math.max(segment.repetitionCount(field), 1), MAX_REPETITIONS);
    for (let repetition = wanted ?? 1; repetition <= (wanted ?? count); repetition += 1) {
      const at: Standpoint = { message, segment, field, repetition };
      if (!holds(rule.where, at) || !holds(rule.when, at)) continue;
      checkRepetition(at, segment, repetition, rule, showValues, report);
    }
  }
}

function checkRepetition(
  at: Standpoint,
  segment: Er7Segment,
  repetition: number,
  rule: FieldRule,
  showValues: boolean,
  report: Report,
): void {
  const { field, component, subcomponent, whole } = rule.place;
  const place = (): string =>
    formatPath({
      segment: segment.id,
      field,
      repetition,
      occurrence: occurrenceOf(at.message, segment),
      ...(component !== undefined && { component }),
      ...(subcomponent !== undefined && { subcomponent }),
    });
  const value = whole
    ? segment.getWhole(field, repetition)
    : segment.get({
        field,
        repetition,
        ...(component !== undefined && { component }),
        ...(subcomponent !== undefined && { subcomponent }),
      });
  const isNull = value === HL7_NULL_TEXT;
  const isDelimiters = isHeaderSegment(segment.id) && field <= 2;
  const present =
    !isNull &&
    (component === undefined && !isDelimiters
      ? hasContent(segment.getWhole(field, repetition), at.message)
      : value !== undefined);
  if (!present) {
    // A repetition that is not there is nobody's fault but the first.
    if ((rule.usage === 'R' || rule.usage === 'C') && isExpected(segment, rule, repetition)) {
      report(place(), { kind: 'present' }, { kind: isNull ? 'null' : 'absent' });
    }
    return;
  }
  // A field that must be empty may have its first component empty and others not.
  const judged = rule.usage === 'X' ? (value ?? segment.getWhole(field, repetition)) : value;
  if (judged === undefined) return;
  checkFieldValue(judged, rule, at, showValues, (expected, observed) =>
    report(place(), expected, observed),
  );
}

/** A repetition between others may be left out as a whole; then its components are not asked for. */
function isExpected(segment: Er7Segment, { place }: FieldRule, repetition: number): boolean {
  const sent = segment.getWhole(place.field, repetition);
  return repetition === 1 || (sent !== undefined && sent !== '');
}

function hasContent(text: string | undefined, { delimiters }: Er7Message): boolean {
  if (text === undefined) return false;
  for (const character of text) {
    if (character !== delimiters.component && character !== delimiters.subcomponent) return true;
  }
  return false;
}

function occurrenceOf(message: Er7Message, segment: Er7Segment): number {
  const all = message.segmentsOf(segment.id);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.position ?? 0) < segment.position) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function placeOf(message: Er7Message, segment: Er7Segment): string {
  const occurrence = occurrenceOf(message, segment);
  return occurrence === 1 ? segment.id : `${segment.id}[${occurrence}]`;
}
