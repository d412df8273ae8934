import { describe, expect, it } from 'vitest';
import {
  IMPLEMENTATION_CLASS_UID,
  IMPLEMENTATION_VERSION,
  nameOfUid,
  QUERY_RETRIEVE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from '../../../src/protocols/dicom/uids.ts';

describe('UIDs', () => {
  const uids = [
    VERIFICATION_SOP_CLASS,
    ...[
      ...TRANSFER_SYNTAXES,
      ...Object.values(STORAGE_SOP_CLASSES),
      ...Object.values(QUERY_RETRIEVE_SOP_CLASSES),
      ...Object.values(WORKFLOW_SOP_CLASSES),
    ].map(({ uid }) => uid),
  ];

  it('are well formed, unique and named', () => {
    expect(new Set(uids).size).toBe(uids.length);
    for (const uid of uids) {
      expect(uid).toMatch(/^1\.2\.840\.10008(\.(0|[1-9]\d*))+$/);
      expect(nameOfUid(uid)).toMatch(/./);
    }
    expect(nameOfUid('1.2.3')).toBeUndefined();
  });

  it('of this implementation fit their fields', () => {
    expect(IMPLEMENTATION_CLASS_UID).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
    expect(IMPLEMENTATION_VERSION.length).toBeLessThanOrEqual(16);
  });
});
