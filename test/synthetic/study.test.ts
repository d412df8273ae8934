import { describe, expect, it } from 'vitest';
import { readDataset } from '../../src/protocols/dicom/data/read-dataset.ts';
import { IMPLEMENTATION_CLASS_UID } from '../../src/protocols/dicom/uids.ts';
import {
  deriveUid,
  encodeFile,
  encodeObject,
  isUid,
  makeCompleteStudy,
  makeCtSeries,
  makeSecondaryCapture,
  planStudy,
  type StudyOptions,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';

const TAG = {
  accessionNumber: 0x00080050,
  description: 0x00081030,
  patientName: 0x00100010,
  patientId: 0x00100020,
  studyUid: 0x0020000d,
  performedStep: 0x00081111,
  request: 0x00400275,
} as const;

function makeSmall(options: StudyOptions): SyntheticObject[] {
  return makeCtSeries(planStudy(options), { slices: 2, rows: 64, columns: 128 });
}

function read(object: SyntheticObject) {
  const result = readDataset(encodeObject(object), 'explicit-little-endian');
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
}

describe('a synthetic study', () => {
  it('has the same bytes for the same seed', () => {
    const make = (): Buffer[] => makeCompleteStudy(planStudy({ seed: 'a' })).map(encodeFile);
    const first = make();
    expect(first.length).toBeGreaterThan(15);
    for (const [index, bytes] of make().entries())
      expect(bytes.equals(first[index] ?? bytes)).toBe(true);
  });

  it('shares no UID with the study of another seed, or of none', () => {
    const uids = [{ seed: 'a' }, { seed: 'b' }, {}, {}].flatMap((options) => {
      const objects = makeSmall(options);
      const own = objects.flatMap((one) => [
        one.studyInstanceUid,
        one.seriesInstanceUid,
        one.sopInstanceUid,
      ]);
      return [...new Set(own)];
    });
    expect(uids).toHaveLength(4 * 4);
    expect(new Set(uids).size).toBe(uids.length);
  });

  it('has UIDs derived from UUIDs, 64 characters at most', () => {
    const objects = makeCompleteStudy(planStudy());
    for (const { sopInstanceUid, seriesInstanceUid, studyInstanceUid } of objects) {
      for (const uid of [sopInstanceUid, seriesInstanceUid, studyInstanceUid]) {
        expect(uid).toMatch(/^2\.25\.[1-9]\d{30,38}$/);
        expect(isUid(uid)).toBe(true);
        const uuid = BigInt(uid.slice(5)).toString(16).padStart(32, '0');
        // Version 5 and the variant of RFC 9562.
        expect(uuid).toMatch(/^.{12}5.{3}[89ab].{15}$/);
      }
    }
    expect(new Set(objects.map(({ sopInstanceUid }) => sopInstanceUid)).size).toBe(objects.length);
    expect(new Set(objects.map(({ name }) => name)).size).toBe(objects.length);
  });

  it.each(['1.02.3', '1..2', '3.4', '2.25', 'abc', '', `1.2.${'3'.repeat(61)}`])(
    'takes %j for no UID, unless it is one',
    (text) => {
      expect(isUid(text)).toBe(text === '2.25');
      if (text !== '2.25') expect(() => planStudy({ studyInstanceUid: text })).toThrow(RangeError);
    },
  );

  it('keeps to the order that it is given', () => {
    const order = {
      seed: 'a',
      studyInstanceUid: '1.2.3.4',
      accessionNumber: 'ACC-1',
      requestedProcedureId: 'RP-1',
      scheduledProcedureStepId: 'SPS-1',
      performedProcedureStepUid: '1.2.3.5',
    };
    for (const object of makeCompleteStudy(planStudy(order))) {
      const dataset = read(object);
      expect(dataset.text(TAG.studyUid)).toBe('1.2.3.4');
      expect(dataset.text(TAG.accessionNumber)).toBe('ACC-1');
      expect(dataset.items(TAG.performedStep)?.[0]?.text(0x00081155)).toBe('1.2.3.5');
      const isDocument = ['SR', 'KO'].includes(object.modality);
      const request = dataset.items(isDocument ? 0x0040a370 : TAG.request)?.[0];
      expect(request?.text(0x00401001)).toBe('RP-1');
    }
  });

  it('shows the time in Vietnam, whatever the clock of this computer', () => {
    const [object] = makeSmall({ performedAt: new Date('2026-03-01T20:15:30Z') });
    expect(object?.attributes).toMatchObject({
      StudyDate: '20260302',
      StudyTime: '031530',
      TimezoneOffsetFromUTC: '+0700',
    });
  });

  it('belongs to nobody who lives', () => {
    for (const object of makeCompleteStudy(planStudy({ seed: 'a' }))) {
      const dataset = read(object);
      expect(dataset.text(TAG.patientName)).toBe('KIỂM THỬ^RISPACS');
      expect(dataset.text(TAG.patientId)).toBe('RISPACS-TEST');
      expect(dataset.text(TAG.description)).toContain('TEST ONLY');
      expect(dataset.declaredCharacterSets).toEqual(['ISO_IR 192']);
    }
    expect(() => planStudy({ patientId: '001099012345' })).toThrow(RangeError);
    expect(() => planStudy({ patientId: 'BN0001' })).toThrow(RangeError);
  });

  it.each(['NFC', 'NFD'] as const)('carries Vietnamese text in %s there and back', (textForm) => {
    const objects = makeCompleteStudy(planStudy({ seed: 'a', textForm }));
    for (const object of objects) {
      const dataset = read(object);
      const name = dataset.readText(TAG.patientName);
      expect(name).toEqual({ text: 'KIỂM THỬ^RISPACS'.normalize(textForm), problems: [] });
    }
    const report = objects.find(({ name }) => name.startsWith('sr-basic'));
    if (report === undefined) throw new Error('no report');
    const findings = read(report).items(0x0040a730)?.[3]?.items(0x0040a730)?.[0];
    expect(findings?.text(0x0040a160)).toContain('Nhu mô phổi'.normalize(textForm));
  });

  it('is of another length in NFD than in NFC', () => {
    const [nfc, nfd] = (['NFC', 'NFD'] as const).map((textForm) =>
      makeSmall({ seed: 'a', textForm }).map(encodeObject),
    );
    expect(nfd?.[0]?.length).toBeGreaterThan(nfc?.[0]?.length ?? Number.POSITIVE_INFINITY);
  });

  it('refuses an accession number that DICOM cannot hold', () => {
    const [object] = makeSmall({ accessionNumber: 'A'.repeat(17) });
    if (object === undefined) throw new Error('no object');
    expect(() => encodeObject(object)).toThrow(RangeError);
  });

  it('differs from another series of the same kind by its key', () => {
    const study = planStudy({ seed: 'a' });
    const [first, second] = ['sc-1', 'sc-2'].map((key) =>
      makeSecondaryCapture(study, { colours: 'grey', key }),
    );
    expect(first?.seriesInstanceUid).not.toBe(second?.seriesInstanceUid);
    expect(first?.sopInstanceUid).not.toBe(second?.sopInstanceUid);
  });

  it('has a namespace of its own', () => {
    // Fixed: a later version must still recognise and derive what an earlier one left on a PACS.
    expect(deriveUid('seed', 'study')).toBe('2.25.233521709308797719513249537757848984785');
    expect(IMPLEMENTATION_CLASS_UID.startsWith('2.25.')).toBe(true);
  });
});
