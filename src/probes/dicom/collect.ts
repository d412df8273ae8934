import type { EvidenceState } from '../../evidence/evidence.ts';
import {
  type Association,
  type ContextProposal,
  combineSyntaxPairs,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  nameOfUid,
  type OpenAssociationOptions,
  openAssociation,
  probeTransferSyntaxes,
  STORAGE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  VERIFICATION_SOP_CLASS,
} from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { DicomAccessRow, DicomContextRow, DicomNodeRow, DicomQueryRow } from './facts.ts';
import type { DicomTarget } from './index.ts';
import { type DicomTrouble, dicomMessages } from './messages.ts';
import { buildArchiveQueries, buildWorklistQuery, type HarmlessQuery } from './queries.ts';
import { loadTlsOptions } from './tls-options.ts';

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;
/** Five classes times every transfer syntax stay within the 128 contexts of one association. */
const probedClasses = [
  STORAGE_SOP_CLASSES.computedTomography,
  STORAGE_SOP_CLASSES.magneticResonance,
  STORAGE_SOP_CLASSES.computedRadiography,
  STORAGE_SOP_CLASSES.ultrasound,
  STORAGE_SOP_CLASSES.secondaryCapture,
];
const strangerAe = 'RISPACS-STRANGER';
const wrongCalledAe = 'RISPACS-NO-SUCH';
const mostAnswers = 100;

/** What an error sentence names. */
interface Where {
  readonly host: string;
  readonly port: number;
  readonly calledAe: string;
  readonly callingAe: string;
}

/** Looks at one node. The first association decides the state; later ones only add facts. */
export async function collectDicom(
  target: DicomTarget,
  context: ProbeContext,
): Promise<Observation> {
  const { node, callingAe } = target;
  const words = dicomMessages(context.language);
  const tls = node.tls ? await loadTlsOptions(node.tls, context) : undefined;
  if (tls && !tls.ok) {
    return {
      state: 'not-configured',
      reason: { code: 'tls-file', message: words.fileUnreadable(tls.file) },
    };
  }
  const connection: Omit<OpenAssociationOptions, 'contexts'> = {
    host: node.host,
    port: node.port,
    callingAeTitle: callingAe,
    calledAeTitle: node.calledAe,
    ...(tls && { tls: tls.options }),
    signal: context.signal,
  };
  const where: Where = { host: node.host, port: node.port, calledAe: node.calledAe, callingAe };
  const fail = (trouble: DicomTrouble): Observation => {
    context.signal.throwIfAborted();
    return {
      state: stateOf(trouble),
      reason: {
        code: codeOf(trouble),
        ...('phase' in trouble && { phase: trouble.phase }),
        message: words.trouble(trouble, where),
      },
    };
  };
  const queries = queriesFor(node.role);
  const opened = await openAssociation({ ...connection, contexts: proposeQueries(queries) });
  if (opened.kind !== 'accepted') return fail(opened);
  const { association } = opened;
  const echoed = await association.echo();
  if (echoed.kind !== 'status' && echoed.kind !== 'no-accepted-context') return fail(echoed);

  const common = { node: node.id, role: node.role };
  const reopen = async () => {
    const again = await openAssociation({ ...connection, contexts: proposeQueries(queries) });
    return again.kind === 'accepted' ? again.association : undefined;
  };
  const queried = await runQueries(queries, association, reopen, common, { words, where });
  if (queried.last.ending === undefined) await queried.last.release();
  const deviations = association.deviations.map((one) =>
    words.deviation(`${one.kind} (${one.firstDetail})`),
  );
  const notes = [...queried.notes, ...deviations];
  const { peer, timings } = association;
  const nodeRow: DicomNodeRow = {
    ...common,
    associationAccepted: true,
    ...(echoed.kind === 'status' && {
      echoStatus: echoed.status.code,
      echoMs: roundMs(echoed.elapsedMs),
    }),
    ...(peer.implementationClassUid !== undefined && {
      peerImplementationUid: peer.implementationClassUid,
    }),
    ...(peer.implementationVersion !== undefined && {
      peerImplementationVersion: peer.implementationVersion,
    }),
    ...(peer.maxPduBytes !== undefined && { peerMaxPduBytes: peer.maxPduBytes }),
    tls: node.tls !== undefined,
    ...(timings.tcpMs !== undefined && { tcpMs: roundMs(timings.tcpMs) }),
    ...(timings.associationMs !== undefined && { associationMs: roundMs(timings.associationMs) }),
  };
  const contextRows = keepsImages(node.role) ? await probeContexts(connection, common) : [];
  const accessRows = await probeAccess(connection, common);
  context.signal.throwIfAborted();
  return {
    state: 'observed',
    facts: {
      'dicom.node': [nodeRow],
      'dicom.context': contextRows,
      'dicom.query': queried.rows,
      'dicom.access': accessRows,
    },
    notes: [...notes, words.echoOnly],
    ...(simulatorVersion.test(peer.implementationVersion ?? '') && { simulated: true as const }),
  };
}

function keepsImages(role: DicomTarget['node']['role']): boolean {
  return role === 'pacs' || role === 'archive';
}

function queriesFor(role: DicomTarget['node']['role']): HarmlessQuery[] {
  if (role === 'worklist') return [buildWorklistQuery()];
  return keepsImages(role) ? [...buildArchiveQueries(), buildWorklistQuery()] : [];
}

function proposeQueries(queries: readonly HarmlessQuery[]): ContextProposal[] {
  const classes = [VERIFICATION_SOP_CLASS, ...new Set(queries.map((query) => query.sopClassUid))];
  return classes.map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  }));
}

/**
 * Answers are counted and dropped: nothing of an identifier is kept. A node that ends the association over one query
 * is asked the next one on a new association.
 */
async function runQueries(
  queries: readonly HarmlessQuery[],
  first: Association,
  reopen: () => Promise<Association | undefined>,
  common: Pick<DicomQueryRow, 'node' | 'role'>,
  describe: { readonly words: ReturnType<typeof dicomMessages>; readonly where: Where },
): Promise<{
  readonly rows: DicomQueryRow[];
  readonly notes: string[];
  readonly last: Association;
}> {
  const { words, where } = describe;
  const rows: DicomQueryRow[] = [];
  const notes: string[] = [];
  let association = first;
  for (const { level, sopClassUid, identifier } of queries) {
    if (association.ending !== undefined) {
      const next = await reopen();
      if (!next) break;
      association = next;
    }
    const found = await association.find({
      sopClassUid,
      identifier,
      maxAnswers: mostAnswers,
      maxMs: 30_000,
    });
    if (found.kind === 'status') {
      const capped = found.stoppedBy !== undefined;
      rows.push({
        ...common,
        level,
        ...(!capped && { status: found.status.code }),
        answers: found.answers,
        capped,
      });
      continue;
    }
    rows.push({ ...common, level });
    // A PACS without a worklist is common: the worklist may live in the RIS.
    if (level === 'worklist' && common.role !== 'worklist') continue;
    const why =
      found.kind === 'no-accepted-context'
        ? words.noContext
        : found.kind === 'cancel-ignored'
          ? found.kind
          : words.trouble(found, where);
    notes.push(words.queryUnanswered(level, why));
  }
  return { rows, notes, last: association };
}

/** One transfer syntax per presentation context, so that each answer is about that syntax alone. */
async function probeContexts(
  connection: Omit<OpenAssociationOptions, 'contexts'>,
  common: Pick<DicomContextRow, 'node' | 'role'>,
): Promise<DicomContextRow[]> {
  const pairs = combineSyntaxPairs(
    probedClasses.map((one) => one.uid),
    TRANSFER_SYNTAXES.map((one) => one.uid),
  );
  const { pairs: answers } = await probeTransferSyntaxes({ ...connection, pairs });
  return answers.flatMap(({ sopClassUid, transferSyntaxUid, outcome }) => {
    if (outcome.state === 'not-probed' || outcome.state === 'not-answered') return [];
    return [
      {
        ...common,
        sopClass: sopClassUid,
        sopClassName: nameOfUid(sopClassUid) ?? sopClassUid,
        transferSyntax: transferSyntaxUid,
        transferSyntaxName: nameOfUid(transferSyntaxUid) ?? transferSyntaxUid,
        accepted: outcome.state === 'accepted',
        ...(outcome.state === 'refused' && { refusal: outcome.reason }),
      },
    ];
  });
}

/** Calls under a title the node cannot know, and calls a title it cannot have. Anything but a clear answer is left out. */
async function probeAccess(
  connection: Omit<OpenAssociationOptions, 'contexts'>,
  common: Pick<DicomAccessRow, 'node' | 'role'>,
): Promise<DicomAccessRow[]> {
  const contexts = proposeQueries([]);
  const rows: DicomAccessRow[] = [];
  for (const [check, changed] of [
    ['unknown-calling-ae', { callingAeTitle: strangerAe }],
    ['wrong-called-ae', { calledAeTitle: wrongCalledAe }],
  ] as const) {
    const result = await openAssociation({ ...connection, ...changed, contexts });
    if (result.kind === 'accepted') {
      await result.association.release();
      rows.push({ ...common, check, rejected: false });
    } else if (result.kind === 'rejected' || result.kind === 'aborted')
      rows.push({ ...common, check, rejected: true });
  }
  return rows;
}

function stateOf(trouble: DicomTrouble): Exclude<EvidenceState, 'observed'> {
  switch (trouble.kind) {
    case 'refused':
    case 'rejected':
    case 'aborted':
      return 'refused';
    case 'unreachable':
    case 'reset':
    case 'closed':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    default:
      return 'protocol-error';
  }
}

function codeOf(trouble: DicomTrouble): string {
  if (trouble.kind === 'rejected' || trouble.kind === 'aborted')
    return `${trouble.kind}-${trouble.reasonKey}`;
  return 'code' in trouble ? trouble.code : trouble.kind;
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
