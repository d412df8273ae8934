import { describe, expect, it } from 'vitest';
import { createControlId, MAX_CONTROL_ID_LENGTH } from '../../../src/protocols/hl7/control-id.ts';

describe('message control ID', () => {
  it('has at most 20 plain characters and does not repeat', () => {
    const now = new Date();
    const ids = Array.from({ length: 10_000 }, () => createControlId(now));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^RP[0-9A-Z]{18}$/);
    expect(ids[0]).toHaveLength(MAX_CONTROL_ID_LENGTH);
  });

  it('sorts by time', () => {
    const earlier = createControlId(new Date('2026-11-22T00:00:00.000Z'));
    const later = createControlId(new Date('2026-11-22T00:00:00.001Z'));
    expect(earlier < later).toBe(true);
  });
});
