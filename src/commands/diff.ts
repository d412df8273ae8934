import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Diff extends BaseCommand {
  static override summary = bilingual(
    'So hai hồ sơ: mức, kết quả từng tiêu chí, bằng chứng, số liệu, thay đổi ở cơ sở',
    'Compare two dossiers: level, outcomes, evidence, facts, changes at the facility',
  );
  static override description = bilingual(
    'Chỉ đọc. Có khác nhau cũng là mã thoát 0.',
    'Reads only. Differences are not an error (exit code 0).',
  );
  static override examples = [
    '<%= config.bin %> diff ho-so-2025 ho-so-2026',
    '<%= config.bin %> diff cu/assessment.json moi/assessment.json --json',
  ];
  static override args = {
    a: Args.string({
      required: true,
      description: bilingual(
        'Hồ sơ trước (thư mục hoặc assessment.json)',
        'Earlier dossier (folder or assessment.json)',
      ),
    }),
    b: Args.string({
      required: true,
      description: bilingual(
        'Hồ sơ sau (thư mục hoặc assessment.json)',
        'Later dossier (folder or assessment.json)',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args } = await this.parse(Diff);
    const [
      { readSides },
      { relateEditions },
      { compareSides },
      { describeDifference },
      { fitLine },
    ] = await Promise.all([
      import('../history/read-side.ts'),
      import('../history/relate-editions.ts'),
      import('../history/compare-sides.ts'),
      import('../history/describe-difference.ts'),
      import('../cleanup/fit-line.ts'),
    ]);
    const { a, b } = await readSides(args, this.language);
    const relation = await relateEditions(a, b, this.language);
    const difference = compareSides(a.side, b.side, relation);
    for (const line of describeDifference(difference, { a, b }, this.language))
      for (const part of fitLine(line, process.stdout.columns)) this.log(part);
    return difference;
  }
}
