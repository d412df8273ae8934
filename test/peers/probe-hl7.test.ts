import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Hl7Endpoint } from '../../src/facility/schema.ts';
import type { ProbeContext } from '../../src/probes/contract.ts';
import { collectConnection } from '../../src/probes/hl7/collect-connection.ts';
import { collectTestOrder } from '../../src/probes/hl7/collect-test-order.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { missingPrograms } from './support/dicom-peers.ts';
import { type DicomWorklist, startDicomWorklist } from './support/dicom-worklist.ts';
import {
  missingPythonHl7,
  type PythonHl7Server,
  startPythonHl7Server,
} from './support/hl7-python.ts';

const missing = missingPythonHl7() ?? missingPrograms('wlmscpfs', 'dump2dcm');
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

let ris: PythonHl7Server | undefined;
let worklist: DicomWorklist | undefined;
afterEach(async () => {
  await ris?.stop();
  await worklist?.stop();
  ris = undefined;
  worklist = undefined;
});

const patience = { ackMs: 1_000, worklistMs: 3_000, cancelMs: 8_000 };

const endpointOf = (send: Hl7Endpoint['send']): Hl7Endpoint => ({
  id: 'ris',
  role: 'ris',
  transport: 'mllp',
  host: '127.0.0.1',
  port: ris?.port ?? 1,
  send,
  version: '2.5.1',
});

async function order(overrides: Partial<ProbeContext> = {}) {
  const recorded = makeProbeContext(overrides);
  const observation = await collectTestOrder(
    {
      kind: 'test-order',
      endpoint: endpointOf('test-order'),
      ...(worklist && {
        worklist: {
          node: {
            id: 'mwl',
            role: 'worklist',
            host: '127.0.0.1',
            port: worklist.port,
            calledAe: worklist.calledAe,
          },
          callingAe: 'RISPACS',
        },
      }),
    },
    recorded.context,
    patience,
  );
  return { ...recorded, observation };
}

/** What the server prints about a message comes a little after its answer. */
const seenTwice = () => vi.waitFor(() => expect(ris?.seen).toHaveLength(2), 3_000);

/** A journal that is also the RIS's job: what was sent comes into the worklist. */
function listOnceSent(add: (accessionNumber: string) => Promise<void>): ProbeContext['journal'] {
  return async (effect) => {
    if (effect.state === 'sent') await add(effect.identifiers.accessionNumber ?? '');
  };
}

describe.skipIf(missing !== undefined)('a python3-hl7 RIS', () => {
  it('is asked and acknowledges AA', async () => {
    ris = await startPythonHl7Server('AA');
    const { context } = makeProbeContext();
    const observation = await collectConnection(endpointOf('query'), context);
    expect(observation).toMatchObject({
      state: 'observed',
      facts: { 'hl7.exchange': [{ ackCode: 'AA', controlIdMatches: true, framingFindings: [] }] },
    });
  });

  it('takes an order and its cancel about the test patient', async () => {
    ris = await startPythonHl7Server('AA');
    const { observation, journalled } = await order();
    expect(observation.state).toBe('observed');
    await seenTwice();
    for (const { names } of ris.seen) expect(names).toEqual(['KIỂM THỬ^RISPACS']);
    expect(journalled.map((one) => one.state)).toEqual(['planned', 'sent', 'left']);
    expect(observation.attachments).toHaveLength(4);
  });

  it('refuses an order with AE and is sent the cancel all the same', async () => {
    ris = await startPythonHl7Server('AE');
    const { observation, journalled } = await order();
    expect(observation).toMatchObject({
      facts: { 'hl7.exchange': [{ ackCode: 'AE' }, { ackCode: 'AE' }] },
    });
    await seenTwice();
    expect(journalled.at(-1)?.state).toBe('removed-verified');
  });

  it('answers with a wrong control id, which is neither a yes nor a no', async () => {
    ris = await startPythonHl7Server('AE', [], 'wrong-id');
    const { observation, journalled } = await order();
    expect(observation).toMatchObject({
      facts: { 'hl7.exchange': [{ ackCode: 'AE', controlIdMatches: false }, {}] },
    });
    expect(journalled.at(-1)?.state).toBe('left');
  });

  it('is silent: the order has timed out, and its cancel was sent', async () => {
    ris = await startPythonHl7Server('AA', [], 'silent');
    const { observation, journalled } = await order();
    expect(observation.state).toBe('timed-out');
    await seenTwice();
    expect(journalled.at(-1)?.state).toBe('left');
  });

  it('and a wlmscpfs worklist that never drops the order: left', async () => {
    ris = await startPythonHl7Server('AA');
    const mwl = await startDicomWorklist();
    worklist = mwl;
    const states: string[] = [];
    const list = listOnceSent((accession) => mwl.add(accession, 'RISPACS-TEST'));
    const { observation } = await order({
      journal: async (effect) => {
        states.push(effect.state);
        await list(effect);
      },
    });
    expect(observation).toMatchObject({
      facts: {
        'hl7.worklist': [
          { moment: 'before-order', matches: 0 },
          { moment: 'after-order', matches: 1 },
          { moment: 'after-cancel', matches: 1 },
        ],
      },
    });
    expect(states.at(-1)).toBe('left');
  });

  it('and a wlmscpfs worklist that drops it: removed-verified', async () => {
    ris = await startPythonHl7Server('AA');
    const mwl = await startDicomWorklist();
    worklist = mwl;
    // An order left by an earlier run is not ours.
    await mwl.add('RPOLD', 'RISPACS-TEST');
    const states: string[] = [];
    const list = listOnceSent((accession) => mwl.add(accession, 'RISPACS-TEST'));
    const kept: string[] = [];
    const { observation } = await order({
      journal: async (effect) => {
        states.push(effect.state);
        await list(effect);
        // The job of the RIS: once the cancel has come, the list is written anew.
        const job = setInterval(() => {
          if (ris?.seen.length !== 2) return;
          clearInterval(job);
          kept.push('cleared');
          void mwl.clear();
        }, 20);
        job.unref();
      },
    });
    expect(observation).toMatchObject({
      facts: {
        'hl7.worklist': [
          { moment: 'before-order', matches: 0 },
          { moment: 'after-order', matches: 1 },
          { moment: 'after-cancel', matches: 0 },
        ],
      },
    });
    expect(kept).toContain('cleared');
    expect(states.at(-1)).toBe('removed-verified');
  });
});
