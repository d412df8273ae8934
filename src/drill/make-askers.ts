import { UserError } from '../errors/user-error.ts';
import type { Facility } from '../facility/schema.ts';
import { connectNode, type NodeConnection } from '../probes/shared/connect-node.ts';
import type { Deadlines } from '../protocols/dicom/index.ts';
import type { RemovalContext } from '../test-study/index.ts';
import type { Asker } from './answer.ts';
import { askEcho } from './ask-echo.ts';
import { makeHttpAsk } from './ask-http.ts';
import { askTcp } from './ask-tcp.ts';
import type { AddressedService, ChosenEntries } from './choose-services.ts';
import type { StoringTarget } from './test-study.ts';

const releaseMs = 1_000;

/** Makes ready to ask each service. @throws UserError for a TLS file or secret that cannot be used. */
export async function makeAskers(
  services: readonly AddressedService[],
  facility: Facility,
  timeoutMs: number,
  context: RemovalContext,
): Promise<Asker[]> {
  return Promise.all(services.map((one) => makeAsker(one, facility, timeoutMs, context)));
}

async function makeAsker(
  addressed: AddressedService,
  facility: Facility,
  timeoutMs: number,
  context: RemovalContext,
): Promise<Asker> {
  const { service } = addressed;
  switch (addressed.kind) {
    case 'c-echo': {
      const { node } = addressed;
      // The signal of each question is the whole limit; no phase needs a shorter one.
      const deadlines = {
        tcp: timeoutMs,
        tls: timeoutMs,
        association: timeoutMs,
        dimse: timeoutMs,
        release: releaseMs,
      };
      const { options } = await connect(node, facility, deadlines, context);
      return { service, ask: (signal) => askEcho(options, signal) };
    }
    case 'http':
      return { service, ask: makeHttpAsk(addressed.url) };
    case 'tcp':
      return { service, ask: (signal) => askTcp(addressed, signal) };
  }
}

/**
 * The archives among the chosen nodes that the hospital lets us store in.
 * @throws UserError when there is none, or no way of removal is named.
 */
export async function makeStoringTargets(
  { nodes }: ChosenEntries,
  facility: Facility,
  storeMs: number,
  context: RemovalContext,
): Promise<StoringTarget[]> {
  const vi = context.language === 'vi';
  const { testData } = facility;
  const allowed = nodes.filter(({ send }) => send === 'test-study');
  if (testData === undefined) {
    throw new UserError(
      vi
        ? '--allow active cần mục testData trong tệp cơ sở: dữ liệu thử được xóa thế nào (removal).'
        : '--allow active needs testData in the facility file: how test data is removed (removal).',
    );
  }
  if (allowed.length === 0) {
    throw new UserError(
      vi
        ? '--allow active: không nút nào được theo dõi có send: test-study trong tệp cơ sở, nên không được lưu ảnh thử vào đâu.'
        : '--allow active: none of the nodes watched has send: test-study in the facility file, so test images may be stored nowhere.',
    );
  }
  const deadlines = {
    tcp: storeMs,
    tls: storeMs,
    association: storeMs,
    dimse: storeMs,
    release: releaseMs,
  };
  const { receive } = facility.dicom;
  return Promise.all(
    allowed.map(async (node) => {
      const dicomweb = facility.dicomweb.endpoints.find(({ id }) => id === node.dicomweb);
      return {
        node,
        callingAe: callingAeOf(node, facility),
        connection: await connect(node, facility, deadlines, context),
        removal: testData.removal,
        ...(dicomweb && { dicomweb }),
        ...(receive && { receive }),
      };
    }),
  );
}

function callingAeOf(node: ChosenEntries['nodes'][number], { dicom }: Facility): string {
  return node.callingAe ?? dicom.callingAe;
}

async function connect(
  node: ChosenEntries['nodes'][number],
  facility: Facility,
  deadlines: Deadlines,
  context: RemovalContext,
): Promise<NodeConnection> {
  const own = { ...context, signal: new AbortController().signal };
  const prepared = await connectNode(node, callingAeOf(node, facility), own, deadlines);
  if (!prepared.ok) throw new UserError(prepared.observation.reason.message);
  return prepared.connection;
}
