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

/** Whether our own test study, stored before the backup, is in a copy that was restored from it. */
export const backupRestoredFacts = defineFactGroup({
  name: 'backup.restored',
  basis: 'measured',
  probes: ['backup'],
  vi: 'Ca thử của công cụ trong bản đã phục hồi từ sao lưu',
  en: 'Our test study in a copy restored from backup',
  columns: {
    job: column(z.string(), { vi: 'Mã trong facility.yaml', en: 'Id in facility.yaml' }),
    of: column(z.enum(['pacs', 'ris', 'database', 'storage', 'web']), {
      vi: 'Sao lưu của hệ thống nào',
      en: 'The system it backs up',
    }),
    study: column(z.string(), {
      vi: 'Study Instance UID của ca thử',
      en: 'Its Study Instance UID',
    }),
    found: column(z.boolean(), {
      vi: 'Có trong bản phục hồi, của người bệnh thử',
      en: 'Is in the restored copy, of the test patient',
    }),
  },
});

export type BackupRestoredRow = RowOf<typeof backupRestoredFacts>;
export type BackupJobRow = RowOf<typeof backupJobFacts>;
export const factGroups = [backupJobFacts, backupRestoredFacts];
/** What this probe is called in print. */
export const title = { vi: 'Sổ sao lưu', en: 'Backup records' };
