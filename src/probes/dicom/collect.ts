import {
  type Association,
  type OperationOutcome,
  openAssociation,
} from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import { checkAccess } from './check-access.ts';
import type { DicomNodeRow } from './facts.ts';
import { dicomMessages } from './messages.ts';
import { probeContexts } from './probe-contexts.ts';
import { buildArchiveQueries, buildWorklistQuery, type HarmlessQuery } from './queries.ts';
import { proposeQueries, runQueries } from './run-queries.ts';
import type { DicomPatience, DicomTarget } from './target.ts';

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;

const usualPatience: DicomPatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 15_000, release: 5_000 },
  queryMs: 20_000,
  allQueriesMs: 60_000,
};

/** Looks at one node. The first association decides the state; later ones only add facts. */
export async function collectDicom(
  target: DicomTarget,
  context: ProbeContext,
  patience: DicomPatience = usualPatience,
): Promise<Observation> {
  const { node, callingAe } = target;
  const words = dicomMessages(context.language);
  const prepared = await connectNode(node, callingAe, context, patience.deadlines);
  if (!prepared.ok) return prepared.observation;
  const { options: connection, tell, fail } = prepared.connection;
  const queries = queriesFor(node.role);
  const open = () => openAssociation({ ...connection, contexts: proposeQueries(queries) });
  const opened = await open();
  if (opened.kind !== 'accepted') return fail(opened);
  const { association } = opened;
  const echoed = await association.echo();
  if (echoed.kind !== 'status' && echoed.kind !== 'no-accepted-context') return fail(echoed);

  const common = { node: node.id, role: node.role };
  const queried = await runQueries({
    queries,
    first: association,
    reopen: open,
    common,
    patience,
    words,
    tell,
  });
  const contexts = keepsImages(node.role)
    ? await probeContexts(connection, common, (trouble) => words.contextsUnknown(tell(trouble)))
    : { rows: [], notes: [] };
  const accessRows = await checkAccess({ ...connection, contexts: proposeQueries([]) }, common);
  context.signal.throwIfAborted();
  const { implementationVersion = '' } = association.peer;
  return {
    state: 'observed',
    facts: {
      'dicom.node': [describeNode(target, association, echoed)],
      'dicom.context': contexts.rows,
      'dicom.query': queried.rows,
      'dicom.access': accessRows,
    },
    notes: [...queried.notes, ...contexts.notes, words.echo(echoed)],
    ...(simulatorVersion.test(implementationVersion) && { simulated: true as const }),
  };
}

function describeNode(
  { node }: DicomTarget,
  { peer, timings }: Association,
  echoed: OperationOutcome,
): DicomNodeRow {
  return {
    node: node.id,
    role: node.role,
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
}

function keepsImages(role: DicomTarget['node']['role']): boolean {
  return role === 'pacs' || role === 'archive';
}

function queriesFor(role: DicomTarget['node']['role']): HarmlessQuery[] {
  if (role === 'worklist') return [buildWorklistQuery()];
  return keepsImages(role) ? [...buildArchiveQueries(), buildWorklistQuery()] : [];
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
