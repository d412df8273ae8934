import { describe, expect, it } from 'vitest';
import {
  describeAbort,
  describeContextRefusal,
  describeRejection,
} from '../../../../src/protocols/dicom/dul/reasons.ts';

describe('reasons', () => {
  it.each([
    [1, 1, 3, 'permanent', 'service-user', 'calling-ae-title-not-recognised'],
    [1, 1, 7, 'permanent', 'service-user', 'called-ae-title-not-recognised'],
    [1, 1, 2, 'permanent', 'service-user', 'application-context-not-supported'],
    [1, 2, 2, 'permanent', 'acse-provider', 'protocol-version-not-supported'],
    [2, 3, 1, 'transient', 'presentation-provider', 'temporary-congestion'],
    [2, 3, 2, 'transient', 'presentation-provider', 'local-limit-exceeded'],
    [2, 1, 9, 'transient', 'service-user', 'reserved'],
    [0, 9, 0, 'reserved', 'reserved', 'reserved'],
  ])('rejection %i/%i/%i', (result, source, reason, permanence, rejectedBy, reasonKey) => {
    expect(describeRejection(result, source, reason)).toMatchObject({
      permanence,
      rejectedBy,
      reasonKey,
    });
  });

  it('does not read a reason into an abort of the service user', () => {
    expect(describeAbort(0, 5)).toEqual({ abortedBy: 'service-user', reasonKey: 'not-specified' });
    expect(describeAbort(2, 2)).toEqual({
      abortedBy: 'service-provider',
      reasonKey: 'unexpected-pdu',
    });
    expect(describeAbort(1, 3)).toEqual({ abortedBy: 'reserved', reasonKey: 'reserved' });
  });

  it('names why a presentation context was refused', () => {
    expect([1, 2, 3, 4, 5].map(describeContextRefusal)).toEqual([
      'user-rejection',
      'no-reason',
      'abstract-syntax-not-supported',
      'transfer-syntaxes-not-supported',
      'reserved',
    ]);
  });
});
