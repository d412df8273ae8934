import type { Balancer, DicomNode, WebEndpoint } from '../../facility/schema.ts';

/** What one step looks at: the balancer's own statistics, or the service behind it from outside. */
export type BalancerTarget =
  | { readonly kind: 'stats'; readonly balancer: Extract<Balancer, { kind: 'haproxy' }> }
  | {
      readonly kind: 'dicom';
      readonly id: string;
      readonly node: DicomNode;
      readonly callingAe: string;
      readonly connections: number;
    }
  | {
      readonly kind: 'web';
      readonly id: string;
      readonly web: WebEndpoint;
      readonly connections: number;
    }
  | { readonly kind: 'unknown' };
