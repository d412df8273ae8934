import { createHash, createPublicKey } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fingerprintOf, groupHex, parseSha256 } from '../../src/signature/fingerprint.ts';
import {
  type PassphraseTerminal,
  takeNewPassphrase,
  takePassphrase,
} from '../../src/signature/keys/ask-passphrase.ts';
import { makeKey } from '../../src/signature/keys/make-key.ts';
import { decryptKey } from '../../src/signature/keys/read-key.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

const passphrase = 'một câu dài để giữ khóa';
afterEach(() => vi.unstubAllEnvs());

describe('a signing key', () => {
  it('is kept under its passphrase, for its owner only, with the public key and its name beside it', async () => {
    const file = path.join(await makeTempFolder(), 'khoa.pem');
    const made = await makeKey({ file, passphrase, name: 'Hội đồng\n-----BEGIN', language: 'vi' });
    const pem = await readFile(file);
    expect(pem.toString()).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    const key = decryptKey(pem, passphrase, file, 'vi');
    expect(fingerprintOf(key)).toBe(made.fingerprint);
    const beside = await readFile(made.publicKeyFile, 'utf8');
    expect(beside).toMatch(/^Hội đồng/);
    const der = createPublicKey(beside).export({ type: 'spki', format: 'der' });
    expect(createHash('sha256').update(der).digest('hex')).toBe(made.fingerprint);
  });

  it('never replaces one that is there, private or public', async () => {
    const folder = await makeTempFolder();
    const file = path.join(folder, 'khoa.pem');
    await writeFile(path.join(folder, 'khoa.pub.pem'), 'giữ');
    await expect(makeKey({ file, passphrase, language: 'en' })).rejects.toThrow(/khoa\.pub\.pem/);
    await expect(stat(file)).rejects.toThrow();
    expect(await readFile(path.join(folder, 'khoa.pub.pem'), 'utf8')).toBe('giữ');
  });

  it('does not open with another passphrase, and no other kind of key is taken', async () => {
    const file = path.join(await makeTempFolder(), 'khoa.pem');
    await makeKey({ file, passphrase, language: 'en' });
    const pem = await readFile(file);
    expect(() => decryptKey(pem, 'khác', file, 'en')).toThrow(/wrong passphrase/);
    expect(() => decryptKey(pem, undefined, file, 'en')).toThrow(/wrong passphrase/);
    expect(() => decryptKey(Buffer.from('x'), undefined, file, 'en')).toThrow(/keys new/);
  });

  it('has a fingerprint that people can copy in any form', () => {
    const hex = '0123456789abcdef'.repeat(4);
    expect(groupHex(hex).startsWith('0123 4567 89AB')).toBe(true);
    for (const form of [hex, hex.toUpperCase(), groupHex(hex), groupHex(hex).replaceAll(' ', ':')])
      expect(parseSha256(form)).toBe(hex);
    for (const wrong of ['', hex.slice(1), `${hex}0`, 'g'.repeat(64)])
      expect(parseSha256(wrong)).toBeUndefined();
  });
});

/** A terminal that is typed on. */
function typing(text: string | readonly string[]) {
  const said: string[] = [];
  const modes: boolean[] = [];
  const stop = new AbortController();
  const texts = typeof text === 'string' ? [text] : [...text];
  const events = new EventEmitter();
  const input = Object.assign(events, {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      modes.push(mode);
      return input;
    },
    resume: () => {
      const next = texts.shift();
      // One byte at a time, as slow terminals send letters with accents.
      if (next !== undefined)
        queueMicrotask(() => {
          for (const byte of Buffer.from(next)) events.emit('data', Buffer.from([byte]));
        });
      return input;
    },
    pause: () => input,
  });
  const terminal: PassphraseTerminal = {
    input: input as unknown as PassphraseTerminal['input'],
    write: (one) => said.push(one),
    interrupt: () => stop.abort(new Error('stopped')),
    language: 'en',
    signal: stop.signal,
  };
  return { terminal, said, modes };
}
const prompt = { vi: 'Mật khẩu: ', en: 'Passphrase: ' };

describe('a passphrase', () => {
  it('is typed without being shown, corrected with backspace, and the terminal is put right again', async () => {
    const { terminal, said, modes } = typing('mật khẩuX\u007f\r');
    expect(await takePassphrase(terminal, undefined, prompt)).toBe('mật khẩu');
    expect(said).toEqual(['Passphrase: ', '\n']);
    expect(modes).toEqual([true, false]);
  });

  it('for a new key is typed twice, alike, and long enough', async () => {
    const right = typing(['mật khẩu đủ dài\r', 'mật khẩu đủ dài\r']);
    expect(await takeNewPassphrase(right.terminal, undefined)).toBe('mật khẩu đủ dài');
    const differs = typing(['mật khẩu đủ dài\r', 'mật khẩu quá dài\r']);
    await expect(takeNewPassphrase(differs.terminal, undefined)).rejects.toThrow(/differ/);
    await expect(takeNewPassphrase(typing('ngắn\r').terminal, undefined)).rejects.toThrow(/12/);
  });

  it('is not waited for after Ctrl-C', async () => {
    const { terminal, modes } = typing('abc\u0003');
    await expect(takePassphrase(terminal, undefined, prompt)).rejects.toThrow('stopped');
    expect(modes).toEqual([true, false]);
  });

  it('comes from the environment when asked for, and without a terminal only from there', async () => {
    vi.stubEnv('RISPACS_TEST_PASSPHRASE', 'từ môi trường');
    const { terminal } = typing('');
    expect(await takePassphrase(terminal, 'RISPACS_TEST_PASSPHRASE', prompt)).toBe('từ môi trường');
    await expect(takePassphrase(terminal, 'RISPACS_TEST_NOT_SET', prompt)).rejects.toThrow(
      /RISPACS_TEST_NOT_SET/,
    );
    const piped = { ...terminal, input: { ...terminal.input, isTTY: false } };
    await expect(
      takePassphrase(piped as unknown as PassphraseTerminal, undefined, prompt),
    ).rejects.toThrow(/--passphrase-env/);
  });
});
