import { describe, expect, it } from 'vitest';
import { analyseLoss, type NumberedObject } from '../../src/drill/analyse-loss.ts';

const outcomes = [
  'acknowledged',
  'acknowledged',
  'unanswered',
  'unsent',
  'refused',
  'acknowledged',
] as const;
const objects: readonly NumberedObject[] = outcomes.map((outcome, index) => ({
  number: index + 1,
  sopInstanceUid: `2.25.${index + 1}`,
  atMs: index * 1_000,
  outcome,
}));

describe('loss after acknowledgement', () => {
  it('is what was acknowledged and is not there; what was not acknowledged cannot be lost', () => {
    expect(analyseLoss('pacs', objects, { found: new Set([1, 3]), renamed: 0 })).toMatchObject({
      sent: 5,
      acknowledged: 3,
      refused: 1,
      unanswered: 1,
      unsent: 1,
      after: { found: 1, foundUnanswered: 1, lostNumbers: [2, 6] },
    });
  });

  it('none is an empty list, not an unknown', () => {
    const { after } = analyseLoss('pacs', objects, { found: new Set([1, 2, 6]), renamed: 0 });
    expect(after).toEqual({ found: 3, foundUnanswered: 0, lostNumbers: [] });
  });

  it('is unknown where the archive could not be asked, or renamed what it got', () => {
    expect(analyseLoss('pacs', objects, undefined)).not.toHaveProperty('after');
    const { after } = analyseLoss('pacs', objects, { found: new Set(), renamed: 3 });
    expect(after).not.toHaveProperty('lostNumbers');
  });

  it('tells objects that are listed and do not come back from those that are not even listed', () => {
    const seen = {
      found: new Set([1, 2]),
      renamed: 0,
      retrieved: new Set([1]),
      method: 'get' as const,
    };
    expect(analyseLoss('pacs', objects, seen).after).toEqual({
      found: 2,
      foundUnanswered: 0,
      lostNumbers: [6],
      method: 'get',
      retrieved: 1,
      notRetrievedNumbers: [2],
    });
  });
});
