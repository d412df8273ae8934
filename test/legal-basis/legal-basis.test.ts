import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeLegalBasis } from '../../src/legal-basis/describe-legal-basis.ts';
import { isLegalBasisOld, loadLegalBasis } from '../../src/legal-basis/load-legal-basis.ts';

describe('the legal texts that a report names', () => {
  it('are dated, and each replaced one says by what', async () => {
    const basis = await loadLegalBasis();
    expect(basis.texts.find((one) => one.status === 'draft')?.id).toBe('ris-pacs-draft-2021');
    for (const one of basis.texts.filter((text) => text.status === 'replaced'))
      expect(basis.texts.find((text) => text.id === one.replacedBy)?.status).toBe('in-force');
  });

  it('are old 181 days after they were checked', async () => {
    const basis = { ...(await loadLegalBasis()), checkedOn: '2026-01-01' };
    expect(isLegalBasisOld(basis, '2026-06-30')).toBe(false);
    expect(isLegalBasisOld(basis, '2026-07-01')).toBe(true);
  });

  it('are printed in force, with the day of looking; replaced ones only as not to be cited', async () => {
    const basis = await loadLegalBasis();
    const lines = describeLegalBasis(basis, '2026-11-22', 'vi');
    expect(lines.entries.map((one) => one.title).join('\n')).toContain(
      'Thông tư số 54/2017/TT-BYT',
    );
    expect(lines.entries.every((one) => one.status.includes('22/11/2026'))).toBe(true);
    expect(lines.replaced.find((one) => one.includes('46/2018'))).toContain('không viện dẫn');
    expect(lines.warning).toBeUndefined();
    expect(describeLegalBasis(basis, '2027-07-01', 'vi').warning).toContain('180 ngày');
  });

  it('are named nowhere else as if in force: no source or template cites a replaced one', async () => {
    const replaced =
      /85\/2016|12\/2022\/TT-BTTTT|13\/2023\/NĐ|46\/2018\/TT-BYT|53\/2017\/TT-BYT|41\/2017\/TT-BTTTT/;
    const files = ['src', 'templates', 'checklists'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name))
        .filter((name) => /\.(ts|hbs|yaml)$/.test(name) && !name.endsWith('legal-basis.vi.yaml')),
    );
    expect(files.filter((file) => replaced.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
