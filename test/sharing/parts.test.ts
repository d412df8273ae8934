import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../src/protocols/dicom/index.ts';
import { labelStudy, takeAuditKey } from '../../src/sharing/audit/audit-key.ts';
import { Sampler } from '../../src/sharing/audit/choose-sample.ts';
import { listDays } from '../../src/sharing/audit/list-candidates.ts';
import { compareSides, type Side } from '../../src/sharing/compare/compare-sides.ts';
import type { PixelPrint } from '../../src/sharing/compare/pixel-print.ts';
import { readResult } from '../../src/sharing/result/read-result.ts';
import { readResultObject } from '../../src/sharing/result/read-result-object.ts';
import {
  encodeObject,
  makeCtSeries,
  makeEncapsulatedPdf,
  makeReport,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rispacs-parts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the drawing of studies', () => {
  const uids = Array.from({ length: 60 }, (_, index) => `2.25.${1_000 + index}`);
  const draw = (seed: string, order: readonly string[]) => {
    const sampler = new Sampler(seed, 5);
    for (const studyInstanceUid of order)
      sampler.add({
        studyInstanceUid,
        modalities: Number(studyInstanceUid.slice(5)) % 2 ? 'CT\\SR' : 'MR',
      });
    return sampler.samples();
  };

  it('takes so many of each modality, whatever the order of the answers, and twice listed is once', () => {
    const samples = draw('a', uids);
    expect(samples).toMatchObject([
      { modality: 'CT', candidates: 30 },
      { modality: 'MR', candidates: 30 },
    ]);
    expect(samples.map((one) => one.chosen.length)).toEqual([5, 5]);
    expect(draw('a', uids.toReversed())).toEqual(samples);
    const chosen = samples.flatMap((one) => one.chosen);
    expect(draw('a', [...uids, ...chosen])).toEqual(samples);
    expect(draw('b', uids)).not.toEqual(samples);
  });

  it('keeps nothing of a modality that is no Defined Term', () => {
    const sampler = new Sampler('a', 5);
    sampler.add({ studyInstanceUid: '2.25.1', modalities: 'NGUYEN VAN A' });
    sampler.add({ studyInstanceUid: '2.25.2', modalities: undefined });
    expect(sampler.samples().map((one) => one.modality)).toEqual(['other', 'unknown']);
  });

  it('asks for the days up to one', () => {
    expect(listDays('2026-03-01', 3)).toEqual(['20260301', '20260228', '20260227']);
  });
});

describe('the key of an audit', () => {
  it('is made once, kept to its owner, and gives the same hashes again', async () => {
    const file = join(await makeFolder(), 'khoa');
    const key = await takeAuditKey(file, 'vi');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await takeAuditKey(file, 'vi')).toEqual(key);
    expect(labelStudy('2.25.1', key)).toMatch(/^[0-9a-f]{32}$/);
    expect(labelStudy('2.25.1', key)).not.toBe(
      labelStudy('2.25.1', await takeAuditKey(undefined, 'vi')),
    );
  });

  it('is not taken from any file', async () => {
    const file = join(await makeFolder(), 'khoa');
    await writeFile(file, 'secret');
    await expect(takeAuditKey(file, 'vi')).rejects.toThrow(/64 chữ số hệ 16/);
    expect(await readFile(file, 'utf8')).toBe('secret');
  });
});

describe('two copies of a study', () => {
  const pixels = (sha256: string, more: Partial<Extract<PixelPrint, { kind: 'pixels' }>> = {}) =>
    ({
      kind: 'pixels',
      sha256,
      inLossySyntax: false,
      declaredLossy: false,
      lossySteps: 0,
      ...more,
    }) as const;
  const side = (prints: Readonly<Record<string, PixelPrint>>): Side => ({
    series: 1,
    objects: new Set(Object.keys(prints)),
    prints: new Map(Object.entries(prints)),
  });
  const lossy = { declaredLossy: true, inLossySyntax: true, lossySteps: 1 };
  it.each<[string, PixelPrint, PixelPrint, object]>([
    ['the same values', pixels('a'), pixels('a'), { pixelsDifferent: 0, lossyCopies: 0 }],
    ['others', pixels('a'), pixels('b'), { pixelsDifferent: 1, lossyCopies: 0 }],
    ['a lossy copy', pixels('a'), pixels('b', lossy), { pixelsDifferent: 0, lossyCopies: 1 }],
    [
      'lossy at both, edited',
      pixels('a', lossy),
      pixels('b', lossy),
      { pixelsDifferent: 1, lossyCopies: 0 },
    ],
    [
      'compressed once more',
      pixels('a', lossy),
      pixels('b', { ...lossy, lossySteps: 2 }),
      { pixelsDifferent: 0, lossyCopies: 1 },
    ],
    ['not decoded', pixels('a'), { kind: 'not-read' }, { pixelsCompared: 0, pixelsNotCompared: 1 }],
    ['pixels lost', pixels('a'), { kind: 'no-pixels' }, { pixelsCompared: 1, pixelsDifferent: 1 }],
    [
      'two reports',
      { kind: 'no-pixels' },
      { kind: 'no-pixels' },
      { pixelsCompared: 0, pixelsNotCompared: 0 },
    ],
  ])('%s', (_, one, other, expected) => {
    expect(compareSides('ca-1', side({ a: one }), side({ a: other }))).toMatchObject(expected);
  });
});

describe('a structured report', () => {
  const study = planStudy({ seed: 'sharing-results-01' });
  const images = makeCtSeries(study, { slices: 1, rows: 64, columns: 128 });
  const report = makeReport(study, { kind: 'basic-text', images });
  const read = (object: SyntheticObject) =>
    readResultObject(object.sopClassUid, {
      transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
      dataset: encodeObject(object),
    });

  it('tells its sections, and that nobody verified it', () => {
    expect(read(report)).toEqual({
      form: 'sr',
      hasDescription: true,
      hasConclusion: true,
      namesPerformer: false,
      namesReader: false,
      signature: 'none',
      verified: false,
    });
  });

  it('says VERIFIED only with an observer who verified it', () => {
    const flagged = { ...report.attributes, VerificationFlag: 'VERIFIED' };
    expect(read({ ...report, attributes: flagged })).toMatchObject({ verified: false });
  });

  it('is what its class says: an encapsulated PDF is read as one', () => {
    const pdf = makeEncapsulatedPdf(study);
    expect(read(pdf)).toMatchObject({ form: 'pdf', signature: 'none' });
  });
});

describe('an HL7 result', () => {
  it('never takes who ordered for who performed or read', () => {
    const message = [
      'MSH|^~\\&|RIS|BV|HIS|BV|20260105093000||ORU^R01|1|T|2.5.1',
      'ORC|RE|||||||||||77^Bui',
      'OBR|1|1|1|CT|||20260105080000||||||||77^Bui|||||||||F',
      'OBX|1|TX|F^Findings||Lungs clear.||||||F',
      '',
    ].join('\r');
    expect(readResult(Buffer.from(message))).toMatchObject({
      form: 'hl7',
      namesOrderer: true,
      namesPerformer: false,
      namesReader: false,
      hasDescription: true,
      hasConclusion: false,
    });
  });
});
