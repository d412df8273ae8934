import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadChecklist } from '../../src/checklist/load.ts';
import { facilityTemplate } from '../../src/facility/template.ts';
import { checklistFolder, defaultChecklist, projectFolder } from '../../src/project-folders.ts';
import { assessmentSchema } from '../../src/report/assessment-schema.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { type SchemaName, schemaNames } from '../../src/schemas/published-schemas.ts';
import { FACILITY_FILE, INVENTORY_FOLDER } from '../../src/simulator/facility-file.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';
import { judgeHospital } from '../simulator/support/judge-hospital.ts';
import { makeValidator, type Validate } from './support/make-validator.ts';

/** Validators of the files as published. */
const validators = new Map<SchemaName, Validate>();
function problemsOf(name: SchemaName, value: unknown): readonly string[] {
  const validate = validators.get(name);
  if (validate === undefined) throw new Error(`no validator for ${name}`);
  return validate(value);
}
async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
async function readYaml(file: string): Promise<unknown> {
  return parse(await readFile(file, 'utf8'));
}

let folder: string;
let assessment: unknown;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rispacs-schemas-'));
  // What is not allowed is recorded as such, so that both kinds of probe record occur.
  const judged = await judgeHospital({ folder, profile: 'advanced', allow: 'active' });
  assessment = JSON.parse(renderJson(judged));
  for (const name of schemaNames) {
    const file = path.join(projectFolder, 'schemas', `${name}.schema.json`);
    validators.set(name, makeValidator(Object(await readJson(file))));
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('assessmentSchema', () => {
  it('reads an assessment of the simulated hospital back as it was', () => {
    expect(assessmentSchema.parse(assessment)).toEqual(assessment);
  });

  it('reads every kind of record, outcome and level', async () => {
    const checklist = await loadChecklist(checklistFolder(defaultChecklist));
    const made: unknown = JSON.parse(
      renderJson(
        fixtureAssessment(checklist, {
          target: 'advanced',
          simulated: true,
          outcomes: {
            'ht-03': 'not-met',
            'ris-05': 'undetermined',
            'pacs-09': 'needs-attestation',
          },
        }),
      ),
    );
    expect(assessmentSchema.parse(made)).toEqual(made);
  });
});

describe('what the tool writes, and what people write', () => {
  it('is as published: the assessment and each of its records', async () => {
    expect(problemsOf('assessment', assessment)).toEqual([]);
    const records = path.join(folder, 'ho-so', 'evidence');
    const names = await readdir(records);
    expect(names.length).toBeGreaterThan(20);
    const states = new Set<unknown>();
    for (const name of names) {
      const record = await readJson(path.join(records, name));
      expect(problemsOf('evidence-record', record), name).toEqual([]);
      expect(problemsOf('probe-output', { evidence: [record] }), name).toEqual([]);
      states.add(Reflect.get(Object(record), 'state') ?? Reflect.get(Object(record), 'kind'));
    }
    expect([...states]).toEqual(
      expect.arrayContaining(['observed', 'not-permitted', 'attestation', 'document']),
    );
  });

  it('is as published: the facility file, statements and inventories of the simulated hospital', async () => {
    const hospital = path.join(folder, 'benh-vien');
    const facility = await readYaml(path.join(hospital, FACILITY_FILE));
    expect(problemsOf('facility', facility)).toEqual([]);
    const statements: unknown = Reflect.get(Object(facility), 'statements');
    if (!Array.isArray(statements)) throw new Error('the facility file names no statements');
    for (const file of statements) {
      expect(problemsOf('statements', await readYaml(path.join(hospital, String(file))))).toEqual(
        [],
      );
    }
    // What other tools wrote lies in a folder of its own.
    const folderOfInventories = path.join(hospital, INVENTORY_FOLDER);
    const inventories = (await readdir(folderOfInventories)).filter((name) =>
      name.endsWith('.json'),
    );
    expect(inventories.length).toBeGreaterThan(3);
    for (const name of inventories) {
      const inventory = await readJson(path.join(folderOfInventories, name));
      expect(problemsOf('host-inventory', inventory), name).toEqual([]);
    }
  });

  it('is as published: the facility file that `init` writes', () => {
    expect(problemsOf('facility', parse(facilityTemplate))).toEqual([]);
  });

  it('is as published: each file of the checklist', async () => {
    const checklist = checklistFolder(defaultChecklist);
    const { manifest } = await loadChecklist(checklist);
    const files: [SchemaName, string][] = [
      ['checklist-manifest', 'checklist.yaml'],
      ['checklist-specialized', manifest.specialized],
      ['checklist-documents', manifest.documents],
      ...manifest.files.map((file): [SchemaName, string] => ['checklist-criteria', file]),
    ];
    for (const [name, file] of files) {
      expect(problemsOf(name, await readYaml(path.join(checklist, file))), file).toEqual([]);
    }
  });
});

describe('what a published schema refuses', () => {
  const probe = {
    id: 'lan.pacs-ws',
    kind: 'probe',
    probe: 'lan',
    probeVersion: 1,
    subject: 'pacs-ws',
    subjectId: 'pacs-ws',
    startedAt: '2026-11-22T09:14:00+07:00',
    durationMs: 12,
    notes: [],
    attachments: [],
  };
  const reason = { code: 'ETIMEDOUT', message: 'no answer' };

  it('facts of a probe that observed nothing, and a state that does not exist', () => {
    const timedOut = { ...probe, state: 'timed-out', facts: {}, reason };
    expect(problemsOf('evidence-record', timedOut)).toEqual([]);
    const withFacts = { ...timedOut, facts: { 'lan.path': [{ path: 'x' }] } };
    expect(problemsOf('evidence-record', withFacts)).not.toEqual([]);
    expect(problemsOf('evidence-record', { ...timedOut, state: 'met' })).not.toEqual([]);
    expect(problemsOf('evidence-record', { ...timedOut, reason: undefined })).not.toEqual([]);
  });

  it('a misspelt key of the facility file', () => {
    const facility = { schemaVersion: 1, facility: { name: 'Bệnh viện' } };
    expect(problemsOf('facility', facility)).toEqual([]);
    expect(problemsOf('facility', { ...facility, computer: [] })).not.toEqual([]);
  });

  it('a statement without a name or a date', () => {
    const by = { name: 'Nguyễn Văn A', role: 'Trưởng phòng CNTT' };
    const absence = { for: ['ht-09'], statement: 'Không có.', by, date: '2026-11-20' };
    const file = (one: object) => ({ schemaVersion: 1, absences: [one] });
    expect(problemsOf('statements', file(absence))).toEqual([]);
    expect(problemsOf('statements', file({ ...absence, date: '20/11/2026' }))).not.toEqual([]);
    const { by: _, ...nameless } = absence;
    expect(problemsOf('statements', file(nameless))).not.toEqual([]);
  });

  it('a rule with an operator that is not on the list', async () => {
    const file = path.join(checklistFolder(defaultChecklist), 'documents.yaml');
    expect(problemsOf('checklist-criteria', await readYaml(file))).not.toEqual([]);
    const { criteria } = await loadChecklist(checklistFolder(defaultChecklist));
    const group = { code: 'X', vi: 'X', en: 'X' };
    const [first] = criteria;
    expect(problemsOf('checklist-criteria', { group, criteria: [first] })).toEqual([]);
    const met = { all: [{ fact: 'lan.port.linkMbps', op: 'run-shell', value: 1 }] };
    const bad = { group, criteria: [{ ...first, met }] };
    expect(problemsOf('checklist-criteria', bad)).not.toEqual([]);
  });

  it('an assessment with an outcome or a level that does not exist', () => {
    const change = (key: string, value: unknown) => ({ ...Object(assessment), [key]: value });
    expect(problemsOf('assessment', change('level', 'basic'))).not.toEqual([]);
    const [finding] = Object(assessment).findings;
    const skipped = { ...finding, outcome: 'not-applicable' };
    expect(problemsOf('assessment', change('findings', [skipped]))).not.toEqual([]);
    const shallow = { ...finding, basis: 'guessed' };
    expect(problemsOf('assessment', change('findings', [shallow]))).not.toEqual([]);
    expect(problemsOf('assessment', change('findings', [finding]))).toEqual([]);
  });
});
