import { describe, expect, it } from 'vitest';
import { drawSequence } from '../../../src/probes/workflow/draw-sequence.ts';
import type { WorkflowStepRow } from '../../../src/probes/workflow/facts.ts';
import { workflowMessages } from '../../../src/probes/workflow/messages.ts';
import { stepIds, stepOutcomes } from '../../../src/probes/workflow/step-ids.ts';
import { expectationOf, nameOf, sourceOf } from '../../../src/probes/workflow/step-words.ts';
import { vendorText } from '../../../src/probes/workflow/vendor-text.ts';

const rows: readonly WorkflowStepRow[] = stepIds.map((step, index) => ({
  endpoint: 'ris',
  step,
  outcome: stepOutcomes[index % stepOutcomes.length] ?? 'passed',
  expected: expectationOf(step, 'vi'),
  observed: `bước ${index} <script>&"\u0000\ud800`,
  sourceOfRule: sourceOf(step),
}));

describe('the sequence picture', () => {
  it.each(['vi', 'en'] as const)('shows every step in words, in %s', (language) => {
    const svg = drawSequence(rows, language);
    for (const step of stepIds)
      expect(svg).toContain(nameOf(step, language).replaceAll('&', '&amp;'));
    expect(svg.match(/<polygon/g)).toHaveLength(rows.length);
    expect(svg).toContain(language === 'vi' ? 'sai' : 'failed');
  });

  it('is well-formed, holds nothing that runs, and is the same every time', () => {
    const svg = drawSequence(rows, 'vi');
    expect(svg).not.toMatch(/<script|on\w+=|href/);
    expect(svg).toContain('&lt;script&gt;&amp;&quot;');
    expect(svg.isWellFormed() && !svg.includes('\0')).toBe(true);
    const opened = [...svg.matchAll(/<([a-z]+)(?=[\s>])[^>]*?(\/?)>/g)].filter(
      (one) => one[2] === '',
    );
    const closed = [...svg.matchAll(/<\/([a-z]+)>/g)];
    expect(opened.length).toBe(closed.length);
    expect(drawSequence(rows, 'vi')).toBe(svg);
  });

  it('of no steps is an empty picture', () => {
    expect(drawSequence([], 'en')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});

describe('the text for a vendor', () => {
  it('is there for what failed or was remarked on, and for nothing else', () => {
    for (const row of rows) {
      const text = vendorText(row, 'vi');
      if (row.outcome === 'failed' || row.outcome === 'warned') {
        expect(text).toContain(row.observed);
        expect(text).toContain(row.sourceOfRule);
        expect(text).toContain(nameOf(row.step, 'vi'));
      } else expect(text).toBeUndefined();
    }
  });

  it('speaks the language that it is asked for', () => {
    const row = rows.find(({ outcome }) => outcome === 'failed');
    if (row === undefined) throw new Error('no failed row');
    expect(vendorText(row, 'en')).toContain('Expected:');
    expect(vendorText(row, 'vi')).toContain('Mong đợi:');
  });
});

describe('words', () => {
  it('are there in both languages', () => {
    const [vi, en] = [workflowMessages('vi'), workflowMessages('en')];
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
    expect(Object.keys(en.cancelNotes).sort()).toEqual(Object.keys(vi.cancelNotes).sort());
  });

  it('tell every way in which an answer fails to come', () => {
    const failures = [
      { kind: 'refused' },
      { kind: 'unreachable', code: 'EHOSTUNREACH' },
      { kind: 'reset', receivedBytes: 0 },
      { kind: 'closed', halfFrame: true, receivedBytes: 9 },
      { kind: 'timeout', phase: 'ack', halfFrame: true, receivedBytes: 9 },
      { kind: 'tls-error', code: 'CERT_HAS_EXPIRED', message: 'x' },
      { kind: 'noise', firstBytesHex: '', hint: 'http' },
      { kind: 'cancelled' },
    ] as const;
    for (const language of ['vi', 'en'] as const) {
      const told = failures.map((one) => workflowMessages(language).failure(one, 'mllp://ris:1'));
      expect(new Set(told).size).toBe(failures.length);
    }
  });
});
