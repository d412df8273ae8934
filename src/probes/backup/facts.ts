import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';

/** Backup software whose own records are read. */
export const backupKinds = ['pgbackrest', 'restic', 'borg', 'veeam', 'windows-backup'] as const;

/** One backup job as its software records it. */
export const backupJobFacts = defineFactGroup({
  name: 'backup.job',
  basis: 'inspected',
  probes: ['backup'],
  vi: 'Việc sao lưu, theo sổ của phần mềm sao lưu',
  en: 'A backup job, by the records of the backup software',
  columns: {
    job: column(z.string(), { vi: 'Mã trong facility.yaml', en: 'Id in facility.yaml' }),
    of: column(z.enum(['pacs', 'ris', 'database', 'storage', 'web']), {
      vi: 'Sao lưu của hệ thống nào',
      en: 'The system it backs up',
    }),
    kind: column(z.enum(backupKinds), { vi: 'Phần mềm', en: 'Software' }),
    name: maybe(z.string(), {
      vi: 'Tên việc sao lưu, kho hoặc nguồn, như phần mềm ghi',
      en: 'Job, repository or source as the software has it',
    }),
    lastSuccess: maybe(z.string(), {
      vi: 'Bản sao lưu thành công gần nhất (không có lỗi, không có cảnh báo)',
      en: 'Latest backup without error or warning',
    }),
    ageHours: maybe(z.number(), {
      unit: 'h',
      vi: 'Bản thành công gần nhất đã bao nhiêu giờ khi thu thập',
      en: 'Age of the latest success when collected',
    }),
    lastResult: maybe(z.enum(['success', 'warning', 'failed', 'running']), {
      vi: 'Kết quả lần chạy gần nhất; không có khi phần mềm không ghi',
      en: 'Result of the latest run; absent where the software records none',
    }),
    copies: maybe(z.int(), { vi: 'Số bản đang giữ', en: 'Copies that are kept' }),
    errors: maybe(z.int(), {
      vi: 'Số bản hoặc lần chạy bị lỗi trong tệp',
      en: 'Copies or runs with errors in the file',
    }),
    message: maybe(z.string(), { vi: 'Lời của phần mềm', en: 'What the software says' }),
  },
});

export type BackupJobRow = RowOf<typeof backupJobFacts>;
export const factGroups = [backupJobFacts];
