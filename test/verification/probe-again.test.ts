import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import type { ProbeEvidence } from '../../src/evidence/evidence.ts';
import { judge, report } from '../../src/flow.ts';
import { describeProbed } from '../../src/verification/describe-probed.ts';
import { probeAgain } from '../../src/verification/probe-again.ts';
import { makeDossier } from '../attest/support/dossier.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

describe('measuring again', () => {
  it('asks the systems of the dossier, and says what is not as it was', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { dossier, folder } = await makeDossier(await makeTempFolder(), [
      'dicom:',
      '  nodes:',
      `    - {id: pacs, host: 127.0.0.1, port: ${port}, calledAe: PACS, role: pacs}`,
    ]);
    const record: ProbeEvidence = {
      id: 'dicom.pacs',
      kind: 'probe',
      probe: 'dicom',
      probeVersion: 1,
      subject: 'pacs',
      subjectId: 'pacs',
      startedAt: '2026-11-22T08:00:01.000+07:00',
      durationMs: 12,
      notes: [],
      attachments: [],
      state: 'observed',
      facts: {},
    };
    await dossier.writeRecord(record);
    await report(
      dossier,
      await judge(await Dossier.open(folder, 'vi')),
      [],
      AbortSignal.timeout(9000),
    );
    const note = vi.fn();
    const probed = await probeAgain({
      folder,
      language: 'en',
      signal: AbortSignal.timeout(60_000),
      note,
    });
    expect(connections).toBeGreaterThan(0);
    expect(note.mock.calls.flat().join('\n')).toContain('dicom');
    expect(probed).toHaveLength(1);
    expect(probed[0]?.state).not.toBe('observed');
    expect(describeProbed(probed, 'en').join('\n')).toMatch(/dicom: pacs: /);
    expect(path.basename(folder)).toBe('hồ sơ');
  });
});
