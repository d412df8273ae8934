import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

export default class Explain extends BaseCommand {
  static override summary = bilingual(
    'Giải thích một tiêu chí, một loại giấy tờ, một số liệu, hoặc cách công cụ kết luận',
    'Explain a criterion, a document kind, a fact, or how the tool concludes',
  );
  static override examples = [
    '<%= config.bin %> explain',
    '<%= config.bin %> explain ht-03',
    '<%= config.bin %> explain ris-05.a --dossier ho-so',
    '<%= config.bin %> explain lan.port.linkMbps',
  ];
  static override args = {
    topic: Args.string({
      required: false,
      description: bilingual(
        'Mã tiêu chí, mã ý, loại giấy tờ hoặc tên số liệu; bỏ trống để xem tổng quan',
        'Id of a criterion or part, document kind or fact name; leave out for an overview',
      ),
    }),
  };
  static override flags = {
    dossier: Flags.string({
      summary: bilingual(
        'Hồ sơ đánh giá: xem đã thấy gì cho mục này',
        'A dossier: show what was seen for it',
      ),
    }),
  };

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Explain);
    const { explain } = await import('../explain/explain.ts');
    const { lines, explanation } = await explain({
      topic: args.topic,
      dossier: flags.dossier,
      language: this.language,
    });
    for (const line of lines) this.log(line);
    return explanation;
  }
}
