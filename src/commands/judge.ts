import { Args } from '@oclif/core';
import { assessmentExitCode } from '../cli/assessment-exit-code.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Judge extends BaseCommand {
  static override summary = bilingual(
    'Xét một hồ sơ đã có, không cần mạng',
    'Judge a dossier that was collected before; needs no network',
  );
  static override examples = ['<%= config.bin %> judge ho-so --json'];
  static override args = {
    dossier: Args.string({
      required: true,
      description: bilingual('Thư mục hồ sơ', 'Dossier folder'),
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Judge);
    const [{ judgeDossier }, { summariseAssessment }] = await Promise.all([
      import('../cli/judge-dossier.ts'),
      import('../cli/summarise-assessment.ts'),
    ]);
    const { assessment, checklist } = await judgeDossier({
      folder: args.dossier,
      formats: ['json'],
      language: this.language,
      signal: this.signal,
    });
    for (const line of summariseAssessment(assessment, checklist)) this.log(line);
    process.exitCode = assessmentExitCode(assessment);
    return assessment;
  }
}
