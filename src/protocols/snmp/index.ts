/** Reading SNMP agents (v2c, v3 authPriv): bounded, cancellable, every ending named. Nothing here can set. */
export {
  openSnmpSession,
  type SnmpAccess,
  type SnmpOptions,
  type SnmpSession,
} from './open-session.ts';
export type { SnmpFailure, SnmpGet, SnmpValue, SnmpWalk } from './outcome.ts';
