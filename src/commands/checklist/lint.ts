import { Args } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { exitCodes } from '../../cli/exit-codes.ts';

export default class ChecklistLint extends BaseCommand {
  static override summary = bilingual(
    'Kiểm tra một bộ tiêu chí: mọi quy tắc đều xét được',
    'Check a checklist: every rule can be judged',
  );
  static override examples = [
    '<%= config.bin %> checklist lint',
    '<%= config.bin %> checklist lint checklists/annex-1-2021',
  ];
  static override args = {
    folder: Args.string({
      description: bilingual(
        'Thư mục bộ tiêu chí; bỏ trống là bộ đi kèm',
        'Checklist folder; the one that comes along when empty',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(ChecklistLint);
    const [
      { loadChecklist },
      { checklistFolder, defaultChecklist },
      { lintChecklist },
      { describeFacts },
    ] = await Promise.all([
      import('../../checklist/load.ts'),
      import('../../project-folders.ts'),
      import('../../checklist/lint.ts'),
      import('../../probes/fact-registry.ts'),
    ]);
    const { findEarlierEdition } = await import('../../checklist/find-earlier-edition.ts');
    const folder = args.folder ?? checklistFolder(defaultChecklist);
    const checklist = await loadChecklist(folder, this.language);
    const earlier = await findEarlierEdition(folder, checklist, this.language);
    const problems = lintChecklist({ checklist, earlier, facts: describeFacts() });
    for (const one of problems)
      this.log(`${one.subject ?? checklist.manifest.id}: ${one[this.language]} [${one.check}]`);
    if (problems.length > 0) process.exitCode = exitCodes.rejected;
    else this.log(this.pick('Không có lỗi.', 'No problem found.'));
    return { problems };
  }
}
