import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Attachment, EvidenceRecord, Refusal } from '../../src/evidence/evidence.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { judgeCriteria } from '../../src/findings/judge.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';

const by = { name: 'Nguyễn Văn An', role: 'Trưởng phòng' };
const letter: Attachment = {
  path: `attachments/${'1'.padStart(64, '0')}.pdf`,
  sha256: '1'.padStart(64, '0'),
  mediaType: 'application/pdf',
  sizeBytes: 1,
};
const base = { source: 'x.yaml', attachments: [letter] };

const facility = facilitySchema.parse({
  schemaVersion: 1,
  facility: { name: 'Bệnh viện Kiểm thử' },
  dicom: { nodes: [{ id: 'pacs-chinh', host: '10.0.0.5', port: 104, calledAe: 'PACS' }] },
  web: { endpoints: [{ id: 'xem-anh', url: 'https://10.0.0.6/' }] },
});

const attested: EvidenceRecord = {
  ...base,
  kind: 'attestation',
  id: 'attestation-1',
  for: ['pacs-02'],
  statement: 'Đã trình diễn',
  by,
  date: '2026-11-01',
  witnesses: [],
};

const refusal = (over: Partial<Refusal>): EvidenceRecord => ({
  ...base,
  kind: 'refusal',
  id: 'refusal-1',
  probe: 'dicom',
  reason: 'refused',
  statement: 'Nhà cung cấp không cho kết nối',
  by,
  date: '2026-11-02',
  ...over,
});

async function judgePacs02(over: Partial<Refusal>): Promise<string | undefined> {
  const checklist = await loadChecklist(checklistFolder(defaultChecklist));
  const input = { checklist, facility, assessedOn: '2026-11-22', language: 'vi' } as const;
  const findings = judgeCriteria({ ...input, evidence: [attested, refusal(over)] });
  return findings.find((one) => one.criterion === 'pacs-02')?.outcome;
}

describe('a letter that refuses a probe', () => {
  it.each([
    ['about everything that the probe looks at', {}, 'met'],
    ['about a system that the facility file names', { subjectId: 'pacs-chinh' }, 'met'],
    [
      'about a system that the facility file does not name',
      { subjectId: 'pacs-cu' },
      'undetermined',
    ],
    ['about a thing that this probe does not look at', { subjectId: 'xem-anh' }, 'undetermined'],
    ['without the letter itself', { attachments: [] }, 'undetermined'],
    ['dated after the assessment', { date: '2026-11-23' }, 'undetermined'],
    ['of another probe', { probe: 'web' }, 'undetermined'],
  ] as const)('%s', async (_name, over, outcome) => {
    expect(await judgePacs02(over)).toBe(outcome);
  });
});
