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
    const [
      { Dossier },
      { judge },
      { readDossierContents },
      { summariseAssessment },
      { renderReport },
      { writeManifest },
    ] = await Promise.all([
      import('../evidence/dossier.ts'),
      import('../flow.ts'),
      import('../evidence/dossier-contents.ts'),
      import('../cli/summarise-assessment.ts'),
      import('../report/render-report.ts'),
      import('../evidence/manifest.ts'),
    ]);
    const dossier = await Dossier.open(args.dossier, this.language);
    const assessment = await judge(dossier);
    const { checklist } = await readDossierContents(dossier);
    await renderReport({
      folder: dossier.folder,
      assessment,
      checklist,
      formats: ['json'],
      signal: this.signal,
    });
    await writeManifest(dossier.folder);
    for (const line of summariseAssessment(assessment, checklist)) this.log(line);
    process.exitCode = assessmentExitCode(assessment);
    return assessment;
  }
}
