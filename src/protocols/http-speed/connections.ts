import { Socket } from 'node:net';
import { getCACertificates } from 'node:tls';
import type { Client, Dispatcher, Pool } from 'undici';
import type { SpeedPlan } from './speed-plan.ts';

/** Our connections to a test point: some that transfer, and one for round-trip times. */
export interface SpeedConnections {
  transfer: Pool;
  latency: Client;
  /** Addresses of the first connection; empty before it. */
  addresses(): { localAddress: string; peerAddress: string };
  destroy(): Promise<void>;
}

/**
 * Prepares the connections; none is opened before the first request. HTTP/1.1 only: HTTP/2 would
 * put every transfer on one TCP connection. Certificates are verified unless the plan says not to.
 */
export async function prepareConnections(plan: SpeedPlan): Promise<SpeedConnections> {
  const { buildConnector, Client, Pool } = await import('undici');
  const connect = buildConnector({
    allowH2: false,
    timeout: plan.connectTimeoutMs,
    rejectUnauthorized: !plan.acceptUntrusted,
    // A list of authorities replaces Node's own, so theirs goes in front.
    ...(plan.extraCa === undefined ? {} : { ca: [...getCACertificates('default'), plan.extraCa] }),
  });
  let addresses = { localAddress: '', peerAddress: '' };
  const recordingConnect: typeof connect = (target, callback) => {
    connect(target, (...result) => {
      const socket: unknown = result[1];
      if (socket instanceof Socket && addresses.peerAddress === '')
        addresses = {
          localAddress: socket.localAddress ?? '',
          peerAddress: socket.remoteAddress ?? '',
        };
      callback(...result);
    });
  };
  const common = {
    connect: recordingConnect,
    pipelining: 1,
    headersTimeout: plan.stepTimeoutMs,
    bodyTimeout: plan.stepTimeoutMs,
    maxHeaderSize: 16_384,
  };
  const transfer = new Pool(plan.origin, { ...common, connections: plan.connections });
  const latency = new Client(plan.origin, common);
  return {
    transfer,
    latency,
    addresses: () => addresses,
    destroy: async () => {
      await Promise.all([transfer.destroy(), latency.destroy()]);
    },
  };
}

/** One empty request on the latency connection; the answer is read to its end and dropped. */
export async function ping(
  client: Client,
  path: string,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const response = await client.request({ path, method: 'GET', signal });
  await response.body.dump({ limit: 65_536 });
  return response;
}
