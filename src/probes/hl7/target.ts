import type { DicomNode, Facility, Hl7Endpoint } from '../../facility/schema.ts';

/** What one step does: connect (and ask, where allowed), or send and cancel a test order. */
export type Hl7Target =
  | { readonly kind: 'connect'; readonly endpoint: Hl7Endpoint }
  | {
      readonly kind: 'test-order';
      readonly endpoint: Hl7Endpoint;
      /** Where the order should appear and disappear; without one its removal cannot be verified. */
      readonly worklist?: OrderWorklist;
    };

/** The modality worklist that shows a RIS's orders, and the name we call it by. */
export interface OrderWorklist {
  readonly node: DicomNode;
  readonly callingAe: string;
}

/** The worklist of a facility; `undefined` when its file names none. */
export function findWorklist({ dicom }: Facility): OrderWorklist | undefined {
  const node = dicom.nodes.find((one) => one.role === 'worklist');
  return node && { node, callingAe: node.callingAe ?? dicom.callingAe };
}

/** `mllp://10.0.0.6:2575`, `https://his.example:443/hl7`; an IPv6 address stands in brackets. */
export function addressOf(endpoint: Hl7Endpoint): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  const path = endpoint.transport === 'http' ? (endpoint.path ?? '/') : '';
  return `${protocolOf(endpoint)}://${host}:${endpoint.port}${path}`;
}

/** `mllp`, `mllps`, `http` or `https`. */
export function protocolOf(endpoint: Hl7Endpoint): string {
  if (endpoint.transport === 'http') return endpoint.tls ? 'https' : 'http';
  return endpoint.tls ? 'mllps' : 'mllp';
}
