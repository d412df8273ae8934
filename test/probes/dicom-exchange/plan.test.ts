import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { probe } from '../../../src/probes/dicom-exchange/index.ts';
import { planFor } from './support/exchange.ts';

describe('the plan', () => {
  it('names every host that is contacted, what may listen, and what is left behind', () => {
    const [step, ...others] = planFor({
      node: { port: 104, calledAe: 'PACS', dicomweb: 'web', forwardTo: ['second', 'nowhere'] },
      others: [
        { id: 'second', host: '10.0.0.9', port: 11112, calledAe: 'KHO', tls: {}, send: 'nothing' },
      ],
      receivePort: 11113,
      endpoints: [{ id: 'web', url: 'https://pacs.test/dicom-web', removal: 'orthanc' }],
      removal: 'dicomweb-delete',
      autoForward: ['kho trung tâm'],
    });
    expect(others).toEqual([]);
    expect(step).toMatchObject({
      probe: 'dicom-exchange',
      subjectId: 'archive',
      risk: 'active',
      contacts: [
        { host: '127.0.0.1', port: 104, protocol: 'dicom' },
        { host: '10.0.0.9', port: 11112, protocol: 'dicom-tls' },
        { host: 'pacs.test', port: 443, protocol: 'https' },
      ],
      listens: [{ host: '127.0.0.1', port: 11113, protocol: 'dicom', from: ['archive'] }],
      target: { kind: 'study', callingAe: 'RISPACS', removal: 'dicomweb-delete' },
    });
    expect(step?.sends).toMatch(/RISPACS.*127\.0\.0\.1:11113.*second.*kho trung tâm/);
  });

  it.each(['worklist', 'workstation', 'modality'] as const)('sends no study to a %s', (role) => {
    expect(planFor({ node: { role, port: 104, calledAe: 'X' } })).toEqual([]);
  });

  it('sends nothing where the facility file does not ask for it', () => {
    expect(planFor({ node: { port: 104, calledAe: 'X', send: 'nothing' } })).toEqual([]);
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'X' },
      dicom: { nodes: [{ id: 'a', role: 'pacs', host: '10.0.0.1', port: 104, calledAe: 'X' }] },
    });
    expect(probe.planSteps(facility, 'vi')).toEqual([]);
  });

  it('gives a node of any role an MPPS step of its own', () => {
    const steps = planFor({ node: { port: 104, calledAe: 'X', role: 'worklist', mpps: true } });
    expect(steps).toMatchObject([
      { subjectId: 'archive-mpps', risk: 'active', target: { kind: 'mpps' } },
    ]);
    const both = planFor({ node: { port: 104, calledAe: 'X', mpps: true } });
    expect(both.map(({ subjectId }) => subjectId)).toEqual(['archive', 'archive-mpps']);
  });

  it('listens nowhere without dicom.receive', () => {
    expect(planFor({ node: { port: 104, calledAe: 'X' } })[0]).not.toHaveProperty('listens');
  });
});
