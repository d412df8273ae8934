import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { type DicomwebEndpoint, facilitySchema } from '../../src/facility/schema.ts';
import { openEndpoint } from '../../src/probes/shared/open-dicomweb.ts';

function endpoint(more: object): DicomwebEndpoint {
  const parsed = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    dicomweb: { endpoints: [{ id: 'web', url: 'http://127.0.0.1:9/dicom-web', ...more }] },
  });
  const [one] = parsed.dicomweb.endpoints;
  if (!one) throw new Error('no endpoint');
  return one;
}

const open = (more: object, secret = 'token') =>
  openEndpoint(
    endpoint(more),
    {
      baseFolder: '/nonexistent',
      language: 'vi',
      readSecret: async (ref) => {
        if ('env' in ref && ref.env === 'MISSING') throw new UserError('Chưa có biến MISSING.');
        return secret;
      },
    },
    new AbortController().signal,
  );

describe('a DICOMweb endpoint of the facility file', () => {
  it.each([
    ['without a log-in', {}, undefined],
    ['with a token', { authorization: { bearer: { env: 'T' } } }, 'Bearer token'],
    [
      'with a password',
      { authorization: { user: 'rispacs', password: { env: 'T' } } },
      `Basic ${Buffer.from('rispacs:token').toString('base64')}`,
    ],
  ])('is opened %s', async (_name, more, authorization) => {
    const opened = await open(more);
    if (!opened.ok) throw new Error(opened.reason.message);
    expect(opened.connection.settings.authorization).toBe(authorization);
    await opened.connection.close();
  });

  it.each([
    ['a missing secret', 'secret', { authorization: { bearer: { env: 'MISSING' } } }],
    ['a TLS file that is not there', 'tls-file', { tls: { ca: 'ca.pem' } }],
    ['an address with a log-in', 'address', { url: 'http://a:b@127.0.0.1/dicom-web' }],
    ['an address with a query', 'address', { url: 'http://127.0.0.1/dicom-web?x=1' }],
  ] as const)('is not opened for %s', async (_name, code, more) => {
    expect(await open(more)).toMatchObject({ ok: false, reason: { code } });
  });

  it('is not opened with a secret that HTTP cannot carry, which is told nowhere', async () => {
    const secret = 'xyzzy\r\nX-Y: 1';
    for (const authorization of [
      { bearer: { env: 'T' } },
      { user: 'rispacs', password: { env: 'T' } },
      { user: 'ris:pacs', password: { env: 'T' } },
    ]) {
      const opened = await open({ authorization }, secret);
      expect(opened).toMatchObject({ ok: false, reason: { code: 'credentials' } });
      expect(JSON.stringify(opened)).not.toContain('xyzzy');
    }
  });
});
