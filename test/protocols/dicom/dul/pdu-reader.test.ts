import { describe, expect, it } from 'vitest';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import { PduReader } from '../../../../src/protocols/dicom/dul/pdu-reader.ts';
import { recogniseProtocol } from '../../../../src/protocols/dicom/dul/recognise-protocol.ts';
import { SeededRandom } from '../support/random.ts';

const release = encodePdu({ kind: 'release-request' });

function data(length: number, random = new SeededRandom(1)): Buffer {
  const value = { contextId: 1, isCommand: false, isLast: true, data: random.bytes(length) };
  return encodePdu({ kind: 'data-transfer', values: [value] });
}

describe('PDU reader', () => {
  it('finds the same PDUs however the stream is cut', () => {
    const random = new SeededRandom(7);
    const pdus = [release, data(0), data(5000), release, data(1), data(70_000), release];
    const stream = Buffer.concat(pdus);
    for (let round = 0; round < 200; round += 1) {
      const reader = new PduReader();
      const found: Buffer[] = [];
      for (let at = 0; at < stream.length; ) {
        const length = 1 + random.below(random.pick([3, 20, 4000, 200_000]));
        found.push(...reader.push(stream.subarray(at, at + length), 0).frames.map((f) => f.bytes));
        at += length;
      }
      expect(found.length).toBe(pdus.length);
      expect(Buffer.concat(found).equals(stream)).toBe(true);
      expect(reader.unfinishedBytes.length).toBe(0);
    }
  });

  it('reads a large PDU that comes one byte at a time', () => {
    const pdu = data(300_000);
    const reader = new PduReader();
    let found = 0;
    for (let at = 0; at < pdu.length; at += 1) {
      const { frames } = reader.push(pdu.subarray(at, at + 1), at);
      for (const frame of frames) {
        found += 1;
        expect(frame.bytes.equals(pdu)).toBe(true);
        expect(frame.firstByteAtMs).toBe(0);
      }
    }
    expect(found).toBe(1);
  });

  it('refuses 4 GB on the sixth byte and keeps what came', () => {
    const reader = new PduReader();
    expect(reader.push(Buffer.from('0400ffffff', 'hex'), 0)).toEqual({ frames: [] });
    const { fault } = reader.push(Buffer.from('ff0102', 'hex'), 0);
    expect(fault?.message).toContain('4294967295');
    expect(fault?.firstBytes.toString('hex')).toBe('0400ffffffff0102');
    expect(reader.push(release, 0)).toEqual({ frames: [] });
  });

  it('refuses an unknown type on the first byte, after the PDUs before it', () => {
    const reader = new PduReader();
    const { frames, fault } = reader.push(Buffer.concat([release, Buffer.from('HTTP/1.1')]), 0);
    expect(frames.length).toBe(1);
    expect(fault?.firstBytes.toString()).toBe('HTTP/1.1');
  });

  it('shows what has come of an unfinished PDU', () => {
    const reader = new PduReader();
    reader.push(data(500).subarray(0, 100), 0);
    expect(reader.unfinishedBytes.equals(data(500).subarray(0, 64))).toBe(true);
  });
});

describe('recogniseProtocol', () => {
  it.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'http'],
    ['<!DOCTYPE html>', 'http'],
    ['SSH-2.0-OpenSSH_9.2', 'ssh'],
    ['\x0bMSH|^~\\&|', 'mllp'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'tls'],
    ['\x02\x00\x00\x00', undefined],
    ['', undefined],
  ])('%j is %s', (bytes, protocol) => {
    expect(recogniseProtocol(Buffer.from(bytes, 'latin1'))).toBe(protocol);
  });
});
