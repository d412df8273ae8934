import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFailure } from '../../../src/protocols/http-speed/failure-reading.ts';
import { readOwnAddress } from '../../../src/protocols/http-speed/own-address.ts';
import { readRequest } from '../../../src/protocols/http-speed/server-request.ts';
import { planSpeedTest } from '../../../src/protocols/http-speed/speed-plan.ts';
import { pathsOf, resolvePath } from '../../../src/protocols/http-speed/styles.ts';

describe('paths of a test point', () => {
  it('keeps the path of the base address in front', () => {
    const { download } = pathsOf('librespeed');
    const bare = resolvePath(new URL('https://speed.example'), download);
    expect(bare).toBe('/backend/garbage.php?ckSize=100');
    const below = resolvePath(new URL('https://speed.example/lan'), download);
    expect(below).toBe('/lan/backend/garbage.php?ckSize=100');
    const cloudflare = resolvePath(
      new URL('http://10.0.0.5:8088/'),
      pathsOf('cloudflare').download,
    );
    expect(cloudflare).toBe('/__down?bytes=25000000');
  });

  it('lets single paths be changed', () => {
    const plan = planSpeedTest({
      baseUrl: 'http://10.0.0.5/',
      style: 'librespeed',
      direction: 'up',
      paths: { upload: 'empty.php' },
    });
    expect(plan.paths).toMatchObject({ upload: '/empty.php', ping: '/backend/empty.php' });
    expect(plan).toMatchObject({ graceSeconds: 3, connections: 4, acceptUntrusted: false });
  });

  it.each([
    ['no address', { baseUrl: 'speed' }],
    ['another protocol', { baseUrl: 'ftp://10.0.0.5/' }],
    ['a password in the address', { baseUrl: 'http://user:secret@10.0.0.5/' }],
    ['too many connections', { connections: 100 }],
    ['no time', { seconds: 0 }],
    ['no rate', { maxMbps: 0 }],
  ])('rejects %s', (_name, change) => {
    const options = { baseUrl: 'http://10.0.0.5/', style: 'librespeed', direction: 'up' } as const;
    expect(() => planSpeedTest({ ...options, ...change })).toThrow(RangeError);
  });
});

describe('requests to a test point', () => {
  it.each([
    ['GET', '/backend/garbage.php?ckSize=2', { kind: 'send', bytes: 2_097_152 }],
    ['GET', '/garbage.php', { kind: 'send', bytes: 4_194_304 }],
    ['GET', '/garbage.php?ckSize=99999', { kind: 'send', bytes: 1e8 }],
    ['GET', '/garbage.php?ckSize=0', { kind: 'send', bytes: 1_048_576 }],
    ['GET', '/__down?bytes=1000', { kind: 'send', bytes: 1000 }],
    ['GET', '/__down?bytes=0', { kind: 'ping' }],
    ['GET', '/__down?bytes=-5', { kind: 'ping' }],
    ['GET', '/__down?bytes=1e12', { kind: 'ping' }],
    ['GET', '/__down?bytes=999999999999', { kind: 'send', bytes: 1e8 }],
    ['POST', '/backend/empty.php?r=0.5', { kind: 'receive' }],
    ['POST', '/__up', { kind: 'receive' }],
    ['GET', '/empty.php', { kind: 'ping' }],
    ['DELETE', '/__up', { kind: 'not-allowed-method' }],
    ['POST', '/garbage.php', { kind: 'not-allowed-method' }],
    ['GET', '/../etc/passwd', { kind: 'unknown' }],
    ['GET', undefined, { kind: 'unknown' }],
  ])('%s %s', (method, target, expected) => {
    expect(readRequest(method, target, 1e8)).toEqual(expected);
  });

  it('never sends more than allowed', () => {
    fc.assert(
      fc.property(fc.constantFrom('ckSize', 'bytes'), fc.string(), (name, value) => {
        const query = `${name}=${encodeURIComponent(value)}`;
        for (const path of ['/garbage.php', '/__down']) {
          const request = readRequest('GET', `${path}?${query}`, 5_000_000);
          if (request.kind === 'send') expect(request.bytes).toBeLessThanOrEqual(5_000_000);
        }
      }),
      { seed: 8088 },
    );
  });
});

describe('names for what went wrong', () => {
  it.each([
    ['ECONNREFUSED', 'refused'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['ENOTFOUND', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ECONNRESET', 'reset'],
    ['UND_ERR_SOCKET', 'closed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-error'],
    ['CERT_HAS_EXPIRED', 'tls-error'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-error'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-error'],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol-error'],
  ])('%s is %s', (code, kind) => {
    expect(readFailure(Object.assign(new Error('x'), { code }))?.kind).toBe(kind);
    expect(readFailure(new Error('x', { cause: { code } }))?.kind).toBe(kind);
  });

  it('does not blame the peer for a mistake of ours', () => {
    expect(readFailure(new TypeError('x is not a function'))).toBeUndefined();
    expect(readFailure('text')).toBeUndefined();
  });
});

describe('the address under which a test point sees us', () => {
  it.each([
    [
      'LibreSpeed',
      '{"processedString":"203.113.9.1 - VNPT, VN (9 km)","rawIspInfo":""}',
      '203.113.9.1',
    ],
    ['an older LibreSpeed', '203.113.9.1', '203.113.9.1'],
    ['LibreSpeed over IPv6', '{"processedString":"2405:4800::9"}', '2405:4800::9'],
    ['Cloudflare', 'fl=1\nip=203.113.9.1\nts=1\n', '203.113.9.1'],
    ['a mapped address', '::ffff:203.113.9.1', '203.113.9.1'],
    ['a login page', '<html>203.113.9.1</html>', undefined],
    ['half an answer', '{"processedString":"203', undefined],
    ['nothing', '', undefined],
  ])('by %s', (_, answer, expected) => {
    expect(readOwnAddress(answer)).toBe(expected);
  });

  it('is an address or nothing, whatever is answered', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (answer) => {
        const address = readOwnAddress(answer);
        if (address !== undefined) expect(isIP(address)).not.toBe(0);
      }),
      { seed: 9 },
    );
  });
});
