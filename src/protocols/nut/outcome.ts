/** How a reading of a UPS ended. */
export type NutOutcome =
  | {
      readonly kind: 'read';
      /** As `VER` was answered; absent when it was not. */
      readonly server?: string;
      /** By name, such as `ups.status` (RFC 9271 appendix A). */
      readonly variables: ReadonlyMap<string, string>;
      readonly elapsedMs: number;
    }
  | NutFailure;

/** Why there is no reading. */
export type NutFailure =
  /** Nothing listens, or a firewall rejects. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'timeout'; readonly phase: 'tcp' | 'answer'; readonly limitMs: number }
  /** The connection ended before the answer did. */
  | { readonly kind: 'closed' }
  /** `ERR …`, such as `UNKNOWN-UPS`, `DATA-STALE` or `ACCESS-DENIED` (RFC 9271 4.3). */
  | { readonly kind: 'error-answer'; readonly code: string }
  | { readonly kind: 'protocol-error'; readonly line: string }
  | { readonly kind: 'cancelled' };
