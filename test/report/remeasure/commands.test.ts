import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCommand } from '../../../src/report/remeasure/fold-command.ts';
import { words, writeCommand } from '../../../src/report/remeasure/write-command.ts';

describe('a command that is printed', () => {
  it('has values from outside as they are', () => {
    expect(writeCommand`echoscu -aec ${'PACS_1'} ${'pacs.bv-a.vn'} ${104}`).toBe(
      'echoscu -aec PACS_1 pacs.bv-a.vn 104',
    );
    expect(
      writeCommand`curl -s ${words('-k', false)} ${{ url: 'https://10.0.0.5:8443/a/b-c_d' }}`,
    ).toBe("curl -s 'https://10.0.0.5:8443/a/b-c_d'");
    expect(writeCommand`snmpwalk ${{ host: '2001:db8::5', port: 161, sixPrefix: 'udp6:' }}`).toBe(
      "snmpwalk 'udp6:[2001:db8::5]:161'",
    );
  });

  it.each([
    'PACS 1',
    '-rf',
    '',
    '$(id)',
    '`id`',
    'a;b',
    'a|b',
    'a&b',
    'a>b',
    "a'b",
    'a"b',
    'a\\b',
    'a\nb',
    'a*b',
    '~root',
    'máy',
    'a\u202eb',
    '0010,0020=Nguyễn Văn A',
    '0010,0020=*',
  ])('is not printed at all for the value %j', (value) => {
    expect(writeCommand`echoscu -aec ${value} host 104`).toBeUndefined();
  });

  it.each([
    'https://ai:mat-khau@10.0.0.5/',
    'https://10.0.0.5/?token=abc',
    'https://10.0.0.5/#a',
    "https://10.0.0.5/'; id; '",
    'https://10.0.0.5/$(id)',
    'file:///etc/passwd',
    'https://10.0.0.5/a b',
  ])('is not printed for the address %j', (url) => {
    expect(writeCommand`curl ${{ url }}`).toBeUndefined();
  });

  it.each([0, 65_536, -1, 1.5, Number.NaN])('is not printed for port %d', (port) => {
    expect(writeCommand`upsc ups@${{ host: 'a', port }}`).toBeUndefined();
  });

  it('gives a shell back every value it was made with, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.constantFrom('', '-', "'", '$', ';', '\n', ' ', '*', '"', '\\'),
        (text, sign) => {
          const value = text + sign;
          const line = writeCommand`printf %s ${value}`;
          if (line === undefined) return;
          expect(value).toMatch(/^[\w.:-]+$/);
          expect(spawnSync('sh', ['-c', line]).stdout.toString()).toBe(value);
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });
});

describe('a long command', () => {
  it('goes on in the next line where a shell takes it as one', () => {
    const parts = Array.from({ length: 40 }, (_, index) => `'phần ${index}'`);
    const lines = foldCommand(`printf %s, ${parts.join(' ')}`);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(152);
    expect(spawnSync('sh', ['-c', lines.join('\n')]).stdout.toString()).toBe(
      Array.from({ length: 40 }, (_, index) => `phần ${index},`).join(''),
    );
  });

  it('without a place to break stays as it is', () => {
    expect(foldCommand(`'${'a b '.repeat(60)}'`)).toHaveLength(1);
  });
});
