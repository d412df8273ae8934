import { describe, expect, it } from 'vitest';
import type { ExpectedObject } from '../../../src/challenge/index.ts';
import type { Originals } from '../../../src/challenge-artefacts/index.ts';
import { artefactKind } from '../../../src/probes/challenge-archive/artefact-kind.ts';
import { countOriginals, detectEdits } from '../../../src/probes/challenge-archive/detect-edits.ts';
import { isUnfinished } from '../../../src/probes/challenge-archive/index.ts';
import { readEdits, writeEdits } from '../../../src/probes/challenge-archive/remember-edits.ts';
import type { GatheredStudy } from '../../../src/probes/challenge-archive/studies.ts';
import { makeDemo } from '../../challenge/support/demo.ts';

const { challenge } = await makeDemo('edit-seed-0001');
const objects: ExpectedObject[] = challenge.series.slice(2, 7).flatMap(({ key, objects: all }) =>
  all.map(({ name, sopClassUid, sopInstanceUid, seriesInstanceUid }) => ({
    series: key,
    name,
    sopClassUid,
    sopInstanceUid,
    seriesInstanceUid,
    sizeBytes: 1,
    fileSha256: sopInstanceUid,
    pixelsSha256: sopInstanceUid,
  })),
);
const originals: Originals = {
  challenge,
  objects,
  byUid: new Map(objects.map((one) => [one.sopInstanceUid, one])),
  byPixels: new Map(),
  pixelSize: () => undefined,
};

/** A study that holds some of the originals. */
function studyOf(
  held: readonly ExpectedObject[],
  more: Partial<GatheredStudy> = {},
): GatheredStudy {
  const { study } = challenge;
  return {
    listed: {
      studyInstanceUid: study.studyInstanceUid,
      foundBy: new Set(['study-uid']),
      patientId: study.patientId,
      accessionNumber: study.accessionNumber,
      instances: held,
    },
    originals: held.map((original) => ({
      original,
      sopInstanceUid: original.sopInstanceUid,
      seriesInstanceUid: original.seriesInstanceUid,
      pixels: 'equal',
    })),
    added: [],
    patientKept: true,
    accessionKept: true,
    route: 'get',
    isWhole: true,
    ...more,
  };
}

const kinds = (...studies: GatheredStudy[]): string[] =>
  detectEdits(studies, originals).map(({ kind }) => kind);
const acquired = {
  sopClassUid: '1.2.3',
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  isAcquired: true,
};
const capture = { ...acquired, isAcquired: false };

describe('edits', () => {
  it('are told from what the studies hold', () => {
    const [a, b] = [objects.slice(0, 8), objects.slice(8)];
    expect(kinds(studyOf(objects))).toEqual([]);
    expect(kinds(studyOf(objects, { added: [capture] }))).toEqual([]);
    expect(kinds(studyOf(a), studyOf(b))).toEqual(['split']);
    // A copy of a part takes nothing away.
    expect(kinds(studyOf(objects), studyOf(a))).toEqual([]);
    expect(kinds(studyOf(a), studyOf(b, { added: [acquired] }))).toEqual(['series-moved']);
    expect(kinds(studyOf(objects, { added: [acquired] }))).toEqual(['merge']);
    expect(kinds(studyOf(objects, { patientKept: false }))).toEqual(['patient-corrected']);
    expect(kinds(studyOf(objects, { accessionKept: false }))).toEqual(['accession-corrected']);
    const mixed = studyOf(objects);
    const moved = mixed.originals.map((one, index) =>
      index === 3 ? { ...one, seriesInstanceUid: '1.2.3' } : one,
    );
    expect(kinds({ ...mixed, originals: moved })).toEqual(['series-moved']);
  });

  it('leave originals that are counted once, by their best copy', () => {
    const whole = studyOf(objects);
    const changed = studyOf(objects.slice(0, 2));
    const lossy = changed.originals.map((one) => ({ ...one, pixels: 'lossy' as const }));
    const all = [{ ...changed, originals: lossy }, whole];
    expect(countOriginals(all, originals)).toEqual({
      found: objects.length,
      pixelsEqual: objects.length,
      pixelsChanged: 0,
      kept: true,
      studies: 2,
    });
    expect(countOriginals([{ ...changed, originals: lossy }], originals)).toMatchObject({
      pixelsChanged: 2,
      kept: false,
    });
    const partial = countOriginals([studyOf(objects.slice(1), { isWhole: false })], originals);
    expect(partial).not.toHaveProperty('kept');
  });

  it('of this study only are remembered', () => {
    const bytes = writeEdits('1.2.3', ['split', 'merge']);
    expect(readEdits(bytes, '1.2.3')).toEqual(['split', 'merge']);
    expect(readEdits(bytes, '1.2.4')).toEqual([]);
    expect(readEdits(Buffer.from('{"seen":["rm -rf"]}'), '1.2.3')).toEqual([]);
    expect(readEdits(undefined, '1.2.3')).toEqual([]);
  });

  it('that nobody made or took back leave the step unfinished', () => {
    const done = { 'challenge.artefact': [{ within: true }] };
    expect(isUnfinished({})).toBe(true);
    expect(isUnfinished({ ...done, 'challenge.edit': [{ kind: 'none' }] })).toBe(true);
    expect(
      isUnfinished({ ...done, 'challenge.edit': [{ kind: 'split', stillInPlace: true }] }),
    ).toBe(true);
    expect(
      isUnfinished({ ...done, 'challenge.edit': [{ kind: 'split', stillInPlace: false }] }),
    ).toBe(false);
  });
});

describe('SOP classes', () => {
  it.each([
    ['88.34', 'structured-report'],
    ['88.33', 'structured-report'],
    ['88.59', 'key-objects'],
    ['11.1', 'presentation-state'],
    ['7', 'secondary-capture'],
    ['7.4', 'secondary-capture'],
    ['2', 'derived-image'],
    ['104.1', 'encapsulated-pdf'],
  ])('%s is a %s', (suffix, kind) => {
    expect(artefactKind(`1.2.840.10008.5.1.4.1.1.${suffix}`)).toBe(kind);
    expect(artefactKind(`1.3.46.670.${suffix}`)).toBe('other');
  });
});
