import { describe, expect, it } from 'vitest';
import { chooseEntries, listServices } from '../../src/drill/choose-services.ts';
import { facilitySchema } from '../../src/facility/schema.ts';

const host = '10.0.0.5';
const facility = facilitySchema.parse({
  schemaVersion: 1,
  facility: { name: 'Bệnh viện thử' },
  dicom: {
    nodes: [
      { id: 'pacs', host, port: 104, calledAe: 'PACS' },
      { id: 'kho', role: 'archive', host, port: 11112, calledAe: 'KHO' },
      { id: 'mwl', role: 'worklist', host, port: 105, calledAe: 'MWL' },
    ],
  },
  web: {
    endpoints: [
      { id: 'xem-anh', url: `https://${host}/xem` },
      { id: 'cong', url: `https://${host}/cong` },
      { id: 'ngoai', url: 'https://pacs.example.vn/', vantage: 'outside' },
      { id: 'v6', url: 'http://[fd00::5]:8080/' },
    ],
  },
});
const choose = (nodes: string[], webs: string[]) => chooseEntries(facility, { nodes, webs }, 'vi');
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('what is watched', () => {
  it('is every PACS, archive and page inside when nothing is named', () => {
    const { nodes, webs } = choose([], []);
    expect([ids(nodes), ids(webs)]).toEqual([
      ['pacs', 'kho'],
      ['xem-anh', 'cong', 'v6'],
    ]);
  });

  it('is only what is named, whatever its role', () => {
    const { nodes, webs } = choose(['mwl'], []);
    expect([ids(nodes), ids(webs)]).toEqual([['mwl'], []]);
  });

  it('an unknown id is told with those that there are', () => {
    expect(() => choose(['pacs-2'], [])).toThrow('"pacs-2"');
    expect(() => choose([], ['xem'])).toThrow('--web');
  });

  it('nothing to watch, and too much, are told', () => {
    const none = facilitySchema.parse({ schemaVersion: 1, facility: { name: 'A' } });
    expect(() => chooseEntries(none, { nodes: [], webs: [] }, 'vi')).toThrow('dicom.nodes');
    const many = Array.from({ length: 7 }, (_, index) => ({
      id: `n${index}`,
      host,
      port: 104 + index,
      calledAe: 'A',
    }));
    const large = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'A' },
      dicom: { nodes: many },
    });
    expect(() => chooseEntries(large, { nodes: [], webs: [] }, 'vi')).toThrow('6');
  });

  it('each address is asked by bare TCP once', () => {
    const services = listServices(choose(['pacs'], ['xem-anh', 'cong', 'v6']));
    expect(services.map(({ service }) => service.key)).toEqual([
      'c-echo pacs',
      'http xem-anh',
      'http cong',
      'http v6',
      'tcp pacs',
      'tcp xem-anh',
      'tcp v6',
    ]);
    expect(services.at(-1)).toMatchObject({
      host: 'fd00::5',
      port: 8080,
      service: { address: 'tcp://[fd00::5]:8080' },
    });
  });
});
