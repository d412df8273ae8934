import { Flags } from '@oclif/core';
import { bilingual } from './bilingual-help.ts';

/** Flags shared by `assess` and `collect`. */
export const collectFlags = {
  out: Flags.string({
    required: true,
    summary: bilingual(
      'Thư mục hồ sơ (mới, hoặc cũ cùng với --resume)',
      'Dossier folder (new, or an old one with --resume)',
    ),
  }),
  target: Flags.option({
    options: ['basic', 'advanced', 'specialized'] as const,
    summary: bilingual(
      'Mức đề nghị; thay cho appliesFor trong tệp cơ sở',
      'Level applied for, instead of appliesFor in the facility file',
    ),
  })(),
  allow: Flags.string({
    default: '',
    summary: bilingual(
      'Cho phép thêm: active (gửi dữ liệu thử), load (đo tải); cách nhau bằng dấu phẩy',
      'Also allow: active (send test data), load (throughput); comma-separated',
    ),
  }),
  only: Flags.string({
    multiple: true,
    summary: bilingual(
      'Chỉ làm những phép đo mà các tiêu chí này cần, ví dụ --only ht-03',
      'Only what these criteria need, e.g. --only ht-03',
    ),
  }),
  resume: Flags.boolean({
    default: false,
    summary: bilingual(
      'Làm tiếp hồ sơ đã có: chỉ chạy phần còn thiếu',
      'Go on with an existing dossier: run only what is missing',
    ),
  }),
};
