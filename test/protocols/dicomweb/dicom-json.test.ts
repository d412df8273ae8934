import { describe, expect, it } from 'vitest';
import { examineText } from '../../../src/protocols/dicomweb/examine-text.ts';
import { ExchangeFault } from '../../../src/protocols/dicomweb/outcome.ts';
import { readDicomJson } from '../../../src/protocols/dicomweb/read-dicom-json.ts';

const LIMITS = { maxJsonDepth: 64, maxJsonValues: 10_000 };

function read(value: unknown) {
  return readDicomJson(Buffer.from(JSON.stringify(value)), LIMITS);
}

function faultOf(bytes: Buffer, limits = LIMITS): unknown {
  try {
    readDicomJson(bytes, limits);
  } catch (error) {
    if (error instanceof ExchangeFault) return error.reason;
    throw error;
  }
  return 'no fault';
}

const kinds = (value: unknown) => read(value).deviations.map(({ kind }) => kind);

describe('reading DICOM JSON', () => {
  it('reads each form of a value', () => {
    const { datasets, deviations, shape } = read([
      {
        '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
        '00080018': { vr: 'UI', Value: ['1.2.3'] },
        '00080060': { vr: 'CS' },
        '00081115': {
          vr: 'SQ',
          Value: [{ '0020000E': { vr: 'UI', Value: ['1.2'] } }, {}, null],
        },
        '00100010': { vr: 'PN', Value: [{ Alphabetic: 'KIỂM THỬ^ĐẶNG', Phonetic: 'x' }, null] },
        '00181151': { vr: 'IS', Value: ['7', 8] },
        '00280010': { vr: 'US', Value: [512] },
        '00091001': { vr: 'OB', InlineBinary: 'AAEC/w==' },
        '7FE00010': { vr: 'OW', BulkDataURI: 'https://pacs/bulk/1' },
      },
    ]);
    expect(shape).toBe('array');
    expect(deviations).toEqual([]);
    const [dataset] = datasets;
    expect(dataset?.text(0x00080018)).toBe('1.2.3');
    expect(dataset?.elements.get(0x00080060)).toEqual({ tag: 0x00080060, vr: 'CS', kind: 'empty' });
    expect(dataset?.items(0x00081115).map((item) => item.text(0x0020000e))).toEqual([
      '1.2',
      undefined,
      undefined,
    ]);
    expect(dataset?.text(0x00100010)).toBe('KIỂM THỬ^ĐẶNG');
    expect(dataset?.values(0x00100010)).toEqual([
      { alphabetic: 'KIỂM THỬ^ĐẶNG', phonetic: 'x' },
      undefined,
    ]);
    expect(dataset?.values(0x00181151)).toEqual(['7', 8]);
    expect(dataset?.number(0x00181151)).toBe(7);
    expect(dataset?.number(0x00280010)).toBe(512);
    expect(dataset?.elements.get(0x00091001)).toMatchObject({
      kind: 'inline',
      bytes: Buffer.from([0, 1, 2, 255]),
    });
    expect(dataset?.elements.get(0x7fe00010)).toMatchObject({
      kind: 'bulk',
      uri: 'https://pacs/bulk/1',
    });
    expect(dataset?.text(0x00104000)).toBeUndefined();
    expect(dataset?.items(0x00080018)).toEqual([]);
  });

  it('says whether it was an array or one object', () => {
    expect(read([])).toMatchObject({ shape: 'array', datasets: [] });
    expect(read({ '00080018': { vr: 'UI', Value: ['1.2'] } }).shape).toBe('object');
  });

  it('reads what it can and names what is not as the standard wants it', () => {
    expect(kinds([{ PatientName: { vr: 'PN' } }])).toEqual(['not-a-tag']);
    expect(kinds([{ '0020000d': { vr: 'UI', Value: ['1'] } }])).toEqual(['tag-in-lower-case']);
    expect(kinds([{ '00100020': { Value: ['1'] } }])).toEqual(['vr-missing']);
    expect(kinds([{ '00100020': 'x' }])).toEqual(['not-an-attribute']);
    expect(kinds([{ '00100020': { vr: 'LO', Value: 'x' } }])).toEqual(['value-not-an-array']);
    expect(kinds([{ '00280010': { vr: 'US', Value: ['5'] } }])).toEqual(['number-as-text']);
    expect(kinds([{ '00100020': { vr: 'LO', Value: [5] } }])).toEqual(['wrong-value-type']);
    expect(kinds([{ '00081115': { vr: 'SQ', Value: ['x'] } }])).toEqual(['wrong-value-type']);
    expect(kinds([{ '00091001': { vr: 'OB', InlineBinary: '***' } }])).toEqual(['bad-base64']);
    expect(kinds([{ '00080005': { vr: 'CS', Value: ['ISO_IR 100'] } }])).toEqual([
      'other-character-set',
    ]);
    const name = read([{ '00100010': { vr: 'PN', Value: ['KIỂM^THỬ=漢'] } }]);
    expect(name.deviations).toEqual([{ kind: 'name-as-text', tag: 0x00100010 }]);
    expect(name.datasets[0]?.values(0x00100010)).toEqual([
      { alphabetic: 'KIỂM^THỬ', ideographic: '漢' },
    ]);
  });

  it('notes spoilt texts, once for each attribute and never with their content', () => {
    const lost = { '00100010': { vr: 'PN', Value: [{ Alphabetic: 'KI\ufffdM' }] } };
    const { deviations } = read([lost, lost]);
    expect(deviations).toEqual([{ kind: 'text-lost-characters', tag: 0x00100010 }]);
    const loose = { '00081030': { vr: 'LO', Value: ['KIỂM'.normalize('NFD')] } };
    expect(kinds([loose])).toEqual(['text-not-nfc']);
  });

  it('is not led astray by names of JavaScript', () => {
    const text =
      '[{"__proto__":{"vr":"CS"},"constructor":1,"00080060":{"vr":"CS","__proto__":[]}}]';
    const { datasets } = readDicomJson(Buffer.from(text), LIMITS);
    expect([...(datasets[0]?.elements.keys() ?? [])]).toEqual([0x00080060]);
  });

  it.each([
    ['', 'empty'],
    ['{', 'not-json'],
    ['[1]', 'not-dicom-json'],
    ['null', 'not-dicom-json'],
    ['[[]]', 'not-dicom-json'],
    ['"text"', 'not-dicom-json'],
  ])('refuses %j', (text, hint) => {
    expect(faultOf(Buffer.from(text))).toMatchObject({ kind: 'protocol-error', hint });
  });

  it('refuses what is not UTF-8', () => {
    const bytes = Buffer.from('[{"00100020":{"vr":"LO","Value":["\xea"]}}]', 'latin1');
    expect(faultOf(bytes)).toMatchObject({ kind: 'protocol-error', hint: 'not-utf8' });
  });

  it('shows no more than the beginning of what it cannot read', () => {
    const fault = faultOf(Buffer.from(`[{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B"}]}`));
    expect(JSON.stringify(fault)).not.toContain('A^B');
    expect(fault).toMatchObject({ firstBytesHex: expect.stringMatching(/^5b7b[0-9a-f]{60}$/) });
  });

  it('bounds depth and number of values before it builds anything', () => {
    const deep = Buffer.from('['.repeat(1_000_000));
    expect(faultOf(deep)).toEqual({ kind: 'too-large', limit: 'json-depth', max: 64 });
    const wide = Buffer.from(`[${'{},'.repeat(20_000)}{}]`);
    expect(faultOf(wide)).toEqual({ kind: 'too-large', limit: 'json-values', max: 10_000 });
    const inText = read([{ '00100020': { vr: 'LO', Value: [`\\"${'[{,'.repeat(5000)}`] } }]);
    expect(inText.deviations).toEqual([]);
  });
});

describe('examining text', () => {
  it.each([
    ['KIỂM THỬ^ĐẶNG THỊ NGỌC ÁNH', []],
    ['KIEM THU', []],
    ['Ưỡn ẹo – 山田', []],
    ['Kiểm'.normalize('NFD'), ['text-not-nfc']],
    ['KI?M \ufffd', ['text-lost-characters']],
    ['\ud800', ['text-lost-characters']],
    [Buffer.from('KIỂM THỬ').toString('latin1'), ['text-decoded-wrongly']],
    [new TextDecoder('windows-1252').decode(Buffer.from('KIỂM')), ['text-decoded-wrongly']],
  ])('%j', (text, defects) => {
    expect(examineText(text)).toEqual(defects);
  });

  it('does not stumble over a character that a long text is cut in', () => {
    const spoilt = Buffer.from('ể'.repeat(5000)).toString('latin1');
    for (const shift of ['', 'a', 'aa']) {
      expect(examineText(shift + spoilt)).toEqual(['text-decoded-wrongly']);
    }
  });
});
