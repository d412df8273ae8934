import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildAck } from '../../../src/protocols/hl7/build-ack.ts';
import { sendMessage } from '../../../src/protocols/hl7/client.ts';
import { HTTP_ORDERS_PATH, startHttpOrders } from '../../../src/simulator/ris/start-http-orders.ts';
import {
  canMakeCertificates,
  makeCertificates,
  type TestCertificates,
} from '../../peers/support/hl7-certificates.ts';
import { follow, startHospital } from './support/follow.ts';

describe('other ways to a RIS and back', () => {
  it('HL7 over HTTP', async () => {
    const ending = new AbortController();
    onTestFinished(() => ending.abort());
    const hospital = await startHospital({
      endpoint: { transport: 'http', path: HTTP_ORDERS_PATH },
      hl7Port: async (ris) => {
        const service = await startHttpOrders(async (received) => {
          const reply = await ris.handler(received);
          if (reply.kind !== 'ack') return reply;
          return { kind: 'message', payload: await buildAck(received.message, reply) };
        }, ending.signal);
        onTestFinished(() => service.stop());
        return service.port;
      },
    });
    const followed = await follow(hospital);
    expect(followed.rows('workflow.step').filter(({ outcome }) => outcome !== 'passed')).toEqual(
      [],
    );
  });

  it('results over HTTP', async () => {
    const hospital = await startHospital({
      ris: { resultsByHttp: true },
      receive: { transport: 'http', from: ['127.0.0.0/8'] },
    });
    const followed = await follow(hospital);
    expect(followed.rows('workflow.step').filter(({ outcome }) => outcome !== 'passed')).toEqual(
      [],
    );
  });

  describe.skipIf(!canMakeCertificates())('TLS', () => {
    let files: TestCertificates;
    beforeAll(() => {
      files = makeCertificates();
    });
    afterAll(() => files.remove());

    it.each([
      ['mllps', 'MLLP'],
      ['https', 'HTTP'],
    ] as const)('%s: certificates on both ports, ours asking for one', async (transport, way) => {
      const pem = (name: string): string => files.read(name);
      const hospital = await startHospital({
        ris: {
          resultsByHttp: way === 'HTTP',
          tls: {
            server: {
              certificate: pem('server.pem'),
              key: pem('server.key'),
              clientCa: pem('ca.pem'),
            },
            client: {
              ca: pem('ca.pem'),
              certificate: pem('client.pem'),
              key: pem('client.key'),
            },
          },
        },
        endpoint: {
          tls: {
            ca: files.path('ca.pem'),
            certificate: files.path('client.pem'),
            key: files.path('client.key'),
          },
        },
        receive: {
          transport,
          tls: {
            ca: files.path('ca.pem'),
            certificate: files.path('server.pem'),
            key: files.path('server.key'),
          },
        },
      });
      const followed = await follow(hospital);
      expect(followed.rows('workflow.step').filter(({ outcome }) => outcome !== 'passed')).toEqual(
        [],
      );
    });

    it('a file that is not there is told before anything is sent', async () => {
      const hospital = await startHospital({ endpoint: { tls: { ca: 'nowhere.pem' } } });
      const followed = await follow(hospital);
      expect(followed.observation).toMatchObject({ state: 'not-configured' });
      expect(hospital.ris.received).toEqual([]);
    });

    it('a certificate of our port that cannot be read is told, and the rest goes on', async () => {
      const tls = { certificate: 'nowhere.pem', key: 'nowhere.key' };
      const hospital = await startHospital({ receive: { tls } });
      const followed = await follow(hospital);
      expect(followed.outcomes).toMatchObject({ report: 'not-tried', cancel: 'passed' });
      expect(followed.observed('report')).toContain('nowhere.pem');
    });
  });

  it('results from an address that is not on the list are dropped before they are read', async () => {
    const hospital = await startHospital({ receive: { from: ['10.0.0.6', '192.0.2.0/24'] } });
    const followed = await follow(hospital);
    expect(followed.outcomes).toMatchObject({ report: 'awaiting-person' });
    expect(followed.rows('workflow.report')).toEqual([]);
    expect(followed.notes.join(' ')).toMatch(/[1-9]\d* connection/);
  });

  it.each(['mllp', 'http'] as const)(
    'two patients in one message over %s are refused, and nothing of it is kept',
    async (transport) => {
      const hospital = await startHospital({
        receive: { transport },
        ris: { resultsByHttp: transport === 'http', alsoAbout: 'BN0001^LÊ THỊ KÍN' },
      });
      const followed = await follow(hospital);
      expect(followed.outcomes.report).toBe('failed');
      expect(followed.rows('workflow.transcript')[0]).toMatchObject({
        messagesIn: 0,
        refusedIn: 2,
      });
      const kept = JSON.stringify([followed.observation, followed.logged, followed.journalled]);
      expect(kept).not.toMatch(/BN0001|THỊ KÍN/);
      for (const bytes of followed.attached.values())
        expect(Buffer.from(bytes).toString('utf8')).not.toMatch(/BN0001|THỊ KÍN/);
    },
  );

  it('messages that are not ours are refused, counted and forgotten, however many come', async () => {
    const hospital = await startHospital();
    const port = hospital.target.receive?.port ?? 0;
    const foreign = (n: number): string =>
      `MSH|^~\\&|RIS|||HIS|20261122||ORU^R01|N${n}|P|2.5.1\rPID|1||BN${n}||TRẦN THỊ LẠ ${n}\rOBR|1|X${n}\r`;
    const answers: (string | undefined)[] = [];
    const flood = async (): Promise<void> => {
      for (let n = 0; n < 40; n += 1) {
        const outcome = await sendMessage(Buffer.from(foreign(n)), {
          host: '127.0.0.1',
          port,
          lingerMs: 1,
        });
        if (outcome.kind === 'ack') answers.push(outcome.code);
      }
    };
    const following = follow(hospital);
    // The port opens with the run.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([flood(), following]);
    const followed = await following;
    expect(followed.rows('workflow.step').filter(({ outcome }) => outcome !== 'passed')).toEqual(
      [],
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set(['AR']));
    expect(followed.rows('workflow.transcript')[0]).toMatchObject({
      messagesIn: 2,
      refusedIn: answers.length,
    });
    const kept = JSON.stringify([followed.observation, followed.logged, followed.journalled]);
    expect(kept).not.toContain('LẠ');
    for (const bytes of followed.attached.values())
      expect(Buffer.from(bytes).toString('utf8')).not.toContain('LẠ');
  });
});
