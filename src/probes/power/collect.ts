import type { EvidenceState } from '../../evidence/evidence.ts';
import type { PowerSupply } from '../../facility/schema.ts';
import type { NutFailure } from '../../protocols/nut/outcome.ts';
import { readUps } from '../../protocols/nut/read-ups.ts';
import { openSnmpSession } from '../../protocols/snmp/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { readSnmpAccess } from '../shared/snmp-access.ts';
import { failSnmp } from '../shared/snmp-messages.ts';
import { describeNutUps, describeSnmpUps, upsMib } from './describe-ups.ts';
import type { PowerUpsRow } from './facts.ts';
import { powerMessages } from './messages.ts';

/** NUT's answer of our simulated UPS names it so. */
const simulatorMark = /RISPACS_SIM/;

/** Reads one UPS. */
export async function collectPower(
  supply: PowerSupply,
  context: ProbeContext,
): Promise<Observation> {
  return supply.kind === 'nut' ? readByNut(supply, context) : readBySnmp(supply, context);
}

async function readByNut(
  supply: Extract<PowerSupply, { kind: 'nut' }>,
  context: ProbeContext,
): Promise<Observation> {
  const { host, port, ups } = supply;
  const outcome = await readUps({ host, port, ups, signal: context.signal });
  if (outcome.kind !== 'read') return fail(outcome, `${host}:${port}`, context);
  return observed(
    { ups: supply.id, readBy: 'nut', ...describeNutUps(outcome.variables) },
    simulatorMark.test(outcome.server ?? ''),
  );
}

async function readBySnmp(
  supply: Extract<PowerSupply, { kind: 'snmp' }>,
  context: ProbeContext,
): Promise<Observation> {
  const words = powerMessages(context.language);
  const { host, port } = supply;
  const access = await readSnmpAccess(supply.snmp, context);
  const session = openSnmpSession({ host, port, access, signal: context.signal });
  try {
    const answer = await session.get(Object.values(upsMib));
    if (answer.kind !== 'values') return failSnmp(answer, `${host}:${port}`, context);
    const said = describeSnmpUps(answer.values);
    if (said) return observed({ ups: supply.id, readBy: 'snmp', ...said }, false);
    return {
      state: 'protocol-error',
      reason: { code: 'no-ups-mib', message: words.noUps },
    };
  } finally {
    session.close();
  }
}

function observed(row: PowerUpsRow, simulated: boolean): Observation {
  return {
    state: 'observed',
    facts: { 'power.ups': [row] },
    ...(simulated && { simulated: true as const }),
  };
}

function fail(failure: NutFailure, at: string, context: ProbeContext): Observation {
  context.signal.throwIfAborted();
  const code = 'code' in failure ? failure.code : failure.kind;
  const message = powerMessages(context.language).nut(failure, at);
  return { state: stateOf(failure.kind), reason: { code, message } };
}

function stateOf(kind: NutFailure['kind']): Exclude<EvidenceState, 'observed'> {
  switch (kind) {
    case 'refused':
      return 'refused';
    case 'unreachable':
    case 'closed':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    case 'error-answer':
    case 'protocol-error':
      return 'protocol-error';
  }
}
