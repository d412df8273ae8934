import { describe, expect, it } from 'vitest';
import { formatLocalTimestamp } from '../../../src/locale/local-time.ts';
import { drawSequence } from '../../../src/probes/workflow/draw-sequence.ts';
import type { WorkflowStepRow } from '../../../src/probes/workflow/facts.ts';
import { workflowMessages } from '../../../src/probes/workflow/messages.ts';
import { stepIds, stepOutcomes } from '../../../src/probes/workflow/step-ids.ts';
import { requestOf } from '../../../src/probes/workflow/step-requests.ts';
import { expectationOf, nameOf, sourceOf } from '../../../src/probes/workflow/step-words.ts';
import { type VendorCase, vendorText } from '../../../src/probes/workflow/vendor-text.ts';

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

const about: VendorCase = {
  startedAt: '2026-11-22T07:00:00.000Z',
  placerOrderNumber: 'RP00000001AAAA',
  accessionNumber: 'RP00000001BBBB',
  studyInstanceUid: '2.25.1',
  transcript: stepIds.map((step) => ({
    direction: 'out',
    kind: 'message',
    step,
    at: '2026-11-22T07:00:01.000Z',
    bytes: 100,
    attachment: { path: `attachments/${step}.hl7`, sha256: '', mediaType: '', sizeBytes: 100 },
    segments: [
      {
        id: 'MSH',
        fields: [
          { field: 'MSH-9', value: 'ADT^A04' },
          { field: 'MSH-10', value: `C-${step}` },
        ],
      },
    ],
  })),
};

describe('the text for a vendor', () => {
  it('is there for what failed or was remarked on, and for nothing else', () => {
    for (const row of rows) {
      const text = vendorText(row, about, 'vi');
      if (row.outcome === 'failed' || row.outcome === 'warned') {
        expect(text).toContain(row.observed);
        expect(text).toContain(row.sourceOfRule);
        expect(text).toContain(nameOf(row.step, 'vi'));
      } else expect(text).toBeUndefined();
    }
  });

  it.each(stepIds)(
    'of step %s says what is to be done, when, and which message it is about',
    (step) => {
      const row = rows.find((one) => one.step === step);
      if (row === undefined) throw new Error('no row');
      const failed = { ...row, outcome: 'failed', observed: 'MSA-1 = AE' } as const;
      const texts = (['vi', 'en'] as const).map((language) => vendorText(failed, about, language));
      const [vi = '', en = ''] = texts;
      for (const text of texts) {
        expect(text).toContain(formatLocalTimestamp(new Date('2026-11-22T07:00:00.000Z')));
        expect(text).toMatch(/MSH-10 C-[a-z-]+/);
        for (const number of ['RP00000001AAAA', 'RP00000001BBBB', '2.25.1', 'RISPACS-TEST'])
          expect(text).toContain(number);
      }
      expect(vi).toContain(`Đề nghị: ${requestOf(step, 'vi')}`);
      expect(en).toContain(`Asked for: ${requestOf(step, 'en')}`);
      expect(vi).toMatch(/^Kính gửi nhà cung cấp (RIS|danh sách chờ|PACS)/);
      // What is asked for is said of this step alone.
      const others = stepIds.filter((one) => one !== step).map((one) => requestOf(one, 'vi'));
      expect(others).not.toContain(requestOf(step, 'vi'));
    },
  );

  it('names the order for what is judged of its answer and of its item', () => {
    for (const step of ['order-ack', 'worklist'] as const) {
      const row = { ...rows[0], step, outcome: 'failed' } as WorkflowStepRow;
      expect(vendorText(row, about, 'vi')).toContain('MSH-10 C-order,');
    }
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
