import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { describePlan } from '../../src/plan/describe-plan.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const facility = facilitySchema.parse({
  schemaVersion: 1,
  facility: { name: 'Bệnh viện A' },
  dicom: {
    nodes: [
      { id: 'pacs', host: '10.0.0.5', port: 104, calledAe: 'PACS' },
      { id: 'mwl', role: 'worklist', host: '2001:db8::7', port: 105, calledAe: 'MWL', tls: {} },
    ],
  },
  hl7: { endpoints: [{ id: 'ris', host: 'ris.local', port: 2575, send: 'test-order' }] },
  lan: {
    paths: [{ id: 'ws', server: 'iperf3://[2001:db8::5]', between: ['workstation', 'pacs'] }],
  },
  internet: { tests: [{ id: 'line', url: 'https://speed.example.vn/x', operator: 'VNPT' }] },
  web: { endpoints: [{ id: 'viewer', url: 'https://10.0.0.9/' }] },
  allowedWindow: [{ days: ['sat'], from: '22:00', to: '02:00' }],
});

afterEach(() => vi.restoreAllMocks());

describe('the plan', () => {
  it('opens no connection and resolves no name', async () => {
    const connect = vi.spyOn(net.Socket.prototype, 'connect');
    const request = vi.spyOn(globalThis, 'fetch');
    const plan = await makePlan(facility, { language: 'vi', checklist });
    describePlan(plan, facility, 'vi');
    expect(plan.steps.length).toBeGreaterThan(5);
    expect(connect).not.toHaveBeenCalled();
    expect(request).not.toHaveBeenCalled();
    expect(process.getActiveResourcesInfo()).not.toContain('GetAddrInfoReqWrap');
  });

  it('reads first, then leaves test data, then loads lines', async () => {
    const { steps } = await makePlan(facility, { language: 'vi', checklist });
    expect(
      steps.map(({ step }) => step.risk).filter((risk, i, all) => risk !== all[i - 1]),
    ).toEqual(['observe', 'active', 'load']);
    expect(steps.every(({ probe, step }) => step.probe === probe.name)).toBe(true);
  });

  it('gives every step its own id, a deadline, and words on what is sent', async () => {
    for (const language of ['vi', 'en'] as const) {
      const { steps } = await makePlan(facility, { language, checklist });
      const ids = steps.map(({ step }) => `${step.probe} ${step.subjectId}`);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { step } of steps) {
        expect(step.deadlineMs).toBeGreaterThan(1000);
        expect(step.sends).toMatch(/\.$|\S/);
      }
    }
  });

  it.each(['vi', 'en'] as const)('names hosts, ports, risk and time (%s)', async (language) => {
    const plan = await makePlan(facility, { language, checklist });
    const text = describePlan(plan, facility, language).join('\n');
    for (const part of [
      'dicom 10.0.0.5:104',
      'dicom-tls [2001:db8::7]:105',
      'mllp ris.local:2575',
      'iperf3 [2001:db8::5]:5201',
      'https speed.example.vn:443',
      'https 10.0.0.9:443',
      'RISPACS-TEST',
      '--allow active,load',
      'sat 22:00-02:00',
      'testData',
    ])
      expect(text).toContain(part);
    expect(text).toMatch(language === 'vi' ? /tối đa \d+ s/ : /at most \d+ s/);
    expect(text).toMatch(/OBSERVE|observe/);
    expect(text).toMatch(/LOAD|load/);
  });

  it('says that nothing is to be measured when the file names no system', async () => {
    const empty = facilitySchema.parse({ schemaVersion: 1, facility: { name: 'X' } });
    const plan = await makePlan(empty, { language: 'vi', checklist });
    expect(plan.steps).toEqual([]);
    expect(describePlan(plan, empty, 'vi')).toHaveLength(1);
  });

  it('with --only holds the probes those criteria accept, and people’s statements', async () => {
    const withStatements = { ...facility, statements: ['xac-nhan.yaml'] };
    const plan = await makePlan(withStatements, { language: 'vi', checklist, only: ['ht-04'] });
    expect(new Set(plan.steps.map(({ probe }) => probe.name))).toEqual(
      new Set(['documents', 'internet']),
    );
  });

  it('writes no import that could open a connection into the planning code', async () => {
    for (const name of ['make-plan.ts', 'describe-plan.ts', 'allowed-window.ts']) {
      const source = await readFile(new URL(`../../src/plan/${name}`, import.meta.url), 'utf8');
      expect(source).not.toMatch(/node:(net|tls|http|dns|dgram)|undici/);
    }
  });
});
