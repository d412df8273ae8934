/** How the simulated UPS stands. */
export interface UpsBehaviour {
  /**
   * `on-battery`: the mains are out and the battery is running low; `lost`: its server runs and has lost the UPS;
   * `none`: the hospital has no UPS to read.
   */
  readonly supply: 'mains' | 'on-battery' | 'lost' | 'none';
}

/** Name of the only UPS. */
export const UPS_NAME = 'ups-may-chu';
const description = 'UPS phong may chu (mo phong)';
const longestLine = 512;

/** What a line is answered with, and whether the connection ends after it. */
export interface NutAnswer {
  readonly lines: readonly string[];
  readonly close?: true;
}

/**
 * Answers one line of the Network UPS Tools protocol (RFC 9271 4.2): everything that a reader may ask, nothing that
 * changes the UPS.
 */
export function answerCommand(line: string, behaviour: UpsBehaviour): NutAnswer {
  if (line.length > longestLine) return refuse('INVALID-ARGUMENT');
  const [verb = '', ...rest] = line.trim().split(/\s+/);
  switch (verb.toUpperCase()) {
    case 'VER':
      return say('rispacs simulator (RISPACS_SIM)');
    case 'NETVER':
    case 'PROTVER':
      return say('1.3');
    case 'HELP':
      return say('Commands: HELP VER PROTVER GET LIST USERNAME PASSWORD LOGIN LOGOUT');
    case 'LIST':
      return list(rest, behaviour);
    case 'GET':
      return get(rest, behaviour);
    case 'USERNAME':
    case 'PASSWORD':
      return rest.length === 1 ? say('OK') : refuse('INVALID-ARGUMENT');
    case 'LOGIN':
      return rest[0] === UPS_NAME ? say('OK') : refuse('UNKNOWN-UPS');
    case 'LOGOUT':
      return { lines: ['OK Goodbye'], close: true };
    case 'STARTTLS':
      return refuse('FEATURE-NOT-CONFIGURED');
    case 'SET':
    case 'INSTCMD':
    case 'FSD':
    case 'PRIMARY':
    case 'MASTER':
      return refuse('ACCESS-DENIED');
    default:
      return refuse('UNKNOWN-COMMAND');
  }
}

function list([what = '', ups]: readonly string[], behaviour: UpsBehaviour): NutAnswer {
  const kind = what.toUpperCase();
  if (kind === 'UPS') return frame('LIST UPS', [`UPS ${UPS_NAME} ${quote(description)}`]);
  if (!['VAR', 'RW', 'CMD', 'CLIENT'].includes(kind)) return refuse('INVALID-ARGUMENT');
  if (ups === undefined) return refuse('INVALID-ARGUMENT');
  if (ups !== UPS_NAME) return refuse('UNKNOWN-UPS');
  if (behaviour.supply === 'lost') return refuse('DRIVER-NOT-CONNECTED');
  const rows =
    kind === 'VAR'
      ? Object.entries(variables(behaviour)).map(
          ([name, value]) => `VAR ${UPS_NAME} ${name} ${quote(value)}`,
        )
      : [];
  return frame(`LIST ${kind} ${UPS_NAME}`, rows);
}

function get([what = '', ups, name]: readonly string[], behaviour: UpsBehaviour): NutAnswer {
  const kind = what.toUpperCase();
  if (!['VAR', 'UPSDESC', 'NUMLOGINS', 'TYPE'].includes(kind)) return refuse('INVALID-ARGUMENT');
  if (ups === undefined) return refuse('INVALID-ARGUMENT');
  if (ups !== UPS_NAME) return refuse('UNKNOWN-UPS');
  if (kind === 'UPSDESC') return say(`UPSDESC ${UPS_NAME} ${quote(description)}`);
  if (kind === 'NUMLOGINS') return say(`NUMLOGINS ${UPS_NAME} 1`);
  if (name === undefined) return refuse('INVALID-ARGUMENT');
  if (behaviour.supply === 'lost') return refuse('DRIVER-NOT-CONNECTED');
  const known = new Map(Object.entries(variables(behaviour)));
  const value = known.get(name);
  if (value === undefined) return refuse('VAR-NOT-SUPPORTED');
  return say(
    kind === 'TYPE' ? `TYPE ${UPS_NAME} ${name} NUMBER` : `VAR ${UPS_NAME} ${name} ${quote(value)}`,
  );
}

/** Names of the variables: RFC 9271 A. */
function variables({ supply }: UpsBehaviour): Readonly<Record<string, string>> {
  const onMains = supply === 'mains';
  return {
    'battery.charge': onMains ? '100' : '18',
    'battery.charge.low': '20',
    'battery.runtime': onMains ? '2400' : '260',
    'device.mfr': 'rispacs simulator',
    'device.model': 'RISPACS_SIM 3000',
    'device.serial': 'RISPACS_SIM-1',
    'device.type': 'ups',
    'input.voltage': onMains ? '221.4' : '0.0',
    'output.voltage': '220.0',
    'ups.load': '37',
    'ups.status': onMains ? 'OL' : 'OB LB',
    'ups.test.result': 'Done and passed',
  };
}

function frame(what: string, rows: readonly string[]): NutAnswer {
  return { lines: [`BEGIN ${what}`, ...rows, `END ${what}`] };
}

function say(line: string): NutAnswer {
  return { lines: [line] };
}

function refuse(code: string): NutAnswer {
  return { lines: [`ERR ${code}`] };
}

function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
