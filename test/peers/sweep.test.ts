import { afterEach, describe, expect, it } from 'vitest';
import { describeResult } from '../../src/sweep/describe-result.ts';
import type { SweepNode } from '../../src/sweep/node.ts';
import { sweepNodes } from '../../src/sweep/sweep-nodes.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
  runProgram,
  startDcmqrscp,
  startOrthanc,
  startStorescp,
} from './support/dicom-peers.ts';
import { type DicomWorklist, startDicomWorklist } from './support/dicom-worklist.ts';

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
async function keep<Peer extends DicomPeer | DicomWorklist>(
  starting: Promise<Peer>,
): Promise<Peer> {
  const peer = await starting;
  stops.push(() => peer.stop());
  return peer;
}

const node = (
  id: string,
  role: SweepNode['role'],
  port: number,
  calledAe: string,
  callingAe?: string,
): SweepNode => ({ id, role, host: '127.0.0.1', port, calledAe, ...(callingAe && { callingAe }) });

const programs = ['Orthanc', 'dcmqrscp', 'storescp', 'wlmscpfs', 'dump2dcm', 'echoscu'];

describe.skipIf(skipReason(...programs) !== undefined)('a sweep over real systems', () => {
  it('knows each for what it is', async () => {
    const closed = await keep(
      startOrthanc({
        DicomCheckCalledAet: true,
        DicomAlwaysAllowEcho: false,
        DicomAlwaysAllowFind: false,
        DicomModalities: { known: ['RISPACS', '127.0.0.1', 4242] },
      }),
    );
    const archive = await keep(startDcmqrscp());
    const modality = await keep(startStorescp());
    const worklist = await keep(startDicomWorklist());
    await worklist.add('A1', 'BN0001');
    const nodes = [
      node('orthanc', 'pacs', closed.port, 'ORTHANC'),
      node('orthanc-stranger', 'pacs', closed.port, 'ORTHANC', 'NOBODY'),
      node('orthanc-wrong', 'pacs', closed.port, 'WRONG'),
      node('dcmqrscp', 'archive', archive.port, 'ARCHIVE'),
      node('dcmqrscp-wrong', 'archive', archive.port, 'WRONG'),
      node('storescp', 'modality', modality.port, 'STORESCP'),
      node('worklist', 'worklist', worklist.port, worklist.calledAe),
      node('off', 'modality', await findFreePort(), 'OFF'),
    ];
    const results = await sweepNodes(nodes, { callingAe: 'RISPACS', perHost: 8 });
    const rows = results.map((result) => describeResult(result, 'RISPACS', 'en'));
    expect(rows.map(({ id, state, query }) => [id, state, query])).toEqual([
      ['orthanc', 'answers', 'answers'],
      ['orthanc-stranger', 'refused', 'none'],
      ['orthanc-wrong', 'refused', 'none'],
      ['dcmqrscp', 'answers', 'answers'],
      ['dcmqrscp-wrong', 'refused', 'none'],
      ['storescp', 'answers', 'none'],
      ['worklist', 'answers', 'answers'],
      ['off', 'refused', 'none'],
    ]);
    expect(rows.filter(({ state }) => state === 'refused').every(({ cause }) => cause)).toBe(true);
    expect(JSON.stringify(results)).not.toContain('BN0001');
    // DCMTK's own client agrees about who answers; it ends with 0 even when its C-ECHO was aborted, so its words count.
    for (const { node: one } of results) {
      const { exitCode, output } = await runProgram('echoscu', [
        ...['-aet', one.callingAe ?? 'RISPACS', '-aec', one.calledAe],
        ...[one.host, String(one.port)],
      ]);
      const answers = exitCode === 0 && !/failed/i.test(output);
      const row = rows.find(({ id }) => id === one.id);
      expect([one.id, answers]).toEqual([one.id, row?.state === 'answers']);
    }
  });

  it('goes through hundreds of AEs of one system', async () => {
    const scp = await keep(startStorescp('--fork'));
    const nodes = Array.from({ length: 300 }, (_, index) =>
      node(`ae-${index}`, 'modality', scp.port, `AE${index}`),
    );
    const results = await sweepNodes(nodes, {
      callingAe: 'RISPACS',
      parallel: 16,
      perHost: 16,
      perSecond: 1000,
    });
    expect(results.every(({ outcome }) => outcome.kind === 'answered')).toBe(true);
    expect(results.map((result) => result.node.id)).toEqual(nodes.map(({ id }) => id));
  });
});
