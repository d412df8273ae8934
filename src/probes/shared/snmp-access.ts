import type { NetworkSwitch } from '../../facility/schema.ts';
import type { SnmpAccess } from '../../protocols/snmp/index.ts';
import type { ProbeContext } from '../contract.ts';

/**
 * Resolves the community or passphrases that the facility file refers to; they go nowhere but into the session.
 * @throws UserError when a variable or file is not there
 */
export async function readSnmpAccess(
  access: NetworkSwitch['snmp'],
  { readSecret }: Pick<ProbeContext, 'readSecret'>,
): Promise<SnmpAccess> {
  if (access.version === 'v2c')
    return { version: 'v2c', community: await readSecret(access.community) };
  const { version, user, authProtocol, privProtocol } = access;
  return {
    version,
    user,
    authProtocol,
    authPassphrase: await readSecret(access.authPassphrase),
    privProtocol,
    privPassphrase: await readSecret(access.privPassphrase),
  };
}
