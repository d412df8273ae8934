import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeManifest } from '../../src/evidence/manifest.ts';
import { fillSignature, prepareSignature } from '../../src/signature/pdf/prepare-signature.ts';
import { readPdfSignatures } from '../../src/signature/pdf/read-pdf-signatures.ts';
import { requestTimeStamp } from '../../src/signature/time-stamp/request-time-stamp.ts';
import { makeReportedDossier } from '../signature/support/reported-dossier.ts';
import { fixture, passphrase, readFixture } from '../signature/support/sign-fixtures.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

const tools = ['openssl', 'sha256sum', 'pdfsig', 'qpdf', 'zip', 'unzip'];
const missing = tools.filter((one) => spawnSync('which', [one]).status !== 0);
if (missing.length > 0) console.warn(`signatures: skipped, not installed: ${missing.join(', ')}`);

const run = promisify(execFile);
const env = { RISPACS_TEST_PASSPHRASE: 'một câu dài để giữ khóa', RISPACS_TEST_P12: passphrase };
const asked = ['--passphrase-env', 'RISPACS_TEST_PASSPHRASE'];
const cli = async (...args: readonly string[]): Promise<CliRun> => runCli(args, { env });
const done = async (...args: readonly string[]): Promise<CliRun> => {
  const finished = await cli(...args);
  expect(finished.stderr + finished.stdout, args.join(' ')).not.toMatch(/ngoài dự kiến/);
  expect(finished.code, finished.stderr).toBe(0);
  return finished;
};

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-signatures-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** A place of its own in `home`. */
async function makePlace(name: string): Promise<string> {
  const place = path.join(home, name);
  await mkdir(place);
  return place;
}

/** A small time-stamping authority: `openssl ts` behind HTTP on the loopback. */
async function startAuthority(place: string): Promise<{ url: URL; ca: string; answers: Buffer[] }> {
  const at = (name: string) => path.join(place, name);
  const openssl = (...args: readonly string[]) => run('openssl', args, { cwd: place });
  await openssl(
    ...'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=TSA-CA -days 30'.split(
      ' ',
    ),
  );
  await openssl(
    ...'req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Test-TSA'.split(' '),
  );
  await writeFile(
    at('tsa.ext'),
    'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n',
  );
  await openssl(
    ...'x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile tsa.ext -out tsa.pem'.split(
      ' ',
    ),
  );
  await writeFile(at('serial'), '01\n');
  await writeFile(
    at('tsa.cnf'),
    '[t]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg=sha256\n',
  );
  const answers: Buffer[] = [];
  const answer = async (query: Buffer): Promise<Buffer> => {
    await writeFile(at('q.tsq'), query);
    await openssl(
      ...'ts -reply -config tsa.cnf -section t -queryfile q.tsq -signer tsa.pem -inkey tsa.key -out r.tsr'.split(
        ' ',
      ),
    );
    const made = await readFile(at('r.tsr'));
    answers.push(made);
    return made;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // A second address gives every time the answer it gave first.
      const replay = request.url === '/replay' ? answers[0] : undefined;
      const made = replay ? Promise.resolve(replay) : answer(Buffer.concat(chunks));
      made.then(
        (bytes) => response.setHeader('content-type', 'application/timestamp-reply').end(bytes),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: new URL(`http://127.0.0.1:${port}/`), ca: at('ca.pem'), answers };
}

describe.skipIf(missing.length > 0)('a dossier signed on the command line', () => {
  it('is checked by sha256sum and openssl alone, packed, zipped again, and verified in a fresh process', async () => {
    const place = await makePlace('flow');
    const folder = await makeReportedDossier(place);
    const key = path.join(place, 'khoa.pem');
    const councilKey = path.join(place, 'hoi-dong.pem');
    const made = JSON.parse(
      (await done('keys', 'new', '--out', key, '--name', 'Bệnh viện', ...asked, '--json')).stdout,
    );
    await done('keys', 'new', '--out', councilKey, ...asked);
    const again = await cli('keys', 'new', '--out', key, ...asked);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('đã có')]);
    await done(
      'sign',
      folder,
      '--key',
      key,
      '--as',
      'facility',
      '--name',
      'Nguyễn Văn A',
      '--role',
      'Giám đốc',
      ...asked,
    );
    await done(
      'sign',
      folder,
      '--key',
      councilKey,
      '--as',
      'council',
      '--name',
      'Trần Thị B',
      ...asked,
    );

    await run('sha256sum', ['--strict', '-c', 'manifest-sha256.txt'], { cwd: folder });
    for (const party of ['facility', 'council']) {
      const { stdout } = await run(
        'openssl',
        `pkeyutl -verify -pubin -inkey ${party}.pub.pem -rawin -in ${party}.json -sigfile ${party}.sig`.split(
          ' ',
        ),
        { cwd: path.join(folder, 'signatures') },
      );
      expect(stdout).toContain('Signature Verified Successfully');
    }
    const { stdout: spki } = await run(
      'openssl',
      ['pkey', '-pubin', '-in', path.join(place, 'khoa.pub.pem'), '-outform', 'DER'],
      { encoding: 'buffer' },
    );
    await writeFile(path.join(place, 'spki'), spki);
    const { stdout: sum } = await run('sha256sum', [path.join(place, 'spki')]);
    expect(sum.slice(0, 64)).toBe(made.fingerprint);

    const zip = path.join(place, 'ho-so.zip');
    await done('pack', folder, '--out', zip);
    const open = await makePlace('flow/mo');
    await run('unzip', ['-q', zip, '-d', open]);
    const bag = path.join(open, (await readdir(open))[0] ?? '');
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      await run('sha256sum', ['--strict', '-c', manifest], { cwd: bag });

    const rezipped = path.join(place, 'nen-lai.zip');
    await run('zip', ['-q', '-r', rezipped, path.basename(bag)], { cwd: open });
    const elsewhere = await runCli(['verify', rezipped, '--key-fingerprint', made.fingerprint], {
      cwd: await makePlace('flow/noi-khac'),
    });
    expect(elsewhere.stdout).toContain('Có chữ ký đúng của khóa đã nêu');
    expect(elsewhere.code).toBe(0);

    await writeFile(path.join(bag, 'data/log.ndjson'), '{}\n');
    const tampered = path.join(place, 'sua.zip');
    await run('zip', ['-q', '-r', tampered, path.basename(bag)], { cwd: open });
    const found = await cli('verify', tampered, '--json');
    expect(found.code).toBe(5);
    expect(JSON.parse(found.stdout)).toMatchObject({
      ok: false,
      files: { changed: ['log.ndjson'] },
      bag: { changed: ['data/log.ndjson'] },
    });
    expect((await cli('verify', folder, '--key-fingerprint', '12')).code).toBe(2);
    expect((await cli('sign', folder)).code).toBe(2);
  });

  it('carries a time stamp that openssl verifies, and refuses a replayed one', async () => {
    const place = await makePlace('tsa');
    const folder = await makeReportedDossier(place);
    const { url, ca } = await startAuthority(place);
    const key = path.join(place, 'khoa.pem');
    await done('keys', 'new', '--out', key, ...asked);
    await done(
      'sign',
      folder,
      '--key',
      key,
      '--as',
      'facility',
      '--name',
      'A',
      '--tsa',
      url.href,
      ...asked,
    );
    const { stdout, stderr } = await run(
      'openssl',
      ['ts', '-verify', '-data', 'facility.sig', '-in', 'facility.tsr', '-CAfile', ca],
      { cwd: path.join(folder, 'signatures') },
    );
    expect(stdout + stderr).toContain('Verification: OK');
    const verified = await cli('verify', folder, '--lang', 'en');
    expect(verified.stdout).toMatch(/Time stamp: .*Test-TSA/);
    expect(verified.code).toBe(0);
    const replay = new URL('/replay', url);
    await expect(
      requestTimeStamp({
        url: replay,
        stamped: await readFile(path.join(folder, 'signatures/facility.sig')),
        language: 'en',
        signal: AbortSignal.timeout(20_000),
      }),
    ).rejects.toThrow(/nonce/);
    await expect(
      requestTimeStamp({
        url: replay,
        stamped: Buffer.from('khác'),
        language: 'en',
        signal: AbortSignal.timeout(20_000),
      }),
    ).rejects.toThrow(/imprint/);
    await rm(path.join(folder, 'signatures/facility.sig'));
    await writeFile(path.join(folder, 'signatures/facility.sig'), Buffer.alloc(64));
    expect((await cli('verify', folder)).code).toBe(5);
  });
});

describe.skipIf(missing.length > 0)('a report signed on the command line', () => {
  const p12 = ['--pdf', '--p12', fixture('rsa-aes256.p12'), '--passphrase-env', 'RISPACS_TEST_P12'];

  it.each([
    ['as the browser prints it', 'chromium.pdf'],
    ['with object streams', 'chromium-object-streams.pdf'],
  ])(
    '%s is valid for pdfsig and whole for qpdf; a second signature and a time stamp too',
    async (_name, file) => {
      const place = await makePlace(`pdf-${file}`);
      const folder = await makeReportedDossier(place);
      const report = path.join(folder, 'report.pdf');
      await writeFile(report, readFixture(file));
      await writeManifest(folder);
      const { url } = await startAuthority(place);
      await done('sign', folder, ...p12);
      await done(
        'sign',
        folder,
        '--pdf',
        '--p12',
        fixture('ec-aes256.p12'),
        '--passphrase-env',
        'RISPACS_TEST_P12',
        '--tsa',
        url.href,
      );
      const { stdout } = await run('pdfsig', ['-nocert', report]);
      expect(stdout.match(/Signature is Valid/g)).toHaveLength(2);
      expect(stdout.match(/ETSI\.CAdES\.detached/g)).toHaveLength(2);
      expect(stdout.match(/^ {2}- Total document signed/gm)).toHaveLength(1);
      expect(stdout).toContain('Nguyễn Văn Kiểm Thử');
      await run('qpdf', ['--check', report]);
      const verified = await cli('verify', folder, '--json');
      expect(verified.code).toBe(0);
      expect(JSON.parse(verified.stdout).reportSignatures).toMatchObject([
        { digest: 'intact', clock: 'signer' },
        { digest: 'intact', clock: 'time-stamp' },
      ]);
    },
  );

  it('holds for openssl as CAdES, with the certificate named', async () => {
    const place = await makePlace('cades');
    const folder = await makeReportedDossier(place);
    await done('sign', folder, ...p12);
    const bytes = await readFile(path.join(folder, 'report.pdf'));
    const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)/.exec(bytes.toString('latin1'));
    const [length = 0, next = 0, rest = 0] = range?.slice(1).map(Number) ?? [];
    const hex = bytes.subarray(length + 1, next - 1).toString('latin1');
    await writeFile(path.join(place, 'm.p7'), Buffer.from(hex, 'hex'));
    const covered = Buffer.concat([bytes.subarray(0, length), bytes.subarray(next, next + rest)]);
    await writeFile(path.join(place, 'covered'), covered);
    const { stderr } = await run(
      'openssl',
      [
        'cms',
        '-verify',
        '-cades',
        '-binary',
        '-inform',
        'DER',
        '-in',
        'm.p7',
        '-content',
        'covered',
        '-CAfile',
        fixture('test-ca.pem'),
        '-purpose',
        'any',
        '-no_check_time',
        '-out',
        'out',
      ],
      { cwd: place },
    );
    expect(stderr).toContain('CAdES Verification successful');
  });
});

describe.skipIf(missing.length > 0)('a signature made by other software', () => {
  it.each([
    ['RSA', ['-md', 'sha256']],
    ['SHA-512', ['-md', 'sha512']],
    ['RSA-PSS', ['-keyopt', 'rsa_padding_mode:pss']],
    ['named by key identifier', ['-keyid']],
    ['CAdES', ['-cades']],
    ['without attributes', ['-noattr']],
  ])('%s: is read, and a change is found', async (name, options) => {
    const place = await makePlace(`openssl-${name.replaceAll(' ', '-')}`);
    await run(
      'openssl',
      'req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=Token -days 30'.split(
        ' ',
      ),
      { cwd: place },
    );
    const prepared = prepareSignature(
      readFixture('chromium.pdf'),
      { name: 'x', reason: 'y', at: new Date() },
      4096,
    );
    await writeFile(path.join(place, 'covered'), Buffer.concat([...prepared.covered]));
    await run(
      'openssl',
      [
        'cms',
        '-sign',
        '-binary',
        '-in',
        'covered',
        '-signer',
        'c.pem',
        '-inkey',
        'k.pem',
        '-outform',
        'DER',
        '-out',
        'm.p7',
        ...options,
      ],
      { cwd: place },
    );
    const signed = fillSignature(prepared, await readFile(path.join(place, 'm.p7')));
    const ca = new X509Certificate(await readFile(path.join(place, 'c.pem')));
    expect(await readPdfSignatures(signed, [ca])).toMatchObject([
      { digest: 'intact', coversWholeFile: true, signer: { name: 'Token' }, chain: 'trusted' },
    ]);
    signed[500] = (signed[500] ?? 0) ^ 1;
    expect((await readPdfSignatures(signed))[0]?.digest).toBe('changed');
  });
});
