import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A value as snmpd takes it from a program: kind and text. */
type Value = readonly ['integer' | 'gauge' | 'string' | 'octet' | 'objectid', string];

/** Columns of an access switch: two servers and a workstation at 1 Gbit/s, an ultrasound at 100 Mbit/s half duplex, an empty port. */
const ports = [
  { name: 'Gi1/0/1', up: true, mbps: 1000, duplex: 3 },
  { name: 'Gi1/0/2', up: true, mbps: 1000, duplex: 3 },
  { name: 'Gi1/0/3', up: true, mbps: 1000, duplex: 3 },
  { name: 'Gi1/0/4', up: true, mbps: 100, duplex: 2 },
  { name: 'Gi1/0/5', up: false, mbps: 0, duplex: 1 },
] as const;
/** The switch numbers its interfaces from here, and its bridge ports from 1. */
const firstIfIndex = 10_101;
const vlan = 310;

/** Object identifiers and values of IF-MIB, EtherLike-MIB, BRIDGE-MIB, Q-BRIDGE-MIB and LLDP-MIB. */
function makeTables(): [string, Value][] {
  const rows: [string, Value][] = [];
  for (const [at, port] of ports.entries()) {
    const ifIndex = firstIfIndex + at;
    rows.push(
      [`1.3.6.1.2.1.2.2.1.3.${ifIndex}`, ['integer', '6']],
      [`1.3.6.1.2.1.2.2.1.8.${ifIndex}`, ['integer', port.up ? '1' : '2']],
      [`1.3.6.1.2.1.31.1.1.1.1.${ifIndex}`, ['string', port.name]],
      [`1.3.6.1.2.1.31.1.1.1.15.${ifIndex}`, ['gauge', String(port.mbps)]],
      [`1.3.6.1.2.1.10.7.2.1.19.${ifIndex}`, ['integer', String(port.duplex)]],
      [`1.3.6.1.2.1.17.1.4.1.2.${at + 1}`, ['integer', String(ifIndex)]],
    );
  }
  // A virtual interface of the switch itself: no Ethernet port.
  rows.push(['1.3.6.1.2.1.2.2.1.3.1', ['integer', '53']]);
  const mac = (last: number): string => `2.0.0.0.0.${last}`;
  rows.push(
    [`1.3.6.1.2.1.17.7.1.4.2.1.4.0.${vlan}`, ['octet', 'f0']],
    [`1.3.6.1.2.1.17.7.1.4.3.1.1.${vlan}`, ['string', 'RISPACS']],
    [`1.3.6.1.2.1.17.7.1.4.3.1.2.${vlan}`, ['octet', 'f8']],
    [`1.3.6.1.2.1.17.7.1.2.2.1.2.${vlan}.${mac(1)}`, ['integer', '1']],
    [`1.3.6.1.2.1.17.7.1.2.2.1.2.${vlan}.${mac(2)}`, ['integer', '2']],
    [`1.3.6.1.2.1.17.7.1.2.2.1.2.20.${mac(9)}`, ['integer', '5']],
    ['1.0.8802.1.1.2.1.3.7.1.3.3', ['string', 'Gi1/0/3']],
    ['1.0.8802.1.1.2.1.4.1.1.9.0.3.1', ['string', 'sw-tang-2']],
  );
  return rows;
}

/** Answers snmpd's questions (snmpd.conf, pass_persist): PING, get and getnext, line by line. */
const program = `#!NODE
const rows = ROWS;
const numbers = (oid) => oid.replace(/^\\./, '').split('.').map(Number);
const compare = (a, b) => {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    if (a[at] !== b[at]) return (a[at] ?? -1) - (b[at] ?? -1);
  }
  return 0;
};
rows.sort((a, b) => compare(numbers(a[0]), numbers(b[0])));
const say = (row) => process.stdout.write(row ? '.' + row[0] + '\\n' + row[1][0] + '\\n' + row[1][1] + '\\n' : 'NONE\\n');
let command = '';
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'PING') process.stdout.write('PONG\\n');
  else if (line === 'get' || line === 'getnext' || line === 'set') command = line;
  else if (command === 'get') say(rows.find((row) => compare(numbers(row[0]), numbers(line)) === 0));
  else if (command === 'getnext') say(rows.find((row) => compare(numbers(row[0]), numbers(line)) > 0));
  else process.stdout.write('not-writable\\n');
});
`;

/** Lines for snmpd.conf that make it a switch; the program that holds the tables is written to `folder`. */
export async function makeSwitchTables(folder: string): Promise<readonly string[]> {
  const subtrees = [
    '.1.3.6.1.2.1.2.2',
    '.1.3.6.1.2.1.31.1.1',
    '.1.3.6.1.2.1.10.7.2',
    '.1.3.6.1.2.1.17',
    '.1.0.8802',
  ];
  return Promise.all(
    subtrees.map(async (subtree, index) => {
      const file = join(folder, `bang-${index}.cjs`);
      const own = makeTables().filter(([oid]) => `.${oid}.`.startsWith(`${subtree}.`));
      await writeFile(
        file,
        program.replace('NODE', process.execPath).replace('ROWS', JSON.stringify(own)),
      );
      await chmod(file, 0o755);
      // In front of what snmpd itself knows of this computer.
      return `pass_persist -p 1 ${subtree} ${file}`;
    }),
  );
}

export const switchVlan = vlan;
