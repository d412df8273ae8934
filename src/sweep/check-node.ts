import {
  buildArchiveQueries,
  buildWorklistQuery,
  type HarmlessQuery,
} from '../probes/dicom/queries.ts';
import type { DicomTrouble } from '../probes/shared/dicom-trouble.ts';
import {
  type Association,
  type ContextProposal,
  type Deadlines,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  VERIFICATION_SOP_CLASS,
} from '../protocols/dicom/index.ts';
import type { SweepNode } from './node.ts';
import type { QueryOutcome, SweepOutcome } from './outcome.ts';

/** A node that ignores our keys would send its whole list. */
const MOST_ANSWERS = 5;
const CANCEL_GRACE_MS = 2_000;
/** Longest data set that is taken from a node, in bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** How nodes of one role are asked: contexts and query are built once for all of them. */
export interface RolePlan {
  readonly contexts: readonly ContextProposal[];
  readonly query?: HarmlessQuery;
}

/** What is proposed to, and asked of, a node of this role. */
export function planRole(role: SweepNode['role'], withQuery: boolean): RolePlan {
  const query = withQuery ? queryFor(role) : undefined;
  const propose = (abstractSyntax: string): ContextProposal => ({
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  });
  return {
    contexts: [VERIFICATION_SOP_CLASS, ...(query ? [query.sopClassUid] : [])].map(propose),
    ...(query && { query }),
  };
}

/** Answers can be about our own test patient only. */
function queryFor(role: SweepNode['role']): HarmlessQuery | undefined {
  if (role === 'worklist') return buildWorklistQuery();
  if (role !== 'pacs' && role !== 'archive') return undefined;
  return buildArchiveQueries().find(({ level }) => level === 'study');
}

/** How long, and as whom, a node is asked. */
export interface NodePatience {
  readonly callingAe: string;
  readonly deadlines: Deadlines;
  /** Whole node, whatever it does, in milliseconds. */
  readonly nodeMs: number;
}

/** Association, C-ECHO, the query of its role, release. Ends within `nodeMs`, or soon after the signal aborts. */
export async function checkNode(
  node: SweepNode,
  plan: RolePlan,
  patience: NodePatience,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  if (node.unusable !== undefined) return { kind: 'not-configured', message: node.unusable };
  const own = new AbortController();
  const forward = (): void => own.abort();
  const timer = setTimeout(forward, patience.nodeMs);
  signal.addEventListener('abort', forward, { once: true });
  try {
    const outcome = await ask(node, plan, patience, own.signal);
    return own.signal.aborted ? afterAbort(outcome, patience.nodeMs, signal.aborted) : outcome;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', forward);
  }
}

/** What our own abort did to an outcome: the sweep was stopped, or the node's whole time was used up. */
function afterAbort(outcome: SweepOutcome, nodeMs: number, isStopped: boolean): SweepOutcome {
  const tell = (trouble: DicomTrouble): DicomTrouble => ({
    kind: 'timeout',
    phase: 'phase' in trouble ? trouble.phase : 'dimse',
    limitMs: nodeMs,
    elapsedMs: nodeMs,
  });
  if (outcome.kind === 'failed')
    return isStopped ? { kind: 'not-asked' } : { kind: 'failed', trouble: tell(outcome.trouble) };
  if (outcome.kind !== 'answered' || outcome.query?.kind !== 'failed') return outcome;
  const { query, ...rest } = outcome;
  return isStopped ? rest : { ...rest, query: { kind: 'failed', trouble: tell(query.trouble) } };
}

async function ask(
  node: SweepNode,
  plan: RolePlan,
  patience: NodePatience,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  const opened = await openAssociation({
    host: node.host,
    port: node.port,
    calledAeTitle: node.calledAe,
    callingAeTitle: node.callingAe ?? patience.callingAe,
    contexts: plan.contexts,
    maxDatasetBytes: MAX_ANSWER_BYTES,
    deadlines: patience.deadlines,
    signal,
    ...(node.tls && { tls: node.tls }),
  });
  if (opened.kind !== 'accepted') return { kind: 'failed', trouble: opened };
  const { association } = opened;
  const echo = await association.echo();
  if (echo.kind !== 'status' && echo.kind !== 'no-accepted-context')
    return { kind: 'failed', trouble: echo };
  const query = plan.query && (await askQuery(association, plan.query, patience));
  if (association.ending === undefined) await association.release();
  const { associationMs } = association.timings;
  return {
    kind: 'answered',
    ...(associationMs !== undefined && { associationMs }),
    ...(echo.kind === 'status' && { echoStatus: echo.status.code, echoMs: echo.elapsedMs }),
    ...(query && { query }),
  };
}

async function askQuery(
  association: Association,
  query: HarmlessQuery,
  { deadlines }: NodePatience,
): Promise<QueryOutcome> {
  const found = await association.find({
    sopClassUid: query.sopClassUid,
    identifier: query.identifier,
    maxAnswers: MOST_ANSWERS,
    maxMs: deadlines.dimse,
    cancelGraceMs: CANCEL_GRACE_MS,
  });
  switch (found.kind) {
    case 'status':
      return { kind: 'status', status: found.status.code, answers: found.answers };
    case 'no-accepted-context':
      return { kind: 'not-accepted' };
    case 'cancel-ignored':
      return { kind: 'cancel-ignored' };
    default: {
      const trouble: DicomTrouble = found;
      return { kind: 'failed', trouble };
    }
  }
}
