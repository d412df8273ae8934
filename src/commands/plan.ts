import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { bilingual } from '../cli/bilingual-help.ts';
import { exitCodes } from '../cli/exit-codes.ts';

export default class Plan extends BaseCommand {
  static override summary = bilingual(
    'Cho xem sẽ làm gì; không gửi gói tin nào',
    'Show what would be done; sends nothing',
  );
  static override examples = [
    '<%= config.bin %> plan facility.yaml',
    '<%= config.bin %> plan facility.yaml --letter --from 2026-12-01 --to 2026-12-05 --ip 10.0.0.9',
  ];
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
    letter: Flags.boolean({
      default: false,
      summary: bilingual(
        'Lập công văn xin phép đo kiểm, có phần ký và phần từ chối',
        'Write the permission letter (in Vietnamese), with signatures and a refusal box',
      ),
    }),
    out: Flags.string({
      default: 'cong-van-do-kiem.pdf',
      summary: bilingual('Tệp công văn: .pdf hoặc .html', 'File of the letter: .pdf or .html'),
    }),
    from: Flags.string({
      summary: bilingual('Ngày bắt đầu ghi trong công văn', 'First day named in the letter'),
    }),
    to: Flags.string({
      summary: bilingual('Ngày kết thúc ghi trong công văn', 'Last day named in the letter'),
    }),
    ip: Flags.string({
      summary: bilingual(
        'Địa chỉ IP cố định của máy này ghi trong công văn; bỏ trống thì liệt kê các địa chỉ tìm thấy',
        'Fixed IP address of this computer for the letter; left out, those found are listed',
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
    if (flags.letter) {
      const { writeLetter } = await import('../plan/write-letter.ts');
      const letter = await writeLetter({
        facility,
        checklist,
        only: flags.only,
        out: flags.out,
        from: flags.from,
        to: flags.to,
        address: flags.ip,
        language: this.language,
        signal: this.signal,
      });
      this.log(letter.file);
      if (flags.ip === undefined) {
        this.note(
          this.pick(
            `Địa chỉ của máy này: ${letter.addresses.join(', ') || 'không tìm thấy'}. Đánh dấu địa chỉ đúng trong công văn, hoặc lập lại với --ip.`,
            `Addresses of this computer: ${letter.addresses.join(', ') || 'none found'}. Tick the right one in the letter, or write it again with --ip.`,
          ),
        );
      }
      if (letter.pdfProblem !== undefined) {
        this.note(
          this.pick(
            `Chưa lập được bản PDF (${letter.pdfProblem}); mở bản HTML bằng trình duyệt rồi in.`,
            `No PDF was made (${letter.pdfProblem}); open the HTML in a browser and print it.`,
          ),
        );
        process.exitCode = exitCodes.noPdf;
      }
      return letter;
    }
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
