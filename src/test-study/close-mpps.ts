import {
  chooseEncoding,
  type DataElement,
  type ExchangeOutcome,
  encodeDataset,
  type NoContextOutcome,
  WORKFLOW_SOP_CLASSES,
} from '../protocols/dicom/index.ts';
import { deriveUid } from '../synthetic/uid-root.ts';
import { type Associated, associate, type NodePlace, proposeClass } from './associate.ts';
import { studyMessages } from './messages.ts';
import { isOwnUid } from './own-uid.ts';
import type { RemovalContext } from './study-place.ts';

/** What became of a test MPPS, and why we say so. A performed step cannot be deleted: its end is DISCONTINUED. */
export type MppsClosing =
  | { readonly state: 'removed-verified'; readonly note: 'discontinued' | 'neverCreated' }
  | {
      readonly state: 'left';
      /** `stillOpen`: it took the end, and still takes changes after it. */
      readonly note: 'closeRefused' | 'stillOpen' | 'unverified' | 'notReached';
      readonly detail?: string;
    };

const mppsClass = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;
/** Processing failure: what N-SET on an ended step has to answer (PS3.4 F.7.2.2.3). */
const processingFailure = 0x0110;
/** Its Error ID, "may no longer be updated" (PS3.4 F.7.2.2.4). */
const noLongerUpdated = 0xa710;
const noSuchInstance = 0x0112;
/** A peer that is short of something now may take the change later: this refusal proves nothing. */
const resourceLimitation = 0x0213;

/** What is known beforehand. */
export interface ClosingOptions {
  /** An N-SET that ends it may have been sent before: then a bare processing failure says that it has ended. */
  readonly endedBefore?: boolean;
}

/**
 * Ends a test MPPS by N-SET with status DISCONTINUED (PS3.4 F.7.2.2), then sets it once more: an SCP must refuse that
 * for a step that has ended. Never throws for a peer's fault, nor when the signal fires.
 */
export async function closeMpps(
  place: NodePlace,
  mppsUid: string,
  context: RemovalContext,
  signal: AbortSignal,
  { endedBefore = false }: ClosingOptions = {},
): Promise<MppsClosing> {
  const words = studyMessages(context.language);
  if (!isOwnUid(mppsUid)) return { state: 'left', note: 'closeRefused', detail: words.foreignUid };
  const opened = await associate(place, [proposeClass(mppsClass)], context, signal);
  if (!opened.ok) {
    const { reached, detail } = opened;
    return { state: 'left', note: reached ? 'unverified' : 'notReached', detail };
  }
  const { association } = opened;
  const set = () =>
    association.set({
      sopClassUid: mppsClass,
      sopInstanceUid: mppsUid,
      attributes: (transferSyntaxUid) => encodeEnd(mppsUid, transferSyntaxUid),
    });
  const first = readAnswer(await set(), opened, endedBefore);
  const second = first.kind === 'taken' ? readAnswer(await set(), opened, true) : undefined;
  if (association.ending === undefined) await association.release();
  return judgeClosing(first, second, context);
}

/** An N-SET's answer. */
type Answer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly code: number; readonly isEnded: boolean }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'silent'; readonly detail: string };

function readAnswer(
  outcome: ExchangeOutcome | NoContextOutcome,
  { tell }: Extract<Associated, { ok: true }>,
  mayHaveEnded: boolean,
): Answer {
  if (outcome.kind === 'no-accepted-context') return { kind: 'unsupported' };
  if (outcome.kind !== 'status') return { kind: 'silent', detail: tell(outcome).detail };
  const { code, category, errorComment = '' } = outcome.status;
  if (category === 'success' || category === 'warning') return { kind: 'taken' };
  const isEnded =
    code === processingFailure &&
    (mayHaveEnded ||
      outcome.command.errorId === noLongerUpdated ||
      /no longer/i.test(errorComment));
  return { kind: 'failed', code, isEnded };
}

function judgeClosing(
  first: Answer,
  second: Answer | undefined,
  { language }: RemovalContext,
): MppsClosing {
  const words = studyMessages(language);
  const refused = (code: number) => words.status('N-SET', code);
  switch (first.kind) {
    case 'unsupported':
      return { state: 'left', note: 'closeRefused', detail: words.noMpps };
    case 'silent':
      return { state: 'left', note: 'unverified', detail: first.detail };
    case 'failed':
      if (first.code === noSuchInstance) return { state: 'removed-verified', note: 'neverCreated' };
      if (first.isEnded) return { state: 'removed-verified', note: 'discontinued' };
      return { state: 'left', note: 'closeRefused', detail: refused(first.code) };
    case 'taken':
      break;
  }
  if (second?.kind === 'failed' && second.code !== resourceLimitation)
    return { state: 'removed-verified', note: 'discontinued' };
  if (second?.kind === 'taken') return { state: 'left', note: 'stillOpen' };
  return {
    state: 'left',
    note: 'unverified',
    ...(second?.kind === 'silent' && { detail: second.detail }),
    ...(second?.kind === 'failed' && { detail: refused(second.code) }),
  };
}

/**
 * The final state (PS3.4 table F.7.2-1): end and status, and one series without objects, since the sequence may not be
 * empty by then. The discontinuation reason (0040,0281) is left out: it may be set only where the N-CREATE had it.
 */
function encodeEnd(mppsUid: string, transferSyntaxUid: string): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`the MPPS is not proposed in ${transferSyntaxUid}`);
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('');
  const series: readonly DataElement[] = [
    { tag: 0x00080054, vr: 'AE', text: '' },
    { tag: 0x0008103e, vr: 'LO', text: '' },
    { tag: 0x00081050, vr: 'PN', text: '' },
    { tag: 0x00081070, vr: 'PN', text: '' },
    { tag: 0x00081140, vr: 'SQ', items: [] },
    { tag: 0x00181030, vr: 'LO', text: 'RISPACS TEST' },
    { tag: 0x0020000e, vr: 'UI', text: deriveUid(mppsUid, 'series/none') },
    { tag: 0x00400220, vr: 'SQ', items: [] },
  ];
  return encodeDataset(
    [
      { tag: 0x00400250, vr: 'DA', text: date },
      { tag: 0x00400251, vr: 'TM', text: time },
      { tag: 0x00400252, vr: 'CS', text: 'DISCONTINUED' },
      { tag: 0x00400340, vr: 'SQ', items: [series] },
    ],
    encoding,
  );
}
