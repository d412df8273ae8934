import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { describeSeen } from '../../src/explain/describe-seen.ts';
import { explain } from '../../src/explain/explain.ts';
import { describeCriterion, explainCriterion } from '../../src/explain/explain-criterion.ts';
import { collectSeen } from '../../src/explain/explain-seen.ts';
import { findTopic } from '../../src/explain/find-topic.ts';
import { findNearest } from '../../src/explain/nearest.ts';
import { readProbeRisk } from '../../src/explain/probe-risks.ts';
import { printSections } from '../../src/explain/section.ts';
import { languages } from '../../src/locale/language.ts';
import { describeFacts } from '../../src/probes/fact-registry.ts';
import { probeLoaders } from '../../src/probes/registry.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const textOf = async (topic: string | undefined, language: 'vi' | 'en' = 'vi') =>
  (await explain({ topic, language })).lines.join('\n');

describe('explaining', () => {
  it('gives the law verbatim, the rule, the facts with units, and the remedy of a criterion', async () => {
    const text = await textOf('ht-03');
    expect(text).toContain(
      '"V-LAN hoặc LAN có băng thông tối thiểu 1Gbps riêng giữa PACS server, thiết bị sinh hình và trạm làm việc của bac sĩ chẩn đoán hình ảnh"',
    );
    expect(text).toContain('bác sĩ chẩn đoán hình ảnh');
    expect(text).toContain('Tốc độ liên kết đã thỏa thuận [số, Mb/s; phép đo host, switch');
    expect(text).toContain('từ 1000 Mb/s trở lên');
    expect(text).toContain('950 Mb/s quy về tốc độ dây');
    expect(text).toContain('src/probes/lan/README.md');
    expect(text).toContain('Ai làm: Công nghệ thông tin');
    expect(await textOf('ht-03', 'en')).toContain('Circular 54/2017: no counterpart');
  });

  it('explains every criterion in both languages, with every fact of its rule known', async () => {
    for (const criterion of [...checklist.criteria, ...checklist.specialized]) {
      for (const language of languages) {
        const explanation = await explainCriterion(
          { kind: 'criterion', criterion },
          checklist,
          language,
        );
        const lines = printSections(describeCriterion(explanation, checklist, language));
        expect(lines.join('\n')).toContain(criterion.by_hand[language]);
        expect(lines.join('\n')).not.toMatch(/undefined|\[object/);
        expect(explanation.facts.filter((one) => !one.known)).toEqual([]);
      }
    }
  });

  it('knows parts, document kinds, figures, facts and groups', () => {
    const kindOf = (asked: string) => findTopic(asked, checklist, 'vi').kind;
    expect(findTopic('ris-05.a', checklist, 'vi')).toMatchObject({ part: { id: 'ris-05.a' } });
    expect(kindOf('isp-contract')).toBe('document');
    expect(kindOf('isp-contract.uploadMbps')).toBe('document');
    expect(kindOf('lan.port')).toBe('facts');
    for (const fact of describeFacts()) expect(kindOf(fact.name)).toBe('facts');
  });

  it('forgives case, spaces and hyphens', () => {
    for (const asked of ['HT-03', 'ht 03', 'ht03'])
      expect(findTopic(asked, checklist, 'vi')).toMatchObject({ criterion: { id: 'ht-03' } });
    expect(findTopic('LAN.PORT.linkmbps', checklist, 'vi')).toMatchObject({
      name: 'lan.port.linkMbps',
    });
  });

  it('answers an unknown id with the nearest ones, without terminal codes', () => {
    const ask = (asked: string) => {
      try {
        findTopic(asked, checklist, 'vi');
      } catch (error) {
        if (error instanceof UserError) return [error.message, ...error.details].join('\n');
        throw error;
      }
      return '';
    };
    expect(ask('ht-031')).toContain('ht-03');
    expect(ask('linkMbps')).toContain('lan.port.linkMbps');
    expect(ask('\u001b[31mxyz')).not.toContain('\u001b');
    expect(ask('constructor')).toContain('Không có');
  });

  it('stays bounded whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (asked) => {
        expect(findNearest(asked, ['ht-03', 'pacs-01']).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 100 },
    );
  });

  it('gives an overview with outcomes, exit codes and every probe’s risk', async () => {
    const text = await textOf(undefined);
    for (const name of Object.keys(probeLoaders))
      expect(text).toMatch(new RegExp(`^  ${name}: .+`, 'm'));
    expect(text).toContain(
      'Chưa đủ bằng chứng: chưa biết; không phải đạt, cũng không phải không đạt',
    );
    expect(text).toContain('130 bị dừng');
    expect(await textOf(undefined, 'en')).toContain('Level rule');
  });

  it('says what is run by itself, and which products were never met', async () => {
    const ha = await textOf('ht-05');
    expect(ha).toContain('rispacs drill failover');
    expect(ha).toContain('chưa chạy với sản phẩm thật: SQL Server AG');
    expect(ha).toContain('chưa chạy với sản phẩm thật: Veeam, Windows Server Backup');
    expect(ha).not.toContain('phiên bản này chưa có');
    expect(await textOf('ht-06', 'en')).toContain(
      'not run against the real product: MySQL, SQL Server, Oracle Database',
    );
  });

  it('names as untried what the README of the probe does', async () => {
    for (const probe of Object.keys(probeLoaders)) {
      const { notRunAgainst, readme = '' } = await readProbeRisk(probe, 'en');
      const text = await readFile(path.resolve(readme), 'utf8').catch(() => '');
      expect([probe, notRunAgainst !== undefined]).toEqual([
        probe,
        text.includes('not run against the real product'),
      ]);
    }
  });

  it('has an example of every probe to tell its risk by', async () => {
    for (const probe of ['database', 'redundancy', 'backup', 'power', 'balancer', 'ports'])
      expect((await readProbeRisk(probe, 'vi')).risks).toEqual(['observe']);
  });

  it('says which criteria a paper and a fact serve', async () => {
    expect(await textOf('isp-contract')).toContain('- ht-04:');
    expect(await textOf('lan.path.slowerMedianWireEquivalentMbps')).toContain('- ht-03:');
  });
});

describe('what a dossier shows', () => {
  const assessment = fixtureAssessment(checklist, {
    outcomes: { 'ht-03': 'undetermined' },
    simulated: true,
  });
  const show = (asked: string) => {
    const topic = findTopic(asked, checklist, 'vi');
    const seen = collectSeen(topic, assessment);
    return printSections(
      describeSeen(seen, new Set(['lan.path.slowerMedianWireEquivalentMbps']), 'vi'),
    ).join('\n');
  };

  it('shows finding, records, facts and what is missing', () => {
    const text = show('ht-03');
    expect(text).toContain('DỮ LIỆU MÔ PHỎNG');
    expect(text).toContain('Kết quả: Chưa đủ bằng chứng');
    expect(text).toContain('- Kết quả đo từ trạm đọc');
    expect(text).toContain('attestation-1: Xác nhận (ht-03, ris-05.a), Nguyễn Thị Ánh');
    expect(text).toContain(
      'pacs-ws (probe-lan-pacs-ws): slowerMedianWireEquivalentMbps 998,2 Mb/s',
    );
  });

  it('shows papers of a kind, and says when there is nothing', () => {
    expect(show('isp-contract')).toContain('12/HĐ-VT');
    expect(show('ha-configuration')).toContain('Hồ sơ không có gì về mục này.');
  });

  it('puts the rows that the rule counts first', () => {
    const row = (family: string) => ({
      node: 'p',
      role: 'pacs',
      direction: 'compress',
      family,
      encoded: true,
      decoded: true,
    });
    const record = assessment.evidence.find((one) => one.id === 'probe-lan-pacs-ws');
    if (record?.kind !== 'probe' || record.state !== 'observed') throw new Error('no such record');
    const rows = [row('rle'), row('jpeg2000')];
    const evidence = [{ ...record, facts: { 'dicom.compression': rows } }];
    const seen = collectSeen(findTopic('pacs-22', checklist, 'vi'), { ...assessment, evidence });
    expect(seen.facts[0]?.rows.map((one) => one.family)).toEqual(['jpeg2000', 'rle']);
  });

  it('shows attempts that failed beside a fact', () => {
    expect(show('dicom.node.echoMs')).toContain(
      'Không kết nối được: Máy từ chối kết nối tới cổng 104.',
    );
  });
});
