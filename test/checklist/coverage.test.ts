import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureCoverage } from '../../src/checklist/coverage.ts';
import { loadChecklist } from '../../src/checklist/load.ts';
import { describeFacts } from '../../src/probes/fact-registry.ts';

const checklist = await loadChecklist(path.resolve('checklists/annex-1-2021'));
const coverage = measureCoverage(checklist, describeFacts());

describe('measureCoverage', () => {
  it('finds a way to answer every criterion, and a use for every probe and every paper', () => {
    expect(coverage.withoutMethod).toEqual([]);
    expect(coverage.unacceptedProbes).toEqual([]);
    expect(coverage.unusedDocuments).toEqual([]);
  });

  it('shows what decides a criterion', () => {
    expect(coverage.criteria.find((one) => one.criterion === 'ht-04')).toMatchObject({
      probes: ['internet'],
      documents: ['isp-contract'],
      attestation: true,
    });
  });

  it('does not count a probe that only feeds remarks', () => {
    expect(coverage.criteria.find((one) => one.criterion === 'at-01')?.probes).toEqual([]);
    expect(coverage.criteria.find((one) => one.criterion === 'tr-03')?.probes).toEqual([]);
  });

  it('lists the criteria that only people can answer', () => {
    expect(coverage.attestationOnly).toContain('pacs-24');
    expect(coverage.attestationOnly).not.toContain('ht-03');
    // A person acts, and the tool checks what came of it.
    expect(coverage.attestationOnly).not.toContain('pacs-12');
    expect(coverage.criteria.find((one) => one.criterion === 'pacs-12')?.probes).toEqual([
      'challenge',
      'challenge-archive',
    ]);
  });

  it('names facts that no rule and no remark reads', () => {
    expect(coverage.unusedFacts).toContain('dicom.node.echoMs');
    expect(coverage.unusedFacts).not.toContain('lan.port.virtual');
    expect(coverage.unusedFacts).not.toContain('internet.line.spanHours');
  });

  it('reports a probe that no criterion accepts and a paper that no rule asks for', () => {
    const narrow = measureCoverage(
      { ...checklist, criteria: checklist.criteria.filter((one) => one.id !== 'ht-04') },
      describeFacts(),
    );
    expect(narrow.unacceptedProbes).toEqual(['internet']);
    expect(narrow.unusedDocuments).toEqual(['isp-contract']);
    expect(narrow.unusedFigures).toContain('isp-contract.uploadMbps');
  });
});

describe('the facts that rules may use', () => {
  it('come from every probe folder that declares facts', async () => {
    const folders = await readdir(path.resolve('src/probes'), { withFileTypes: true });
    const declared = new Set(describeFacts().map((fact) => fact.group));
    for (const folder of folders.filter((one) => one.isDirectory())) {
      const files = await readdir(path.resolve('src/probes', folder.name));
      if (!files.includes('facts.ts')) continue;
      const module: { factGroups?: readonly { name: string }[] } = await import(
        `../../src/probes/${folder.name}/facts.ts`
      );
      for (const group of module.factGroups ?? []) expect(declared).toContain(group.name);
    }
  });
});
