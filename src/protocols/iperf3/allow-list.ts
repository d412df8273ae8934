import { BlockList, isIP } from 'node:net';

/** Decides by address who may use a test server. */
export type AddressFilter = (address: string | undefined) => boolean;

/**
 * Builds a filter from addresses and networks (`10.0.0.5`, `10.1.0.0/16`, `fd00::/8`). Without a
 * list everyone may; with an empty list no one.
 *
 * @throws RangeError when an entry is neither an address nor a network.
 */
export function buildAddressFilter(allow: readonly string[] | undefined): AddressFilter {
  if (allow === undefined) return () => true;
  const list = new BlockList();
  for (const entry of allow) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = familyOf(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const mostBits = family === 'ipv4' ? 32 : 128;
    if (
      family === undefined ||
      rest.length > 0 ||
      (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) ||
      (bits !== undefined && bits > mostBits)
    )
      throw new RangeError(`"${entry}" is neither an IP address nor a network such as 10.0.0.0/8`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, bits, family);
  }
  return (address) => {
    const plain = plainAddress(address);
    const family = familyOf(plain);
    return family !== undefined && list.check(plain, family);
  };
}

/** An address as people write it: IPv4 without the `::ffff:` of a dual-stack socket. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}
