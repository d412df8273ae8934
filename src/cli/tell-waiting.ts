import { quoteArgument } from '../cleanup/quote-argument.ts';
import { isWaiting } from '../evidence/collect-evidence.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';
import { probeLoaders } from '../probes/registry.ts';

/** What the command that began the run was given, to say how it is gone on with. */
export interface ResumeHint {
  readonly command: 'assess' | 'collect';
  readonly facilityFile: string;
  readonly out: string;
  readonly allow: string;
}

/** Lines that say which steps wait for a person and how to go on; none when nothing waits. */
export async function tellWaiting(
  records: readonly EvidenceRecord[],
  hint: ResumeHint,
  language: Language,
): Promise<readonly string[]> {
  const waiting: string[] = [];
  for (const record of records) {
    if (record.kind !== 'probe') continue;
    const probe = await probeLoaders[record.probe]?.();
    if (probe !== undefined && isWaiting(probe, record))
      waiting.push(`${record.probe} ${record.subject}`);
  }
  if (waiting.length === 0) return [];
  const vi = language === 'vi';
  const { command, facilityFile, out, allow } = hint;
  const file = quoteArgument(facilityFile);
  const folder = quoteArgument(out);
  const allowed = allow === '' ? 'active' : allow;
  return [
    `${vi ? 'Còn chờ người làm' : 'Still waiting for a person'}: ${waiting.join('; ')}`,
    vi
      ? 'Kết quả chỉ tới được máy này khi lệnh đang chạy; hẹn bác sĩ rồi làm tiếp bằng:'
      : 'Results reach this computer only while the command runs; agree with the radiologist and go on with:',
    `  rispacs ${command} ${file} --out ${folder} --allow ${allowed} --resume`,
    vi ? 'Nếu không làm tiếp, hủy và xóa dữ liệu thử:' : 'Or cancel and remove the test data:',
    `  rispacs cleanup ${folder}`,
  ];
}
