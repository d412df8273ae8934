import path from 'node:path';
import { Args, Flags, type Interfaces } from '@oclif/core';
import { collectFlags } from '../cli/assess-flags.ts';
import { assessmentExitCode } from '../cli/assessment-exit-code.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { describePdfProblem } from '../cli/describe-pdf-problem.ts';

export default class Assess extends BaseCommand {
  static override summary = bilingual(
    'Đánh giá một cơ sở: đo, đọc, xét và lập báo cáo',
    'Assess a facility: measure, read, judge and report',
  );
  static override description = bilingual(
    'Mặc định chỉ quan sát: không gửi dữ liệu thử, không đo tải. Xem trước bằng: rispacs plan FACILITY.',
    'Observes only by default: no test data is sent and no line is loaded. See first: rispacs plan FACILITY.',
  );
  static override examples = [
    '<%= config.bin %> assess facility.yaml --out ho-so --target advanced',
  ];
  static override args = {
    facility: Args.string({
      required: true,
      description: bilingual('Tệp cơ sở (facility.yaml)', 'Facility file (facility.yaml)'),
    }),
  };
  static override flags = {
    ...collectFlags,
    scope: Flags.option({
      options: ['facility', 'vendor'] as const,
      default: 'facility' as const,
      summary: bilingual(
        'vendor: chỉ xét những gì xét được trên một sản phẩm, không đề xuất mức',
        'vendor: judges only what a product can be judged on, and proposes no level',
      ),
    })(),
  };

  private out = '';

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Assess);
    this.out = flags.out;
    if (flags.scope === 'vendor') return this.assessVendor(args.facility, flags);
    const [{ assess }, { finishAssessment }, { tellWaiting }] = await Promise.all([
      import('../cli/run-assessment.ts'),
      import('../cli/finish-assessment.ts'),
      import('../cli/tell-waiting.ts'),
    ]);
    const result = await assess({
      ...flags,
      target: flags.target,
      only: flags.only,
      facilityFile: args.facility,
      language: this.language,
      signal: this.signal,
    });
    process.exitCode = assessmentExitCode(result.assessment, result.rendered);
    finishAssessment(
      result,
      flags.out,
      (line) => this.log(line),
      (line) => this.note(line),
    );
    const hint = { command: 'assess', facilityFile: args.facility, ...flags } as const;
    const { evidence } = result.assessment;
    for (const line of await tellWaiting(evidence, hint, this.language)) this.note(line);
    return result.assessment;
  }

  private async assessVendor(
    facilityFile: string,
    flags: Interfaces.InferredFlags<typeof Assess.flags>,
  ): Promise<unknown> {
    const [{ assessProduct }, { describeProduct, productExitCode }] = await Promise.all([
      import('../vendor/assess-product.ts'),
      import('../vendor/describe-product.ts'),
    ]);
    const { product, files, pdfProblem } = await assessProduct({
      ...flags,
      target: undefined,
      only: flags.only,
      facilityFile,
      language: this.language,
      signal: this.signal,
    });
    for (const line of describeProduct(product)) this.log(line);
    for (const file of files) this.log(path.join(flags.out, file));
    if (pdfProblem) this.note(describePdfProblem(pdfProblem, flags.out, this.language));
    process.exitCode = productExitCode(product, pdfProblem === undefined);
    return product;
  }

  protected override interruptedDetails(): readonly string[] {
    return [
      this.pick(
        `Bằng chứng đã thu được giữ trong ${this.out}; làm tiếp bằng cùng lệnh, thêm --resume.`,
        `What was collected is in ${this.out}; go on with the same command and --resume.`,
      ),
    ];
  }
}
