import { describe, expect, it } from 'vitest';
import { readSignedResult } from '../../src/sharing/result/read-result.ts';
import { signPdf } from '../../src/signature/pdf/sign-pdf.ts';
import { readFixture, readSigner } from './support/sign-fixtures.ts';

const sign = async (bytes: Buffer) =>
  signPdf(bytes, {
    signer: await readSigner(),
    reason: 'Phiếu kết quả',
    at: new Date('2026-12-22T10:00:00Z'),
  });

describe('a written result in PDF', () => {
  it('tells whether it is signed, whether the signature holds, and the day', async () => {
    const plain = readFixture('chromium.pdf');
    expect(await readSignedResult(plain)).toEqual({ form: 'pdf', signature: 'none' });
    const signed = await sign(plain);
    expect(await readSignedResult(signed)).toEqual({
      form: 'pdf',
      signature: 'intact',
      signedOn: '2026-12-22',
    });
    expect(await readSignedResult(await sign(signed))).toMatchObject({ signature: 'intact' });
    const longer = Buffer.concat([signed, Buffer.from('% thêm\n')]);
    expect(await readSignedResult(longer)).toMatchObject({ signature: 'broken' });
    signed[300] = (signed[300] ?? 0) ^ 1;
    expect(await readSignedResult(signed)).toMatchObject({ signature: 'broken' });
  });
});
