import { type OpenAssociationOptions, openAssociation } from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import { checkAccess } from './check-access.ts';
import { compareClaims } from './compare-claims.ts';
import { describeNode } from './describe-node.ts';
import { describeTls } from './describe-tls.ts';
import type { DicomQueryRow } from './facts.ts';
import { loadClaims } from './load-claims.ts';
import { dicomMessages } from './messages.ts';
import { probeContexts } from './probe-contexts.ts';
import { type HarmlessQuery, queriesFor } from './queries.ts';
import { proposeQueries, runQueries } from './run-queries.ts';
import type { DicomPatience, DicomTarget } from './target.ts';
import { tryPlainPorts, tryTlsPorts } from './try-ports.ts';

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;

const usualPatience: DicomPatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 15_000, dimse: 15_000, release: 5_000 },
  portDeadlines: { tcp: 3_000, tls: 4_000, association: 4_000, dimse: 4_000, release: 2_000 },
  queryMs: 20_000,
  allQueriesMs: 60_000,
  allMs: 230_000,
};

/** Looks at one node, one association after the other. The first decides the state; later ones only add facts. */
export async function collectDicom(
  target: DicomTarget,
  context: ProbeContext,
  patience: DicomPatience = usualPatience,
): Promise<Observation> {
  const { node, callingAe, ports } = target;
  const startedAtMs = performance.now();
  const mayBegin = (): boolean =>
    !context.signal.aborted && performance.now() - startedAtMs < patience.allMs;
  const words = dicomMessages(context.language);
  const prepared = await connectNode(node, callingAe, context, patience.deadlines);
  if (!prepared.ok) return prepared.observation;
  const { options, tell, fail } = prepared.connection;
  const connection = acceptAnyCertificate(options);
  const queries = queriesFor(node.role);
  const open = () => openAssociation({ ...connection, contexts: proposeQueries(queries) });
  const opened = await open();
  if (opened.kind !== 'accepted') return fail(opened);
  const { association } = opened;
  const echoed = await association.echo();
  if (echoed.kind !== 'status' && echoed.kind !== 'no-accepted-context') return fail(echoed);

  const common = { node: node.id, role: node.role };
  const round = { connection, common, patience, words, tell, mayBegin };
  const queried = await runQueries({ ...round, queries, first: association, reopen: open });
  const stated =
    node.claims === undefined ? undefined : await loadClaims(node.claims, context, words);
  const contexts = await probeContexts({ ...round, claims: stated?.claims ?? [] });
  const answeredQuery = findAnsweredQuery(queries, queried.rows);
  const accessRows = await checkAccess({
    common,
    mayBegin,
    queryMs: patience.queryMs,
    connection: { ...connection, contexts: proposeQueries(answeredQuery ? [answeredQuery] : []) },
    ...(answeredQuery && { answeredQuery }),
  });
  const portRound = {
    common,
    mayBegin,
    connection: {
      ...connection,
      deadlines: patience.portDeadlines,
      contexts: proposeQueries([]),
    },
  };
  const plainRows = await tryPlainPorts(ports.plain, portRound);
  const tlsRows = await tryTlsPorts(ports.tls, portRound);
  context.signal.throwIfAborted();
  const { tls, peer } = association;
  return {
    state: 'observed',
    facts: {
      'dicom.node': [describeNode(node, association, echoed)],
      'dicom.context': contexts.rows,
      'dicom.query': queried.rows,
      'dicom.access': accessRows,
      'dicom.tls': tls
        ? [{ ...common, port: node.port, offered: true, ...describeTls(tls) }]
        : tlsRows,
      'dicom.plain': plainRows,
      'dicom.claim':
        stated === undefined ? [] : compareClaims(node.id, stated.claims, contexts.rows),
    },
    notes: [
      ...(tls?.authorizationError === undefined
        ? []
        : [words.certificateUntrusted(tls.authorizationError)]),
      ...queried.notes,
      ...contexts.notes,
      ...(stated?.notes ?? []),
      ...(mayBegin() ? [] : [words.outOfTime]),
      words.echo(echoed),
    ],
    ...(simulatorVersion.test(peer.implementationVersion ?? '') && { simulated: true as const }),
  };
}

/**
 * A certificate that cannot be verified is something to report, not a reason to see nothing: only our own identifiers
 * are sent.
 */
function acceptAnyCertificate(
  options: Omit<OpenAssociationOptions, 'contexts'>,
): Omit<OpenAssociationOptions, 'contexts'> {
  return options.tls === undefined
    ? options
    : { ...options, tls: { ...options.tls, rejectUnauthorized: false } };
}

/** Worklist or study query that the node answered with success, to be asked again under a title it does not know. */
function findAnsweredQuery(
  queries: readonly HarmlessQuery[],
  rows: readonly DicomQueryRow[],
): HarmlessQuery | undefined {
  const answered = new Set(rows.filter((row) => row.status === 0).map((row) => row.level));
  return ['study', 'worklist', 'patient']
    .map((level) => queries.find((query) => query.level === level))
    .find((query) => query !== undefined && answered.has(query.level));
}
