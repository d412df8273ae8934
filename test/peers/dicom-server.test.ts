import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type DicomServerOptions,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ObjectReceiver,
  readFileMeta,
  receiveObjects,
  type ServerEvent,
  startDicomServer,
  storageContexts,
  VERIFICATION_SOP_CLASS,
} from '../../src/protocols/dicom/index.ts';
import {
  makeSecondaryCapture,
  writeDicomFile,
} from '../protocols/dicom/support/make-dicom-object.ts';
import { makeCertificates } from './support/dicom-certificates.ts';
import { missingPrograms, runProgram, startDcmqrscp } from './support/dicom-peers.ts';
import { expectSameBytes, makeObjects, storeAll, withFolder } from './support/dicom-study.ts';

interface Running {
  readonly port: string;
  readonly receiver: ObjectReceiver;
  readonly events: readonly ServerEvent[];
  readonly folder: string;
}

/** Our server with Verification and Storage, which keeps objects of one patient. */
async function withServer(
  options: Partial<DicomServerOptions>,
  work: (running: Running) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const receiver = await receiveObjects({
      to: { kind: 'folder', path: join(folder, 'received') },
      only: ({ patientId }) => patientId === 'RISPACS-DCMTK',
      maxObjects: 100,
      maxBytes: 100_000_000,
    });
    const events: ServerEvent[] = [];
    const server = await startDicomServer({
      address: '127.0.0.1',
      port: 0,
      admit: { called: ['RISPACS'] },
      contexts: [
        { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
        ...storageContexts(),
      ],
      handlers: { store: receiver.handler },
      onEvent: (event) => events.push(event),
      ...options,
    });
    try {
      await work({ port: String(server.port), receiver, events, folder });
    } finally {
      await server.close();
    }
  });
}

describe('DCMTK against our server', () => {
  const missing = missingPrograms(
    'echoscu',
    'storescu',
    'movescu',
    'getscu',
    'dcmqrscp',
    'dcmcrle',
  );

  it('echoscu is answered, and rejected under a wrong title', async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({}, async ({ port, events }) => {
      const right = await runProgram('echoscu', [
        ...['-v', '-aec', 'RISPACS', '--repeat', '5', '127.0.0.1', port],
      ]);
      expect(right.output).toContain('Received Echo Response (Success)');
      expect(right.exitCode).toBe(0);
      const wrong = await runProgram('echoscu', ['-v', '-aec', 'OTHER', '127.0.0.1', port]);
      expect(wrong.output).toContain('Called AE Title Not Recognized');
      expect(events.map(({ kind }) => kind)).toEqual([
        'association-accepted',
        ...Array.from({ length: 5 }, () => 'request-answered'),
        'association-ended',
        'association-rejected',
        'association-ended',
      ]);
      const ended = events.filter((event) => event.kind === 'association-ended');
      expect(ended[0]?.ending.kind).toBe('released-by-peer');
      expect(ended[0]?.deviations).toEqual([]);
    });
  });

  it('echoscu is told which of its contexts are refused', async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({ contexts: storageContexts() }, async ({ port }) => {
      const { output } = await runProgram('echoscu', ['-d', '-aec', 'RISPACS', '127.0.0.1', port]);
      expect(output).toContain('Abstract Syntax Not Supported');
    });
  });

  it.for(['4096', '16384', '131072'])(
    'storescu with PDUs of %s bytes leaves the very bytes of its files',
    async (pdu, context) => {
      context.skip(missing !== undefined, missing);
      await withServer({}, async ({ port, receiver, folder }) => {
        const objects = [
          ...makeObjects(600, 3, 'RISPACS-DCMTK'),
          makeSecondaryCapture({
            serial: 610,
            patientId: 'RISPACS-DCMTK',
            rows: 3000,
            columns: 3000,
          }),
        ];
        const paths: string[] = [];
        for (const [index, object] of objects.entries()) {
          const path = join(folder, `${index}.dcm`);
          await writeDicomFile(path, object);
          paths.push(path);
        }
        const run = await runProgram('storescu', [
          ...['-v', '-R', '-pdu', pdu, '--max-send-pdu', pdu],
          ...['-aec', 'RISPACS', '127.0.0.1', port, ...paths],
        ]);
        expect(run).toMatchObject({ exitCode: 0 });
        await expectSameBytes(receiver, objects);
      });
    },
  );

  it('storescu sends compressed images, and they are kept as they are', async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({}, async ({ port, receiver, folder }) => {
      const [object] = makeObjects(620, 1, 'RISPACS-DCMTK');
      if (object === undefined) throw new Error('no object');
      const plain = join(folder, 'plain.dcm');
      const packed = join(folder, 'rle.dcm');
      await writeDicomFile(plain, object);
      const encoder = await runProgram('dcmcrle', [plain, packed]);
      expect(encoder).toMatchObject({ exitCode: 0 });
      const run = await runProgram('storescu', [
        ...['-v', '-xr', '-aec', 'RISPACS', '127.0.0.1', port, packed],
      ]);
      expect(run).toMatchObject({ exitCode: 0 });
      const sent = await readFileMeta(packed);
      const [received] = receiver.objects();
      if (!sent.ok || received?.path === undefined) throw new Error('nothing was received');
      expect(received.transferSyntaxUid).toBe('1.2.840.10008.1.2.5');
      const kept = await readFileMeta(received.path);
      if (!kept.ok) throw new Error(kept.message);
      const [sentBytes, keptBytes] = await Promise.all([readFile(packed), readFile(received.path)]);
      expect(
        keptBytes
          .subarray(kept.file.dataset.offsetBytes)
          .equals(sentBytes.subarray(sent.file.dataset.offsetBytes)),
      ).toBe(true);
      const dump = await runProgram('dcmdump', ['-q', received.path]);
      expect(dump.exitCode).toBe(0);
    });
  });

  it("storescu is told that a stranger's object is refused", async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({}, async ({ port, receiver, folder }) => {
      const [object] = makeObjects(630, 1, 'STRANGER');
      if (object === undefined) throw new Error('no object');
      const path = join(folder, 'stranger.dcm');
      await writeDicomFile(path, object);
      const run = await runProgram('storescu', ['-v', '-aec', 'RISPACS', '127.0.0.1', port, path]);
      expect(run.output).toContain('0x124');
      expect(receiver.objects()).toEqual([]);
      expect(receiver.refusals()).toEqual({ 'not-ours': 1 });
    });
  });

  it('echoscu may propose as much as an association holds', async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({}, async ({ port, events }) => {
      const run = await runProgram('echoscu', [
        ...['-v', '-pts', '38', '-ppc', '128', '-aec', 'RISPACS', '127.0.0.1', port],
      ]);
      expect(run.output).toContain('Received Echo Response (Success)');
      const [accepted] = events.filter((event) => event.kind === 'association-accepted');
      expect(accepted?.contexts.length).toBe(128);
    });
  });

  it('movescu brings studies from dcmqrscp to us', async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({}, async ({ port, receiver }) => {
      const archive = await startDcmqrscp({ RISPACS: Number(port) });
      try {
        const objects = makeObjects(640, 4, 'RISPACS-DCMTK');
        await storeAll(archive.port, 'ARCHIVE', objects);
        for (const { studyInstanceUid } of objects) {
          const run = await runProgram('movescu', [
            ...['-S', '-aem', 'RISPACS', '-aec', 'ARCHIVE'],
            ...['-k', '0008,0052=STUDY', '-k', `0020,000d=${studyInstanceUid}`],
            ...['127.0.0.1', String(archive.port)],
          ]);
          expect(run).toMatchObject({ exitCode: 0 });
        }
        await expectSameBytes(receiver, objects);
      } finally {
        await archive.stop();
      }
    });
  });

  it('getscu and movescu are told that we are no archive', async (context) => {
    context.skip(missing !== undefined, missing);
    await withServer({}, async ({ port, events }) => {
      for (const program of ['getscu', 'movescu']) {
        const run = await runProgram(program, [
          ...['-v', '-S', '-aec', 'RISPACS', '-k', '0008,0052=STUDY', '127.0.0.1', port],
        ]);
        expect(run.exitCode).not.toBe(0);
      }
      expect(events.filter(({ kind }) => kind === 'request-answered')).toEqual([]);
    });
  });

  it('speaks TLS with certificates on both sides, and says who came without', async (context) => {
    const tools = missing ?? missingPrograms('openssl');
    context.skip(tools !== undefined, tools);
    await withFolder(async (folder) => {
      const { authority, server, client } = await makeCertificates(folder);
      const tls = {
        key: server.key,
        cert: server.cert,
        ca: authority.cert,
        requestCert: true,
        rejectUnauthorized: true,
      };
      await withServer({ tls }, async ({ port, events }) => {
        const run = await runProgram('echoscu', [
          ...['-v', '+tls', client.keyPath, client.certPath, '+cf', authority.certPath],
          ...['-aec', 'RISPACS', '127.0.0.1', port],
        ]);
        expect(run.output).toContain('Received Echo Response (Success)');
        const [accepted] = events.filter((event) => event.kind === 'association-accepted');
        expect(accepted?.tls).toMatchObject({ authorized: true });
        const anonymous = await runProgram('echoscu', [
          ...['+tla', '+cf', authority.certPath, '-aec', 'RISPACS', '127.0.0.1', port],
        ]);
        expect(anonymous.exitCode).not.toBe(0);
        const plain = await runProgram('echoscu', ['-aec', 'RISPACS', '127.0.0.1', port]);
        expect(plain.exitCode).not.toBe(0);
        const failures = events.filter((event) => event.kind === 'tls-failed');
        expect(failures).toMatchObject([{ address: '127.0.0.1' }, { address: '127.0.0.1' }]);
        expect(events.filter(({ kind }) => kind === 'association-accepted').length).toBe(1);
      });
    });
  });

  it('closes a TLS handshake that does not come, and those who are not on its list', async (context) => {
    const tools = missingPrograms('openssl');
    context.skip(tools !== undefined, tools);
    await withFolder(async (folder) => {
      const { server } = await makeCertificates(folder);
      const tls = { key: server.key, cert: server.cert };
      const deadlines = { tls: 200 };
      for (const [allowedPeers, expected] of [
        [['10.0.0.1'], { kind: 'peer-not-allowed' }],
        [['127.0.0.1'], { kind: 'tls-failed', code: 'ERR_TLS_HANDSHAKE_TIMEOUT' }],
      ] as const) {
        await withServer({ tls, deadlines, allowedPeers }, async ({ port, events }) => {
          await new Promise((resolve) => {
            const socket = connect({ host: '127.0.0.1', port: Number(port) });
            socket
              .on('error', () => socket.destroy())
              .on('close', resolve)
              .resume();
          });
          await expect.poll(() => events).toMatchObject([{ ...expected, address: '127.0.0.1' }]);
        });
      }
    });
  });
});
