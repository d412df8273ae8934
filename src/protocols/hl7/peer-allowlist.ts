import { BlockList, isIP } from 'node:net';

/**
 * Turns a list of peers into a test of a connection's remote address.
 *
 * @param entries addresses (`10.0.0.5`, `fd00::5`) or networks (`10.0.0.0/24`)
 * @throws {TypeError} for an entry that is neither
 */
export function createPeerCheck(entries: readonly string[]): (address: string) => boolean {
  const allowed = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    const type = family === 6 ? 'ipv6' : 'ipv4';
    const bits = prefix === undefined ? undefined : Number(prefix);
    const maxBits = family === 6 ? 128 : 32;
    const valid =
      bits === undefined || (/^\d{1,3}$/.test(prefix ?? '') && bits >= 0 && bits <= maxBits);
    if (family === 0 || rest.length > 0 || !valid) {
      throw new TypeError(`not an address or network: ${JSON.stringify(entry)}`);
    }
    if (bits === undefined) allowed.addAddress(address, type);
    else allowed.addSubnet(address, bits, type);
  }
  return (remote) => {
    // A dual-stack socket shows IPv4 peers as ::ffff:a.b.c.d.
    const address =
      remote.startsWith('::ffff:') && isIP(remote.slice(7)) === 4 ? remote.slice(7) : remote;
    const family = isIP(address);
    return family !== 0 && allowed.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}
