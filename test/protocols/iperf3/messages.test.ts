import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAddressFilter } from '../../../src/protocols/iperf3/allow-list.ts';
import { guessForeignProtocol } from '../../../src/protocols/iperf3/foreign-protocol.ts';
import { Pacer } from '../../../src/protocols/iperf3/pacer.ts';
import { formatResults, parseResults } from '../../../src/protocols/iperf3/results.ts';
import { nameState, streamId } from '../../../src/protocols/iperf3/states.ts';
import { formatParameters, planTest } from '../../../src/protocols/iperf3/test-plan.ts';
import { parseRequest } from '../../../src/protocols/iperf3/test-request.ts';

const bounds = { maxSeconds: 30, maxStreams: 16 };
const idleCpu = { totalPercent: 5, userPercent: 3, systemPercent: 2 };

describe('results message', () => {
  it('reads what we write', () => {
    const written: unknown = JSON.parse(
      JSON.stringify(formatResults([10, 20], 2.5, idleCpu, true)),
    );
    expect(parseResults(written, 2)).toEqual({
      kind: 'ok',
      results: { bytes: 30, seconds: 2.5, cpuPercent: 5 },
    });
  });

  it('carries how busy the computer of our own server is, and believes no impossible figure', () => {
    const busy = { ...idleCpu, hostBusyPercent: 42 };
    const written = JSON.parse(JSON.stringify(formatResults([1], 1, busy, true)));
    expect(parseResults(written, 1)).toMatchObject({ results: { hostBusyPercent: 42 } });
    const member = Object.keys(written).find((name) => written[name] === 42) ?? '';
    for (const wrong of [-1, 101, '42', null]) {
      const parsed = parseResults({ ...written, [member]: wrong }, 1);
      expect(parsed).toMatchObject({ kind: 'ok' });
      expect(parsed).not.toHaveProperty('results.hostBusyPercent');
    }
  });

  it('takes -1 printed as an unsigned number for unknown', () => {
    const text =
      '{"cpu_util_total":1,"sender_has_retransmits":18446744073709551615,' +
      '"streams":[{"id":1,"bytes":5,"retransmits":18446744073709551615}]}';
    const parsed = parseResults(JSON.parse(text), 1);
    expect(parsed).toEqual({ kind: 'ok', results: { bytes: 5, cpuPercent: 1 } });
  });

  it('keeps retransmissions a sender counted', () => {
    const message = { sender_has_retransmits: 1, streams: [{ bytes: 5, retransmits: 7 }] };
    expect(parseResults(message, 1)).toEqual({ kind: 'ok', results: { bytes: 5, retransmits: 7 } });
  });

  it.each([
    ['no object', []],
    ['no streams', {}],
    ['another number of streams', { streams: [] }],
    ['a stream without bytes', { streams: [{}] }],
    ['negative bytes', { streams: [{ bytes: -1 }] }],
    ['bytes beyond counting', { streams: [{ bytes: 1e30 }] }],
  ])('does not believe %s', (_name, message) => {
    expect(parseResults(message, 1).kind).toBe('bad');
  });

  it('survives any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 4 }), (value, streams) => {
        expect(['ok', 'bad']).toContain(parseResults(value, streams).kind);
      }),
      { seed: 5201 },
    );
  });

  it('numbers streams as iperf3 does', () => {
    expect([0, 1, 2, 3].map(streamId)).toEqual([1, 3, 4, 5]);
  });
});

describe('parameter message', () => {
  it('asks a server for what the options say', () => {
    const plan = planTest({
      host: 'h',
      direction: 'down',
      seconds: 5,
      parallel: 4,
      maxMbps: 100,
      mss: 1400,
    });
    expect(formatParameters(plan)).toMatchObject({
      tcp: true,
      time: 5,
      omit: 1,
      parallel: 4,
      reverse: true,
      len: 131_072,
      MSS: 1400,
      bandwidth: 25_000_000,
    });
    expect(parseRequest(formatParameters(plan), bounds)).toEqual({
      kind: 'ok',
      request: {
        direction: 'down',
        streams: 4,
        omitSeconds: 1,
        seconds: 5,
        blockBytes: 131_072,
        wantedMbps: 100,
      },
    });
  });

  it.each([
    ['seconds', { seconds: 0 }],
    ['a fraction of a second', { seconds: 1.5 }],
    ['streams', { parallel: 1000 }],
    ['a rate', { maxMbps: -1 }],
    ['a port', { port: 0 }],
    ['a block', { blockBytes: 1 }],
    ['not a number', { seconds: Number.NaN }],
  ])('rejects %s out of bounds as the caller’s mistake', (_name, change) => {
    expect(() => planTest({ host: 'h', direction: 'up', ...change })).toThrow(RangeError);
  });

  it.each([
    [{ udp: true }, 13],
    [{ tcp: true, bidirectional: true, time: 5 }, 13],
    [{ tcp: true, parallel: 17, time: 5 }, 6],
    [{ tcp: true, parallel: -1, time: 5 }, 6],
    [{ tcp: true, time: 31 }, 5],
    [{ tcp: true, time: 0 }, 5],
    [{ tcp: true, time: 5, omit: 3600 }, 12],
    [{ tcp: true, time: 5, len: 1e9 }, 7],
    [[], 114],
    ['tcp', 114],
  ])('rejects %j with iperf3’s error %d', (message, code) => {
    expect(parseRequest(message, bounds)).toMatchObject({ kind: 'rejected', code });
  });

  it('serves a test that ends by amount of data', () => {
    const parsed = parseRequest({ tcp: true, time: 0, num: 1e7 }, bounds);
    expect(parsed).toMatchObject({ kind: 'ok', request: { direction: 'up', streams: 1 } });
  });

  it('never lets a request past the bounds', () => {
    const message = fc.record(
      {
        tcp: fc.constant(true),
        parallel: fc.anything(),
        time: fc.anything(),
        omit: fc.anything(),
        len: fc.anything(),
        bandwidth: fc.anything(),
        num: fc.anything(),
      },
      { requiredKeys: ['tcp'] },
    );
    fc.assert(
      fc.property(message, (value) => {
        const parsed = parseRequest(value, bounds);
        if (parsed.kind === 'rejected') return;
        expect(parsed.request.streams).toBeLessThanOrEqual(16);
        expect(parsed.request.seconds ?? 0).toBeLessThanOrEqual(30);
        expect(parsed.request.omitSeconds).toBeLessThanOrEqual(60);
        expect(parsed.request.blockBytes).toBeLessThanOrEqual(1_048_576);
      }),
      { seed: 5201, numRuns: 500 },
    );
  });
});

describe('pacer', () => {
  it('keeps the sum of all streams below the ceiling', () => {
    let nowMs = 0;
    const pacer = new Pacer(80, () => nowMs);
    let bytes = 0;
    while (nowMs < 1000) {
      nowMs += pacer.reserve(10_000);
      bytes += 10_000;
    }
    expect(bytes).toBeLessThanOrEqual(10_000_000 + 2 * 10_000);
    expect(bytes).toBeGreaterThan(9_900_000);
  });

  it('does not save up what a pause left unused', () => {
    let nowMs = 0;
    const pacer = new Pacer(8, () => nowMs);
    nowMs = 60_000;
    let burst = 0;
    while (pacer.reserve(1000) === 0) burst += 1000;
    expect(burst).toBeLessThanOrEqual(7000);
  });

  it('cuts blocks that would be seconds long at a low ceiling', () => {
    expect(new Pacer(1).blockBytes(131_072)).toBe(1024);
    expect(new Pacer(10_000).blockBytes(131_072)).toBe(131_072);
  });
});

describe('address filter', () => {
  const allows = buildAddressFilter(['10.0.0.0/8', '192.168.1.5', 'fd00::/8']);
  it.each([
    ['10.20.30.40', true],
    ['::ffff:10.1.1.1', true],
    ['192.168.1.5', true],
    ['192.168.1.6', false],
    ['fd12::1', true],
    ['fe80::1%eth0', false],
    ['', false],
    [undefined, false],
  ])('%s: %s', (address, expected) => {
    expect(allows(address)).toBe(expected);
  });

  it('lets everyone in without a list and no one with an empty one', () => {
    expect(buildAddressFilter(undefined)('8.8.8.8')).toBe(true);
    expect(buildAddressFilter([])('8.8.8.8')).toBe(false);
  });

  it.each(['hospital', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', ''])(
    'rejects "%s"',
    (entry) => {
      expect(() => buildAddressFilter([entry])).toThrow(RangeError);
    },
  );
});

describe('clues about a wrong port', () => {
  it.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'http'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'ssh'],
    ['220 mail ready\r\n', 'text-greeting'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'tls'],
    ['\x07\x00\x00\x00\x00\x04\x00\x00\x02\x00', 'dicom'],
    ['\xff\xfe', 'unknown'],
  ])('%j looks like %s', (bytes, expected) => {
    expect(guessForeignProtocol(Buffer.from(bytes, 'latin1'), false)).toBe(expected);
  });

  it('is no other protocol once iperf3 was spoken', () => {
    expect(guessForeignProtocol(Buffer.from('HTTP/1.1'), true)).toBe('iperf3-out-of-step');
    expect(nameState(9)).toBe('parameterExchange (9)');
    expect(nameState(77)).toBe('state 77');
  });
});
