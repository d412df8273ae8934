import { StringDecoder } from 'node:string_decoder';
import type { ReadStream } from 'node:tty';
import { UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';
import { fewestPassphraseCharacters } from './make-key.ts';

const mostCharacters = 1024;

/** Where a passphrase is typed. */
export interface PassphraseTerminal {
  readonly input: Pick<ReadStream, 'isTTY' | 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;
  /** Prompts go here, never to standard output. */
  readonly write: (text: string) => void;
  /** Called for Ctrl-C, which a terminal in raw mode sends as a character; `signal` is expected to abort then. */
  readonly interrupt: () => void;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/**
 * The passphrase from an environment variable when one is named, otherwise typed on the terminal without being shown.
 * @throws UserError when the variable is empty, or there is no terminal to ask on.
 */
export async function takePassphrase(
  terminal: PassphraseTerminal,
  variable: string | undefined,
  prompt: { readonly vi: string; readonly en: string },
): Promise<string> {
  const vi = terminal.language === 'vi';
  if (variable !== undefined) {
    const value = process.env[variable];
    if (value !== undefined && value !== '') return value;
    throw new UserError(
      vi
        ? `Biến môi trường ${variable} (--passphrase-env) chưa có giá trị.`
        : `The environment variable ${variable} (--passphrase-env) has no value.`,
    );
  }
  return typeUnseen(terminal, vi ? prompt.vi : prompt.en);
}

/**
 * A new passphrase: typed twice, or from the variable.
 * @throws UserError when it is too short, or the second one differs.
 */
export async function takeNewPassphrase(
  terminal: PassphraseTerminal,
  variable: string | undefined,
): Promise<string> {
  const vi = terminal.language === 'vi';
  const first = await takePassphrase(terminal, variable, {
    vi: 'Mật khẩu mới cho khóa: ',
    en: 'New passphrase for the key: ',
  });
  if ([...first].length < fewestPassphraseCharacters) {
    throw new UserError(
      vi
        ? `Mật khẩu quá ngắn; cần ít nhất ${fewestPassphraseCharacters} ký tự.`
        : `The passphrase is too short; it needs at least ${fewestPassphraseCharacters} characters.`,
    );
  }
  if (variable !== undefined) return first;
  const second = await typeUnseen(terminal, vi ? 'Nhập lại mật khẩu: ' : 'Once more: ');
  if (second === first) return first;
  throw new UserError(
    vi ? 'Hai lần nhập không giống nhau; chưa tạo khóa.' : 'The two differ; no key was made.',
  );
}

function typeUnseen(terminal: PassphraseTerminal, prompt: string): Promise<string> {
  const { input, signal } = terminal;
  if (!input.isTTY) {
    throw new UserError(
      terminal.language === 'vi'
        ? 'Không có cửa sổ lệnh để hỏi mật khẩu; đặt mật khẩu vào một biến môi trường rồi dùng --passphrase-env TÊN_BIẾN.'
        : 'There is no terminal to ask for the passphrase on; put it into an environment variable and use --passphrase-env NAME.',
    );
  }
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const decoder = new StringDecoder('utf8');
  let typed: string[] = [];
  const onData = (chunk: Buffer): void => {
    for (const character of decoder.write(chunk)) {
      if (character === '\u0003' || character === '\u0004') {
        terminal.interrupt();
        return;
      }
      if (character === '\r' || character === '\n') {
        resolve(typed.join('').normalize('NFC'));
        return;
      }
      if (character === '\u007f' || character === '\b') typed = typed.slice(0, -1);
      else if (character >= ' ' && typed.length < mostCharacters) typed.push(character);
    }
  };
  const onAbort = (): void => reject(signal.reason);
  terminal.write(prompt);
  input.setRawMode(true);
  input.on('data', onData);
  signal.addEventListener('abort', onAbort, { once: true });
  input.resume();
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    input.off('data', onData);
    input.setRawMode(false);
    input.pause();
    terminal.write('\n');
  });
}
