import { describe, expect, it } from 'vitest';
import { judgeAck, outcomeOf } from '../../../src/probes/workflow/judge-ack.ts';
import { judgeCancel, type LastLook } from '../../../src/probes/workflow/judge-cancel.ts';
import type { ExchangeOutcome } from '../../../src/protocols/hl7/outcome.ts';
import { ackText, read } from '../../protocols/hl7/support.ts';

const empty = { framing: [], answer: [], encoding: [] };
const sent = Buffer.from('MSH');

function acked(
  code: 'AA' | 'AE' | 'AR' | 'CA' | undefined,
  over: { matches?: boolean; errCodes?: string[]; errText?: string; findings?: object } = {},
): ExchangeOutcome {
  const { matches = true, errCodes = [], errText, findings = {} } = over;
  return {
    kind: 'ack',
    ...(code !== undefined && { code }),
    matches,
    errCodes,
    ...(errText !== undefined && { errText }),
    elapsedMs: 5,
    message: read(ackText(code ?? '', 'X')),
    findings: { ...empty, ...findings },
    transcript: { sent, received: Buffer.alloc(0) },
  };
}

describe('judging an acknowledgement', () => {
  it.each([
    ['AA', 'taken', 'passed'],
    ['CA', 'taken', 'failed'],
    ['AE', 'refused', 'failed'],
    ['AR', 'refused', 'failed'],
    [undefined, 'unclear', 'failed'],
  ] as const)('%s is %s', (code, verdict, outcome) => {
    const judged = judgeAck(acked(code));
    expect(judged.verdict).toBe(verdict);
    expect(outcomeOf(judged)).toBe(outcome);
  });

  it('an answer to another message says nothing, and none of its words are repeated', () => {
    const judged = judgeAck(acked('AE', { matches: false, errText: 'bệnh nhân Nguyễn Văn A' }));
    expect(judged.verdict).toBe('unclear');
    expect(JSON.stringify(judged)).not.toContain('Nguyễn');
  });

  it('tells what a system does not know from what it refuses', () => {
    expect(judgeAck(acked('AR', { errCodes: ['200'] })).isUnsupported).toBe(true);
    expect(judgeAck(acked('AE', { errCodes: ['204'] })).isUnknownKey).toBe(true);
    expect(judgeAck(acked('AE', { errCodes: ['101'] }))).toMatchObject({
      isUnsupported: false,
      isUnknownKey: false,
    });
  });

  it('a later version may answer, an older one is noted', () => {
    const differs = (received: string) => ({
      findings: { answer: [{ kind: 'version-differs', sent: '2.5.1', received }] },
    });
    expect(outcomeOf(judgeAck(acked('AA', differs('2.6'))))).toBe('passed');
    expect(outcomeOf(judgeAck(acked('AA', differs('2.5'))))).toBe('warned');
    expect(outcomeOf(judgeAck(acked('AA', differs(''))))).toBe('warned');
  });

  it('two answers that contradict each other are worse than one that is repeated', () => {
    const repeated = (contradicts: boolean) => ({
      findings: { answer: [{ kind: 'repeated-answer', count: 1, contradicts }] },
    });
    expect(outcomeOf(judgeAck(acked('AA', repeated(false))))).toBe('warned');
    expect(outcomeOf(judgeAck(acked('AA', repeated(true))))).toBe('failed');
  });

  it('a connection that never came about left nothing behind', () => {
    const failure = (bytes: Buffer): ExchangeOutcome => ({
      kind: 'refused',
      findings: empty,
      transcript: { sent: bytes, received: Buffer.alloc(0) },
    });
    expect(judgeAck(failure(Buffer.alloc(0))).verdict).toBe('never-sent');
    expect(judgeAck(failure(sent)).verdict).toBe('unclear');
  });

  it('the peer’s words are cut and freed of control characters', () => {
    const [problem] = judgeAck(acked('AE', { errText: `a\r\u0007${'b'.repeat(900)}` })).problems;
    expect(problem?.kind === 'refused' && problem.text).toMatch(/^a b{198}$/);
  });
});

describe('judging a cancel', () => {
  const base = {
    order: 'taken',
    wasShown: true,
    before: 'listed',
    after: 'gone',
    cancel: { verdict: 'taken', isUnknownKey: false, problems: [] },
  } as const;
  const look = (before: LastLook, after: LastLook) => ({ ...base, before, after });
  const refused = { verdict: 'refused', isUnknownKey: false, problems: [] } as const;

  it.each([
    ['taken and gone', base, 'removed-verified', 'cancelled', 'passed'],
    ['taken and still there', look('listed', 'listed'), 'left', 'leftInWorklist', 'failed'],
    [
      'taken, and the list never answers',
      look('unknown', 'unknown'),
      'left',
      'leftUnverified',
      'warned',
    ],
    [
      'taken, gone, and never shown',
      { ...base, wasShown: false, before: 'gone' },
      'left',
      'leftUnverified',
      'warned',
    ],
    [
      'unknown to the RIS and gone',
      { ...base, before: 'gone', cancel: { ...refused, isUnknownKey: true } },
      'removed-verified',
      'unknownToRis',
      'passed',
    ],
    [
      'refused after the examination took it off the list',
      { ...base, before: 'gone', cancel: refused },
      'left',
      'cancelRefused',
      'failed',
    ],
    [
      'refused, and gone all the same',
      { ...base, cancel: refused },
      'removed-verified',
      'cancelled',
      'failed',
    ],
    [
      'never answered',
      { ...look('gone', 'gone'), cancel: { ...refused, verdict: 'unclear' } },
      'left',
      'noAnswer',
      'failed',
    ],
    [
      'never sent',
      { ...look('unknown', 'unknown'), cancel: { ...refused, verdict: 'never-sent' } },
      'left',
      'notReached',
      'failed',
    ],
    [
      'of an order that was refused',
      { ...base, order: 'refused', wasShown: false, before: 'gone', cancel: refused },
      'removed-verified',
      'order-refused',
      'passed',
    ],
  ] as const)('%s', (_, seen, state, note, outcome) => {
    expect(judgeCancel(seen)).toEqual({ state, note, outcome });
  });
});
