import { createHash } from 'node:crypto';
import type {
  Attachment,
  EvidenceRecord,
  FactRow,
  FactTables,
  FactValue,
} from '../../../src/evidence/evidence.ts';
import { type Facility, facilitySchema } from '../../../src/facility/schema.ts';
import { factRegistry } from '../../../src/probes/fact-registry.ts';
import type { CaseEvidence, CriterionCase } from './case-schema.ts';
import { sampleRows } from './sample-rows.ts';

/** The facility of a case: a small hospital, with what the case changes; `~` takes an entry away. */
export function buildFacility(one: CriterionCase): Facility {
  const entries = {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện Kiểm thử' },
    product: { name: 'Sản phẩm mẫu PACS', version: '4.2', vendor: 'Công ty Mẫu' },
    ...one.facility,
  };
  return facilitySchema.parse(
    Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null)),
  );
}

/** The evidence records of a case. Fact rows are checked against the probes' own schemas. */
export function buildEvidence(one: CriterionCase): EvidenceRecord[] {
  return one.evidence.map((item, index) => buildRecord(item, `e${String(index).padStart(3, '0')}`));
}

function buildRecord(item: CaseEvidence, id: string): EvidenceRecord {
  const by = { name: 'Nguyễn Văn An', role: 'Trưởng phòng Công nghệ thông tin' };
  const statement = { id, source: 'xac-nhan.yaml' };
  if ('attestation' in item) {
    const { files, by: name, expires, ...rest } = item.attestation;
    return {
      ...statement,
      ...rest,
      kind: 'attestation',
      statement: 'Có',
      by: { ...by, name },
      witnesses: [],
      attachments: files.map(attach),
      ...(expires && { expires }),
    };
  }
  if ('document' in item) {
    const { files, kind, issued, figures, ...stated } = item.document;
    return {
      ...statement,
      ...withoutAbsent(stated),
      issued,
      figures,
      kind: 'document',
      documentKind: kind,
      issuer: 'Đơn vị cấp',
      attachments: files.map(attach),
    };
  }
  if ('absence' in item) {
    return {
      ...statement,
      ...item.absence,
      kind: 'absence',
      statement: 'Không có',
      by,
      attachments: [],
    };
  }
  if ('refusal' in item) {
    const { files, subjectId, ...rest } = item.refusal;
    return {
      ...statement,
      ...rest,
      kind: 'refusal',
      reason: 'not-permitted',
      statement: 'Nhà cung cấp không cho đo',
      by,
      attachments: files.map(attach),
      ...(subjectId && { subjectId }),
    };
  }
  return buildProbeRecord(item, id);
}

/** Leaves out what a case does not write. */
function withoutAbsent<T extends object>(stated: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function buildProbeRecord(
  item: Extract<CaseEvidence, { readonly probe: string }>,
  id: string,
): EvidenceRecord {
  const base = {
    id,
    kind: 'probe' as const,
    probe: item.probe,
    probeVersion: 1,
    subject: item.subjectId ?? item.probe,
    subjectId: item.subjectId ?? item.probe,
    startedAt: '2026-11-20T09:00:00+07:00',
    durationMs: 1,
    notes: [],
    attachments: [],
  };
  if (item.state !== 'observed') {
    return {
      ...base,
      state: item.state,
      facts: {},
      reason: { code: item.state, message: `phép dò ${item.probe} kết thúc: ${item.state}` },
    };
  }
  return { ...base, state: 'observed', facts: buildFacts(item) };
}

function buildFacts(item: Extract<CaseEvidence, { readonly probe: string }>): FactTables {
  return Object.fromEntries(
    Object.entries(item.facts ?? {}).map(([group, rows]) => {
      const known = factRegistry().get(group);
      const sample = sampleRows[group];
      if (!known || !sample) throw new Error(`no such group of facts: ${group}`);
      if (!known.probes.includes(item.probe)) {
        throw new Error(`the probe ${item.probe} does not emit ${group}`);
      }
      return [
        group,
        rows.map((row) => checkRow(overlay(sample, row), known.row.parse.bind(known.row))),
      ];
    }),
  );
}

function checkRow(row: FactRow, parse: (row: FactRow) => unknown): FactRow {
  parse(row);
  return row;
}

function overlay(sample: FactRow, row: Readonly<Record<string, FactValue | null>>): FactRow {
  const merged = { ...sample, ...row };
  return Object.fromEntries(
    Object.entries(merged).flatMap(([column, value]) => (value === null ? [] : [[column, value]])),
  );
}

function attach(name: string): Attachment {
  const sha256 = createHash('sha256').update(name).digest('hex');
  return {
    path: `attachments/${sha256}.pdf`,
    sha256,
    mediaType: 'application/pdf',
    sizeBytes: 1000,
    originalName: name,
  };
}
