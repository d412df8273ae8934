import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { bilingual } from '../../cli/bilingual-help.ts';
import { formatLocalDay } from '../../locale/local-time.ts';

export default class LifecycleUpdate extends BaseCommand {
  static override summary = bilingual(
    'Thay bảng thời hạn hỗ trợ hệ điều hành và hệ quản trị CSDL bằng một tệp mới, không cần mạng',
    'Replace the table of support dates of operating systems and DBMS by a newer file, offline',
  );
  static override description = bilingual(
    'Tệp cùng dạng với checklists/support-lifecycle.yaml của công cụ. Tệp được kiểm tra trước, ghi vào thư mục dữ liệu của người dùng, và dùng cho các lần thu thập sau; hồ sơ đã có không đổi.',
    'A file of the form of the tool’s checklists/support-lifecycle.yaml. It is checked first, written to the user’s data folder, and used by later collections; dossiers that exist do not change.',
  );
  static override examples = ['<%= config.bin %> lifecycle update --file support-lifecycle.yaml'];
  static override flags = {
    file: Flags.string({
      required: true,
      summary: bilingual('Tệp bảng mới (YAML hoặc JSON)', 'The new table (YAML or JSON)'),
    }),
  };

  async run(): Promise<unknown> {
    const { flags } = await this.parse(LifecycleUpdate);
    const [{ updateSupportTable }, { countTableAgeDays, oldTableDays }] = await Promise.all([
      import('../../lifecycle/update-support-table.ts'),
      import('../../lifecycle/table-age.ts'),
    ]);
    const update = await updateSupportTable(flags.file, { language: this.language });
    const { reviewedOn, previousReviewedOn, products, lostProducts, path } = update;
    this.log(
      this.pick(
        `Đã dùng bảng ngày ${reviewedOn} (${products} sản phẩm) thay bảng ngày ${previousReviewedOn}; ghi ở ${path}.`,
        `The table of ${reviewedOn} (${products} products) replaces that of ${previousReviewedOn}; written to ${path}.`,
      ),
    );
    if (lostProducts.length > 0) {
      const list = lostProducts.join(', ');
      this.note(
        this.pick(
          `Bảng mới không còn: ${list}. Các sản phẩm này sẽ là "chưa biết".`,
          `The new table lacks: ${list}. These products will be unknown.`,
        ),
      );
    }
    const ageDays = countTableAgeDays(reviewedOn, formatLocalDay(new Date()));
    if (ageDays > oldTableDays) {
      this.note(
        this.pick(
          `Bảng này đã ${ageDays} ngày tuổi, quá ${oldTableDays} ngày; nên tìm bảng mới hơn.`,
          `This table is ${ageDays} days old, more than ${oldTableDays}; look for a newer one.`,
        ),
      );
    }
    return { ...update, ageDays };
  }
}
