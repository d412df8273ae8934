import { queryTime, type TimeOutcome } from '../../protocols/ntp/query-time.ts';
import type { Observation, ProbeContext } from '../contract.ts';

/** Asks one server once. */
export async function collectClock(host: string, context: ProbeContext): Promise<Observation> {
  const outcome = await queryTime({ host, signal: context.signal });
  context.signal.throwIfAborted();
  if (outcome.kind === 'answered') {
    const { offsetMs, delayMs, stratum } = outcome;
    const row = { name: host, synchronised: true, offsetMs, delayMs, stratum };
    return { state: 'observed', facts: { 'clock.server': [row] } };
  }
  if (outcome.kind === 'unsynchronised') {
    return { state: 'observed', facts: { 'clock.server': [{ name: host, synchronised: false }] } };
  }
  const code = outcome.kind === 'unreachable' ? outcome.code : outcome.kind;
  return {
    state: outcome.kind === 'cancelled' || outcome.kind === 'timeout' ? 'timed-out' : outcome.kind,
    reason: { code, message: tell(outcome, host, context.language === 'vi') },
  };
}

function tell(
  outcome: Exclude<TimeOutcome, { kind: 'answered' | 'unsynchronised' }>,
  host: string,
  vi: boolean,
): string {
  switch (outcome.kind) {
    case 'timeout':
      return vi
        ? `${host} không trả lời NTP; kiểm tra địa chỉ và tường lửa (UDP 123).`
        : `${host} does not answer NTP; check the address and firewalls (UDP 123).`;
    case 'unreachable':
      return vi
        ? `Không tới được máy chủ giờ ${host} (${outcome.code}); kiểm tra địa chỉ.`
        : `The time server ${host} cannot be reached (${outcome.code}); check the address.`;
    case 'protocol-error':
      return vi ? `${host} không nói giao thức NTP.` : `${host} does not speak NTP.`;
    case 'cancelled':
      return vi ? 'Phép đo bị dừng.' : 'The probe was stopped.';
  }
}
