import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { probe } from '../../../src/probes/workflow/index.ts';
import { follow, startHospital } from './support/follow.ts';

describe('a hospital that lacks something', () => {
  it('without PACS, worklist and a place for results the order is sent, acknowledged and cancelled', async () => {
    const followed = await follow(
      await startHospital({ without: ['worklist', 'pacs', 'receive'] }),
    );
    expect(followed.outcomes).toEqual({
      'negative-control': 'not-tried',
      adt: 'passed',
      order: 'passed',
      'order-ack': 'passed',
      worklist: 'not-tried',
      'mpps-in-progress': 'not-tried',
      images: 'not-tried',
      'mpps-completed': 'not-tried',
      'pacs-study': 'not-tried',
      report: 'not-tried',
      'correction-to-his': 'not-tried',
      'correction-to-ris': 'warned',
      'patient-update': 'warned',
      'patient-merge': 'warned',
      cancel: 'warned',
      removal: 'not-reached',
    });
    const order = [...followed.effects.values()].find(({ state }) => state === 'left');
    expect(order).toMatchObject({ kind: 'order', note: 'leftUnverified' });
  });

  it('a worklist without MPPS is only noted', async () => {
    const followed = await follow(
      await startHospital({ ris: { withoutMpps: true, waitsForPerson: true } }),
    );
    expect(followed.outcomes).toMatchObject({
      'mpps-in-progress': 'warned',
      'mpps-completed': 'not-reached',
      images: 'passed',
      'pacs-study': 'passed',
    });
    const mpps = [...followed.effects.values()].find((one) => 'kind' in one && one.kind === 'mpps');
    expect(mpps).toMatchObject({ state: 'removed-verified', note: 'neverCreated' });
  });

  it('a PACS that stands in for the worklist and has none is not blamed', async () => {
    const followed = await follow(await startHospital({ without: ['worklist'] }));
    expect(followed.outcomes).toMatchObject({
      'negative-control': 'not-tried',
      worklist: 'not-tried',
      'mpps-in-progress': 'warned',
      images: 'passed',
    });
  });

  it('an endpoint that nobody listens on gives no facts, and nothing is left in the journal', async () => {
    const hospital = await startHospital({ hl7Port: async () => 1 });
    const followed = await follow(hospital);
    expect(followed.observation).toMatchObject({
      state: 'refused',
      reason: { code: 'refused' },
    });
    for (const { state, note } of followed.effects.values())
      expect([state, note]).toEqual(['removed-verified', 'never sent']);
  });

  it('a port for results that is taken is told, and the rest goes on', async () => {
    const hospital = await startHospital();
    const { receive } = hospital.target;
    if (receive === undefined) throw new Error('no listener');
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(receive.port, receive.host, resolve));
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
    const followed = await follow(hospital);
    expect(followed.outcomes).toMatchObject({ report: 'not-tried', cancel: 'passed' });
    expect(followed.observed('report')).toContain('EADDRINUSE');
  });
});

describe('planning', () => {
  const base = {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện kiểm thử' },
    testData: { removal: 'administrator' },
  };
  const endpoint = { id: 'ris', host: '10.0.0.6', port: 2575, send: 'workflow' };

  it('plans one active step for each RIS or engine that may be sent a workflow, and nothing else', () => {
    const facility = facilitySchema.parse({
      ...base,
      hl7: {
        endpoints: [
          endpoint,
          { ...endpoint, id: 'engine', role: 'engine' },
          { ...endpoint, id: 'his', role: 'his' },
          { ...endpoint, id: 'quiet', send: 'query' },
        ],
      },
    });
    const steps = probe.planSteps(facility, 'vi');
    expect(steps.map(({ subjectId, risk }) => [subjectId, risk])).toEqual([
      ['ris-workflow', 'active'],
      ['engine-workflow', 'active'],
    ]);
    expect(steps[0]?.contacts).toEqual([{ host: '10.0.0.6', port: 2575, protocol: 'mllp' }]);
    expect(steps[0]?.listens).toBeUndefined();
    expect(steps[0]?.sends).toContain('KIỂM THỬ^RISPACS');
  });

  it('names every host that is contacted and the port that is listened on', () => {
    const facility = facilitySchema.parse({
      ...base,
      dicom: {
        nodes: [
          {
            id: 'pacs',
            role: 'pacs',
            host: '10.0.0.5',
            port: 104,
            calledAe: 'PACS',
            dicomweb: 'web',
          },
          { id: 'mwl', role: 'worklist', host: '10.0.0.7', port: 105, calledAe: 'MWL' },
          { id: 'mpps', role: 'archive', host: '10.0.0.8', port: 106, calledAe: 'PPS', mpps: true },
        ],
      },
      dicomweb: { endpoints: [{ id: 'web', url: 'https://pacs.example/dicom-web' }] },
      hl7: { receive: { host: '10.0.0.99', port: 2600 }, endpoints: [endpoint] },
    });
    const [step] = probe.planSteps(facility, 'en');
    expect(step?.contacts.map(({ host, port }) => `${host}:${port}`)).toEqual([
      '10.0.0.6:2575',
      '10.0.0.7:105',
      '10.0.0.8:106',
      '10.0.0.5:104',
      'pacs.example:443',
    ]);
    expect(step?.listens).toEqual([
      { host: '10.0.0.99', port: 2600, protocol: 'mllp', from: ['ris'] },
    ]);
    expect(step?.target.receive?.from).toEqual(['10.0.0.6', '10.0.0.5', '10.0.0.7']);
  });
});
