import { buildAddressFilter } from '../../protocols/iperf3/allow-list.ts';
import { isPrivateAddress } from './is-private-address.ts';

/**
 * Whether traffic left by an address outside the facility's own public ranges: then it was another line that was
 * measured, or the line is shared. `undefined` when no public range is declared or the server told no address.
 */
export function leavesElsewhere(
  egressAddresses: readonly string[],
  ownRanges: readonly string[],
): boolean | undefined {
  const publicRanges = ownRanges.filter((one) => !isPrivateAddress(one.split('/')[0] ?? one));
  if (publicRanges.length === 0 || egressAddresses.length === 0) return undefined;
  const isOwn = buildAddressFilter(publicRanges);
  return egressAddresses.some((one) => !isOwn(one));
}
