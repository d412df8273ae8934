import { BlockList, isIP } from 'node:net';

/**
 * Whether an address belongs to the inside of a network: a server there says nothing about the Internet line.
 * RFC 1918, RFC 6598 (carrier NAT), loopback, link-local, RFC 4193. What is no address is not known to be inside.
 */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '').replace(/%.*$/, '');
  const version = isIP(plain);
  return version !== 0 && privateNetworks().check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

function privateNetworks(): BlockList {
  const list = new BlockList();
  const v4 = [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const;
  const v6 = [
    ['::1', 128],
    ['fe80::', 10],
    ['fc00::', 7],
  ] as const;
  for (const [network, bits] of v4) list.addSubnet(network, bits, 'ipv4');
  for (const [network, bits] of v6) list.addSubnet(network, bits, 'ipv6');
  return list;
}
