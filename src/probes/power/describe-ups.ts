import type { SnmpValue } from '../../protocols/snmp/index.ts';
import type { PowerUpsRow } from './facts.ts';

type Said = Omit<PowerUpsRow, 'ups' | 'readBy'>;

/** Objects of UPS-MIB that are asked for (RFC 1628 2). */
export const upsMib = {
  model: '1.3.6.1.2.1.33.1.1.2.0',
  batteryStatus: '1.3.6.1.2.1.33.1.2.1.0',
  minutesRemaining: '1.3.6.1.2.1.33.1.2.3.0',
  chargeRemaining: '1.3.6.1.2.1.33.1.2.4.0',
  outputSource: '1.3.6.1.2.1.33.1.4.1.0',
  outputLoad: '1.3.6.1.2.1.33.1.4.4.1.5.1',
} as const;

const outputSources = ['', 'other', 'none', 'normal', 'bypass', 'battery', 'booster', 'reducer'];
const batteryStates = ['', 'unknown', 'batteryNormal', 'batteryLow', 'batteryDepleted'];
const longestText = 120;

/** Reads NUT's variables. `ups.status` is a list of words: OL, OB, LB, RB, BYPASS, OFF, … (RFC 9271 appendix A). */
export function describeNutUps(variables: ReadonlyMap<string, string>): Said {
  const given = variables.get('ups.status')?.split(/\s+/).filter(Boolean);
  // upsd says WAIT until its driver has read the UPS: not a statement about the mains.
  const words = given?.includes('WAIT') ? undefined : given;
  const says = (word: string) => words?.includes(word);
  const model = clean(
    [variables.get('ups.mfr'), variables.get('ups.model')].filter(Boolean).join(' '),
  );
  const seconds = readNumber(variables.get('battery.runtime'));
  const isOff = words?.includes('OFF') === true;
  return omitUnknown({
    model,
    status: given && clean(given.join(' ')),
    onMains: words && (isOff ? false : words.includes('OL')),
    onBattery: says('OB'),
    batteryLow: says('LB'),
    replaceBattery: says('RB'),
    bypass: says('BYPASS'),
    chargePercent: readNumber(variables.get('battery.charge')),
    runtimeMinutes: seconds === undefined ? undefined : Math.round(seconds / 6) / 10,
    loadPercent: readNumber(variables.get('ups.load')),
    testResult: clean(variables.get('ups.test.result') ?? ''),
  });
}

/** Reads the objects of {@link upsMib}; nothing of them there means that this is no UPS. */
export function describeSnmpUps(values: ReadonlyMap<string, SnmpValue>): Said | undefined {
  const number = (oid: string): number | undefined => {
    const found = values.get(oid);
    return found?.kind === 'number' ? found.value : undefined;
  };
  const source = number(upsMib.outputSource);
  const battery = number(upsMib.batteryStatus);
  const model = values.get(upsMib.model);
  if (source === undefined && battery === undefined && model === undefined) return undefined;
  const sourceName = source === undefined ? undefined : outputSources[source];
  const batteryName = battery === undefined ? undefined : batteryStates[battery];
  // "other" and "unknown" are no statement.
  const knownSource = sourceName === 'other' ? undefined : sourceName;
  const knownBattery = batteryName === 'unknown' ? undefined : batteryName;
  return omitUnknown({
    model: model?.kind === 'bytes' ? clean(model.value.toString('utf8')) : undefined,
    status: clean([sourceName, batteryName].filter(Boolean).join(', ')),
    onMains: knownSource && ['normal', 'booster', 'reducer'].includes(knownSource),
    onBattery: knownSource && knownSource === 'battery',
    batteryLow: knownBattery && knownBattery !== 'batteryNormal',
    bypass: knownSource && knownSource === 'bypass',
    chargePercent: number(upsMib.chargeRemaining),
    runtimeMinutes: number(upsMib.minutesRemaining),
    loadPercent: number(upsMib.outputLoad),
  });
}

/** Text of a device as a fact: printable, short, absent when there is none. */
function clean(text: string): string | undefined {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .trim()
    .slice(0, longestText);
  return plain === '' ? undefined : plain;
}

function readNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^-?\d{1,9}(\.\d{1,6})?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= 0 ? value : undefined;
}

type Known<Row> = { [K in keyof Row]?: Exclude<Row[K], undefined | ''> };

function omitUnknown<Row extends Record<string, unknown>>(row: Row): Known<Row> {
  const known: Known<Row> = {};
  for (const [key, value] of Object.entries(row)) {
    if (value !== undefined && value !== '') Object.assign(known, { [key]: value });
  }
  return known;
}
