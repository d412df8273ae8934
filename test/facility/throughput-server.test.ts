import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import { parseThroughputServer } from '../../src/facility/throughput-server.ts';
import { parseYaml } from '../../src/yaml/parse-yaml.ts';

describe('the address of a throughput server', () => {
  it.each([
    ['iperf3://10.0.0.5', { host: '10.0.0.5', port: 5201 }],
    ['iperf3://pacs-01:80', { host: 'pacs-01', port: 80 }],
    ['iperf3://[2001:db8::5]:5202', { host: '2001:db8::5', port: 5202 }],
  ])('%s is taken apart', (text, expected) => {
    expect(parseThroughputServer(text)).toEqual(expected);
  });

  it.each([
    'iperf3://10.0.0.5:99999',
    'iperf3://user@host:1',
    'iperf3://2001:db8::5',
    'iperf3://h/path',
    'http://h:1',
    'iperf3://h:0',
  ])('%s is refused in the facility file, with its line', (server) => {
    const text = `schemaVersion: 1\nfacility: {name: X}\nlan:\n  paths:\n    - {id: a, server: "${server}", between: [workstation, pacs]}\n`;
    const result = parseYaml(text, { schema: facilitySchema, language: 'vi' });
    expect(!result.ok && result.problems[0]).toMatchObject({
      line: 5,
      path: 'lan.paths[1].server',
    });
  });
});
