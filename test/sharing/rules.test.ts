import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRecord, FactRow } from '../../src/evidence/evidence.ts';
import { describeFacts, factRegistry } from '../../src/probes/fact-registry.ts';
import { factGroups } from '../../src/probes/sharing/facts.ts';
import { checklistFolder } from '../../src/project-folders.ts';
import { judgeSharing, summariseSharing } from '../../src/sharing/judge-sharing.ts';
import { loadSharingRules } from '../../src/sharing/load-rules.ts';
import type { SharingRules } from '../../src/sharing/rule-schema.ts';
import { cleanRows, type SharingCase, sharingCases } from './cases.ts';

let rules: SharingRules;
beforeAll(async () => {
  rules = await loadSharingRules(checklistFolder('result-sharing-2025'));
});

const paper = {
  path: 'attachments/0.pdf',
  sha256: '0'.repeat(64),
  mediaType: 'application/pdf',
  sizeBytes: 1,
};
const by = { name: 'Nguyễn Văn An', role: 'Trưởng khoa Chẩn đoán hình ảnh' };

function buildRows(one: SharingCase): Record<string, FactRow[]> {
  return Object.fromEntries(
    factGroups.flatMap(({ name, row }) => {
      const changes = Object.entries(one.facts ?? {}).find(([group]) => group === name)?.[1];
      const clean: FactRow | undefined = Object.entries(cleanRows).find(
        ([group]) => group === name,
      )?.[1];
      if (changes === undefined || clean === undefined) return [];
      const rows = changes.map((change) =>
        Object.fromEntries(
          Object.entries({ ...clean, ...change }).filter(([, value]) => value !== null),
        ),
      );
      // A case whose rows no probe could have written proves nothing.
      return [[name, rows.map((each) => row.parse(each) as FactRow)] as const];
    }),
  );
}

function buildRecords(rule: string, one: SharingCase): EvidenceRecord[] {
  const common = { source: 'ho-so.yaml', attachments: [paper] };
  return [
    {
      id: 'e1',
      kind: 'probe',
      probe: 'sharing',
      probeVersion: 1,
      subject: 'ca-1',
      subjectId: 'ca-1',
      startedAt: '2026-11-22T09:00:00+07:00',
      durationMs: 1,
      notes: [],
      attachments: [],
      state: 'observed',
      facts: buildRows(one),
    },
    ...(one.papers ?? []).map(
      (each, index): EvidenceRecord => ({
        ...common,
        id: `d${index}`,
        kind: 'document',
        documentKind: each.kind,
        issuer: 'Sở Y tế',
        issued: '2026-01-01',
        ...(each.expires !== undefined && { expires: each.expires }),
        figures: each.level === undefined ? {} : { level: each.level },
      }),
    ),
    ...(one.attested
      ? [
          {
            ...common,
            id: 'a1',
            kind: 'attestation' as const,
            for: [rule],
            statement: 'Đã xem',
            by,
            date: '2026-11-20',
            witnesses: [],
          },
        ]
      : []),
  ];
}

const judge = (rule: string, one: SharingCase) =>
  judgeSharing({
    rules,
    evidence: buildRecords(rule, one),
    about: rules.rules.find((each) => each.id === rule)?.about ?? 'study',
    checkedOn: '2026-11-22',
    language: 'vi',
  });

for (const [rule, cases] of Object.entries(sharingCases)) {
  describe(rule, () => {
    it.each(cases)('$outcome: $name', (one) => {
      const finding = judge(rule, one).find((each) => each.rule === rule);
      expect(finding).toMatchObject({ outcome: one.outcome });
      expect(finding?.because.length).toBeGreaterThan(10);
    });
  });
}

describe('the rules of the draft of November 2025', () => {
  it('are all there, 7 for laboratories and 17 for imaging, each with cases', () => {
    expect(rules.rules.filter((one) => one.id.startsWith('xn-'))).toHaveLength(7);
    expect(rules.rules.filter((one) => one.id.startsWith('dq-'))).toHaveLength(17);
    expect(Object.keys(sharingCases).sort()).toEqual(rules.rules.map((one) => one.id).sort());
    expect(rules.rules.map((one) => one.ordinal)).toEqual(rules.rules.map((_, index) => index + 1));
  });

  it('read only facts that exist', () => {
    const known = new Set([...factRegistry().keys(), ...describeFacts().map((one) => one.name)]);
    const text = ['laboratory', 'imaging']
      .map((name) =>
        readFileSync(path.join(checklistFolder('result-sharing-2025'), `${name}.yaml`), 'utf8'),
      )
      .join('\n');
    const used = [...text.matchAll(/\bsharing\.[a-z]+(?:\.[A-Za-z0-9]+)?/g)].map((one) => one[0]);
    expect(used.filter((one) => !known.has(one))).toEqual([]);
  });

  it('never let a doctor’s question or a missing list count for or against', () => {
    const findings = judge('dq-04', {
      name: '',
      outcome: 'met',
      papers: [{ kind: 'operating-licence' }],
      facts: {
        'sharing.study': [{}],
        'sharing.series': [{}],
        'sharing.result': [{}],
        'sharing.match': [{}, { field: 'patient-id' }],
      },
    });
    expect(summariseSharing(findings)).toBe('nothing-against');
    expect(findings.filter((one) => one.outcome === 'for-doctor').map((one) => one.rule)).toEqual([
      'dq-05',
      'dq-16',
    ]);
  });
});
