import type { Hook } from '@oclif/core';
import { chooseLanguage } from '../cli/choose-language.ts';
import { exitCodes } from '../cli/exit-codes.ts';

/** A command that does not exist: one sentence, the nearest commands, exit code 2. */
const hook: Hook<'command_not_found'> = async function commandNotFound({ id, argv, config }) {
  const vietnamese = chooseLanguage([...(argv ?? []), ...process.argv], process.env) === 'vi';
  const asked = id.replaceAll(':', ' ');
  const first = id.split(':')[0] ?? '';
  const near = config.commandIDs
    .filter((one) => one.startsWith(first.slice(0, 3)))
    .map((one) => `rispacs ${one.replaceAll(':', ' ')}`);
  const hint = near.length > 0 ? near.slice(0, 4).join(', ') : 'rispacs --help';
  process.stderr.write(
    vietnamese
      ? `Không có lệnh "${asked}". Có thể là: ${hint}\n`
      : `There is no command "${asked}". Perhaps: ${hint}\n`,
  );
  return this.exit(exitCodes.usage);
};

export default hook;
