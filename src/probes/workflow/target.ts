import type { DicomNode, DicomwebEndpoint, Facility, Hl7Endpoint } from '../../facility/schema.ts';
import type { Deadlines } from '../../protocols/dicom/index.ts';
import type { MessageEnvelope } from '../../protocols/hl7/message-header.ts';
import type { TextForm } from '../../protocols/hl7/test-patient.ts';
import type { RemovalWay } from '../../test-study/index.ts';

/** A DICOM node, the title we call it by, and what test data can be removed from it through. */
export interface ReachableNode {
  readonly node: DicomNode;
  readonly callingAe: string;
  readonly dicomweb?: DicomwebEndpoint;
}

/** Where this computer plays the HIS. */
export interface ResultListener {
  readonly host: string;
  readonly port: number;
  readonly transport: 'mllp' | 'http';
  /** Files of a TLS port: ours, and the authority whose certificates are asked for where one is named. */
  readonly tls?: NonNullable<Hl7Endpoint['tls']> & {
    readonly certificate: string;
    readonly key: string;
  };
  /** Hosts, addresses or networks that results may come from; all others are dropped before a byte is read. */
  readonly from: readonly string[];
}

/** Everything that following one order needs; made from the facility file by `planSteps` alone. */
export interface WorkflowTarget {
  readonly endpoint: Hl7Endpoint;
  /** Where the order has to show; without one that is not seen, nor that it is gone. */
  readonly worklist?: ReachableNode;
  /** Where performed procedure steps are reported to. */
  readonly mpps?: ReachableNode;
  /** Where the images go. */
  readonly pacs?: ReachableNode;
  /** Where results reach us; without it no report is awaited. */
  readonly receive?: ResultListener;
  /** `challenge.folder` of the facility file: the images of the order get its one-time QR. */
  readonly challengeFolder?: string;
  readonly removal: RemovalWay;
  /** Where the archive sends what it gets by itself, in the words of the facility file. */
  readonly autoForward: readonly string[];
  /** How our texts are written and declared. */
  readonly texts: {
    readonly form: TextForm;
    readonly charset: NonNullable<MessageEnvelope['charset']>;
  };
}

/** How long the parts of the scenario may take, in milliseconds. */
export interface WorkflowPatience {
  readonly deadlines: Deadlines;
  /** One acknowledgement; a RIS that takes longer holds up a department. */
  readonly ackMs: number;
  /** How long is listened after an acknowledgement, for a second one. */
  readonly lingerMs: number;
  /** A RIS may write its worklist by a job that runs every few seconds. */
  readonly worklistMs: number;
  /** One C-STORE as a whole. */
  readonly storeMs: number;
  /** One C-FIND as a whole. */
  readonly queryMs: number;
  /** An archive may show what it was sent only after a job of its own. */
  readonly settleMs: number;
  /** Somebody has to sign the report; what comes later is for a resumed run. */
  readonly reportMs: number;
  /** Somebody has to change the report. */
  readonly correctionMs: number;
  /** Until a change that was sent shows somewhere. */
  readonly changeMs: number;
  /** First pause between two looks; it doubles up to `longestPauseMs`. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Cancelling, removing and looking again, also once the run was stopped. */
  readonly endMs: number;
}

/** All together it stays below the step's deadline for systems that answer. */
export const usualPatience: WorkflowPatience = {
  deadlines: { tcp: 5_000, tls: 5_000, association: 10_000, dimse: 30_000, release: 3_000 },
  ackMs: 20_000,
  lingerMs: 100,
  worklistMs: 30_000,
  storeMs: 60_000,
  queryMs: 15_000,
  settleMs: 20_000,
  reportMs: 180_000,
  correctionMs: 120_000,
  changeMs: 10_000,
  firstPauseMs: 250,
  longestPauseMs: 4_000,
  // The scheduler gives a stopped active step 45 seconds.
  endMs: 40_000,
};

/** What following an order from an endpoint needs of a facility. */
export function makeTarget(facility: Facility, endpoint: Hl7Endpoint): WorkflowTarget {
  const { nodes } = facility.dicom;
  const reach = (node: DicomNode | undefined): ReachableNode | undefined => {
    if (node === undefined) return undefined;
    const dicomweb = facility.dicomweb.endpoints.find(({ id }) => id === node.dicomweb);
    const callingAe = node.callingAe ?? facility.dicom.callingAe;
    return { node, callingAe, ...(dicomweb && { dicomweb }) };
  };
  const pacs = reach(nodes.find(({ role }) => role === 'pacs'));
  const worklist = reach(nodes.find(({ role }) => role === 'worklist')) ?? pacs;
  const mpps = reach(nodes.find((node) => node.mpps === true)) ?? worklist;
  const { receive } = facility.hl7;
  return {
    endpoint,
    ...(worklist && { worklist }),
    ...(mpps && { mpps }),
    ...(pacs && { pacs }),
    ...(receive && { receive: makeListener(receive, facility) }),
    ...(facility.challenge && { challengeFolder: facility.challenge.folder }),
    // An active step runs only where the facility file says how test data is removed.
    removal: facility.testData?.removal ?? 'administrator',
    autoForward: facility.testData?.autoForward ?? [],
    texts: {
      form: endpoint.textForm ?? 'NFC',
      charset: endpoint.charset ?? 'UNICODE UTF-8',
    },
  };
}

function makeListener(
  receive: NonNullable<Facility['hl7']['receive']>,
  facility: Facility,
): ResultListener {
  const { host, port, transport = 'mllp', tls, from } = receive;
  const { certificate, key } = tls ?? {};
  return {
    host,
    port,
    transport: transport.startsWith('http') ? 'http' : 'mllp',
    // The facility file is refused where a TLS port lacks one of them.
    ...(certificate !== undefined && key !== undefined && { tls: { ...tls, certificate, key } }),
    from: from ?? listSenders(facility),
  };
}

/** Results may come from the RIS, from an interface engine, or from the PACS. */
function listSenders({ hl7, dicom }: Facility): readonly string[] {
  const engines = hl7.endpoints.filter(({ role }) => role !== 'his').map(({ host }) => host);
  const archives = dicom.nodes
    .filter(({ role }) => role === 'pacs' || role === 'worklist')
    .map(({ host }) => host);
  return [...new Set([...engines, ...archives])];
}
