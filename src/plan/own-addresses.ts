import { networkInterfaces } from 'node:os';

/** One address of this computer that others could see it under. */
export interface OwnAddress {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: string;
  /** The port's name is one that virtual machines, containers and tunnels use: hospitals seldom see that address. */
  readonly probablyVirtual: boolean;
  /** 169.254.0.0/16 or fe80::/10: given by the computer to itself, useless for registering (RFC 3927, RFC 4291 2.5.6). */
  readonly linkLocal: boolean;
}

/** What the operating system says of its network ports; the shape of `os.networkInterfaces()`. */
export type InterfaceTable = Readonly<
  Record<
    string,
    | readonly { readonly address: string; readonly family: string; readonly internal: boolean }[]
    | undefined
  >
>;

const virtualName =
  /^(docker|br-|veth|virbr|vmnet|vbox|tun|tap|utun|wg|zt|tailscale|cni|flannel|cali|lxc|lxd|podman)|virtual|vethernet|hyper-v|vpn|loopback|wsl|tailscale|zerotier/i;

/** Every address of this computer but loopback: likely ones first, IPv4 before IPv6, then by port name. */
export function listOwnAddresses(table: InterfaceTable = networkInterfaces()): OwnAddress[] {
  return Object.entries(table)
    .flatMap(([port, addresses]) =>
      (addresses ?? [])
        .filter((one) => !one.internal)
        .map(({ address, family }) => ({
          address,
          family: family === 'IPv6' ? ('IPv6' as const) : ('IPv4' as const),
          port,
          probablyVirtual: virtualName.test(port),
          linkLocal: /^169\.254\.|^fe[89ab]/i.test(address),
        })),
    )
    .sort((a, b) => rankAddress(a) - rankAddress(b) || (a.port < b.port ? -1 : 1));
}

/**
 * Addresses worth registering: not link-local, not virtual unless there is no other, and IPv4 where there is any,
 * because the access lists of PACS and RIS are written in it.
 */
export function registrableAddresses(all: readonly OwnAddress[]): OwnAddress[] {
  const usable = all.filter((one) => !one.linkLocal);
  const physical = usable.filter((one) => !one.probablyVirtual);
  const likely = physical.length > 0 ? physical : usable;
  const ipv4 = likely.filter((one) => one.family === 'IPv4');
  return ipv4.length > 0 ? ipv4 : likely;
}

function rankAddress(one: OwnAddress): number {
  return (one.linkLocal ? 4 : 0) + (one.probablyVirtual ? 2 : 0) + (one.family === 'IPv6' ? 1 : 0);
}
