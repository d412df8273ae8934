import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Attachment, EvidenceRecord, Refusal } from '../../src/evidence/evidence.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { evaluateCondition } from '../../src/findings/evaluate-condition.ts';
import { judgeCriteria } from '../../src/findings/judge.ts';
import { prepareContext } from '../../src/findings/judge-context.ts';
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

describe('a letter about an endpoint whose case was followed all the same', () => {
  const seen = (probe: string, subjectId: string): EvidenceRecord => ({
    id: `${probe}.${subjectId}`,
    kind: 'probe',
    probe,
    probeVersion: 1,
    subject: subjectId,
    subjectId,
    startedAt: '2026-11-20T09:00:00+07:00',
    durationMs: 1,
    notes: [],
    attachments: [],
    state: 'observed',
    facts: {},
  });
  const truthWith = async (probe: string, record: EvidenceRecord): Promise<string> => {
    const context = prepareContext({
      checklist: await loadChecklist(checklistFolder(defaultChecklist)),
      facility: facilitySchema.parse({
        schemaVersion: 1,
        facility: { name: 'Bệnh viện Kiểm thử' },
        hl7: { endpoints: [{ id: 'ris', role: 'ris', host: '10.0.0.7', port: 2575 }] },
      }),
      evidence: [{ ...attested, for: ['ris-05.c'] }, refusal({ probe, subjectId: 'ris' }), record],
      assessedOn: '2026-11-22',
      language: 'vi',
    });
    return evaluateCondition({ attested: 'ris-05.c', insteadOf: [probe] }, context).truth;
  };

  it.each([
    ['workflow', 'ris-workflow', 'unknown'],
    ['hl7', 'ris-test-order', 'unknown'],
    ['hl7', 'ris', 'unknown'],
    ['workflow', 'ris-2-workflow', 'true'],
    ['workflow', 'other-workflow', 'true'],
  ])('%s, observed %s: the attestation is %s', async (probe, subjectId, truth) => {
    expect(await truthWith(probe, seen(probe, subjectId))).toBe(truth);
  });
});
