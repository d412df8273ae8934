import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Plan extends BaseCommand {
  static override summary = bilingual(
    'Cho xem sẽ làm gì; không gửi gói tin nào',
    'Show what would be done; sends nothing',
  );
  static override examples = ['<%= config.bin %> plan facility.yaml'];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    only: Flags.string({
      multiple: true,
      summary: bilingual(
        'Chỉ những phép đo mà các tiêu chí này cần',
        'Only what these criteria need',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Plan);
    const [
      { loadFacility },
      { loadChecklist },
      { makePlan },
      { checklistFolder, defaultChecklist },
      { describePlan },
    ] = await Promise.all([
      import('../facility/load.ts'),
      import('../checklist/load.ts'),
      import('../plan/make-plan.ts'),
      import('../project-folders.ts'),
      import('../plan/describe-plan.ts'),
    ]);
    const { facility } = await loadFacility(args.facility, this.language);
    const checklist = await loadChecklist(checklistFolder(defaultChecklist));
    const plan = await makePlan(facility, { language: this.language, checklist, only: flags.only });
    for (const line of describePlan(plan, facility, this.language)) this.log(line);
    return {
      steps: plan.steps.map(({ step }) => ({
        probe: step.probe,
        subjectId: step.subjectId,
        subject: step.subject,
        risk: step.risk,
        contacts: step.contacts,
        sends: step.sends,
        deadlineMs: step.deadlineMs,
      })),
    };
  }
}
