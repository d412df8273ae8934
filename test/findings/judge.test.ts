import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Checklist, Criterion } from '../../src/checklist/schema.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import { type Facility, facilitySchema } from '../../src/facility/schema.ts';
import { judgeCriteria, judgeSpecialized } from '../../src/findings/judge.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';

let checklist: Checklist;
let facility: Facility;
beforeAll(async () => {
  checklist = await loadChecklist(checklistFolder(defaultChecklist));
  facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện Kiểm thử' },
    computers: [{ id: 'pacs-01', role: 'pacs' }],
    product: { name: 'P', version: '1', vendor: 'V' },
  });
});

const assessedOn = '2026-11-22';
const judge = (evidence: readonly EvidenceRecord[], language: 'vi' | 'en' = 'vi') => {
  const input = { checklist, evidence, facility, assessedOn, language };
  return [...judgeCriteria(input), ...judgeSpecialized(input)];
};

const by = { name: 'Nguyễn Văn An', role: 'Trưởng phòng' };
const attachment = (seed: string) => ({
  path: `attachments/${seed.padStart(64, '0')}.pdf`,
  sha256: seed.padStart(64, '0'),
  mediaType: 'application/pdf',
  sizeBytes: 1,
});
const base = { source: 'x.yaml', attachments: [attachment('1')] };

function attest(
  id: string,
  over: Partial<Extract<EvidenceRecord, { kind: 'attestation' }>> = {},
): EvidenceRecord {
  return {
    ...base,
    kind: 'attestation',
    id: `attestation-${id}`,
    for: [id],
    statement: 'có',
    by,
    date: '2026-11-01',
    witnesses: [],
    ...over,
  };
}

function criterion(id: string): Criterion {
  const found = checklist.criteria.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
}

const outcomeOf = (evidence: readonly EvidenceRecord[], id: string) =>
  judge(evidence).find((one) => one.criterion === id);

describe('judging', () => {
  it('finds nothing met and nothing failed without evidence: no rule is vacuous', () => {
    for (const finding of judge([])) {
      expect(['undetermined', 'needs-attestation'], finding.criterion).toContain(finding.outcome);
      expect(finding.basis).toBe('none');
      expect(finding.missing.length, finding.criterion).toBeGreaterThan(0);
    }
  });

  it('finds nothing met on probes that saw empty tables', () => {
    const empty: EvidenceRecord = {
      kind: 'probe',
      id: 'x.x',
      probe: 'x',
      probeVersion: 1,
      subject: 'x',
      subjectId: 'x',
      startedAt: '2026-11-22T00:00:00Z',
      durationMs: 0,
      notes: [],
      attachments: [],
      state: 'observed',
      facts: {
        'lan.port': [],
        'lan.path': [],
        'dicom.node': [],
        'host.software': [],
        'web.endpoint': [],
      },
    };
    expect(judge([empty]).filter((one) => one.outcome === 'met')).toEqual([]);
  });

  it('gives the same findings, byte for byte, for any order of the evidence', () => {
    const records = checklist.criteria.flatMap((one) => [
      attest(one.id),
      ...(one.parts ?? []).map((part) => attest(part.id)),
    ]);
    const expected = JSON.stringify(judge(records));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
        (shuffled) => {
          expect(JSON.stringify(judge(shuffled))).toBe(expected);
        },
      ),
      { numRuns: 30, seed: 7 },
    );
  });

  it('says the same in English and Vietnamese: outcomes and bases do not depend on the language', () => {
    const records = [attest('pacs-09'), attest('pacs-01', { attachments: [] })];
    const shape = (language: 'vi' | 'en') =>
      judge(records, language).map(({ criterion: id, outcome, basis }) => [id, outcome, basis]);
    expect(shape('en')).toEqual(shape('vi'));
  });

  it.each([
    ['without a file', { attachments: [] }, 'không có tệp'],
    ['dated after the assessment', { date: '2026-11-23' }, 'sau ngày đánh giá'],
    ['that has expired', { expires: '2026-11-21' }, 'hết hạn'],
  ])('does not count an attestation %s', (_name, over, why) => {
    const finding = outcomeOf([attest('pacs-09', over)], 'pacs-09');
    expect(finding?.outcome).toBe('needs-attestation');
    expect(finding?.because).toContain(why);
  });

  it('counts an attestation that ends on the day of the assessment', () => {
    expect(outcomeOf([attest('pacs-09', { expires: assessedOn })], 'pacs-09')?.outcome).toBe('met');
  });

  it('takes a named and dated declaration of absence as evidence of not-met, whatever else is attested', () => {
    const absence: EvidenceRecord = {
      ...base,
      attachments: [],
      kind: 'absence',
      id: 'absence-1',
      for: ['pacs-09'],
      statement: 'chưa có',
      by,
      date: '2026-11-01',
    };
    const finding = outcomeOf([attest('pacs-09'), absence], 'pacs-09');
    expect(finding).toMatchObject({
      outcome: 'not-met',
      basis: 'attested',
      evidence: ['absence-1'],
    });
  });

  it('does not fail a criterion of alternatives because one alternative is absent', () => {
    const [first, ...rest] = criterion('ht-08').any_of ?? [];
    if (!first) throw new Error('ht-08 has alternatives');
    const absent = (ids: readonly string[]): EvidenceRecord => ({
      ...base,
      kind: 'absence',
      id: 'absence-1',
      for: ids,
      statement: 'không có',
      by,
      date: '2026-11-01',
    });
    expect(outcomeOf([absent([first.id])], 'ht-08')?.outcome).not.toBe('not-met');
    expect(outcomeOf([absent([first, ...rest].map((one) => one.id))], 'ht-08')?.outcome).toBe(
      'not-met',
    );
  });

  it('never turns not-met into anything better by adding attestations', () => {
    const slow: EvidenceRecord = {
      kind: 'probe',
      id: 'host.pacs-01',
      probe: 'host',
      probeVersion: 1,
      subject: 'pacs-01',
      subjectId: 'pacs-01',
      startedAt: '2026-11-22T00:00:00Z',
      durationMs: 0,
      notes: [],
      attachments: [],
      state: 'observed',
      facts: {
        'lan.port': [
          {
            host: 'pacs-01',
            role: 'pacs',
            port: 'eth0',
            linkMbps: 100,
            duplex: 'full',
            virtual: false,
          },
        ],
      },
    };
    const everything = (criterion('ht-03').parts ?? []).map((part) => attest(part.id));
    expect(outcomeOf([slow, ...everything], 'ht-03')?.outcome).toBe('not-met');
  });

  it('prints what it is waiting for in words', () => {
    const finding = outcomeOf([], 'ht-03');
    expect(finding?.because).toMatch(/^chưa kết luận được vì /);
    expect(finding?.expected.length).toBeGreaterThan(20);
  });
});
