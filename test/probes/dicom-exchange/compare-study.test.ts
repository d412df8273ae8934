import { describe, expect, it } from 'vitest';
import { compareObject, countIdentical } from '../../../src/probes/dicom-exchange/compare-study.ts';
import {
  describeChanges,
  listDifferences,
} from '../../../src/probes/dicom-exchange/describe-changes.ts';
import { describeTexts, readTexts } from '../../../src/probes/dicom-exchange/examine-texts.ts';
import {
  encodeForSending,
  makeStudies,
  type SentObject,
} from '../../../src/probes/dicom-exchange/make-studies.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ReadElement,
} from '../../../src/protocols/dicom/index.ts';
import { padText, rewriteDataset } from './support/rewrite-dataset.ts';

const { composed, decomposed } = makeStudies();
const common = { node: 'pacs', role: 'pacs' } as const;
const explicit = { transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN };

function send(modality: string, transferSyntaxUid = EXPLICIT_VR_LITTLE_ENDIAN): SentObject {
  const object = composed.objects.find((one) => one.modality === modality);
  if (object === undefined) throw new Error(modality);
  return { object, transferSyntaxUid, dataset: encodeForSending(object, transferSyntaxUid) };
}

function change(sent: SentObject, tag: number, make: (value: ReadElement) => Buffer) {
  const bytes = rewriteDataset(sent.dataset, (one) => (one.tag === tag ? make(one) : one.raw));
  return compareObject(sent, explicit, bytes);
}

describe('what is sent', () => {
  it('belongs to the test patient, in both forms of the letters', () => {
    expect(composed.identity.patientId).toBe('RISPACS-TEST');
    expect(decomposed.identity.patientId).toBe('RISPACS-TEST-NFD');
    expect(new Set(composed.objects.map((one) => one.sopClassUid)).size).toBeGreaterThanOrEqual(9);
    expect(composed.identity.instances).toHaveLength(composed.objects.length);
    const [image] = decomposed.objects;
    if (image === undefined) throw new Error('no image');
    const text = encodeForSending(image, EXPLICIT_VR_LITTLE_ENDIAN).toString('utf8');
    expect(text).toContain('KIỂM THỬ^RISPACS'.normalize('NFD'));
    expect(text).not.toContain('KIỂM THỬ');
  });
});

describe('the comparison', () => {
  it('finds the same bytes identical', () => {
    const sent = send('CT');
    const compared = [compareObject(sent, explicit, Buffer.from(sent.dataset))];
    expect(countIdentical(compared)).toEqual({
      bytesIdentical: 1,
      datasetIdentical: 1,
      pixelsCompared: 1,
      pixelsIdentical: 1,
    });
    expect(describeChanges(common, 'move', compared).rows).toEqual([]);
  });

  it('finds the other encoding of the same data set identical, but not its bytes', () => {
    const sent = send('CT');
    const implicit = encodeForSending(sent.object, IMPLICIT_VR_LITTLE_ENDIAN);
    const compared = compareObject(
      sent,
      { transferSyntaxUid: IMPLICIT_VR_LITTLE_ENDIAN },
      implicit,
    );
    expect(countIdentical([compared])).toMatchObject({ bytesIdentical: 0, pixelsIdentical: 1 });
    expect(countIdentical([compared]).datasetIdentical).toBe(1);
  });

  it('counts each way of changing once for each object, with our values', () => {
    const compared = ['CT', 'MR'].map((modality) =>
      change(send(modality), 0x00081030, () => padText('KIEM THU')),
    );
    expect(describeChanges(common, 'get', compared).rows).toEqual([
      {
        ...common,
        method: 'get',
        tag: '(0008,1030)',
        keyword: 'StudyDescription',
        privateTag: false,
        kind: 'changed',
        change: 'value',
        objects: 2,
        sent: 'KIỂM THỬ RISPACS - TEST ONLY',
        received: 'KIEM THU',
      },
    ]);
  });

  it('says so when pixels differ, by one bit', () => {
    const compared = change(send('CT'), 0x7fe00010, ({ raw }) => {
      const pixels = Buffer.from(raw);
      pixels[99] = (pixels[99] ?? 0) ^ 1;
      return pixels;
    });
    expect(countIdentical([compared])).toMatchObject({ datasetIdentical: 1, pixelsIdentical: 0 });
    expect(describeChanges(common, 'move', [compared]).rows).toMatchObject([{ kind: 'pixels' }]);
  });

  it('leaves compressed pixels out, and compares the rest', () => {
    const sent = send('CT');
    const pixelsAt = sent.dataset.indexOf(Buffer.from('e07f10004f570000', 'hex'));
    const fragments = Buffer.concat([
      sent.dataset.subarray(0, pixelsAt),
      Buffer.from('e07f10004f420000ffffffff', 'hex'),
      Buffer.from('feff00e000000000feff00e004000000deadbeeffeffdde000000000', 'hex'),
    ]);
    const compared = compareObject(
      sent,
      { transferSyntaxUid: '1.2.840.10008.1.2.4.90' },
      fragments,
    );
    expect(compared.comparison.kind).toBe('pixels-not-compared');
    expect(countIdentical([compared])).toMatchObject({ pixelsCompared: 0, datasetIdentical: 1 });
  });

  it('has no word for what is not a data set', () => {
    const compared = compareObject(send('CT'), explicit, Buffer.from('no data set at all'));
    expect(compared.comparison.kind).toBe('unreadable');
    expect(countIdentical([compared])).toMatchObject({ bytesIdentical: 0, datasetIdentical: 0 });
  });

  it('shows no value once an object was moved to another patient', () => {
    const compared = change(send('CT'), 0x00100020, () => padText('BN0012345'));
    expect(compared.theirs).toBeUndefined();
    const shown = JSON.stringify([
      describeChanges(common, 'move', [compared]),
      listDifferences('move', [compared]),
    ]);
    expect(shown).toContain('PatientID');
    expect(shown).toContain('another-patient');
    expect(shown).not.toContain('BN0012345');
  });
});

describe('the texts of an object', () => {
  it('are gathered by attribute and fate, the spoilt ones first', () => {
    const compared = change(send('CT'), 0x00100010, () => padText('KIEM THU^RISPACS'));
    if (compared.ours === undefined || compared.theirs === undefined) throw new Error('unreadable');
    const source = { route: 'retrieve', textForm: 'NFC' } as const;
    const rows = describeTexts(common, readTexts(source, compared.ours, compared.theirs));
    expect(rows[0]).toMatchObject({
      keyword: 'PatientName',
      verdict: 'stripped',
      declaredCharacterSet: 'ISO_IR 192',
      validUtf8: true,
      sent: 'KIỂM THỬ^RISPACS',
      received: 'KIEM THU^RISPACS',
    });
    expect(rows.slice(1).every((row) => row.verdict === 'intact')).toBe(true);
    expect(rows.map((row) => row.keyword)).toContain('ReferringPhysicianName');
    expect(rows.map((row) => row.keyword)).not.toContain('PixelData');
  });
});
