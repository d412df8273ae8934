import type { NetworkSwitch } from '../../facility/schema.ts';
import {
  nameHostPort,
  numberOf,
  present,
  type RemeasureInput,
  type Remeasurement,
  rowsOf,
  textOf,
} from './remeasurement.ts';
import { words as fixed, isSafeUrl, writeCommand } from './write-command.ts';

/** Columns of IF-MIB (RFC 2863), EtherLike-MIB (RFC 3635) and Q-BRIDGE-MIB (RFC 4363). */
const portTables = {
  ifName: '1.3.6.1.2.1.31.1.1.1.1',
  ifHighSpeed: '1.3.6.1.2.1.31.1.1.1.15',
  dot3StatsDuplexStatus: '1.3.6.1.2.1.10.7.2.1.19',
} as const;
const vlanTables = {
  dot1qVlanStaticName: '1.3.6.1.2.1.17.7.1.4.3.1.1',
  dot1qVlanCurrentEgressPorts: '1.3.6.1.2.1.17.7.1.4.2.1.4',
} as const;
/** UPS-MIB (RFC 1628). */
const upsTable = '1.3.6.1.2.1.33.1';

const authNames = { md5: 'MD5', sha: 'SHA', sha256: 'SHA-256', sha512: 'SHA-512' } as const;
const privNames = { des: 'DES', aes: 'AES', aes256: 'AES-256' } as const;

/** A switch, by Net-SNMP. */
export function remeasureSwitch(input: RemeasureInput): Remeasurement[] {
  const { record, facility, words, count } = input;
  const device = facility.switches.find((one) => one.id === record.subjectId);
  const [row] = rowsOf(record, 'lan.switch');
  const [vlan] = rowsOf(record, 'lan.vlan');
  const up = numberOf(row, 'upPorts');
  const slow = numberOf(row, 'slowPorts');
  if (device === undefined || up === undefined || slow === undefined) return [];
  const number = numberOf(vlan, 'vlan');
  const name = textOf(vlan, 'name');
  const tables = [
    ...Object.values(portTables),
    ...(number === undefined ? [] : Object.values(vlanTables)),
  ];
  return [
    {
      target: nameHostPort(device.host, device.port),
      conditions: [
        words.snmp(device.snmp.version),
        words.tables(
          Object.entries({ ...portTables, ...(number === undefined ? {} : vlanTables) })
            .map(([table]) => table)
            .join(', '),
        ),
      ],
      figures: [
        words.portsUp(count(up), count(slow)),
        ...(number === undefined
          ? []
          : [words.vlan(String(number), name, count(numberOf(vlan, 'upPorts') ?? 0))]),
        words.seePorts,
      ],
      tolerance: words.switchTolerance,
      commands: present(tables.map((table) => walk(device, table))),
    },
  ];
}

function walk(
  { host, port, snmp }: Pick<NetworkSwitch, 'host' | 'port' | 'snmp'>,
  table: string,
): string | undefined {
  const at = { host, port, sixPrefix: 'udp6:' };
  if (snmp.version === 'v2c')
    return writeCommand`snmpwalk -v2c -c "$COMMUNITY" ${at} ${fixed(table)}`;
  const ways = fixed(
    `-a ${authNames[snmp.authProtocol]} -A "$AUTH_PASSWORD" -x ${privNames[snmp.privProtocol]} -X "$PRIV_PASSWORD"`,
  );
  return writeCommand`snmpwalk -v3 -l authPriv -u ${snmp.user} ${ways} ${at} ${fixed(table)}`;
}

/** A UPS, by NUT or Net-SNMP. */
export function remeasurePower(input: RemeasureInput): Remeasurement[] {
  const { record, facility, words, count } = input;
  const device = facility.power.find((one) => one.id === record.subjectId);
  const [row] = rowsOf(record, 'power.ups');
  if (device === undefined || row === undefined) return [];
  const figure = (name: string, value: number | undefined) =>
    value === undefined ? [] : [`${name} ${count(value)}`];
  const minutes = numberOf(row, 'runtimeMinutes');
  const status = textOf(row, 'status');
  const isNut = device.kind === 'nut';
  return [
    {
      target: `${isNut ? `${device.ups}@` : ''}${nameHostPort(device.host, device.port)}`,
      conditions: [isNut ? words.nut : words.snmp(device.snmp.version)],
      figures: [
        ...(status === undefined ? [] : [`ups.status ${status}`]),
        ...figure('battery.charge', numberOf(row, 'chargePercent')),
        ...(minutes === undefined
          ? []
          : [words.runtime(count(Math.round(minutes * 60)), count(minutes))]),
        ...figure('ups.load', numberOf(row, 'loadPercent')),
      ],
      tolerance: words.upsTolerance,
      commands: present([
        isNut
          ? writeCommand`upsc ${device.ups}${fixed('@')}${{ host: device.host, port: device.port }}`
          : walk(device, upsTable),
      ]),
    },
  ];
}

const usualPorts = { postgresql: 5432, mysql: 3306, mariadb: 3306, sqlserver: 1433, oracle: 1521 };

/** A database server, by its own client; Oracle's asks for more than is known here. */
export function remeasureDatabase({ record, facility, words }: RemeasureInput): Remeasurement[] {
  const database = facility.databases.find((one) => one.id === record.subjectId);
  const [row] = rowsOf(record, 'database.server');
  const version = textOf(row, 'version');
  if (database === undefined || version === undefined) return [];
  const { host, user, product } = database;
  const port = database.port ?? usualPorts[product];
  const commands = {
    postgresql: writeCommand`psql -h ${host} -p ${port} -U ${user} -d ${database.database ?? 'postgres'} -Atc 'select version()'`,
    mysql: writeCommand`mysql -h ${host} -P ${port} -u ${user} -p -e 'select version()'`,
    mariadb: writeCommand`mysql -h ${host} -P ${port} -u ${user} -p -e 'select version()'`,
    sqlserver: writeCommand`sqlcmd -S ${host},${port} -U ${user} -Q 'select @@version'`,
    oracle: undefined,
  };
  return [
    {
      target: nameHostPort(host, port),
      conditions: [words.databaseAccount],
      figures: [`${textOf(row, 'product') ?? product} ${version}`],
      tolerance: words.equalUnlessUpdated,
      commands: present([commands[product]]),
    },
  ];
}

/** A balancer's own count of its servers, by curl. */
export function remeasureBalancer(input: RemeasureInput): Remeasurement[] {
  const { record, facility, words, count } = input;
  const balancer = facility.balancers.find((one) => one.id === record.subjectId);
  const rows = rowsOf(record, 'balancer.backend');
  if (balancer?.kind !== 'haproxy' || rows.length === 0 || !isSafeUrl(balancer.stats)) return [];
  const signIn = fixed('-u "$ACCOUNT:$PASSWORD"', balancer.user !== undefined);
  const trust = fixed('--cacert "$CA"', balancer.ca !== undefined);
  return [
    {
      target: balancer.stats,
      conditions: [words.balancer, ...(balancer.user === undefined ? [] : [words.signIn])],
      figures: rows
        .slice(0, 10)
        .map((row) =>
          words.backend(textOf(row, 'name') ?? '', count(numberOf(row, 'activeUp') ?? 0)),
        ),
      tolerance: words.balancerTolerance,
      commands: present([writeCommand`curl -s ${signIn} ${trust} ${{ url: balancer.stats }}`]),
    },
  ];
}

/** A time server, by sntp. */
export function remeasureClock({ record, words, count }: RemeasureInput): Remeasurement[] {
  return rowsOf(record, 'clock.server').flatMap((row) => {
    const name = textOf(row, 'name');
    const offset = numberOf(row, 'offsetMs');
    if (name === undefined || offset === undefined) return [];
    return [
      {
        target: `${name}:123`,
        conditions: [words.clock],
        figures: [words.offset(count(offset))],
        tolerance: words.clockTolerance,
        commands: present([writeCommand`sntp ${name}`]),
      },
    ];
  });
}

/** An HL7 port: whether it takes a connection, and of a query what it acknowledged. */
export function remeasureHl7({ record, facility, words }: RemeasureInput): Remeasurement[] {
  const endpoint = facility.hl7.endpoints.find((one) => one.id === record.subjectId);
  const [row] = rowsOf(record, 'hl7.endpoint');
  if (endpoint === undefined || row === undefined) return [];
  const { host, port, tls, transport } = endpoint;
  const exchanges = rowsOf(record, 'hl7.exchange');
  const mayResend = transport === 'mllp' && tls === undefined && exchanges.length > 0;
  return [
    {
      target: nameHostPort(host, port),
      conditions: [words.hl7, ...(mayResend ? [words.hl7Message] : [])],
      figures: [
        row.connected === true ? words.connected : words.notConnected,
        ...exchanges.map((one) =>
          words.acknowledged(textOf(one, 'messageType') ?? '', textOf(one, 'ackCode')),
        ),
      ],
      tolerance: words.hl7Tolerance,
      commands: present([
        writeCommand`nc -z -w 5 ${host} ${port} && echo OK`,
        mayResend
          ? writeCommand`(printf '\\013'; cat message.hl7; printf '\\034\\015') | nc -w 5 ${host} ${port}`
          : undefined,
      ]),
    },
  ];
}
