import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lockName } from '../../../src/evidence/dossier-lock.ts';
import type { ProbeEvidence } from '../../../src/evidence/evidence.ts';
import { writeManifest } from '../../../src/evidence/manifest.ts';
import { judge, report } from '../../../src/flow.ts';
import { signDossier } from '../../../src/signature/sign-dossier.ts';
import { makeDossier } from '../../attest/support/dossier.ts';
import { readFixture } from './sign-fixtures.ts';

const record = (subjectId: string, attachments: ProbeEvidence['attachments']): ProbeEvidence => ({
  id: `dicom.${subjectId}`,
  kind: 'probe',
  probe: 'dicom',
  probeVersion: 1,
  subject: `${subjectId} (dicom://127.0.0.1:104/PACS)`,
  subjectId,
  startedAt: '2026-11-22T08:00:01.000+07:00',
  durationMs: 12,
  notes: [],
  attachments: [...attachments],
  state: 'unreachable',
  facts: {},
  reason: { code: 'ECONNREFUSED', message: 'Không kết nối được' },
});

/** A small dossier as `assess` leaves it: two records, an attachment, a journal, a result, a PDF. */
export async function makeReportedDossier(parent: string): Promise<string> {
  const { dossier, folder } = await makeDossier(parent);
  const attached = await dossier.attach(Buffer.from('bản ghi thô\n'), {
    mediaType: 'text/plain',
    extension: 'txt',
  });
  await dossier.writeRecord(record('pacs-1', [attached]));
  await dossier.writeRecord(record('pacs-2', []));
  for (const id of ['order-1', 'order-2'])
    await dossier.journal({
      id,
      system: 'ris',
      kind: 'order',
      identifiers: { accession: id },
      state: 'removed-verified',
    });
  await dossier.log('started');
  await dossier.log('ended');
  await report(dossier, await judge(dossier), ['html', 'csv'], AbortSignal.timeout(30_000));
  await writeFile(path.join(folder, 'report.pdf'), readFixture('chromium.pdf'));
  await writeManifest(folder);
  // This process holds the lock until it ends; other processes are to sign too.
  await rm(path.join(folder, lockName));
  return folder;
}

/** A new Ed25519 private key. */
export const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

/** Signs as facility, and as council when there is a key for it. */
export async function signBoth(
  folder: string,
  facility: KeyObject,
  council?: KeyObject,
): Promise<void> {
  const rest = { folder, language: 'vi', signal: AbortSignal.timeout(30_000) } as const;
  await signDossier({
    ...rest,
    as: 'facility',
    key: facility,
    name: 'Nguyễn Văn A',
    role: 'Giám đốc',
  });
  if (council) await signDossier({ ...rest, as: 'council', key: council, name: 'Trần Thị B' });
}
