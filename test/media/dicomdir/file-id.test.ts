import { describe, expect, it } from 'vitest';
import { checkFileId } from '../../../src/media/dicomdir/file-id.ts';

describe('a File ID', () => {
  it.each([
    [['A']],
    [['DICOM', 'IM000001']],
    [['1', '2', '3', '4', '5', '6', '7', '8']],
    [['A_1']],
  ])('%j is legal', (components) => expect(checkFileId(components)).toBeUndefined());

  it.each([
    [['im000001']],
    [['IM.DCM']],
    [['IMAGE00001']],
    [['1', '2', '3', '4', '5', '6', '7', '8', '9']],
    [['A', '']],
    [['ẢNH']],
    [['A-B']],
  ])('%j is against PS3.10 8.2', (components) => expect(checkFileId(components)).toBe('illegal'));

  it.each([
    [['..', '..', 'ETC', 'PASSWD']],
    [['A', '..', 'B']],
    [['.', 'A']],
    [['', 'ETC', 'PASSWD']],
    [['/etc/passwd']],
    [['A/../../B']],
    [['C:', 'WINDOWS']],
    [['A\0B']],
  ])('%j leads outside', (components) => expect(checkFileId(components)).toBe('leads-outside'));
});
