import { describe, expect, it } from 'vitest';
import { checkMessage } from '../../src/hl7-profiles/check-message.ts';
import { read } from '../protocols/hl7/support.ts';
import { judge, message, profileWith } from './support.ts';

const adt = (...lines: readonly string[]): string => message('ADT^A08', '2.5.1', ...lines);

describe('usage', () => {
  it('R: the value must be there, in every segment and every repetition that was sent', () => {
    const profile = profileWith({ path: 'PID-3.4', usage: 'R' });
    expect(judge(adt('PID|1||9^^^BV'), profile)).toEqual([]);
    expect(judge(adt('PID|1||9'), profile)).toEqual(['fail rule-0 PID-3.4']);
    expect(judge(adt('PID|1'), profile)).toEqual(['fail rule-0 PID-3.4']);
    expect(judge(adt('PID|1||9^^^BV~8~~7^^^BV'), profile)).toEqual(['fail rule-0 PID-3[2].4']);
    expect(judge(adt('PID|1||9^^^BV', 'PID|2||8'), profile)).toEqual(['fail rule-0 PID[2]-3.4']);
    expect(judge(adt('PV1|1'), profile)).toEqual([]);
  });

  it('R of a field: any component counts; separators alone and the HL7 null do not', () => {
    const profile = profileWith({ path: 'PID-5', usage: 'R' });
    expect(judge(adt('PID|1||||^RISPACS'), profile)).toEqual([]);
    expect(judge(adt('PID|1||||^^&'), profile)).toEqual(['fail rule-0 PID-5']);
    const [finding] = checkMessage(read(adt('PID|1||||""')), profile);
    expect(finding).toMatchObject({ place: 'PID-5', observed: { kind: 'null' } });
  });

  it('RE: nothing is asked of an empty value, and all of one that is there', () => {
    const profile = profileWith({ path: 'PID-8', usage: 'RE', table: 'sex' });
    expect(judge(adt('PID|1'), profile)).toEqual([]);
    expect(judge(adt('PID|1|||||||X'), profile)).toEqual(['fail rule-0 PID-8']);
  });

  it('C: required when the condition holds', () => {
    const profile = profileWith({
      path: 'OBX-5',
      usage: 'C',
      when: [{ path: 'OBX-11', not_in: ['X'] }],
    });
    const status = (code: string): string => `OBX|1||||||||||${code}`;
    expect(judge(adt(status('F'), status('X')), profile)).toEqual(['fail rule-0 OBX-5']);
  });

  it('X: must be empty', () => {
    const profile = profileWith({ path: 'PID-2', usage: 'X' }, { path: 'ZZZ', usage: 'X' });
    expect(judge(adt('PID|1'), profile)).toEqual([]);
    expect(judge(adt('PID|1|77', 'ZZZ|1'), profile)).toEqual([
      'fail rule-0 PID-2',
      'fail rule-1 ZZZ',
    ]);
  });
});

describe('segments', () => {
  it('are required, limited in number, and in order', () => {
    const profile = profileWith(
      { path: 'PID', usage: 'R', max: 1 },
      { path: 'OBR', usage: 'R', after: ['ORC'] },
      { path: 'ORC', usage: 'RE', followed_by: 'OBR' },
    );
    expect(judge(adt('PID|1', 'ORC|NW', 'OBR|1', 'ORC|NW', 'OBR|2'), profile)).toEqual([]);
    expect(judge(adt('OBR|1', 'PID|1', 'PID|2', 'ORC|NW'), profile)).toEqual([
      'fail rule-0 PID',
      'fail rule-1 OBR',
      'fail rule-2 ORC',
    ]);
    expect(judge(adt(), profile)).toEqual(['fail rule-0 PID', 'fail rule-1 OBR']);
  });

  it('can be asked for by what they hold', () => {
    const profile = profileWith({
      path: 'OBX',
      usage: 'R',
      where: [{ path: 'OBX-3.1', in: ['113014', '110180'] }],
    });
    expect(judge(adt('OBX|1|ST|113014^DICOM Study^DCM'), profile)).toEqual([]);
    expect(judge(adt('OBX|1|TX|REPORT'), profile)).toEqual(['fail rule-0 OBX']);
  });

  it('can be asked for by what the message is', () => {
    const profile = profileWith({
      path: 'MRG',
      usage: 'C',
      when: [{ path: 'MSH-9.2', in: ['A40'] }],
    });
    expect(judge(message('ADT^A40', '2.5.1'), profile)).toEqual(['fail rule-0 MRG']);
    expect(judge(adt(), profile)).toEqual([]);
  });
});

describe('conditions', () => {
  it('look at the nearest segment before, so that each order is judged by its own', () => {
    const profile = profileWith({
      path: 'OBR-18',
      usage: 'C',
      when: [{ path: 'ORC-1', in: ['NW'] }],
    });
    const text = adt('ORC|CA', 'OBR|1', 'ORC|NW', 'OBR|2', 'OBR|3', 'ORC|CA', 'OBR|4');
    expect(judge(text, profile)).toEqual(['fail rule-0 OBR[2]-18', 'fail rule-0 OBR[3]-18']);
  });

  it('look at the first one when there is none before', () => {
    const profile = profileWith({
      path: 'PID-8',
      usage: 'C',
      when: [{ path: 'PV1-2', in: ['O'] }],
    });
    expect(judge(adt('PID|1', 'PV1|1|O'), profile)).toEqual(['fail rule-0 PID-8']);
  });

  it('of the same field mean the same repetition', () => {
    const profile = profileWith({
      path: 'PID-3.1',
      usage: 'RE',
      where: [{ path: 'PID-3.4', in: ['CCCD'] }],
      format: ['citizen-id'],
    });
    expect(judge(adt('PID|1||HN1^^^BV~001234567890^^^CCCD'), profile)).toEqual([]);
    expect(judge(adt('PID|1||HN1^^^BV~1234567890^^^CCCD'), profile)).toEqual([
      'fail rule-0 PID-3[2].1',
    ]);
  });

  it('can ask whether something is there', () => {
    const profile = profileWith({
      path: 'OBX-2',
      usage: 'C',
      when: [{ path: 'OBX-5', present: true }],
    });
    expect(judge(adt('OBX|1||X'), profile)).toEqual([]);
    expect(judge(adt('OBX|1||X||y'), profile)).toEqual(['fail rule-0 OBX-2']);
  });
});

describe('values', () => {
  const one = (rule: object, value: string): string[] =>
    judge(adt(`PID|1||9|||||${value}`), profileWith({ path: 'PID-8', usage: 'RE', ...rule }));

  it.each<[string, object, string, string]>([
    ['table', { table: 'sex' }, 'M', 'N'],
    ['excluded values', { not_in: ['CCCD'] }, 'HN', 'CCCD'],
    ['pattern for the whole value', { pattern: '2\\.7' }, '2.7', '2.71'],
    ['length in characters, composed or not', { max_length: 3 }, 'Ễ'.normalize('NFD'), 'abcd'],
    ['any of several formats', { format: ['uid', 'integer'] }, '12', 'x'],
    ['another place', { same_as: 'PID-3' }, '9', '8'],
    ['not another place', { differs_from: 'PID-3' }, '8', '9'],
  ])('%s', (_, rule, good, bad) => {
    expect(one(rule, good)).toEqual([]);
    expect(one(rule, bad)).toEqual(['fail rule-0 PID-8']);
  });

  it('are compared only when there is something to compare with', () => {
    const profile = profileWith({ path: 'OBR-2', usage: 'RE', same_as: 'ORC-2' });
    expect(judge(adt('ORC|NW', 'OBR|1|7'), profile)).toEqual([]);
    expect(judge(adt('ORC|NW|7', 'OBR|1|7', 'ORC|NW|8', 'OBR|2|7'), profile)).toEqual([
      'fail rule-0 OBR[2]-2',
    ]);
  });

  it('are the first component, or the whole when the rule says so', () => {
    const html = '<p>a&b^c</p>';
    const text = adt(`OBX|1|TX|x||${html}`);
    const rule = { path: 'OBX-5', usage: 'RE', pattern: '<p>a&b\\^c</p>' };
    expect(judge(text, profileWith({ ...rule, whole: true }))).toEqual([]);
    expect(judge(text, profileWith(rule))).toEqual(['fail rule-0 OBX-5']);
  });
});

describe('bounds', () => {
  it('lists a few departures of a rule and counts the rest', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `OBX|${index + 1}`);
    const findings = checkMessage(read(adt(...rows)), profileWith({ path: 'OBX-3', usage: 'R' }));
    expect(findings).toHaveLength(5);
    expect(findings.at(-1)).toMatchObject({ place: 'OBX[5]-3', more: 995 });
  });

  it('takes 20,000 segments and endless repetitions in its stride', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `OBX|${index + 1}|TX|x||${index}`);
    const profile = profileWith(
      { path: 'OBX', usage: 'R', after: ['OBR'], followed_by: 'NTE' },
      { path: 'OBX-5', usage: 'C', when: [{ path: 'OBR-1', in: ['1'] }], format: ['integer'] },
      { path: 'PID-3.4', usage: 'R' },
    );
    const text = adt(`PID|1||${'9~'.repeat(100_000)}`, 'OBR|1', ...rows);
    const findings = checkMessage(read(text), profile);
    expect(findings.map(({ rule, more }) => [rule, more])).toContainEqual(['rule-0', 19_995]);
    expect(findings.filter(({ rule }) => rule === 'rule-1')).toEqual([]);
  });
});
