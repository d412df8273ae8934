import type { EvidenceState } from '../../evidence/evidence.ts';
import type { Language } from '../../locale/language.ts';
import type { SnmpFailure } from '../../protocols/snmp/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';

/** The observation for an agent that could not be read. @throws the abort reason when the step was stopped. */
export function failSnmp(
  failure: SnmpFailure,
  at: string,
  context: Pick<ProbeContext, 'language' | 'signal'>,
): Observation {
  context.signal.throwIfAborted();
  const code = 'code' in failure ? failure.code : failure.kind;
  return {
    state: stateOf(failure),
    reason: { code, message: tellSnmp(failure, at, context.language) },
  };
}

function stateOf({ kind }: SnmpFailure): Exclude<EvidenceState, 'observed'> {
  switch (kind) {
    case 'denied':
      return 'refused';
    case 'unreachable':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    case 'protocol-error':
      return 'protocol-error';
  }
}

type Denial = Extract<SnmpFailure, { kind: 'denied' }>['because'];

const denialsVi: Readonly<Record<Denial, string>> = {
  'unknown-user': 'không có tên người dùng này',
  'wrong-passphrase': 'sai mật khẩu xác thực hoặc mật khẩu mã hóa',
  'security-level': 'thiết bị không hỗ trợ authPriv với các thuật toán đã khai',
  access: 'người dùng này không có quyền đọc',
};
const denialsEn: Readonly<Record<Denial, string>> = {
  'unknown-user': 'it has no such user',
  'wrong-passphrase': 'the authentication or privacy passphrase is wrong',
  'security-level': 'it does not support authPriv with these algorithms',
  access: 'this user may not read',
};

function tellSnmp(failure: SnmpFailure, at: string, language: Language): string {
  const vi = language === 'vi';
  switch (failure.kind) {
    case 'timeout': {
      const seconds = Math.round(failure.limitMs / 1000);
      return vi
        ? `${at} không trả lời SNMP trong ${seconds} giây: sai địa chỉ hoặc community, SNMP chưa bật, hoặc thiết bị chưa cho phép IP của máy này.`
        : `${at} did not answer SNMP within ${seconds} seconds: wrong address or community, SNMP is off, or the device does not allow this computer's IP address.`;
    }
    case 'unreachable':
      return vi
        ? `Không tới được ${at} (${failure.code}) (cách làm: kiểm tra địa chỉ).`
        : `${at} cannot be reached (${failure.code}) (to do: check the address).`;
    case 'denied':
      return vi
        ? `${at} không cho đọc bằng SNMPv3: ${denialsVi[failure.because]}.`
        : `${at} does not let SNMPv3 read: ${denialsEn[failure.because]}.`;
    case 'protocol-error':
      return vi
        ? `${at} trả lời SNMP không đúng chuẩn (${failure.message}).`
        : `${at} answered SNMP against the standard (${failure.message}).`;
    case 'cancelled':
      return vi ? 'Phép đọc bị dừng.' : 'The reading was stopped.';
  }
}
