import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { probe as archive } from '../../../src/probes/challenge-archive/index.ts';
import { probe as media } from '../../../src/probes/challenge-media/index.ts';
import { probe as receive } from '../../../src/probes/challenge-receive/index.ts';
import type { Probe } from '../../../src/probes/contract.ts';
import { makeProbeContext } from '../support/probe-context.ts';

const base = {
  schemaVersion: 1,
  facility: { name: 'Bệnh viện thử' },
  dicom: {
    callingAe: 'RISPACS',
    receive: { host: '10.0.0.9', port: 11113 },
    nodes: [
      { id: 'pacs', role: 'pacs', host: '10.0.0.5', port: 104, calledAe: 'PACS', dicomweb: 'web' },
      { id: 'mwl', role: 'worklist', host: '10.0.0.6', port: 104, calledAe: 'MWL' },
    ],
  },
  dicomweb: {
    endpoints: [
      { id: 'web', url: 'https://10.0.0.5/dicom-web' },
      { id: 'cloud', url: 'https://10.0.0.7:8443/dicom-web' },
    ],
  },
  media: [{ id: 'disc', path: 'disc.iso' }],
};

function facilityWith(challenge?: { folder: string }) {
  const parsed = facilitySchema.safeParse({ ...base, ...(challenge && { challenge }) });
  if (!parsed.success) throw new Error(parsed.error.message);
  return parsed.data;
}

const probes: readonly Probe[] = [archive, receive, media];

describe('the plan', () => {
  it('has nothing where no challenge study was made', () => {
    for (const probe of probes) {
      expect(probe.planSteps(facilityWith(), 'vi')).toEqual([]);
    }
  });

  it('names whom is asked, where is listened and what is read', () => {
    const facility = facilityWith({ folder: 'challenge' });
    expect(archive.planSteps(facility, 'en')).toMatchObject([
      {
        subjectId: 'pacs',
        risk: 'observe',
        contacts: [
          { host: '10.0.0.5', port: 104, protocol: 'dicom' },
          { host: '10.0.0.5', port: 443, protocol: 'https' },
        ],
        listens: [{ host: '10.0.0.9', port: 11113, from: ['pacs'] }],
      },
      { subjectId: 'cloud', contacts: [{ host: '10.0.0.7', port: 8443, protocol: 'https' }] },
    ]);
    const [step, ...others] = receive.planSteps(facility, 'vi');
    expect(others).toEqual([]);
    expect(step).toMatchObject({ risk: 'observe', contacts: [], listens: [{ from: ['pacs'] }] });
    expect(step?.sends).toContain('10.0.0.9:11113');
    expect(media.planSteps(facility, 'vi')).toMatchObject([{ subjectId: 'disc', contacts: [] }]);
  });
});

describe('without a usable recipe', () => {
  it.each([
    [undefined, 'challenge-missing'],
    ['not JSON', 'challenge-invalid'],
    ['{"generator":1,"seed":"x","patientId":"BN123"}', 'challenge-invalid'],
    ['x'.repeat(100_000), 'challenge-unreadable'],
  ])('every probe says so', async (recipe, code) => {
    const folder = await mkdtemp(join(tmpdir(), 'rispacs-recipe-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    if (recipe !== undefined) await writeFile(join(folder, 'recipe.json'), recipe);
    const facility = facilityWith({ folder });
    const { context } = makeProbeContext({ language: 'en' });
    for (const probe of probes) {
      const [step] = probe.planSteps(facility, 'en');
      const seen = await probe.collect(step?.target, context);
      expect(seen).toMatchObject({ state: 'not-configured', reason: { code } });
    }
  });
});
