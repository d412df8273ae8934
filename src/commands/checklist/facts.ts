import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class ChecklistFacts extends BaseCommand {
  static override summary = bilingual(
    'Liệt kê mọi số liệu mà các phép đo đưa ra',
    'List every fact that the probes can give',
  );
  static override examples = ['<%= config.bin %> checklist facts --json'];

  async run(): Promise<unknown> {
    await this.parse(ChecklistFacts);
    const { describeFacts } = await import('../../probes/fact-registry.ts');
    const facts = describeFacts();
    for (const fact of facts) {
      const unit = fact.unit ? ` (${fact.unit})` : '';
      this.log(
        `${fact.name}  [${fact.type}${unit}; ${fact.probes.join(', ')}]  ${fact[this.language]}`,
      );
    }
    return { facts };
  }
}
