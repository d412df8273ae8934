import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import type { SideEffect } from '../../src/probes/contract.ts';
import { deriveUid, planStudy } from '../../src/synthetic/index.ts';
import {
  describeTestMpps,
  describeTestStudy,
  readJournalledMpps,
  readJournalledStudy,
  type StudyPlace,
} from '../../src/test-study/index.ts';
import { isOwnUid } from '../../src/test-study/own-uid.ts';
import { combineLooks, isGone, type Look, type Sighting } from '../../src/test-study/sighting.ts';

const runs = { seed: 20261122, numRuns: 300 };
const facility = facilitySchema.parse({
  schemaVersion: 1,
  facility: { name: 'Bệnh viện thử' },
  dicom: { nodes: [{ id: 'pacs', host: '10.0.0.5', port: 104, calledAe: 'PACS' }] },
  dicomweb: { endpoints: [{ id: 'pacs', url: 'http://10.0.0.5/dicom-web', removal: 'orthanc' }] },
});
const [node] = facility.dicom.nodes;
const [endpoint] = facility.dicomweb.endpoints;
if (!node || !endpoint) throw new Error('no place');
const places: readonly StudyPlace[] = [
  { kind: 'dicom', node, callingAe: 'RISPACS' },
  { kind: 'dicom', node, callingAe: 'RISPACS', dicomweb: endpoint },
  { kind: 'dicomweb', endpoint },
];

describe('the journal entry of a test study', () => {
  it.each(places)('is read back as it was written ($kind)', (place) => {
    const { studyInstanceUid, patientId, accessionNumber } = planStudy();
    const study = { studyInstanceUid, patientId, accessionNumber, instances: [] };
    const effect: SideEffect = { ...describeTestStudy(place, study), state: 'planned' };
    expect(effect.id).toBe(`study-${studyInstanceUid.slice(-8)}-at-pacs`);
    expect(effect.identifiers).toMatchObject({ studyInstanceUid, patientId, instances: '0' });
    expect(readJournalledStudy(effect)).toEqual({
      kind: 'ours',
      identity: { ...study, storedBy: place.kind },
    });
  });

  it.each(places)('says who gave a UID that is not ours ($kind)', (place) => {
    const { patientId, accessionNumber } = planStudy();
    const studyInstanceUid = '1.2.826.0.1.3680043.9.7.1';
    const study = { studyInstanceUid, patientId, accessionNumber, instances: [] };
    const assigned = { ...study, uidAssignedBy: 'worklist' as const };
    const effect: SideEffect = { ...describeTestStudy(place, assigned), state: 'sent' };
    expect(effect.identifiers.uidAssignedBy).toBe('worklist');
    expect(readJournalledStudy(effect)).toEqual({
      kind: 'ours',
      identity: { ...assigned, storedBy: place.kind },
    });
    const change = (identifiers: Readonly<Record<string, string>>) =>
      readJournalledStudy({ ...effect, identifiers: { ...effect.identifiers, ...identifiers } });
    expect(change({ uidAssignedBy: 'me' })).toMatchObject({ field: 'uidAssignedBy' });
    expect(change({ studyInstanceUid: '1.02' })).toMatchObject({ field: 'studyInstanceUid' });
    const unsaid: SideEffect = { ...describeTestStudy(place, study), state: 'sent' };
    expect(readJournalledStudy(unsaid)).toMatchObject({ field: 'studyInstanceUid' });
  });

  it('of an MPPS is too', () => {
    const study = planStudy();
    const sopInstanceUid = study.uid('mpps');
    const effect: SideEffect = {
      ...describeTestMpps({ node }, { sopInstanceUid, patientId: study.patientId }),
      state: 'sent',
    };
    expect(readJournalledMpps(effect)).toEqual({ kind: 'ours', identity: { sopInstanceUid } });
    expect(readJournalledMpps({ ...effect, system: 'khac' })).toMatchObject({ field: 'id' });
  });
});

describe('a UID of ours', () => {
  it('is every one that we derive or draw at random', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (seed, purpose) => {
        expect(isOwnUid(deriveUid(seed, purpose))).toBe(true);
      }),
      runs,
    );
    for (let count = 0; count < 100; count += 1)
      expect(isOwnUid(`2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`)).toBe(true);
  });

  it.each([
    '',
    '2.25.',
    '2.25.0',
    '2.25.1',
    '2.25.340282366920938463463374607431768211456',
    '2.25.99999999999999999999999999999999999999999',
    '1.2.840.10008.1.1',
    '2.25.1.1',
    '*',
  ])('is not %j', (uid) => {
    expect(isOwnUid(uid)).toBe(false);
  });
});

describe('what several views say', () => {
  const look = (view: Look['view'], kind: Sighting['kind']): Look => ({
    view,
    sighting: kind === 'unanswered' ? { kind, reached: true, detail: 'x' } : { kind },
  });

  it('is what the one that sees it says, and a foreign study before everything', () => {
    expect(combineLooks([look('find', 'absent'), look('qido', 'ours')]).kind).toBe('ours');
    expect(combineLooks([look('find', 'ours'), look('qido', 'foreign')]).kind).toBe('foreign');
    expect(combineLooks([look('find', 'unanswered'), look('qido', 'absent')]).kind).toBe('absent');
    expect(combineLooks([]).kind).toBe('unanswered');
  });

  it('is that it is gone only when whoever saw it no longer does', () => {
    const before = [look('find', 'absent'), look('qido', 'ours')];
    expect(isGone(before, [look('find', 'absent'), look('qido', 'absent')])).toBe(true);
    expect(isGone(before, [look('find', 'absent'), look('qido', 'unanswered')])).toBe(false);
    expect(isGone(before, [look('find', 'unanswered'), look('qido', 'absent')])).toBe(true);
    expect(isGone([], [look('find', 'unanswered')])).toBe(false);
  });
});
