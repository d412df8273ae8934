import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sendMessage } from '../../src/protocols/hl7/client.ts';
import { type Hl7Listener, startListener } from '../../src/protocols/hl7/listener.ts';
import { buildTestOrder, type TestOrder } from '../../src/protocols/hl7/orders.ts';
import { writeMessage } from '../../src/protocols/hl7/write-message.ts';
import { kinds, seededRandom } from '../protocols/hl7/support.ts';
import {
  canMakeCertificates,
  makeCertificates,
  type TestCertificates,
} from './support/hl7-certificates.ts';
import {
  missingPythonHl7,
  type PythonHl7Server,
  type PythonPath,
  readWithPython,
  runMllpSend,
  startPythonHl7Server,
} from './support/hl7-python.ts';

const reason = missingPythonHl7();

const ORDER: TestOrder = {
  envelope: { version: '2.5.1', receivingApplication: 'RIS' },
  patient: { id: 'RISPACS-0001', birthDate: '19900101', sex: 'F' },
  placerOrderNumber: 'RPP1',
  accessionNumber: 'RPA1',
  requestedProcedureId: 'RPR1',
  scheduledStepId: 'RPS1',
  studyInstanceUid: '2.25.1',
  modality: 'CT',
  scheduledAt: new Date('2026-11-22T17:30:00Z'),
  procedure: { code: 'CT1', text: 'Chụp | CLVT & sọ', scheme: '99T' },
};

describe.skipIf(reason !== undefined)(
  `python3-hl7${reason === undefined ? '' : `: ${reason}`}`,
  () => {
    const servers: PythonHl7Server[] = [];
    const listeners: Hl7Listener[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'hl7-peer-'));
    let certificates: TestCertificates | undefined;

    beforeAll(() => {
      if (canMakeCertificates()) certificates = makeCertificates();
    });
    afterEach(async () => {
      await Promise.all(servers.splice(0).map((server) => server.stop()));
      await Promise.all(listeners.splice(0).map((listener) => listener.close()));
    });
    afterAll(() => {
      certificates?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    async function serve(code: string, tls: readonly string[] = []) {
      const server = await startPythonHl7Server(code, tls);
      servers.push(server);
      return { server, target: { host: '127.0.0.1', port: server.port, ackTimeoutMs: 10_000 } };
    }

    it.each(['AA', 'AE', 'AR'] as const)('acknowledges our order with %s', async (code) => {
      const { server, target } = await serve(code);
      const order = await buildTestOrder(ORDER);
      const outcome = await sendMessage(order.bytes, target);
      expect(outcome).toMatchObject({ kind: 'ack', code, msa2: order.controlId, matches: true });
      expect(outcome.findings.framing).toEqual([]);
      await expect
        .poll(() => server.seen)
        .toEqual([{ controlId: order.controlId, names: ['KIỂM THỬ^RISPACS'] }]);
    });

    it('acknowledges 8 MiB', async () => {
      const { target } = await serve('AA');
      const bytes = await writeMessage([
        {
          id: 'MSH',
          fields: { 7: '20261122', 9: ['ORU', 'R01'], 10: 'BIG', 11: 'P', 12: '2.5.1' },
        },
        { id: 'OBX', fields: { 2: 'ED', 5: ['', 'IM', 'JPEG', 'Base64', 'A'.repeat(8 << 20)] } },
      ]);
      const outcome = await sendMessage(bytes, { ...target, ackTimeoutMs: 60_000 });
      expect(outcome).toMatchObject({ kind: 'ack', code: 'AA', msa2: 'BIG' });
    });

    it('is met over TLS, with and without a client certificate', async (context) => {
      if (certificates === undefined) return context.skip('openssl is not installed');
      const { path, read } = certificates;
      const ca = read('ca.pem');
      const { bytes } = await buildTestOrder(ORDER);
      const open = await serve('AA', [path('server.pem'), path('server.key')]);
      expect(await sendMessage(bytes, { ...open.target, tls: { ca } })).toMatchObject({
        kind: 'ack',
        code: 'AA',
        tls: { protocol: 'TLSv1.3' },
      });
      expect(
        await sendMessage(bytes, { ...open.target, tls: { ca: read('other-ca.pem') } }),
      ).toMatchObject({ kind: 'tls-error', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
      const plain = await sendMessage(bytes, open.target);
      expect(['closed', 'reset', 'noise']).toContain(plain.kind);

      const mutual = await serve('AA', [path('server.pem'), path('server.key'), path('ca.pem')]);
      const own = { certificate: read('client.pem'), key: read('client.key') };
      expect(await sendMessage(bytes, { ...mutual.target, tls: { ca, ...own } })).toMatchObject({
        kind: 'ack',
      });
      const without = await sendMessage(bytes, { ...mutual.target, tls: { ca } });
      if (without.kind === 'tls-error') expect(without.code).toMatch(/CERTIFICATE_REQUIRED/);
      else expect(kinds(without.findings.answer)).toEqual(['client-certificate-probably-required']);
    });

    it('sends to our listener with mllp_send, framed and loose', async () => {
      const names: (string | undefined)[] = [];
      const listener = await startListener({
        host: '127.0.0.1',
        port: 0,
        allowedPeers: ['127.0.0.1'],
        handler: ({ message }) => {
          names.push(message.at('PID-5'));
          return message.at('PID-8') === 'F'
            ? { kind: 'ack', code: 'AA' }
            : { kind: 'ack', code: 'AR', text: 'giới tính' };
        },
      });
      listeners.push(listener);
      const text = (id: string, sex: string): string =>
        `MSH|^~\\&|PY|BV|HIS|BV|20261122||ADT^A08|${id}|P|2.5.1||||||UNICODE UTF-8\rPID|1||9||NGUYỄN THỊ ÁNH|||${sex}\r`;
      const framed = join(folder, 'framed.hl7');
      writeFileSync(framed, `\x0b${text('P1', 'F')}\x1c\r\x0b${text('P2', 'M')}\x1c\r`);
      const printed = await runMllpSend(listener.port, framed);
      expect(printed.match(/MSA\|[^\r]*/g)).toEqual(['MSA|AA|P1', 'MSA|AR|P2|giới tính']);
      const loose = join(folder, 'loose.hl7');
      writeFileSync(loose, text('P3', 'F').replaceAll('\r', '\n'));
      expect(await runMllpSend(listener.port, loose, true)).toContain('MSA|AA|P3');
      expect(names).toEqual(['NGUYỄN THỊ ÁNH', 'NGUYỄN THỊ ÁNH', 'NGUYỄN THỊ ÁNH']);
    });

    it('reads what we write, value by value', async () => {
      const random = seededRandom(3);
      const leaves = [
        'NGUYỄN',
        'a&b',
        'x|y',
        'p^q',
        'r~s',
        'back\\slash',
        '007',
        '\r\nOBX|9',
        '\\T\\',
      ];
      const pick = (): string => leaves[random(leaves.length)] ?? 'x';
      const cases: { message: string; paths: PythonPath[]; expected: string[] }[] = [];
      for (let run = 0; run < 200; run += 1) {
        const paths: PythonPath[] = [];
        const expected: string[] = [];
        // Two of everything: python3-hl7 gives plain strings where there is only one.
        const repetitions = [1, 2].map((repetition) =>
          [1, 2].map((component) =>
            [1, 2].map((subcomponent) => {
              const leaf = pick();
              paths.push(['PID', 1, 5, repetition, component, subcomponent]);
              expected.push(leaf);
              return leaf;
            }),
          ),
        );
        const bytes = await writeMessage([
          { id: 'MSH', fields: { 3: 'X', 9: ['ADT', 'A08'], 10: `C${run}`, 11: 'P', 12: '2.5.1' } },
          { id: 'PID', fields: { 3: '1', 5: { repetitions } } },
        ]);
        cases.push({ message: bytes.toString(), paths, expected });
      }
      expect(readWithPython(cases)).toEqual(cases.map(({ expected }) => expected));
    });
  },
);
