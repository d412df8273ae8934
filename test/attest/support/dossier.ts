import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadChecklist } from '../../../src/checklist/load.ts';
import { Dossier } from '../../../src/evidence/dossier.ts';
import { storeFoundations } from '../../../src/evidence/dossier-contents.ts';
import type { EvidenceRecord, Statement } from '../../../src/evidence/evidence.ts';
import { loadFacility } from '../../../src/facility/load.ts';
import { judge } from '../../../src/flow.ts';
import { checklistFolder, defaultChecklist } from '../../../src/project-folders.ts';

export const assessedOn = '2026-11-22';

/** A hospital's folder with a facility file, a few papers, and a dossier without evidence. */
export async function makeDossier(parent: string, facilityLines: readonly string[] = []) {
  const home = path.join(parent, 'bệnh viện');
  const folder = path.join(parent, 'hồ sơ');
  await mkdir(path.join(home, 'giấy tờ'), { recursive: true });
  await writeFile(path.join(home, 'giấy tờ', 'biên bản.txt'), 'Biên bản trình diễn\n');
  await writeFile(path.join(home, 'thu.pdf'), '%PDF-1.4\nThư từ chối\n');
  await writeFile(path.join(home, 'rong.pdf'), '');
  await writeFile(path.join(home, 'anh.exe'), Buffer.from([0x4d, 0x5a, 0, 1, 2]));
  const facilityFile = path.join(home, 'facility.yaml');
  await writeFile(
    facilityFile,
    [
      'schemaVersion: 1',
      'facility: {name: "Bệnh viện Kiểm thử"}',
      'appliesFor: advanced',
      'product: {name: "PACS Việt", version: "1", vendor: "V"}',
      ...facilityLines,
      '',
    ].join('\n'),
  );
  const loaded = await loadFacility(facilityFile, 'vi');
  const checklistPath = checklistFolder(defaultChecklist);
  const dossier = await Dossier.create(
    folder,
    {
      schemaVersion: 1,
      toolVersion: '0.0.0',
      assessedOn,
      language: 'vi',
      checklist: defaultChecklist,
      allowed: ['observe'],
      startedAt: '2026-11-22T08:00:00.000+07:00',
    },
    'vi',
  );
  await storeFoundations(dossier, loaded, checklistPath);
  return { home, folder, dossier, loaded, checklist: await loadChecklist(checklistPath) };
}

/** The statements of a dossier. */
export async function statementsOf(folder: string): Promise<Statement[]> {
  const records: EvidenceRecord[] = await (await Dossier.open(folder, 'vi')).readRecords('vi');
  return records.filter((one) => one.kind !== 'probe');
}

/** Outcome of one criterion, by judging the dossier as it is on disk. */
export async function outcomeOf(folder: string, criterion: string): Promise<string | undefined> {
  const assessment = await judge(await Dossier.open(folder, 'vi'));
  return [...assessment.findings, ...assessment.specialized].find(
    (one) => one.criterion === criterion,
  )?.outcome;
}
