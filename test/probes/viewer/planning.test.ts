import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  desktopViewerKinds,
  isViewerLink,
  viewerKinds,
} from '../../../src/facility/viewer-schema.ts';
import { collectViewer } from '../../../src/probes/viewer/collect.ts';
import { loadPattern, patternFolder } from '../../../src/probes/viewer/patterns.ts';
import { linkTo } from '../../../src/probes/viewer/target.ts';
import { makeDemo } from '../../challenge/support/demo.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { limits, planViewer } from './support/look-at.ts';

describe('planning', () => {
  it('says what is opened and where, without query or identifiers, and sends nothing yet', () => {
    const step = planViewer(
      {
        url: 'https://xem.example:8443/viewer?StudyInstanceUIDs={studyInstanceUid}&token=abc',
        alsoOpens: ['https://login.example'],
        steps: [{ fill: '#u', from: { env: 'U' } }, { click: '#go' }],
      },
      'thu-thach',
    );
    expect(step.risk).toBe('observe');
    expect(step.contacts).toEqual([
      { host: 'xem.example', port: 8443, protocol: 'https' },
      { host: 'login.example', port: 443, protocol: 'https' },
    ]);
    expect(step.sends).toContain('https://xem.example:8443/viewer');
    expect(step.sends).toContain('https://login.example');
    expect(`${step.subject} ${step.sends}`).not.toMatch(/token|StudyInstanceUIDs/);
  });

  it('opens nothing for a viewer that is a program', async () => {
    const step = planViewer(
      {
        kind: 'weasis',
        url: 'https://xem.example/weasis?studyUID={studyInstanceUid}',
      },
      'thu-thach',
    );
    expect(step.contacts).toEqual([]);
    const observation = await collectViewer(step.target, makeProbeContext().context, limits);
    expect(observation).toMatchObject({
      state: 'not-configured',
      reason: { code: 'needs-program' },
    });
  });

  it('opens nothing when the challenge study is not known', async () => {
    const step = planViewer({ url: 'https://xem.example/{studyInstanceUid}' });
    expect(step.contacts).toEqual([]);
    const observation = await collectViewer(step.target, makeProbeContext().context, limits);
    expect(observation).toMatchObject({ reason: { code: 'no-challenge' } });
    const folder = await makeTempFolder();
    const { target } = planViewer({ url: 'https://xem.example/' }, folder);
    const missing = await collectViewer(target, makeProbeContext().context, limits);
    expect(missing).toMatchObject({
      state: 'not-configured',
      reason: { code: 'challenge-missing' },
    });
    await writeFile(join(folder, 'recipe.json'), '{"seed": 1');
    const broken = await collectViewer(target, makeProbeContext().context, limits);
    expect(broken).toMatchObject({ reason: { code: 'challenge-invalid' } });
  });

  it('refuses links with a password, unknown placeholders, or a host that is one', () => {
    for (const url of [
      'https://u:p@xem.example/',
      'https://{patientId}.example/',
      'https://xem.example/{name}',
      'ftp://xem.example/',
      'javascript:alert(1)',
    ]) {
      expect(() => planViewer({ url }), url).toThrow();
    }
    const steps = [{ goto: 'https://elsewhere.example/login' }];
    expect(() => planViewer({ url: 'https://xem.example/', steps })).toThrow();
  });
});

describe('the identifiers in a link', () => {
  it('are those of the study, percent-encoded, and Orthanc’s own', async () => {
    const { challenge } = await makeDemo('viewer-seed-05');
    const { studyInstanceUid, accessionNumber } = challenge.study;
    const link = linkTo(
      'https://x/{studyInstanceUid}?a={accessionNumber}&o={orthancStudyId}',
      challenge,
    );
    expect(link).toContain(`https://x/${studyInstanceUid}?a=${accessionNumber}&o=`);
    expect(link).toMatch(/o=[0-9a-f]{8}(-[0-9a-f]{8}){4}$/);
  });
});

describe('the patterns of viewers', () => {
  it('are there for every kind, name their sources, and agree on what is a program', async () => {
    const files = (await readdir(patternFolder)).filter((name) => name.endsWith('.yaml'));
    expect(files.sort()).toEqual(viewerKinds.map((kind) => `${kind}.yaml`).sort());
    for (const kind of viewerKinds) {
      const pattern = await loadPattern(kind);
      expect(pattern.opensIn === 'program', kind).toBe(desktopViewerKinds.has(kind));
      if (pattern.link !== undefined) {
        expect(isViewerLink(pattern.link.replace('HOST', 'xem.example')), kind).toBe(true);
      }
      if (
        pattern.tried === 'never' &&
        pattern.link !== undefined &&
        pattern.opensIn === 'browser'
      ) {
        expect(pattern.note.vi, kind).toMatch(/^Chưa chạy với sản phẩm thật/);
        expect(pattern.note.en, kind).toMatch(/^Not run against the real product/);
      }
    }
  });
});
