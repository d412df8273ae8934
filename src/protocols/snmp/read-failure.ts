import type { SnmpFailure } from './outcome.ts';

/** Names an error of the library. Its texts are the only place where it says which report an agent sent. */
export function readSnmpFailure(error: unknown, limitMs: number): SnmpFailure {
  const { name, message, code } = describe(error);
  if (name === 'RequestTimedOutError') return { kind: 'timeout', limitMs };
  if (/Unknown User Name/.test(message)) return { kind: 'denied', because: 'unknown-user' };
  if (/Wrong Digest|Decryption Error|Authentication digest|decrypt/i.test(message))
    return { kind: 'denied', because: 'wrong-passphrase' };
  if (/Unsupported Security Level/.test(message))
    return { kind: 'denied', because: 'security-level' };
  if (/AuthorizationError|NoAccess/.test(message)) return { kind: 'denied', because: 'access' };
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return { kind: 'unreachable', code };
  return { kind: 'protocol-error', message: message.slice(0, 120) };
}

function describe(error: unknown): { name: string; message: string; code: string | undefined } {
  if (!(error instanceof Error)) return { name: '', message: String(error), code: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, message: error.message, code };
}
