import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../src/checklist/describe-rule.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Condition } from '../../src/checklist/schema.ts';

const checklist = await loadChecklist(path.resolve('checklists/annex-1-2021'));
const vi = (rule: Condition) => describeRule(rule, checklist, 'vi');
const en = (rule: Condition) => describeRule(rule, checklist, 'en');

describe('describeRule', () => {
  it('says a comparison with its unit and the rows it is about', () => {
    const rule: Condition = {
      some: 'lan.port.linkMbps',
      where: { role: ['pacs', 'workstation'], virtual: false },
      op: 'gte',
      value: 1000,
    };
    expect(vi(rule)).toBe(
      'Có ít nhất một "cổng mạng đọc từ hệ điều hành hoặc switch" (vai trò của máy hoặc cổng: PACS hoặc máy trạm đọc; card ảo: không): tốc độ liên kết đã thỏa thuận từ 1000 Mb/s trở lên',
    );
    expect(en(rule)).toBe(
      'At least one "network port as read from an operating system or a switch" (role of the computer or port: PACS or reading workstation; virtual NIC: no): negotiated link speed is at least 1000 Mb/s',
    );
  });

  it('writes decimals as each language does', () => {
    const rule: Condition = { some: 'internet.line.spanHours', op: 'lt', value: 47.5 };
    expect(vi(rule)).toContain('dưới 47,5 h');
    expect(en(rule)).toContain('below 47.5 h');
  });

  it('says papers, figures and attestations by name', () => {
    expect(vi({ document: 'ce-certificate', namesProduct: true })).toBe(
      'Chứng chỉ CE của tổ chức được chỉ định còn giá trị, ghi tên sản phẩm đang dùng',
    );
    expect(vi({ figure: 'isp-contract.uploadMbps', op: 'gte', value: 50 })).toBe(
      'Băng thông tải lên cam kết (hợp đồng hoặc biên bản nghiệm thu đường truyền Internet) từ 50 Mb/s trở lên',
    );
    expect(vi({ attested: 'ht-05.ha' })).toBe('Xác nhận kèm tệp về "cơ chế HA"');
    expect(vi({ attested: 'ht-02', insteadOf: ['lan'] })).toContain('văn bản không cho đo');
  });

  it('brackets only where the meaning needs it', () => {
    const a: Condition = { document: 'os-support' };
    const b: Condition = { document: 'dbms-support' };
    const c: Condition = { attested: 'ht-06' };
    expect(en({ all: [{ any: [a, b] }, c] })).toMatch(/^\(.* or .*\); an attestation/);
    expect(en({ any: [{ all: [a, b] }, c] })).toMatch(/^\(.* and .*\) or an attestation/);
    expect(en({ any: [{ any: [a, b] }, c] })).not.toContain('(');
  });

  it('says what must not be seen, and that every declared entry counts', () => {
    const failed: Condition = { some: 'backup.job.lastResult', op: 'is', value: 'failed' };
    expect(vi({ unless: failed })).toBe(
      'Không thấy "việc sao lưu" nào: kết quả lần chạy gần nhất là lỗi',
    );
    expect(en({ unless: { any: [failed, { document: 'os-support' }] } })).toMatch(
      /^Not seen: at least one .* or a valid /,
    );
    expect(
      en({ each: 'backup.job.copies', op: 'gte', value: 1, everyDeclared: 'backups' }),
    ).toContain('every declared entry included');
  });

  it('keeps a rule it does not know readable instead of failing', () => {
    expect(vi({ some: 'gone.group.column', op: 'is', value: true })).toContain('gone.group');
    expect(vi({ all: [{ attested: 'ht-05' }, { document: 'gone-paper' }] })).toContain(
      'gone-paper',
    );
  });

  it.each([...checklist.criteria, ...checklist.specialized])(
    'gives $id one sentence in each language without raw names',
    (criterion) => {
      for (const rule of [criterion.met, ...(criterion.not_met ? [criterion.not_met] : [])]) {
        for (const sentence of [vi(rule), en(rule)]) {
          expect(sentence).not.toMatch(
            /undefined|null|\[object|[a-z]+\.[a-z]+\.[a-zA-Z]+|1\.2\.840/,
          );
          expect(sentence.length).toBeGreaterThan(10);
          // The longest is that of a row with four required parts (ris-05).
          expect(sentence.length).toBeLessThan(2_000);
        }
      }
    },
  );
});
