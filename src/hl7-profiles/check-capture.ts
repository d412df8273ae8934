import { lookUpCharset } from '../protocols/hl7/charset.ts';
import { type Er7Message, type Er7Reading, readMessage } from '../protocols/hl7/er7.ts';
import { type CheckOptions, checkMessage } from './check-message.ts';
import { BASE_PROFILE, chooseProfile, type ProfileChoice } from './choose-profile.ts';
import type { Observed, ProfileFinding } from './finding.ts';
import type { CaptureFindingKind } from './known-findings.ts';
import { maskFramingFinding } from './mask-finding.ts';
import { showMessageType } from './mask-value.ts';
import type { Hl7Profile, Remark } from './profile.ts';
import { type Capture, splitCapture } from './split-capture.ts';

/** What a message's header may be shown to say: only what is plainly of the protocol. */
export interface MessageSummary {
  /** `ORU^R01`; absent when MSH-9 is something else than a message type. */
  readonly type?: string;
  readonly version?: string;
  /** MSH-18, when it is a character set we know. */
  readonly charset?: string;
  readonly encoding: string;
  readonly bytes: number;
  readonly segments: number;
}

/** One message of a capture, judged; `position` is from 1. */
export type CheckedMessage =
  | {
      readonly outcome: 'accepted' | 'rejected';
      readonly position: number;
      readonly summary: MessageSummary;
      readonly profile: { readonly id: string; readonly choice: ProfileChoice };
      readonly findings: readonly ProfileFinding[];
    }
  | {
      readonly outcome: 'unreadable';
      readonly position: number;
      readonly reason: Extract<Er7Reading, { kind: 'unreadable' }>['reason'];
      readonly bytes: number;
    };

/** A captured file, judged. */
export interface CheckedCapture {
  /** No message was rejected or unreadable, nothing about the capture rejects it, and there was a message. */
  readonly accepted: boolean;
  readonly kind: Capture['kind'];
  readonly messages: readonly CheckedMessage[];
  /** About framing and about the messages together. */
  readonly findings: readonly ProfileFinding[];
}

/** How to judge a capture. */
export interface CaptureOptions extends CheckOptions {
  /** Judge by this profile, acknowledgements aside, whatever the messages say they are. */
  readonly askedFor?: Hl7Profile;
}

/**
 * Judges every message of a captured file, each by its profile, and how they stand together. Pure.
 *
 * @param profiles all known ones; {@link BASE_PROFILE} must be among them
 */
export function checkCapture(
  bytes: Buffer,
  profiles: readonly Hl7Profile[],
  options: CaptureOptions = {},
): CheckedCapture {
  const capture = splitCapture(bytes);
  const messages: CheckedMessage[] = [];
  const ids: ControlIds[] = [];
  for (const [index, payload] of capture.messages.entries()) {
    const position = index + 1;
    const reading = readMessage(payload);
    if (reading.kind === 'unreadable') {
      const { reason } = reading;
      messages.push({ outcome: 'unreadable', position, reason, bytes: payload.length });
      continue;
    }
    const { message } = reading;
    ids.push(readIds(message));
    const { profile, choice } = chooseProfile(message, profiles, options.askedFor);
    const findings = checkMessage(message, profile, options);
    messages.push({
      outcome: rejects(findings) ? 'rejected' : 'accepted',
      position,
      summary: summarise(message),
      profile: { id: profile.id, choice },
      findings,
    });
  }
  const base = profiles.find(({ id }) => id === BASE_PROFILE);
  const findings =
    base === undefined ? [] : weighCapture(capture, ids, base, options.showValues === true);
  const accepted =
    messages.length > 0 &&
    messages.every(({ outcome }) => outcome === 'accepted') &&
    !rejects(findings);
  return { accepted, kind: capture.kind, messages, findings };
}

function rejects(findings: readonly ProfileFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'fail');
}

function summarise(message: Er7Message): MessageSummary {
  const type = showMessageType(message.messageCode, message.triggerEvent);
  const { version, declaredCharset } = message;
  return {
    ...(type !== undefined && { type }),
    ...(version !== undefined && /^2(?:\.\d){1,2}$/.test(version) && { version }),
    ...(declaredCharset !== undefined &&
      lookUpCharset(declaredCharset) !== undefined && { charset: declaredCharset }),
    encoding: message.encoding,
    bytes: message.bytes.length,
    segments: message.segments.length,
  };
}

function weighCapture(
  capture: Capture,
  ids: readonly ControlIds[],
  { framing, capture: remarks }: Hl7Profile,
  showValues: boolean,
): readonly ProfileFinding[] {
  const findings: ProfileFinding[] = [];
  const add = (remark: Remark | undefined, observed: Observed): void => {
    if (remark === undefined) return;
    const { finding, name, why, severity, source } = remark;
    findings.push({
      rule: finding,
      place: '',
      severity,
      expected: { kind: 'as-in-source' },
      observed,
      name,
      ...(why && { why }),
      source,
    });
  };
  const note = (kind: CaptureFindingKind, observed: Observed): void =>
    add(
      remarks.find(({ finding }) => finding === kind),
      observed,
    );
  for (const finding of capture.framing) {
    const masked = maskFramingFinding(finding, showValues);
    add(
      framing.find((one) => one.finding === finding.kind),
      { kind: 'framing', finding: masked },
    );
  }
  if (capture.messages.length === 0) note('no-message', { kind: 'count', count: 0 });
  else if (capture.strayBytes > 0) {
    note('text-between-messages', { kind: 'count', count: capture.strayBytes });
  }
  if (capture.skipped > 0) note('too-many-messages', { kind: 'count', count: capture.skipped });
  for (const batch of capture.batches) {
    if (batch.declared !== batch.found) note('batch-count-differs', { kind: 'counts', ...batch });
  }
  const { repeated, unmatched } = matchControlIds(ids);
  if (repeated > 0) note('repeated-control-id', { kind: 'count', count: repeated });
  if (unmatched > 0) note('acknowledgement-of-nothing', { kind: 'count', count: unmatched });
  return findings;
}

/** What tells messages apart and answers together. */
type ControlIds =
  | { readonly kind: 'message'; readonly id?: string; readonly bytes: Buffer }
  | { readonly kind: 'answer'; readonly to: string };

function readIds(message: Er7Message): ControlIds {
  if (message.segment('MSA') !== undefined)
    return { kind: 'answer', to: message.at('MSA-2') ?? '' };
  const { controlId, bytes } = message;
  return { kind: 'message', ...(controlId !== undefined && { id: controlId }), bytes };
}

/** Messages whose MSH-10 came before with another content, and answers whose MSA-2 is nobody's MSH-10. */
function matchControlIds(all: readonly ControlIds[]): {
  readonly repeated: number;
  readonly unmatched: number;
} {
  const seen = new Map<string, Buffer>();
  let repeated = 0;
  for (const one of all) {
    if (one.kind !== 'message' || one.id === undefined) continue;
    const earlier = seen.get(one.id);
    if (earlier === undefined) seen.set(one.id, one.bytes);
    else if (!earlier.equals(one.bytes)) repeated += 1;
  }
  // A capture of answers alone says nothing about what they answer.
  if (seen.size === 0) return { repeated, unmatched: 0 };
  const unmatched = all.filter((one) => one.kind === 'answer' && !seen.has(one.to)).length;
  return { repeated, unmatched };
}
