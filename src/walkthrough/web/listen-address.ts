import net from 'node:net';
import os from 'node:os';
import { UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';

/** Where the page is served, as browsers name it. */
export interface OwnOrigins {
  /** For the links. */
  readonly first: string;
  /** What a Host header may say (RFC 9110 7.2): another name that was pointed at us is not ours (DNS rebinding). */
  readonly hosts: ReadonlySet<string>;
  /** What an Origin header may say (RFC 6454 7). */
  readonly origins: ReadonlySet<string>;
}

/**
 * The address to listen on. `localhost` is 127.0.0.1; all addresses at once only when asked for as `0.0.0.0` or `::`,
 * never by another spelling of them or a name.
 * @throws UserError when it is no address
 */
export function readListenAddress(host: string, language: Language): string {
  if (host === 'localhost') return '127.0.0.1';
  const kind = net.isIP(host);
  if (kind === 4) return host;
  if (kind === 6 && !host.includes('%')) {
    const plain = new URL(`http://[${host}]`).hostname.slice(1, -1);
    if (host === '::' || (plain !== '::' && plain !== '::ffff:0:0')) return plain;
  }
  const own = listOwnAddresses();
  const vi = `--host cần một địa chỉ IP của máy này, không phải "${host}". Máy này có: ${own.join(', ')}.`;
  const en = `--host takes an IP address of this computer, not "${host}". It has: ${own.join(', ')}.`;
  throw new UserError(language === 'vi' ? vi : en);
}

/** Whether an address stands for all of this computer's. */
export function isEveryAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

/** Whether only this computer itself can reach an address. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** This computer's addresses, those that others reach first; link-local ones of IPv6 are left out. */
export function listOwnAddresses(): string[] {
  const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  const usable = all.filter(({ address }) => !/^fe80:/i.test(address) && !address.includes('%'));
  return [...usable]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ address }) => address)
    .slice(0, 50);
}

function rank({ internal, family }: os.NetworkInterfaceInfo): number {
  return (internal ? 2 : 0) + (family === 'IPv4' ? 0 : 1);
}

/**
 * Origins of a server.
 * @param name - the name by which browsers reach this computer, as in its certificate
 */
export function nameOrigins(options: {
  readonly scheme: 'http' | 'https';
  readonly address: string;
  readonly port: number;
  readonly name?: string | undefined;
}): OwnOrigins {
  const { scheme, address, port, name } = options;
  const addresses = isEveryAddress(address) ? listOwnAddresses() : [address];
  const names = [
    ...(name === undefined ? [] : [name.toLowerCase()]),
    ...addresses.map((one) => (net.isIPv6(one) ? `[${one}]` : one)),
    ...(addresses.some(isLoopback) ? ['localhost'] : []),
  ];
  const usual = scheme === 'http' ? 80 : 443;
  const hosts = names.map((one) => (port === usual ? one : `${one}:${port}`));
  return {
    first: `${scheme}://${hosts[0] ?? `${address}:${port}`}`,
    hosts: new Set(hosts),
    origins: new Set(hosts.map((one) => `${scheme}://${one}`)),
  };
}
