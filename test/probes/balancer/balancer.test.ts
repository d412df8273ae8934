import { describe, expect, it } from 'vitest';
import { countNodes } from '../../../src/probes/balancer/count-nodes.ts';
import { balancerBackendFacts } from '../../../src/probes/balancer/facts.ts';
import { parseHaproxyStats } from '../../../src/probes/balancer/parse-haproxy.ts';

const head = '# pxname,svname,status,weight,act,bck,type,mode,algo,last_chk,';
const server = (backend: string, name: string, status: string, act: number, bck: number) =>
  `${backend},${name},${status},1,${act},${bck},2,tcp,,"L4OK, 0ms",`;
const parse = (...lines: string[]) => parseHaproxyStats('hap', [head, ...lines, ''].join('\n'));

describe('statistics of HAProxy', () => {
  it('two active servers up, with the backend’s mode and algorithm', () => {
    const rows = parse(
      server('dicom', 'a', 'UP', 1, 0),
      server('dicom', 'b', 'UP 1/2', 1, 0),
      'dicom,BACKEND,UP,2,2,0,1,tcp,roundrobin,,',
      'vao,FRONTEND,OPEN,,,,0,tcp,,,',
    );
    expect(rows).toEqual([
      {
        balancer: 'hap',
        name: 'dicom',
        servers: 2,
        activeUp: 2,
        backupUp: 0,
        checked: true,
        mode: 'tcp',
        algorithm: 'roundrobin',
      },
    ]);
    for (const row of rows ?? [])
      expect(balancerBackendFacts.row.safeParse(row).error).toBeUndefined();
  });

  it.each([
    ['a backup server', server('d', 'b', 'UP', 0, 1), { activeUp: 1, backupUp: 1 }],
    ['a server that is down', server('d', 'b', 'DOWN', 1, 0), { activeUp: 1, servers: 2 }],
    ['maintenance', server('d', 'b', 'MAINT (via d/a)', 1, 0), { activeUp: 1 }],
    ['draining', server('d', 'b', 'DRAIN', 1, 0), { activeUp: 1 }],
    [
      'a server that is not checked',
      server('d', 'b', 'no check', 1, 0),
      { activeUp: 2, checked: false },
    ],
  ])('%s', (_, line, expected) => {
    expect(parse(server('d', 'a', 'UP', 1, 0), line)?.[0]).toMatchObject(expected);
  });

  it('other texts are no statistics', () => {
    for (const text of ['', '<html></html>', 'pxname,svname', '# pxname,svname,\n'])
      expect(parseHaproxyStats('hap', text)).toBeUndefined();
    expect(parse()).toEqual([]);
  });
});

describe('servers told apart', () => {
  const marks = (...values: (string | undefined)[]) =>
    values.map((value) => new Map(value === undefined ? [] : [['x-served-by', value]]));

  it('two names over many connections', () => {
    expect(countNodes(marks('a', 'b', 'a', 'b'))).toEqual({
      distinctNodes: 2,
      toldBy: 'x-served-by',
    });
  });

  it.each([
    ['one name', marks('a', 'a', 'a')],
    ['no name', marks(undefined, undefined)],
    ['a value that is new each time', marks('1', '2', '3', '4', '5')],
    ['nothing', []],
  ])('%s says nothing', (_, connections) => {
    expect(countNodes(connections)).toBeUndefined();
  });
});
