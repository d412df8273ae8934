import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { simulatedComputers } from '../../src/simulator/computers/simulated-computers.ts';
import { SWITCH_COMMUNITY, startSwitch } from '../../src/simulator/network/start-switch.ts';
import { toPortList } from '../../src/simulator/network/switch-tables.ts';

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Callback<T> = (error: Error | null, found: T) => void;

interface Session {
  table(oid: string, maxRepetitions: number, done: Callback<Rows>): void;
  get(oids: readonly string[], done: Callback<readonly { readonly value: unknown }[]>): void;
  set(varbinds: readonly object[], done: Callback<unknown>): void;
  close(): void;
}
interface Library {
  createSession(host: string, community: string, options: object): Session;
  readonly Version2c: number;
  readonly ObjectType: Readonly<Record<string, number>>;
}
const snmp: Library = createRequire(import.meta.url)('net-snmp');

async function openSwitch(community: string = SWITCH_COMMUNITY, computers = simulatedComputers) {
  const running = await startSwitch(computers, new AbortController().signal);
  const options = { port: running.port, version: snmp.Version2c, retries: 0, timeout: 1_000 };
  const session = snmp.createSession('127.0.0.1', community, options);
  onTestFinished(async () => {
    session.close();
    await running.stop();
    await running.stop();
  });
  return {
    port: running.port,
    session,
    table: (oid: string) =>
      new Promise<Rows>((resolve, reject) => {
        session.table(oid, 20, (error, rows) => (error === null ? resolve(rows) : reject(error)));
      }),
    get: (oid: string) =>
      new Promise<string>((resolve, reject) => {
        session.get([oid], (error, found) =>
          error === null ? resolve(String(found[0]?.value)) : reject(error),
        );
      }),
  };
}

describe('the simulated switch', () => {
  it('shows a port for every computer with its speed and duplex', async () => {
    const computers = simulatedComputers.map((one) =>
      one.id === 'pacs-02' ? { ...one, linkMbps: 100, duplex: 'half' as const } : one,
    );
    const { table } = await openSwitch(SWITCH_COMMUNITY, computers);
    const names = await table('1.3.6.1.2.1.31.1.1');
    const port = Object.entries(names).find(([, row]) => String(row['18']) === 'pacs-02');
    expect(Object.keys(names)).toHaveLength(computers.length + 2);
    expect(port?.[1]['15']).toBe(100);
    expect(names['1']?.['15']).toBe(1000);
    const duplex = await table('1.3.6.1.2.1.10.7.2');
    expect(duplex[port?.[0] ?? '']?.['19']).toBe(2);
    expect(duplex['1']?.['19']).toBe(3);
    const interfaces = await table('1.3.6.1.2.1.2.2');
    expect(interfaces['1']).toMatchObject({ 1: 1, 3: 6, 5: 1_000_000_000, 8: 1 });
  });

  it('shows the V-LAN of the PACS and who is in it', async () => {
    const { table, get } = await openSwitch();
    const vlans = await table('1.3.6.1.2.1.17.7.1.4.3');
    expect(Object.keys(vlans)).toEqual(['310']);
    expect(String(vlans['310']?.['1'])).toBe('RISPACS');
    // Eleven ports: all ones in the first octet, three in the second; the uplink is tagged.
    expect(vlans['310']?.['2']).toEqual(Buffer.from([0xff, 0xe0]));
    expect(vlans['310']?.['4']).toEqual(Buffer.from([0xff, 0xc0]));
    expect((await table('1.3.6.1.2.1.17.7.1.4.5'))['10']).toEqual({ 1: 310 });
    expect(await get('1.3.6.1.2.1.1.1.0')).toContain('RISPACS_SIM');
  });

  it('is silent to another community, and takes no change', async () => {
    const stranger = await openSwitch('public');
    await expect(stranger.get('1.3.6.1.2.1.1.1.0')).rejects.toThrow(/timed out/);
    const { session, get } = await openSwitch();
    const name = { oid: '1.3.6.1.2.1.1.5.0', type: snmp.ObjectType.OctetString, value: 'x' };
    const error = await new Promise<Error | null>((resolve) =>
      session.set([name], (one) => resolve(one)),
    );
    expect(String(error)).toContain('NotWritable');
    expect(await get('1.3.6.1.2.1.1.5.0')).toBe('sw-pacs-mo-phong');
  });

  it('goes on after packets that are none', async () => {
    const { port, get } = await openSwitch();
    const socket = createSocket('udp4');
    for (let size = 0; size < 200; size += 1) {
      const packet = randomBytes(size);
      // Every other one begins like a message: a sequence of the right length.
      if (size > 1 && size % 2 === 0) packet.set([0x30, Math.min(size - 2, 127)]);
      socket.send(packet, port, '127.0.0.1');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.close();
    expect(await get('1.3.6.1.2.1.1.5.0')).toBe('sw-pacs-mo-phong');
  });

  it('lays ports out from the highest bit', () => {
    expect(toPortList([1])).toEqual(Buffer.from([0x80]));
    expect(toPortList([8, 9])).toEqual(Buffer.from([0x01, 0x80]));
    expect(toPortList([])).toEqual(Buffer.from([0x00]));
  });
});
