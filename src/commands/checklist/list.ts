import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class ChecklistList extends BaseCommand {
  static override summary = bilingual('Liệt kê các tiêu chí', 'List the criteria');
  static override examples = ['<%= config.bin %> checklist list --level advanced'];
  static override flags = {
    level: Flags.option({
      options: ['basic', 'advanced', 'specialized'] as const,
      summary: bilingual(
        'Chỉ những tiêu chí mà mức này yêu cầu',
        'Only the criteria this level requires',
      ),
    })(),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(ChecklistList);
    const [
      { loadChecklist },
      { checklistFolder, defaultChecklist },
      { requiredCriteria },
      { levelName },
    ] = await Promise.all([
      import('../../checklist/load.ts'),
      import('../../project-folders.ts'),
      import('../../verdict/decide-level.ts'),
      import('../../cli/summarise-assessment.ts'),
    ]);
    const checklist = await loadChecklist(checklistFolder(defaultChecklist), this.language);
    const criteria = requiredCriteria(flags.level ?? 'specialized', checklist);
    for (const one of criteria) {
      const wording = this.language === 'vi' ? (one.vi_normalised ?? one.vi) : one.en;
      this.log(
        `${one.id.padEnd(8)} ${levelName(one.level, checklist, this.language === 'vi').padEnd(11)} ${wording}`,
      );
      for (const part of [...(one.parts ?? []), ...(one.any_of ?? [])]) {
        this.log(`         ${part.id}: ${part[this.language]}`);
      }
    }
    return {
      checklist: checklist.manifest.id,
      edition: checklist.manifest.edition,
      sha256: checklist.sha256,
      criteria,
    };
  }
}
