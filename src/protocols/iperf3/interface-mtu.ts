import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';

/**
 * The MTU, in bytes, of the local interface that owns `localAddress`: a hint for the frame model,
 * because the path may be narrower. `undefined` where the system does not say (only Linux does).
 */
export async function readInterfaceMtu(localAddress: string): Promise<number | undefined> {
  const plain = localAddress.replace(/^::ffff:/, '').replace(/%.*$/, '');
  const owner = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some((address) => address.address === plain),
  );
  if (owner === undefined || !/^[\w.:@-]+$/.test(owner[0])) return undefined;
  const path = `/sys/class/net/${owner[0]}/mtu`;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const mtu = Number(text?.trim());
  return Number.isInteger(mtu) && mtu >= 68 && mtu <= 65_536 ? mtu : undefined;
}
