/** A value as SNMP carries it; text stays bytes, because only the MIB says whether it is text. */
export type SnmpValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'counter64'; readonly value: bigint }
  | { readonly kind: 'bytes'; readonly value: Buffer }
  | { readonly kind: 'oid' | 'address'; readonly value: string };

/** Why an agent gave no answer that counts. */
export type SnmpFailure =
  /** No answer: the agent drops what has a wrong community or comes from a wrong address, or is not there. */
  | { readonly kind: 'timeout'; readonly limitMs: number }
  /** The name could not be resolved, or the network said that nothing is there. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** An SNMPv3 report (RFC 3414 3.2): the user, the passphrases or the level are not what the agent has. */
  | {
      readonly kind: 'denied';
      readonly because: 'unknown-user' | 'wrong-passphrase' | 'security-level' | 'access';
    }
  /** An answer that breaks the protocol, in the words of the library. */
  | { readonly kind: 'protocol-error'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** Answers to a get; an object the agent does not have is absent. */
export type SnmpGet =
  | { readonly kind: 'values'; readonly values: ReadonlyMap<string, SnmpValue> }
  | SnmpFailure;

/** Rows of a column by their index (what follows the column's OID); `truncated` when the bound on rows ended it. */
export type SnmpWalk =
  | {
      readonly kind: 'column';
      readonly values: ReadonlyMap<string, SnmpValue>;
      readonly truncated: boolean;
    }
  | SnmpFailure;
