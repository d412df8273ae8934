import type { DicomNode, WebEndpoint } from '../../facility/schema.ts';
import {
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  VERIFICATION_SOP_CLASS,
} from '../../protocols/dicom/index.ts';
import type { ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import { type NodeMarks, nodeHeaders } from './count-nodes.ts';

const deadlines = { tcp: 3_000, tls: 3_000, association: 5_000, dimse: 5_000, release: 1_000 };
const requestMs = 5_000;
const pauseMs = 50;

/** Opens new associations one after the other and notes what each peer calls itself. */
export async function askDicomNodes(
  node: DicomNode,
  callingAe: string,
  connections: number,
  context: ProbeContext,
): Promise<NodeMarks[]> {
  const prepared = await connectNode(node, callingAe, context, deadlines);
  if (!prepared.ok) return [];
  const marks: NodeMarks[] = [];
  for (let count = 0; count < connections && !context.signal.aborted; count += 1) {
    const opened = await openAssociation({
      ...prepared.connection.options,
      contexts: [
        { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ],
    });
    if (opened.kind !== 'accepted') continue;
    const { implementationVersion, implementationClassUid } = opened.association.peer;
    marks.push(
      new Map(
        Object.entries({ implementationVersion, implementationClassUid }).flatMap(
          ([name, value]) => (value === undefined ? [] : [[name, value] as const]),
        ),
      ),
    );
    await opened.association.release();
    await pause(context.signal);
  }
  return marks;
}

/** Opens new HTTP connections one after the other and notes the headers that name a node. */
export async function askWebNodes(
  endpoint: WebEndpoint,
  connections: number,
  context: ProbeContext,
): Promise<NodeMarks[]> {
  const { Agent, request } = await import('undici');
  const marks: NodeMarks[] = [];
  for (let count = 0; count < connections && !context.signal.aborted; count += 1) {
    // Certificates are the web probe's matter; here only the name of the server counts.
    const dispatcher = new Agent({
      connect: { rejectUnauthorized: false },
      maxResponseSize: 65_536,
    });
    try {
      const { headers, body } = await request(endpoint.url, {
        dispatcher,
        signal: AbortSignal.any([context.signal, AbortSignal.timeout(requestMs)]),
      });
      await body.dump();
      const found = nodeHeaders.flatMap((name) => {
        const value = headers[name];
        return typeof value === 'string' && value !== ''
          ? [[name, value.slice(0, 200)] as const]
          : [];
      });
      marks.push(new Map(found));
    } catch (error) {
      context.log('balancer-no-answer', { name: error instanceof Error ? error.name : 'error' });
    } finally {
      await dispatcher.destroy();
    }
    await pause(context.signal);
  }
  return marks;
}

async function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
