import { describe, expect, it } from 'vitest';
import { statedBounds } from '../../src/checklist/stated-bounds.ts';

describe('statedBounds', () => {
  it.each<[string, readonly number[]]>([
    ['băng thông tối thiểu 1Gbps riêng', [1000]],
    ['tải lên (upload) tối thiểu 50Mbps', [50]],
    ['tối thiểu 01 năm tại Việt Nam', [1, 12]],
    ['tối thiểu một (01) trong số các gói', [1]],
    ['giải thuật JPEG2000, JPEG Lossless', []],
    ['Thiết bị cân bằng tải', []],
  ])('reads %s', (vi, expected) => {
    expect([...statedBounds({ vi })]).toEqual(expected);
  });
});
