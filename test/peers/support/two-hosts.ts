import { runCommand } from './run-command.ts';

/** Two computers that can reach each other: two network namespaces with a cable between them. */
export interface TwoHosts {
  /** Names of the namespaces, for `ip netns exec`. */
  readonly names: readonly [string, string];
  readonly interfaces: readonly [string, string];
  readonly addresses: readonly [string, string];
  remove(): Promise<void>;
}

/** Makes two namespaces, or tells why this computer refuses. */
export async function makeTwoHosts(prefix: string, network: string): Promise<TwoHosts | string> {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const names = [`${prefix}-a`, `${prefix}-b`] as const;
  const interfaces = [`${prefix}va`, `${prefix}vb`] as const;
  const addresses = [`${network}.1`, `${network}.2`] as const;
  const ip = (...args: string[]) => runCommand('ip', args);
  const remove = async (): Promise<void> => {
    for (const name of names) await ip('netns', 'del', name).catch((): undefined => undefined);
  };
  try {
    await remove();
    for (const name of names) await ip('netns', 'add', name);
    await ip('link', 'add', interfaces[0], 'type', 'veth', 'peer', 'name', interfaces[1]);
    for (const index of [0, 1] as const) {
      await ip('link', 'set', interfaces[index], 'netns', names[index]);
      const inside = ['-n', names[index]];
      await ip(...inside, 'addr', 'add', `${addresses[index]}/24`, 'dev', interfaces[index]);
      await ip(...inside, 'link', 'set', interfaces[index], 'up');
      await ip(...inside, 'link', 'set', 'lo', 'up');
    }
    return { names, interfaces, addresses, remove };
  } catch (error) {
    await remove();
    return `no network namespaces here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
