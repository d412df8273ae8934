import { describe, expect, it } from 'vitest';
import { compareMapping } from '../../../src/probes/workflow/compare-mapping.ts';
import { mappingTable } from '../../../src/probes/workflow/mapping-table.ts';
import {
  type DataElement,
  encodeDataset,
  readDataset,
} from '../../../src/protocols/dicom/index.ts';
import { read } from '../../protocols/hl7/support.ts';

const order = read(
  [
    'MSH|^~\\&|HIS|||RIS|20261122||OMI^O23|1|P|2.5.1||||||UNICODE UTF-8',
    'PID|1||RISPACS-TEST||KIỂM THỬ^RISPACS^^JR^DR||19000101|O',
    'PV1|1|O',
    'ORC|NW|RP1',
    'TQ1|1||||||20261123003000+0700||R',
    'OBR|1|RP1||T^Chụp ngực^L',
    'IPC|RPA|RPR|2.25.1|RPS|CT',
    '',
  ].join('\r'),
);

function item(elements: readonly DataElement[], encoding = 'explicit-little-endian' as const) {
  const result = readDataset(encodeDataset(elements, encoding), encoding);
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
}

const unicode: DataElement = { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' };
const named = (text: string): DataElement => ({ tag: 0x00100010, vr: 'PN', text });

describe('the mapping table', () => {
  it('is data that says for every rule where it is from', () => {
    expect(mappingTable.length).toBeGreaterThan(20);
    for (const { attribute, source, verifiedFor, from } of mappingTable) {
      expect(source, attribute).not.toBe('');
      // Whatever only a secondary source says is not called verified.
      if (source.includes('dcm4chee')) expect(verifiedFor, attribute).toEqual([]);
      for (const path of Object.values(from)) expect(path).toMatch(/^[A-Z0-9]{3}-\d/);
    }
    const names = mappingTable.map(({ attribute }) => attribute);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('comparing a worklist item with its order', () => {
  const row = (elements: readonly DataElement[], attribute: string, mayShow = true) =>
    compareMapping(item(elements), order, '2.5.1', mayShow).find(
      (one) => one.attribute === attribute,
    );

  it('suffix and prefix of a name change places', () => {
    expect(row([unicode, named('KIỂM THỬ^RISPACS^^DR^JR')], 'PatientName')).toMatchObject({
      equal: true,
      text: 'intact',
    });
  });

  it('UTF-8 that is not declared is told from letters that are lost', () => {
    const raw = Buffer.from('KIỂM THỬ^RISPACS^^DR^JR', 'utf8');
    const undeclared = item([{ tag: 0x00100010, vr: 'UN', bytes: raw }]);
    const compared = compareMapping(undeclared, order, '2.5.1', true);
    expect(compared.find(({ attribute }) => attribute === 'PatientName')).toMatchObject({
      equal: false,
      text: 'undeclared-but-utf8',
    });
    expect(compared.find(({ attribute }) => attribute === 'SpecificCharacterSet')).toMatchObject({
      equal: false,
      verified: true,
    });
  });

  it('nothing is shown of an item that may be somebody else’s', () => {
    const shown = compareMapping(item([unicode, named('LÊ THỊ KÍN')]), order, '2.5.1', false);
    expect(JSON.stringify(shown)).not.toContain('KÍN');
    // Nor a name that is not ours, under our own patient id.
    expect(row([unicode, named('LÊ THỊ KÍN')], 'PatientName')).not.toHaveProperty('received');
  });

  it('a time of the local day is compared as such, with or without seconds', () => {
    const step = (date: string, time: string): DataElement => ({
      tag: 0x00400100,
      vr: 'SQ',
      items: [
        [
          { tag: 0x00400002, vr: 'DA', text: date },
          { tag: 0x00400003, vr: 'TM', text: time },
        ],
      ],
    });
    for (const time of ['003000', '0030', '003000.000'])
      expect(row([step('20261123', time)], 'ScheduledProcedureStepStartTime')?.equal).toBe(true);
    expect(row([step('20261122', '173000')], 'ScheduledProcedureStepStartDate')?.equal).toBe(false);
    expect(row([step('20261122', '173000')], 'ScheduledProcedureStepStartTime')?.equal).toBe(false);
  });

  it('what the order does not carry is not asked for, but what may never be empty is', () => {
    const vietnam = compareMapping(item([unicode]), order, 'vietnam', true);
    const names = vietnam.map(({ attribute }) => attribute);
    expect(names).not.toContain('ReferringPhysicianName');
    expect(vietnam.find(({ attribute }) => attribute === 'StudyInstanceUID')).toMatchObject({
      equal: false,
      verified: true,
    });
  });
});
