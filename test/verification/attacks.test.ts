import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeManifest } from '../../src/evidence/manifest.ts';
import { fingerprintOf } from '../../src/signature/fingerprint.ts';
import { openPdf } from '../../src/signature/pdf/open-pdf.ts';
import { signPdf } from '../../src/signature/pdf/sign-pdf.ts';
import { writeUpdate } from '../../src/signature/pdf/write-update.ts';
import type { Expectations } from '../../src/verification/expectations.ts';
import { verifyGiven } from '../../src/verification/verify-packed.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { newKey, signBoth } from '../signature/support/reported-dossier.ts';
import { readSigner } from '../signature/support/sign-fixtures.ts';
import { sha256OfText } from './support/sha256.ts';
import {
  attachmentOf,
  type Change,
  copyDossier,
  councilKey,
  facilityKey,
  inFolder,
  makeSignedPair,
  nothing,
  rejudged,
  replaceText,
  tamperWith,
  thenHash,
  unsigned,
} from './support/tamper.ts';

/** Pipes, devices and names that are not UTF-8 are of this system. */
const isPosix = process.platform !== 'win32';
let home: string;
let signed: string;
let other: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-attacks-'));
  ({ signed, other } = await makeSignedPair(home));
});

afterAll(() => rm(home, { recursive: true, force: true }));

const tamper = (change: Change, expectations?: Expectations) =>
  tamperWith(signed, change, expectations);

type Attack = readonly [name: string, change: Change, found: RegExp];

const instead = (file: string, put: (file: string) => Promise<unknown>): Change =>
  inFolder(file, async (found) => {
    await rm(found, { recursive: true });
    await put(found);
  });
const pipe = async (file: string) => execFileSync('mkfifo', [file]);
const council = (folder: string, end: string) => path.join(folder, `signatures/council.${end}`);

/** Signs a statement that was changed by hand, as whoever holds a key can. */
const signAgain =
  (party: string, key: KeyObject, change: (text: string) => string): Change =>
  async (folder) => {
    const base = path.join(folder, `signatures/${party}`);
    const text = change(await readFile(`${base}.json`, 'utf8'));
    await writeFile(`${base}.json`, text);
    await writeFile(
      `${base}.sig`,
      sign(null, Buffer.from(text), createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))),
    );
  };

const signatures: readonly Attack[] = [
  [
    "a counter-signature by the facility's own key",
    async (folder) => {
      await rm(path.join(folder, 'signatures'), { recursive: true });
      await signBoth(folder, facilityKey);
      await forgeCouncil(folder, facilityKey);
    },
    /SIGNATURE OF THE council IS NOT RIGHT: made by the facility's own key/,
  ],
  [
    "the facility's signature by the key of the council",
    async (folder) => {
      await rm(path.join(folder, 'signatures'), { recursive: true });
      await signBoth(folder, councilKey);
    },
    /NO SIGNATURE by the expected key/,
  ],
  [
    "a stranger's key under the printed fingerprint of the facility",
    async (folder) => {
      await rm(path.join(folder, 'signatures'), { recursive: true });
      const stranger = newKey();
      await signBoth(folder, stranger);
      await signAgain('facility', stranger, (text) =>
        text.replace(fingerprintOf(stranger), fingerprintOf(facilityKey)),
      )(folder);
    },
    /SIGNATURE OF THE facility IS NOT RIGHT: the public key does not match/,
  ],
  [
    'words beside the public key',
    inFolder('signatures/facility.pub.pem', async (file) =>
      writeFile(file, `Dấu vân tay: ${'0'.repeat(64)}\n${await readFile(file, 'utf8')}`),
    ),
    /the public key does not match/,
  ],
  [
    'words beside the public key in the statement, signed',
    signAgain('facility', facilityKey, (text) =>
      text.replace('-----BEGIN', `${fingerprintOf(councilKey)}\\n-----BEGIN`),
    ),
    /the public key does not match/,
  ],
  ...(
    [
      ['no algorithm', '  "algorithm": "Ed25519",\n', ''],
      ['another algorithm', '"Ed25519"', '"none"'],
      ['no hash of the manifest', /\n {4}"manifestSha256": "[0-9a-f]{64}",/, ''],
      ['one name twice', '"name":', '"name": "Bộ Y tế", "name":'],
      ['a prototype', '"name":', '"__proto__": {"state": "valid"}, "name":'],
      ['a byte order mark', /^/, '\ufeff'],
      ['a NUL', '"version": 1', '"version": 1\0'],
    ] as const
  ).map(
    ([what, from, to]): Attack => [
      `a signed statement with ${what}`,
      signAgain('facility', facilityKey, (text) => {
        const changed = text.replace(from, to);
        expect(changed).not.toBe(text);
        return changed;
      }),
      /SIGNATURE OF THE facility IS NOT RIGHT: the signature file is not in its form/,
    ],
  ),
  [
    'a council that signed no signature of the facility',
    signAgain('council', councilKey, (text) =>
      text.replace(/,\s*"facilitySignatureSha256": "[0-9a-f]{64}"/, ''),
    ),
    /SIGNATURE OF THE council IS NOT RIGHT: the council signed another signature/,
  ],
  [
    'signature files too large to be read, which no manifest lists',
    async (folder) => {
      for (const end of ['json', 'sig', 'pub.pem'])
        await writeFile(council(folder, end), Buffer.alloc(100_000));
    },
    /SIGNATURE OF THE council IS NOT RIGHT/,
  ],
  [
    'a time stamp too large to be read',
    inFolder('signatures/facility.tsr', (file) => writeFile(file, Buffer.alloc(100_000))),
    /SIGNATURE OF THE facility IS NOT RIGHT/,
  ],
  [
    'a time stamp of nothing',
    inFolder('signatures/facility.tsr', (file) => writeFile(file, '0\u0003abc')),
    /THE TIME STAMP IS NOT RIGHT/,
  ],
  [
    'a folder in place of a signature',
    async (folder) => {
      for (const end of ['json', 'sig', 'pub.pem']) {
        await rm(council(folder, end));
        await mkdir(council(folder, end));
      }
    },
    /SIGNATURE OF THE council IS NOT RIGHT/,
  ],
  [
    'the folder of signatures replaced by a file',
    instead('signatures', (file) => writeFile(file, 'x')),
    /not listed: signatures[\s\S]*NO SIGNATURE by the expected key/,
  ],
  [
    'a council review edited after signing',
    inFolder('council', async (folder) => {
      await mkdir(folder);
      await writeFile(path.join(folder, 'review.json'), '{}');
    }),
    /not listed: council\/review\.json \(the council's opinions and papers\)/,
  ],
  [
    'a record removed, judged again and hashed again',
    thenHash(rejudged(inFolder('evidence/dicom.pacs-2.json', (file) => rm(file)))),
    /over another manifest[\s\S]*over another manifest/,
  ],
];

async function forgeCouncil(folder: string, key: KeyObject): Promise<void> {
  const base = path.join(folder, 'signatures');
  const facility = await readFile(path.join(base, 'facility.json'), 'utf8');
  const text = facility
    .replace('"as": "facility"', '"as": "council"')
    .replace(
      /("assessmentSha256": "[0-9a-f]{64}")/,
      `$1,\n    "facilitySignatureSha256": "${sha256OfText(await readFile(path.join(base, 'facility.sig')))}"`,
    );
  await writeFile(path.join(base, 'council.json'), text);
  await writeFile(path.join(base, 'council.sig'), sign(null, Buffer.from(text), key));
  await cp(path.join(base, 'facility.pub.pem'), path.join(base, 'council.pub.pem'));
}

const folders: readonly Attack[] = [
  [
    'a folder as the manifest',
    instead('manifest-sha256.txt', (file) => mkdir(file)),
    /no manifest-sha256\.txt[\s\S]*odd: manifest-sha256\.txt is not a file that can be read/,
  ],
  [
    'a link as the manifest',
    inFolder('manifest-sha256.txt', async (file) => {
      await rename(file, path.join(file, '../../danh-muc'));
      await symlink('../danh-muc', file);
    }),
    /odd: manifest-sha256\.txt is not a file that can be read[\s\S]*is a symbolic link/,
  ],
  [
    'a folder as the result',
    instead('assessment.json', (file) => mkdir(file)),
    /missing: assessment\.json[\s\S]*Cannot be judged again: assessment\.json is not a file/,
  ],
  [
    'a hidden file that looks left over',
    inFolder('evidence', (folder) => writeFile(path.join(folder, '.x.0123456789ab.tmp'), 'ẩn')),
    /odd: evidence\/\.x\.0123456789ab\.tmp \(evidence\) is outside of the manifest/,
  ],
  [
    'something larger than a lock in its place',
    inFolder('.rispacs.lock', (file) => writeFile(file, Buffer.alloc(10_000))),
    /odd: \.rispacs\.lock is outside of the manifest/,
  ],
  [
    'a folder as a record',
    instead('evidence/dicom.pacs-1.json', (file) => mkdir(file)),
    /missing: evidence\/dicom\.pacs-1\.json[\s\S]*Cannot be judged again:.*dicom\.pacs-1\.json/,
  ],
  [
    'a file as the folder of evidence',
    instead('evidence', (file) => writeFile(file, 'x')),
    /missing: evidence\/dicom[\s\S]*not listed: evidence/,
  ],
  [
    'a record with one name twice',
    unsigned(replaceText('evidence/dicom.pacs-1.json', '"state":', '"state": "refused", "state":')),
    /Cannot be judged again:.*evidence\/dicom\.pacs-1\.json/,
  ],
  [
    'a record with a prototype',
    unsigned(
      replaceText('evidence/dicom.pacs-1.json', '"kind":', '"__proto__": {"x": 1}, "kind":'),
    ),
    /Cannot be judged again:.*evidence\/dicom\.pacs-1\.json/,
  ],
  [
    'settings with one name twice',
    replaceText('settings.json', '"language":', '"language": "en", "language":'),
    /content differs: settings\.json[\s\S]*settings\.json .*is damaged or was edited/,
  ],
];

const rehashed: readonly Attack[] = [
  ...(
    [
      ['a byte order mark', /^/, '\ufeff', 'assessment.json'],
      ['a line end', /$/, '\n', 'assessment.json'],
      ['a number written otherwise', '"durationMs":12', '"durationMs":1.2e1', 'assessment.json'],
      ['a negative zero', '"sideEffects":', '"x":-0,"sideEffects":', 'x'],
      ['one name twice', '"sideEffects":', '"sideEffects":[],"sideEffects":', 'assessment.json'],
      ['a prototype', '"sideEffects":', '"__proto__":{"ok":true},"sideEffects":', '__proto__'],
      ['an id that is no text', '"findings":[', '"findings":[{"criterion":{"toString":1}},', '\\?'],
      [
        'a value nested without end',
        '"sideEffects":',
        `"x":${'['.repeat(200_000)}${']'.repeat(200_000)},"sideEffects":`,
        'assessment.json',
      ],
      ['another verdict', /"status":"[a-z]+"/, '"status":"final!"', 'verdict'],
    ] as const
  ).map(
    ([what, from, to, named]): Attack => [
      `a result with ${what}`,
      replaceText('assessment.json', from, to),
      new RegExp(`DIFFERS from the recorded result in:[\\s\\S]*- differs: ${named}`),
    ],
  ),
  [
    'a line of the journal taken out',
    replaceText('side-effects.ndjson', /^.*order-2.*\n/m, ''),
    /DIFFERS from the recorded result in:\n {3}- differs: sideEffects/,
  ],
  [
    'a record taken out',
    inFolder('evidence/dicom.pacs-2.json', (file) => rm(file)),
    /DIFFERS from the recorded result in:[\s\S]*- differs: evidence/,
  ],
  [
    'an attachment with other content under the old name',
    async (folder) => writeFile(await attachmentOf(folder), 'bản ghi khác\n'),
    /odd: attachments\/[0-9a-f]{64}\.txt \(attachment\) has other content than the SHA-256/,
  ],
  [
    'an attachment taken out',
    async (folder) => rm(await attachmentOf(folder)),
    /odd: attachments\/[0-9a-f]{64}\.txt \(attachment\) is named by a record and is not/,
  ],
  [
    'a report of another result',
    replaceText('report.html', /(RFC 8785\)<\/title><desc[^>]*>)[0-9a-f]{4}/, '$1dead'),
    /odd: report\.html \(report\) prints the SHA-256 of another result/,
  ],
  [
    'a PDF of another result',
    inFolder('report.pdf', (file) =>
      appendFile(
        file,
        `%/Alt <${Buffer.from(`(assessment.json, RFC 8785) ${'a'.repeat(64)}`, 'utf16le')
          .swap16()
          .toString('hex')
          .toUpperCase()}>`,
      ),
    ),
    /odd: report\.pdf \(report\) prints the SHA-256 of another result/,
  ],
  [
    'a walk with a line changed',
    inFolder('challenge', async (folder) => {
      await mkdir(folder);
      await writeFile(path.join(folder, 'AAAA.ndjson'), walk('Lan', 'Minh').replace('Lan', 'Hoa'));
    }),
    /odd: challenge\/AAAA\.ndjson \(log of the walk\) was edited/,
  ],
  [
    'a walk with its first line taken out',
    inFolder('challenge', async (folder) => {
      await mkdir(folder);
      await writeFile(path.join(folder, 'AAAA.ndjson'), walk('Lan', 'Minh').replace(/^.*\n/, ''));
    }),
    /odd: challenge\/AAAA\.ndjson \(log of the walk\) was edited/,
  ],
  [
    'a checklist made easier, and judged by it',
    rejudged(replaceText('checklist/checklist.yaml', /^/, '# nới lỏng\n')),
    /Gives exactly the recorded result[\s\S]*checklist DIFFERS[\s\S]*checklist\/checklist\.yaml/,
  ],
  [
    'an edition that this tool does not carry',
    rejudged(replaceText('settings.json', /"checklist": "[^"]+"/, '"checklist": "ban-khac"')),
    /does not carry the checklist ban-khac/,
  ],
  ...(
    [
      ['a trailing dot', 'report.html.', 'a name that Windows'],
      ['a trailing space', 'report.html ', 'a name that Windows'],
      ['a device of Windows', 'aux.json', 'a name that Windows'],
      ['a stream of another file', 'report.html:x', 'a name that Windows'],
      ['a mark from right to left', 'a\u202efdp.exe', 'hidden characters'],
      ['an escape sequence', 'a\u001b[2Jb', 'hidden characters'],
    ] as const
  ).map(
    ([what, file, named]): Attack => [
      `a name with ${what}`,
      inFolder(file, (found) => writeFile(found, 'x')),
      new RegExp(`odd: .* has ${named}`),
    ],
  ),
];

/** Lines that name one another, as a challenge walk writes them. */
function walk(...names: readonly string[]): string {
  let previous = '0'.repeat(64);
  return names
    .map((name, index) => {
      const line = JSON.stringify({ seq: index + 1, at: '2026-11-22', previous, body: { name } });
      previous = sha256OfText(line);
      return `${line}\n`;
    })
    .join('');
}

const system: readonly Attack[] = [
  ['a pipe as the manifest', instead('manifest-sha256.txt', pipe), /odd: manifest-sha256\.txt/],
  ['a pipe as the result', instead('assessment.json', pipe), /is not a file that can be read/],
  ['a pipe as a record', instead('evidence/dicom.pacs-1.json', pipe), /is not a regular file/],
  ['a pipe as the facility file', instead('facility.yaml', pipe), /Cannot be judged again/],
  ['a pipe as the checklist', instead('checklist/checklist.yaml', pipe), /Cannot be judged again/],
  ['a pipe as the journal', instead('side-effects.ndjson', pipe), /Cannot be judged again/],
  ['a pipe as a signature', instead('signatures/council.sig', pipe), /OF THE council IS NOT RIGHT/],
  [
    'a pipe as the PDF',
    instead('report.pdf', pipe),
    /report\.pdf: digital signature CANNOT BE READ/,
  ],
  [
    'an endless device as the result',
    instead('assessment.json', (file) => symlink('/dev/zero', file)),
    /assessment\.json \(result\) is a symbolic link/,
  ],
  [
    'a name that is not UTF-8',
    async (folder) =>
      writeFile(Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([0xff])]), 'x'),
    /odd: a\ufffd has a name that is not UTF-8/,
  ],
];

describe('an attack on the signatures', () => {
  it.each(signatures)('%s: found and named', async (_name, change, found) => {
    const { ok, text } = await tamper(change);
    expect(text).toMatch(found);
    expect(ok).toBe(false);
  });

  it('by whoever counter-signs with the key of the facility is refused when signing', async () => {
    const folder = path.join(await makeTempFolder(), 'ho-so');
    await copyDossier(signed, folder);
    await rm(path.join(folder, 'signatures'), { recursive: true });
    await expect(signBoth(folder, facilityKey, facilityKey)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('khóa của mình'),
    });
  });

  it('by a manifest and signature of one dossier moved into another is named', async () => {
    const { ok, text } = await tamper(async (folder) => {
      await cp(path.join(other, 'signatures'), path.join(folder, 'signatures'), {
        recursive: true,
      });
      await cp(path.join(other, 'manifest-sha256.txt'), path.join(folder, 'manifest-sha256.txt'));
    });
    expect(text).toMatch(/content differs: log\.ndjson/);
    expect(text).toMatch(/Signature of the facility is right/);
    expect(ok).toBe(false);
  });
});

describe('an attack on the files of a signed dossier', () => {
  it.each(folders)('%s: found and named', async (_name, change, found) => {
    const { ok, text } = await tamper(change);
    expect(text).toMatch(found);
    expect(ok).toBe(false);
  });

  it.runIf(isPosix).each(system)('%s: found, named, and never waited on', async (...attack) => {
    const [, change, found] = attack;
    const { ok, text } = await tamper(change);
    expect(text).toMatch(found);
    expect(ok).toBe(false);
  });

  it.each([
    ['a folder', (file: string) => mkdir(file)],
    ['nothing', () => Promise.resolve()],
  ])('%s as the settings: one sentence, code 2', async (_name, put) => {
    await expect(tamper(instead('settings.json', put))).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 2,
    });
  });

  it('with folders deeper than any path may be long: one sentence, never a crash', async () => {
    const folder = path.join(await makeTempFolder(), 'ho-so');
    await copyDossier(signed, folder);
    const script = 'd=$(printf "a%.0s" $(seq 200)); for i in $(seq 30); do mkdir $d && cd $d; done';
    execFileSync('bash', ['-c', script], { cwd: folder });
    const given = {
      path: folder,
      language: 'en',
      signal: AbortSignal.timeout(60_000),
      options: {},
    } as const;
    const result = await verifyGiven(given).then(
      (one) => one.ok,
      (error: unknown) => error,
    );
    if (result !== false) expect(result).toMatchObject({ name: 'UserError', exitCode: 2 });
    execFileSync('rm', ['-rf', folder]);
  });
});

describe('an attack on a dossier without signatures, with all hashes made anew', () => {
  it.each(rehashed)('%s: found and named', async (_name, change, found) => {
    const { ok, text } = await tamper(unsigned(change), nothing);
    expect(text).toMatch(found);
    expect(ok).toBe(false);
  });

  it('a record taken out and judged again is consistent: it is said that this cannot be seen', async () => {
    const change = unsigned(
      rejudged(async (folder) => {
        await rm(path.join(folder, 'evidence/dicom.pacs-2.json'));
        // As the tool would, with reports of the new result.
        for (const name of await readdir(folder))
          if (name.startsWith('report.')) await rm(path.join(folder, name));
      }),
    );
    const { ok, text } = await tamper(change, nothing);
    expect(ok).toBe(true);
    expect(text).toMatch(/not signed[\s\S]*cannot be detected without --expect-sha256 or --key-f/);
    expect((await tamper(change)).text).toMatch(/NO SIGNATURE by the expected key/);
    const sha256 = sha256OfText(await readFile(path.join(signed, 'assessment.json')));
    const held = await tamper(change, { sha256, fingerprints: [] });
    expect(held.text).toMatch(/NO MATCH/);
    expect(held.ok).toBe(false);
  });

  it('a whole walk is not called edited, nor one that a power cut tore', async () => {
    for (const text of [walk('Lan', 'Minh'), `${walk('Lan')}{"seq":2,"at"`])
      expect(
        (
          await tamper(
            unsigned(
              inFolder('challenge', async (folder) => {
                await mkdir(folder);
                await writeFile(path.join(folder, 'AAAA.ndjson'), text);
              }),
            ),
            nothing,
          )
        ).ok,
      ).toBe(true);
  });
});

describe('an attack on the signed PDF', () => {
  const pdf = (change: (bytes: Buffer) => Promise<Buffer>): Change =>
    thenHash(
      inFolder('report.pdf', async (file) => writeFile(file, await change(await readFile(file)))),
    );

  it('a byte range that leaves out more than the signature is not read as intact', async () => {
    const { text, ok } = await tamper(
      pdf(async (bytes) => {
        const words = bytes.toString('latin1');
        const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)/.exec(words);
        const [, length = '', next = ''] = range ?? [];
        const shorter = String(Number(length) - 20).padEnd(length.length);
        return Buffer.from(
          words.replace(`/ByteRange [0 ${length} ${next}`, `/ByteRange [0 ${shorter} ${next}`),
          'latin1',
        );
      }),
    );
    expect(text).toMatch(/report\.pdf: digital signature CANNOT BE READ/);
    expect(ok).toBe(false);
  });

  const signedAgain = async (bytes: Buffer): Promise<Buffer> =>
    signPdf(bytes, {
      signer: await readSigner('ec-aes256.p12'),
      reason: 'x',
      at: new Date('2026-12-01T09:00:00Z'),
    });

  it('signed a second time: the first one is said not to cover the second', async () => {
    const { text, ok } = await tamper(
      unsigned(
        inFolder('report.pdf', async (file) =>
          writeFile(file, await signedAgain(await readFile(file))),
        ),
      ),
      nothing,
    );
    expect(text).toMatch(/intact, Nguyễn Văn Kiểm Thử.*Only signatures were added after it/);
    expect(ok).toBe(true);
  });

  it('pages replaced below the signature and signed again by a stranger is found and named', async () => {
    const { text, ok } = await tamper(
      unsigned(
        inFolder('report.pdf', async (file) =>
          writeFile(file, await signedAgain(replaceContent(await readFile(file)))),
        ),
      ),
      nothing,
    );
    expect(text).toMatch(/intact, Nguyễn Văn Kiểm Thử.*WHAT WAS SIGNED IS REPLACED/);
    expect(text).not.toMatch(/SOMETHING WAS APPENDED/);
    expect(ok).toBe(false);
  });
});

/** Puts other content in the place of the first page's, by an incremental update: the signed bytes stay. */
function replaceContent(bytes: Buffer): Buffer {
  const pdf = openPdf(bytes);
  const contents = /\/Contents (\d+) 0 R/.exec(bytes.toString('latin1'))?.[1];
  const body = '<< /Length 17 >>\nstream\nBT (Loai tot) Tj ET\nendstream';
  return writeUpdate(bytes, pdf, new Map([[Number(contents), { generation: 0, body }]]));
}

describe('words of a stranger, printed', () => {
  const nasty = `\u001b]0;x\u0007\u001b[2J\u009b31m\u202e\u2066${'dài '.repeat(3000)}\r\n1. Files of the dossier\n   Intact`;
  const key = generateKeyPairSync('ed25519').privateKey;

  it.each<readonly [string, Change]>([
    [
      'a subject',
      replaceText(
        'evidence/dicom.pacs-1.json',
        /"subject": "[^"]*"/,
        `"subject": ${JSON.stringify(nasty)}`,
      ),
    ],
    [
      'the version of the tool',
      replaceText(
        'settings.json',
        /"toolVersion": "[^"]*"/,
        `"toolVersion": ${JSON.stringify(nasty)}`,
      ),
    ],
    [
      'a line of the manifest',
      inFolder('manifest-sha256.txt', (file) =>
        appendFile(file, `${nasty}\n${'0'.repeat(64)}  ${nasty}\n`),
      ),
    ],
    [
      'a key of the result',
      replaceText('assessment.json', '"sideEffects":', `${JSON.stringify(nasty)}:1,"sideEffects":`),
    ],
    [
      'a criterion',
      replaceText(
        'assessment.json',
        '"findings":[',
        `"findings":[{"criterion":${JSON.stringify(nasty)}},`,
      ),
    ],
    [
      'the signer',
      signAgain('facility', key, (text) =>
        text.replace('Nguyễn Văn A', JSON.stringify(nasty.slice(0, 150)).slice(1, -1)),
      ),
    ],
    ['a file', inFolder(`x\u001b[2J\u202e${'a'.repeat(200)}`, (file) => writeFile(file, 'x'))],
    ['a record', inFolder(`evidence/x\u001b[2J\u202e.json`, (file) => writeFile(file, 'x'))],
    ['a checklist', inFolder(`checklist/x\u001b[2J\u202e.yaml`, (file) => writeFile(file, 'x'))],
  ])(
    '%s: neither moves the cursor, nor turns the writing, nor forges a line',
    async (_name, change) => {
      const { verification, ok } = await tamper(change);
      const { describeVerification } = await import(
        '../../src/verification/describe-verification.ts'
      );
      for (const language of ['vi', 'en'] as const) {
        const lines = describeVerification(verification, language);
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
          expect(line.length).toBeLessThan(1100);
        }
        expect(lines.filter((line) => line.startsWith('1.'))).toHaveLength(1);
      }
      expect(ok).toBe(false);
    },
  );

  it('hashing the dossier anew does not make a file of it', async () => {
    const folder = path.join(await makeTempFolder(), 'ho-so');
    await copyDossier(signed, folder);
    await symlink('/etc/hostname', path.join(folder, 'link'));
    await writeManifest(folder);
    const verification = await verifyGiven({
      path: folder,
      language: 'en',
      signal: AbortSignal.timeout(60_000),
      options: {},
    });
    expect(verification.ok).toBe(false);
  });
});
