import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { documentsFileFacts } from '../../../src/probes/documents/facts.ts';
import { probe } from '../../../src/probes/documents/index.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const statements = `schemaVersion: 1
attestations:
  - for: [pacs-09]
    statement: "Đã dùng thử."
    by: {name: "Trần Thị B", role: "Trưởng khoa"}
    date: 2026-11-20
    files: [xac-nhan.pdf, thieu.pdf]
documents:
  - kind: isp-contract
    issuer: "Công ty A"
    issued: 2026-01-05
    figures: {downloadMbps: 100}
    files: ['..\\..\\ngoai.pdf']
absences:
  - for: [ht-10]
    statement: "Không có cân bằng tải."
    by: {name: "Lê Văn C", role: "Giám đốc", organisation: "BV"}
    date: 2026-11-20
  - for: [ht-10]
    statement: "Không có cân bằng tải."
    by: {name: "Lê Văn C", role: "Giám đốc", organisation: "BV"}
    date: 2026-11-20
refusals:
  - probe: dicom
    subjectId: pacs-1
    reason: refused
    statement: "Nhà cung cấp không đồng ý."
    by: {name: "D", role: "Quản lý"}
    date: 2026-11-20
`;

function plan(files: readonly string[], simulated = false) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    statements: files,
    ...(simulated ? { simulated } : {}),
  });
  return probe.planSteps(facility, 'vi');
}

async function collect(text: string | undefined, simulated = false) {
  const baseFolder = await makeTempFolder();
  await mkdir(join(baseFolder, 'giay-to'));
  await writeFile(join(baseFolder, 'giay-to', 'xac-nhan.pdf'), '%PDF-1.7');
  if (text !== undefined) await writeFile(join(baseFolder, 'giay-to', 'a.yaml'), text);
  const recorded = makeProbeContext({ baseFolder });
  const [step] = plan(['giay-to/a.yaml'], simulated);
  if (step === undefined) throw new Error('nothing was planned');
  return { ...recorded, observation: await probe.collect(step.target, recorded.context) };
}

describe('documents probe', () => {
  it('plans one silent, local step per statements file, with ids fit for file names', () => {
    const steps = plan(['giấy tờ/Đợt 1.yaml', 'khac/Đợt 1.yaml', '…', 'khac/Đợt 1.yaml']);
    expect(steps).toHaveLength(3);
    expect(new Set(steps.map((step) => step.subjectId)).size).toBe(3);
    expect(steps.every((step) => /^[a-z0-9][a-z0-9-]*$/.test(step.subjectId))).toBe(true);
    expect(steps[0]).toMatchObject({ risk: 'observe', contacts: [] });
    expect(steps[0]?.subjectId).toMatch(/^dot-1-/);
  });

  it('keeps every statement, attaches what it can and notes the rest', async () => {
    const { observation, attached } = await collect(statements);
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    expect(attached.size).toBe(1);
    expect(observation.statements?.map((statement) => statement.kind)).toEqual([
      'attestation',
      'document',
      'absence',
      'refusal',
    ]);
    const [attestation, document, absence] = observation.statements ?? [];
    expect(attestation?.attachments.map((file) => file.originalName)).toEqual(['xac-nhan.pdf']);
    expect(attestation).not.toHaveProperty('expires');
    expect(document).toMatchObject({ documentKind: 'isp-contract', attachments: [] });
    expect(absence).toMatchObject({ by: { organisation: 'BV' }, source: 'giay-to/a.yaml' });
    const notes = observation.notes?.join('\n') ?? '';
    expect(notes).toContain('thieu.pdf');
    expect(notes).toContain('không tìm thấy');
    expect(notes).toContain('phải nằm trong thư mục');
    expect(notes).toContain('chỉ tính một lần');
    const rows = observation.facts['documents.file'] ?? [];
    expect(rows.map((row) => row.present)).toEqual([true, false, false]);
    for (const row of rows) documentsFileFacts.row.parse(row);
  });

  it('gives the same words the same id on every run, and other words another', async () => {
    const ids = async (text: string) => {
      const { observation } = await collect(text);
      if (observation.state !== 'observed') throw new Error(observation.reason.message);
      return observation.statements?.map((statement) => statement.id) ?? [];
    };
    const first = await ids(statements);
    expect(await ids(`# chú thích\n${statements}`)).toEqual(first);
    const changed = await ids(statements.replace('Đã dùng thử', 'Đã dùng'));
    expect(changed[0]).not.toBe(first[0]);
    expect(changed.slice(1)).toEqual(first.slice(1));
    expect(first[0]).toMatch(/^attestation-[0-9a-f]{12}$/);
  });

  it('marks everything when the facility is simulated', async () => {
    const { observation } = await collect(statements, true);
    expect(observation.simulated).toBe(true);
    expect(
      observation.state === 'observed' && observation.statements?.every((s) => s.simulated),
    ).toBe(true);
  });

  it('answers a wrong file with its first problem and a missing file with what is missing', async () => {
    const wrong = await collect(statements.replace('date: 2026-11-20', 'date: hôm qua'));
    expect(wrong.observation).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'statements-invalid' },
    });
    expect(wrong.observation.state !== 'observed' && wrong.observation.reason.message).toContain(
      'giay-to/a.yaml:6:',
    );
    const missing = await collect(undefined);
    expect(missing.observation).toMatchObject({
      state: 'not-configured',
      reason: { code: 'statements-missing' },
    });
  });

  it('stops when it is told to', async () => {
    const baseFolder = await makeTempFolder();
    await writeFile(join(baseFolder, 'a.yaml'), statements);
    const { context } = makeProbeContext({
      baseFolder,
      signal: AbortSignal.abort(new Error('stopped')),
    });
    const target = { file: 'a.yaml', simulated: false };
    await expect(probe.collect(target, context)).rejects.toThrow('stopped');
  });
});
