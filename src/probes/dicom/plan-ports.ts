import type { Facility } from '../../facility/schema.ts';
import type { PortPlan } from './target.ts';

/** Ports that DICOM is usually found on in the clear: the old well-known one and the registered one (PS3.8 9.1.1). */
const usualPlainPorts = [104, 11112];
/** Registered for DICOM over TLS (PS3.8 9.1.1). */
const usualTlsPort = 2762;
/** Ports of other declared nodes that one node's step tries beside its own. */
const mostOtherPorts = 2;

type Node = Facility['dicom']['nodes'][number];

/**
 * Which further ports each node's step tries, by node id. Only hosts that the facility file declares, and each of their
 * ports once over all nodes: a TLS node tries its own port in the clear, and the first TLS node of a host also the usual
 * ports and those of other nodes there. Nodes without TLS that serve others are tried for TLS.
 */
export function planPorts(nodes: readonly Node[]): ReadonlyMap<string, PortPlan> {
  const triedPlain = new Set<string>();
  const triedTls = new Set<string>();
  const first = (tried: Set<string>, host: string, port: number): boolean => {
    const key = `${host.toLowerCase()} ${port}`;
    if (tried.has(key)) return false;
    tried.add(key);
    return true;
  };
  const secured = nodes.filter((node) => node.tls !== undefined);
  const own = new Map(
    secured.map((node) => [node.id, first(triedPlain, node.host, node.port) ? [node] : []]),
  );
  // A port declared with TLS is known to have it.
  for (const node of secured) first(triedTls, node.host, node.port);
  const hostsDone = new Set<string>();
  return new Map(nodes.map((node) => [node.id, planNode(node)]));

  function planNode(node: Node): PortPlan {
    const host = node.host.toLowerCase();
    if (node.tls === undefined) {
      const serves = node.role === 'pacs' || node.role === 'archive' || node.role === 'worklist';
      const ports = serves ? [node.port, usualTlsPort] : [];
      return { plain: [], tls: ports.filter((port) => first(triedTls, host, port)) };
    }
    const isFirstOfHost = !hostsDone.has(host);
    hostsDone.add(host);
    const others = isFirstOfHost
      ? nodes.filter((one) => one.tls === undefined && one.host.toLowerCase() === host)
      : [];
    const usual = isFirstOfHost ? usualPlainPorts : [];
    const plain = [
      ...(own.get(node.id) ?? []),
      ...others.slice(0, mostOtherPorts).filter((one) => first(triedPlain, host, one.port)),
      ...usual
        .filter((port) => first(triedPlain, host, port))
        .map((port) => ({ port, calledAe: node.calledAe })),
    ];
    return { plain: plain.map(({ port, calledAe }) => ({ port, calledAe })), tls: [] };
  }
}
