import {
  appendFile,
  cp,
  link,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeManifest } from '../../src/evidence/manifest.ts';
import type { Expectations } from '../../src/verification/expectations.ts';
import { newKey, signBoth } from '../signature/support/reported-dossier.ts';
import {
  attachmentOf,
  type Change,
  copyDossier,
  inFolder,
  makeSignedPair,
  replaceText,
  tamperWith,
  thenHash,
} from './support/tamper.ts';

let home: string;
let signed: string;
/** Another dossier, rightly signed with the same keys. */
let other: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-tampering-'));
  ({ signed, other } = await makeSignedPair(home));
});

afterAll(() => rm(home, { recursive: true, force: true }));

const tamper = (change: Change, expectations?: Expectations) =>
  tamperWith(signed, change, expectations);

const kinds: readonly (readonly [name: string, change: Change, found: RegExp])[] = [
  [
    'one byte of evidence',
    replaceText('evidence/dicom.pacs-1.json', 'ECONNREFUSED', 'ECONNREFUSEE'),
    /content differs: evidence\/dicom\.pacs-1\.json \(evidence\)/,
  ],
  [
    'a swapped attachment',
    async (folder) => writeFile(await attachmentOf(folder), 'bản ghi khác\n'),
    /content differs: attachments\/[0-9a-f]{64}\.txt \(attachment\)/,
  ],
  [
    'a changed checklist',
    inFolder('checklist/checklist.yaml', (file) => appendFile(file, '# nới lỏng\n')),
    /content differs: checklist\/checklist\.yaml[\s\S]*checklist DIFFERS/,
  ],
  [
    'a removed record',
    inFolder('evidence/dicom.pacs-2.json', (file) => rm(file)),
    /missing: evidence\/dicom\.pacs-2\.json/,
  ],
  [
    'an edited verdict',
    replaceText('assessment.json', /"status":"[a-z]+"/, '"status":"final!"'),
    /content differs: assessment\.json \(result\)[\s\S]*DIFFERS from the recorded result in:[\s\S]*verdict/,
  ],
  [
    'an edited side-effect journal',
    replaceText('side-effects.ndjson', '"order-1"', '"order-9"'),
    /content differs: side-effects\.ndjson \(side-effect journal\)/,
  ],
  [
    'a log line removed',
    replaceText('log.ndjson', /^.*\n/, ''),
    /content differs: log\.ndjson \(log\)/,
  ],
  [
    'both signatures stripped, with their keys expected',
    inFolder('signatures', (file) => rm(file, { recursive: true })),
    /(NO SIGNATURE by the expected key[\s\S]*){2}/,
  ],
  [
    'the counter-signature removed, with its key expected',
    async (folder) => {
      for (const end of ['json', 'sig', 'pub.pem'])
        await rm(path.join(folder, `signatures/council.${end}`));
    },
    /Signature of the facility is right[\s\S]*NO SIGNATURE by the expected key/,
  ],
  [
    "the facility's signature removed under the council's",
    async (folder) => {
      for (const end of ['json', 'sig', 'pub.pem'])
        await rm(path.join(folder, `signatures/facility.${end}`));
    },
    /SIGNATURE OF THE council IS NOT RIGHT: the council signed the facility's signature, which is gone/,
  ],
  [
    "the facility's signature replaced under the council's",
    async (folder) => {
      const council = path.join(folder, '..', 'council');
      await cp(path.join(folder, 'signatures'), council, { recursive: true });
      await rm(path.join(folder, 'signatures'), { recursive: true });
      await signBoth(folder, newKey());
      for (const end of ['json', 'sig', 'pub.pem'])
        await cp(
          path.join(council, `council.${end}`),
          path.join(folder, `signatures/council.${end}`),
        );
    },
    /the council signed another signature of the facility/,
  ],
  [
    'a signature by a stranger, with the key expected',
    async (folder) => {
      await rm(path.join(folder, 'signatures'), { recursive: true });
      await signBoth(folder, newKey(), newKey());
    },
    /Signature of the facility is right[\s\S]*NO SIGNATURE by the expected key/,
  ],
  [
    "a stranger's signature under the name and key of the facility",
    async (folder) => {
      const foreign = path.join(path.dirname(folder), 'foreign');
      await copyDossier(folder, foreign);
      await rm(path.join(foreign, 'signatures'), { recursive: true });
      await signBoth(foreign, newKey());
      await cp(
        path.join(foreign, 'signatures/facility.sig'),
        path.join(folder, 'signatures/facility.sig'),
      );
    },
    /SIGNATURE OF THE facility IS NOT RIGHT: not made by this key/,
  ],
  [
    'the name of the signer edited',
    replaceText('signatures/facility.json', 'Nguyễn Văn A', 'Nguyễn Văn B'),
    /not made by this key, or what is signed was edited/,
  ],
  [
    'the public key exchanged',
    (folder) =>
      cp(
        path.join(folder, 'signatures/council.pub.pem'),
        path.join(folder, 'signatures/facility.pub.pem'),
      ),
    /the public key does not match/,
  ],
  [
    "the council's files as the facility's",
    async (folder) => {
      for (const end of ['json', 'sig', 'pub.pem'])
        await cp(
          path.join(folder, `signatures/council.${end}`),
          path.join(folder, `signatures/facility.${end}`),
        );
    },
    /it is the signature of another party/,
  ],
  [
    'the signatures of another dossier',
    (folder) =>
      cp(path.join(other, 'signatures'), path.join(folder, 'signatures'), { recursive: true }),
    /SIGNATURE OF THE facility IS NOT RIGHT: over another manifest/,
  ],
  [
    'half of a signature removed',
    inFolder('signatures/facility.sig', (file) => rm(file)),
    /a file of the signature is missing/,
  ],
  [
    'a signature file that is no signature file',
    inFolder('signatures/facility.json', (file) => writeFile(file, '{}')),
    /the signature file is not in its form/,
  ],
  [
    'an added file',
    inFolder('evidence/them.json', (file) => writeFile(file, '{}')),
    /not listed: evidence\/them\.json/,
  ],
  [
    'an added file among the signatures',
    inFolder('signatures/readme.txt', (file) => writeFile(file, 'x')),
    /not listed: signatures\/readme\.txt/,
  ],
  [
    'a name that differs only in case',
    inFolder('Report.html', (file) => writeFile(file, 'x')),
    /odd: report\.html \(report\) differs from another name only in case/,
  ],
  [
    'names that differ only in NFC and NFD',
    async (folder) => {
      for (const form of ['NFC', 'NFD'])
        await writeFile(path.join(folder, 'ảnh.txt'.normalize(form)), form);
    },
    /differs from another name only in Unicode normalisation/,
  ],
  [
    'a file replaced by a symbolic link to the same content',
    inFolder('log.ndjson', async (file) => {
      await rename(file, path.join(file, '../../log'));
      await symlink('../log', file);
    }),
    /content differs: log\.ndjson[\s\S]*odd: log\.ndjson \(log\) is a symbolic link/,
  ],
  [
    'the folder of attachments replaced by a symbolic link',
    inFolder('attachments', async (file) => {
      await rename(file, path.join(file, '../../elsewhere'));
      await symlink('../elsewhere', file);
    }),
    /missing: attachments\/[\s\S]*odd: attachments is a symbolic link/,
  ],
  [
    'a hard link from outside',
    inFolder('assessment.json', (file) => link(file, path.join(file, '../../outside'))),
    /odd: assessment\.json \(result\) has another name \(hard link\)/,
  ],
  [
    'a manifest line removed',
    replaceText('manifest-sha256.txt', /^.* {2}log\.ndjson\n/m, ''),
    /not listed: log\.ndjson[\s\S]*over another manifest/,
  ],
  [
    'a manifest that names a file outside',
    inFolder('manifest-sha256.txt', (file) => appendFile(file, `${'0'.repeat(64)}  ../etc\n`)),
    /malformed line: 0{64} {2}\.\.\/etc/,
  ],
  [
    'evidence edited and the manifest put right',
    thenHash(replaceText('evidence/dicom.pacs-1.json', 'ECONNREFUSED', 'ETIMEDOUT')),
    /SIGNATURE OF THE facility IS NOT RIGHT: over another manifest: the dossier was changed after signing[\s\S]*DIFFERS from the recorded result/,
  ],
  [
    'evidence renamed and the manifest put right',
    thenHash(
      inFolder('evidence/dicom.pacs-1.json', (file) =>
        rename(file, path.join(file, '../dicom.pacs-9.json')),
      ),
    ),
    /over another manifest[\s\S]*Cannot be judged again:.*evidence\/dicom\.pacs-9\.json/,
  ],
  [
    'two records exchanged',
    async (folder) => {
      const [a, b] = ['dicom.pacs-1.json', 'dicom.pacs-2.json'].map((name) =>
        path.join(folder, 'evidence', name),
      ) as [string, string];
      await rename(a, `${a}.x`);
      await rename(b, a);
      await rename(`${a}.x`, b);
    },
    /content differs: evidence\/dicom\.pacs-1\.json[\s\S]*content differs: evidence\/dicom\.pacs-2\.json/,
  ],
  [
    'lines of the manifest put in another order',
    inFolder('manifest-sha256.txt', async (file) => {
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').reverse();
      await writeFile(file, `${lines.join('\n')}\n`);
    }),
    /over another manifest/,
  ],
  [
    'changed settings',
    replaceText('settings.json', '"2026-11-22"', '"2025-11-22"'),
    /content differs: settings\.json \(settings\)/,
  ],
  [
    'an edited facility file',
    replaceText('facility.yaml', 'Bệnh viện Kiểm thử', 'Bệnh viện Khác'),
    /content differs: facility\.yaml \(facility file\)/,
  ],
  [
    'a replaced PDF',
    inFolder('report.pdf', (file) => writeFile(file, '%PDF-1.4\nkhác\n%%EOF\n')),
    /content differs: report\.pdf \(report\)/,
  ],
  [
    'one byte of the signed PDF, and the manifest put right',
    thenHash(
      inFolder('report.pdf', async (file) => {
        const bytes = await readFile(file);
        bytes[400] = (bytes[400] ?? 0) ^ 1;
        await writeFile(file, bytes);
      }),
    ),
    /report\.pdf: digital signature CONTENT CHANGED after signing, Nguyễn Văn Kiểm Thử/,
  ],
  [
    'something appended to the signed PDF, and the manifest put right',
    thenHash(inFolder('report.pdf', (file) => appendFile(file, '\n% thêm\n'))),
    /report\.pdf: SOMETHING WAS APPENDED after the last signature/,
  ],
  [
    'a truncated file',
    inFolder('report.html', (file) => truncate(file, 100)),
    /content differs: report\.html/,
  ],
  [
    'a byte order mark in the manifest',
    inFolder('manifest-sha256.txt', async (file) =>
      writeFile(file, `\ufeff${await readFile(file, 'utf8')}`),
    ),
    /odd: manifest-sha256\.txt begins with a byte order mark/,
  ],
  [
    'Windows line ends in the manifest',
    inFolder('manifest-sha256.txt', async (file) =>
      writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n')),
    ),
    /odd: manifest-sha256\.txt has Windows line ends/,
  ],
  [
    'the manifest removed',
    inFolder('manifest-sha256.txt', (file) => rm(file)),
    /no manifest-sha256\.txt/,
  ],
];

describe('a signed dossier', () => {
  it('is right as it was signed, and says whose keys and which certificate it was', async () => {
    const { ok, text } = await tamper(async () => undefined);
    expect(text).toMatch(/Intact/);
    expect(text).toMatch(/in the name of Nguyễn Văn A, Giám đốc/);
    expect(text.match(/Rightly signed by the expected key/g)).toHaveLength(2);
    expect(text).toMatch(/report\.pdf: digital signature intact, Nguyễn Văn Kiểm Thử/);
    expect(text).toMatch(/Gives exactly the recorded result/);
    expect(ok).toBe(true);
  });

  it.each(kinds)('with %s: found and named', async (_name, change, found) => {
    const { ok, text } = await tamper(change);
    expect(ok).toBe(false);
    expect(text).toMatch(found);
  });

  it('judged again, is said to differ only where it does', async () => {
    const { text } = await tamper(
      replaceText('evidence/dicom.pacs-1.json', 'Không kết nối được', 'Không tới được máy'),
    );
    const named = [...text.matchAll(/- differs: (\S+)/g)].map((one) => one[1] ?? '');
    expect(named).toContain('pacs-02');
    expect(named.filter((one) => !/^[a-z]+-\d\d$/.test(one))).toEqual(['evidence']);
  });

  it('regenerated whole without signatures is found by the expected hash or key, and only by them', async () => {
    const forge = async (folder: string) => {
      await rm(path.join(folder, 'signatures'), { recursive: true });
      await appendFile(path.join(folder, 'log.ndjson'), '{"event":"x"}\n');
      await writeManifest(folder);
    };
    const blind = await tamper(forge, { fingerprints: [] });
    expect(blind.ok).toBe(true);
    expect(blind.text).toMatch(
      /not signed[\s\S]*cannot be detected without --expect-sha256 or --key-fingerprint/,
    );
    const { manifestSha256 } = JSON.parse(
      await readFile(path.join(signed, 'signatures/facility.json'), 'utf8'),
    ).signs;
    const byHash = await tamper(forge, { sha256: manifestSha256, fingerprints: [] });
    expect(byHash.ok).toBe(false);
    expect(byHash.text).toMatch(/NO MATCH/);
    expect((await tamper(forge)).ok).toBe(false);
    const right = await tamper(async () => undefined, { sha256: manifestSha256, fingerprints: [] });
    expect(right.text).toMatch(/Matches the expected SHA-256: the manifest/);
    expect(right.ok).toBe(true);
  });
});
