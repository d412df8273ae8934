import { describe, expect, it } from 'vitest';
import { compareCodes, compareNames } from '../../src/sharing/record/compare-text.ts';

describe('a name on the images beside the record', () => {
  it.each([
    ['NGUYỄN^THỊ ÁNH', 'NGUYỄN^THỊ ÁNH', 'exact'],
    ['NGUYỄN^THỊ^ÁNH', 'NGUYỄN THỊ ÁNH', 'exact'],
    ['NGUYỄN THỊ ÁNH', 'Nguyễn Thị Ánh', 'exact'],
    ['NGUYỄN THỊ ÁNH'.normalize('NFD'), 'NGUYỄN THỊ ÁNH', 'nfc'],
    ['ĐẶNG^ĐỨC ƯỚC', 'ĐẶNG ĐỨC ƯỚC'.normalize('NFD'), 'nfc'],
    ['NGUYEN^THI ANH', 'NGUYỄN THỊ ÁNH', 'without-diacritics'],
    ['DANG DUC UOC', 'ĐẶNG ĐỨC ƯỚC', 'without-diacritics'],
    ['NGUYỄN THỊ ẢNH', 'NGUYỄN THỊ ÁNH', 'without-diacritics'],
    ['NGUYá»„N THá»Š ÁNH', 'NGUYỄN THỊ ÁNH', 'different'],
    ['TRẦN^VĂN^BÌNH', 'NGUYỄN THỊ ÁNH', 'different'],
    ['', 'NGUYỄN THỊ ÁNH', 'different'],
    ['NGUYỄN THỊ ÁNH', ' ', 'absent'],
  ] as const)('%s | %s: %s', (images, record, verdict) => {
    expect(compareNames(images, record)).toBe(verdict);
  });
});

describe('an identifier on the images beside the record', () => {
  it.each([
    ['0012345', '0012345', 'exact'],
    ['12345', '0012345', 'different'],
    ['0012345 ', '0012345', 'exact'],
    ['0012345', '', 'absent'],
  ] as const)('%s | %s: %s', (images, record, verdict) => {
    expect(compareCodes(images, record)).toBe(verdict);
  });
});
