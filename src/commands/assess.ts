import { Args } from '@oclif/core';
import { collectFlags } from '../cli/assess-flags.ts';
import { assessmentExitCode } from '../cli/assessment-exit-code.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';

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
  static override flags = collectFlags;

  private out = '';

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Assess);
    this.out = flags.out;
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

  protected override interruptedDetails(): readonly string[] {
    return [
      this.pick(
        `Bằng chứng đã thu được giữ trong ${this.out}; làm tiếp bằng cùng lệnh, thêm --resume.`,
        `What was collected is in ${this.out}; go on with the same command and --resume.`,
      ),
    ];
  }
}
