import type { Language } from '../../locale/language.ts';
import type { PassphraseTerminal } from './ask-passphrase.ts';

/** The terminal that this process was started on; Ctrl-C while typing interrupts like anywhere else. */
export function terminalOf(language: Language, signal: AbortSignal): PassphraseTerminal {
  return {
    input: process.stdin,
    write: (text) => process.stderr.write(text),
    interrupt: () => process.emit('SIGINT'),
    language,
    signal,
  };
}
