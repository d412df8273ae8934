import { Args } from '@oclif/core';
import { collectFlags } from '../cli/assess-flags.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Collect extends BaseCommand {
  static override summary = bilingual(
    'Chỉ thu thập bằng chứng vào hồ sơ, chưa xét',
    'Collect evidence into a dossier without judging',
  );
  static override examples = ['<%= config.bin %> collect facility.yaml --out ho-so'];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = collectFlags;

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Collect);
    const [
      { prepareDossier },
      { collect },
      { makeProgress },
      { explainWriteError },
      { writeManifest },
      { tellWaiting },
    ] = await Promise.all([
      import('../cli/prepare-dossier.ts'),
      import('../flow.ts'),
      import('../cli/progress.ts'),
      import('../evidence/dossier.ts'),
      import('../evidence/manifest.ts'),
      import('../cli/tell-waiting.ts'),
    ]);
    const prepared = await prepareDossier({
      ...flags,
      target: flags.target,
      only: flags.only,
      facilityFile: args.facility,
      language: this.language,
    });
    try {
      await collect({
        ...prepared,
        only: flags.only,
        resume: flags.resume,
        signal: this.signal,
        onEvent: makeProgress(this.language, flags.verbose),
      });
      await writeManifest(flags.out);
    } catch (error) {
      throw explainWriteError(error, flags.out, this.language);
    }
    const evidence = await prepared.dossier.readRecords(this.language);
    this.log(
      this.pick(
        `Đã thu ${evidence.length} bản ghi bằng chứng vào ${flags.out}. Xét bằng: rispacs judge ${flags.out}`,
        `${evidence.length} evidence records are in ${flags.out}. Judge with: rispacs judge ${flags.out}`,
      ),
    );
    const hint = { command: 'collect', facilityFile: args.facility, ...flags } as const;
    for (const line of await tellWaiting(evidence, hint, this.language)) this.note(line);
    return { evidence };
  }
}
