import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCms } from '../../src/signature/cms/build-cms.ts';
import { checkCms } from '../../src/signature/cms/check-cms.ts';
import { openPdf } from '../../src/signature/pdf/open-pdf.ts';
import { readPdfSignatures } from '../../src/signature/pdf/read-pdf-signatures.ts';
import { UnreadablePdf } from '../../src/signature/pdf/read-syntax.ts';
import { signPdf } from '../../src/signature/pdf/sign-pdf.ts';
import { readPkcs12 } from '../../src/signature/pkcs12/read-pkcs12.ts';
import { passphrase, readFixture, readSigner } from './support/sign-fixtures.ts';

const at = new Date('2026-12-22T09:00:00Z');
const reason = 'Xác nhận kết quả đánh giá';
const ca = [new X509Certificate(readFixture('test-ca.pem'))];
const pdfs = ['chromium.pdf', 'chromium-object-streams.pdf'] as const;
const signOnce = async (file: (typeof pdfs)[number] = 'chromium.pdf', signer = 'rsa-aes256.p12') =>
  signPdf(readFixture(file), { signer: await readSigner(signer), reason, at });

describe('a PKCS#12 file', () => {
  it.each([
    ['rsa-aes256.p12', 'Nguyễn Văn Kiểm Thử'],
    ['rsa-3des.p12', 'Nguyễn Văn Kiểm Thử'],
    ['ec-aes256.p12', 'Hoi dong (EC)'],
  ])('%s is read with its certificate', async (file, name) => {
    const signer = await readSigner(file);
    expect(signer.certificate.subject).toContain(`CN=${name}`);
    expect(signer.certificate.checkPrivateKey(signer.key)).toBe(true);
  });

  it.each([
    ['rsa-aes256.p12', 'sai', /wrong passphrase/],
    ['rsa-3des.p12', 'sai', /wrong passphrase/],
    ['rsa-rc2.p12', passphrase, /old encryption \(RC2\)/],
    ['test-ca.pem', passphrase, /cannot be read/],
    ['chromium.pdf', passphrase, /cannot be read/],
  ])('%s with "%s" is refused in one sentence', async (file, word, found) => {
    await expect(readPkcs12(readFixture(file), word, 'en')).rejects.toThrow(found);
  });

  it('damaged in any way is refused, never a crash', async () => {
    const whole = readFixture('rsa-3des.p12');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (where, value) => {
        const bytes = Buffer.from(whole);
        bytes[where] = value;
        await readPkcs12(bytes, passphrase, 'en').catch((error: unknown) =>
          expect(error).toMatchObject({ name: 'UserError' }),
        );
      }),
      { numRuns: 40, seed: 20261122 },
    );
  });
});

describe('a signed PDF', () => {
  it.each(pdfs)(
    '%s keeps its bytes, and tells who signed, when, and that it is whole',
    async (file) => {
      const signed = await signOnce(file);
      const original = readFixture(file);
      expect(signed.subarray(0, original.length).equals(original)).toBe(true);
      const [one, ...more] = await readPdfSignatures(signed, ca);
      expect(more).toEqual([]);
      expect(one).toMatchObject({
        kind: 'signature',
        digest: 'intact',
        coversWholeFile: true,
        signedAt: '2026-12-22T09:00:00.000Z',
        clock: 'signer',
        chain: 'trusted',
        signer: { name: 'Nguyễn Văn Kiểm Thử', issuer: 'rispacs test CA' },
      });
    },
  );

  it('is not judged by its chain without authorities, and not trusted by others', async () => {
    const signed = await signOnce();
    expect((await readPdfSignatures(signed))[0]).not.toHaveProperty('chain');
    const { certificate } = await readSigner('ec-aes256.p12');
    expect((await readPdfSignatures(signed, [certificate]))[0]?.chain).toBe('not-trusted');
  });

  it('dated outside of the validity of its certificate is not trusted', async () => {
    const early = new Date('2020-01-01T00:00:00Z');
    const signer = await readSigner();
    const signed = await signPdf(readFixture('chromium.pdf'), { signer, reason, at: early });
    expect((await readPdfSignatures(signed, ca))[0]?.chain).toBe('not-trusted');
  });

  it.each(pdfs)('%s takes a second signature, and both hold', async (file) => {
    const first = await signOnce(file);
    const second = await signPdf(first, { signer: await readSigner('ec-aes256.p12'), reason, at });
    const read = await readPdfSignatures(second, ca);
    expect(read.map((one) => [one.digest, one.coversWholeFile, one.later, one.chain])).toEqual([
      ['intact', false, 'signatures-only', 'trusted'],
      ['intact', true, undefined, 'trusted'],
    ]);
  });

  it('with any covered byte changed is changed or unreadable, never intact', async () => {
    const signed = await signOnce();
    const [hole = 0, after = 0] =
      signed
        .toString('latin1')
        .match(/\/ByteRange \[0 (\d+) (\d+)/)
        ?.slice(1)
        .map(Number) ?? [];
    await fc.assert(
      fc.asyncProperty(
        fc.nat(signed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (where, flip) => {
          const bytes = Buffer.from(signed);
          bytes[where] = (bytes[where] ?? 0) ^ flip;
          const read = await readPdfSignatures(bytes);
          const covered = where < hole || where >= after;
          if (covered) expect(read.every((one) => one.digest !== 'intact')).toBe(true);
        },
      ),
      { numRuns: 120, seed: 20261122 },
    );
  });

  it('with something appended says that it does not cover the whole file', async () => {
    const signed = Buffer.concat([await signOnce(), Buffer.from('% thêm\n')]);
    expect((await readPdfSignatures(signed))[0]).toMatchObject({
      digest: 'intact',
      coversWholeFile: false,
    });
  });

  it('whose range leaves out more than the signature is not believed', async () => {
    const signed = await signOnce();
    const text = signed.toString('latin1');
    const range = /\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/.exec(text);
    const [hole = 0, after = 0, rest = 0] = range?.slice(1).map(Number) ?? [];
    const wider = `/ByteRange [0 ${hole - 10} ${after} ${rest}`;
    const forged = Buffer.from(
      text.replace(range?.[0] ?? '', `${wider.padEnd((range?.[0].length ?? 0) - 1)}]`),
      'latin1',
    );
    expect((await readPdfSignatures(forged))[0]).toMatchObject({
      digest: 'unreadable',
      reason: expect.stringContaining('byte range'),
    });
  });

  it('without a signature has none; with a form that is not read says so', async () => {
    expect(await readPdfSignatures(readFixture('chromium.pdf'))).toEqual([]);
    const old = (await signOnce())
      .toString('latin1')
      .replace('ETSI.CAdES.detached', 'adbe.x509.rsa_sha1 ');
    expect((await readPdfSignatures(Buffer.from(old, 'latin1')))[0]?.digest).toBe('unreadable');
  });
});

describe('a PDF that cannot be signed', () => {
  it.each([
    ['no PDF', 'xin chào'],
    ['without its end', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n'],
    ['whose table leads nowhere', '%PDF-1.4\nstartxref\n5\n%%EOF\n'],
    [
      'whose table leads to itself',
      '%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n',
    ],
    [
      'encrypted',
      '%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Encrypt 2 0 R >>\nstartxref\n9\n%%EOF\n',
    ],
  ])('%s: is refused by name', async (_name, text) => {
    const signer = await readSigner();
    await expect(signPdf(Buffer.from(text), { signer, reason, at })).rejects.toThrow(UnreadablePdf);
  });

  it('damaged in any way is refused or opened, never a crash', () => {
    const wholes = pdfs.map(readFixture);
    fc.assert(
      fc.property(
        fc.constantFrom(...wholes),
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
          minLength: 1,
          maxLength: 6,
        }),
        (whole, changes) => {
          const bytes = Buffer.from(whole);
          // Most of a file is compressed pages; the structure is at its end.
          for (const [where, value] of changes)
            bytes[bytes.length - 1 - Math.floor(where * Math.min(3000, bytes.length - 1))] = value;
          try {
            openPdf(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(UnreadablePdf);
          }
        },
      ),
      { numRuns: 300, seed: 20261122 },
    );
  });
});

describe('a CMS message', () => {
  it('is unreadable when it is damaged, never a crash', async () => {
    const content = [Buffer.from('nội dung')];
    const whole = (await buildCms(content, await readSigner())).encode();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (where, value) => {
        const bytes = Buffer.from(whole);
        if (bytes[where] === value) return;
        bytes[where] = value;
        expect(['intact', 'changed', 'unreadable']).toContain(
          (await checkCms(bytes, content)).state,
        );
      }),
      { numRuns: 150, seed: 20261122 },
    );
    expect((await checkCms(Buffer.alloc(5000, 0x30), content)).state).toBe('unreadable');
    expect((await checkCms(Buffer.alloc(40_000, Buffer.from('3080', 'hex')), content)).state).toBe(
      'unreadable',
    );
  });

  it('over other content is changed', async () => {
    const message = (
      await buildCms([Buffer.from('a')], await readSigner('ec-aes256.p12'))
    ).encode();
    expect((await checkCms(message, [Buffer.from('a')])).state).toBe('intact');
    expect((await checkCms(message, [Buffer.from('b')])).state).toBe('changed');
  });
});
