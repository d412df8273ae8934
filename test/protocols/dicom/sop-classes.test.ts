import { describe, expect, it } from 'vitest';
import {
  CURRENT_STORAGE_SOP_CLASSES,
  describeSopClass,
  findSopClass,
  findTransferSyntax,
  QUERY_RETRIEVE_SOP_CLASSES,
  SERVICE_SOP_CLASSES,
  STORAGE_SOP_CLASSES,
  TRANSFER_SYNTAXES,
  tellUid,
  WORKFLOW_SOP_CLASSES,
} from '../../../src/protocols/dicom/index.ts';

const all = [...SERVICE_SOP_CLASSES, ...CURRENT_STORAGE_SOP_CLASSES];

describe('the tables of SOP classes', () => {
  it('hold well-formed UIDs, each once, each with a name that finds it', () => {
    expect(new Set(all.map(({ uid }) => uid)).size).toBe(all.length);
    for (const { uid, name } of all) {
      expect(uid).toMatch(/^1\.2\.840\.10008(\.(0|[1-9]\d*))+$/);
      expect(findSopClass(name)?.uid).toBe(uid);
      expect(findSopClass(`${name.toUpperCase()} SOP Class`)?.uid).toBe(uid);
      expect(tellUid(uid)).toBe(name);
    }
  });

  it('hold the classes that the rest of the program names, by the same names', () => {
    for (const { uid, name } of [
      ...Object.values(STORAGE_SOP_CLASSES),
      ...Object.values(QUERY_RETRIEVE_SOP_CLASSES),
      ...Object.values(WORKFLOW_SOP_CLASSES),
    ])
      expect(describeSopClass(uid)?.name).toBe(name);
  });

  it('agree with the simulator’s library on every class both know', async () => {
    const { default: dimse } = await import('dcmjs-dimse');
    const fold = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
    const theirs = new Map(
      Object.entries(dimse.constants.StorageClass).map(([key, uid]) => [String(uid), fold(key)]),
    );
    const both = CURRENT_STORAGE_SOP_CLASSES.filter(({ uid }) => theirs.has(uid));
    expect(both.length).toBeGreaterThan(30);
    const different = both.filter(({ uid, name }) => {
      const key = theirs.get(uid) ?? '';
      return !fold(name).includes(key) && !key.includes(fold(name));
    });
    expect(different.map(({ name }) => name)).toEqual([]);
  });

  it('say what a class is for', () => {
    expect(describeSopClass(STORAGE_SOP_CLASSES.computedTomography.uid)).toMatchObject({
      service: 'storage',
      kind: 'image',
    });
    expect(describeSopClass('1.2.840.10008.5.1.1.9')?.service).toBe('print');
    expect(describeSopClass('1.2.3')).toBeUndefined();
    expect(tellUid('1.2.3')).toBe('1.2.3');
  });

  it('find every transfer syntax by its name, and none by a name that two share', () => {
    for (const { uid, name } of TRANSFER_SYNTAXES) expect(findTransferSyntax(name)?.uid).toBe(uid);
    expect(findTransferSyntax('JPEG Lossless')).toBeUndefined();
    expect(findTransferSyntax('')).toBeUndefined();
    expect(findSopClass('')).toBeUndefined();
  });
});
