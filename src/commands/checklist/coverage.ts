import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';

export default class ChecklistCoverage extends BaseCommand {
  static override summary = bilingual(
    'Mỗi tiêu chí được trả lời bằng cách nào, và số liệu nào chưa dùng',
    'How each criterion is answered, and which facts nothing uses',
  );
  static override examples = ['<%= config.bin %> checklist coverage'];

  async run(): Promise<unknown> {
    await this.parse(ChecklistCoverage);
    const [
      { loadChecklist },
      { checklistFolder, defaultChecklist },
      { measureCoverage },
      { describeFacts },
    ] = await Promise.all([
      import('../../checklist/load.ts'),
      import('../../project-folders.ts'),
      import('../../checklist/coverage.ts'),
      import('../../probes/fact-registry.ts'),
    ]);
    const checklist = await loadChecklist(checklistFolder(defaultChecklist), this.language);
    const coverage = measureCoverage(checklist, describeFacts());
    for (const one of coverage.criteria) {
      const sources = [
        ...one.probes,
        ...one.documents.map((kind) => this.pick(`hồ sơ ${kind}`, `document ${kind}`)),
        ...(one.attestation ? [this.pick('xác nhận', 'attestation')] : []),
      ];
      this.log(`${one.criterion.padEnd(8)} ${one.method.padEnd(12)} ${sources.join(', ')}`);
    }
    const list = (title: string, items: readonly string[]) => {
      if (items.length > 0) this.log(`\n${title}: ${items.join(', ')}`);
    };
    list(this.pick('Chỉ do người xác nhận', 'People only'), coverage.attestationOnly);
    list(
      this.pick('Tiêu chí chưa có cách trả lời', 'Criteria without a method'),
      coverage.withoutMethod,
    );
    list(
      this.pick('Số liệu chưa quy tắc nào dùng', 'Facts that no rule uses'),
      coverage.unusedFacts,
    );
    list(
      this.pick('Loại hồ sơ chưa quy tắc nào dùng', 'Document kinds that no rule uses'),
      coverage.unusedDocuments,
    );
    return coverage;
  }
}
