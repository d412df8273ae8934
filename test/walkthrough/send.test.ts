import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listObjects, planChallenge } from '../../src/challenge/index.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { isObserved } from '../../src/evidence/evidence.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { findClosedPort } from '../../src/simulator/listen-on-loopback.ts';
import { openWalk } from '../../src/walkthrough/index.ts';
import { runSend, type SendRequest } from '../../src/walkthrough/send/run-send.ts';
import { recipeOf } from '../challenge/support/demo.ts';
import { startArchiveNode } from '../drill/support/archive-node.ts';
import { writeFacility } from '../drill/support/hold-drill.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { writeRecipeFolder } from './support/open-test-walk.ts';

async function prepare(
  dicomPort: number,
  change: { readonly node?: object; readonly more?: object } = {},
) {
  const home = await makeTempFolder();
  const challenge = await writeRecipeFolder(home, 'demo-seed-0001');
  const file = await writeFacility(
    {
      dicomPort,
      node: { role: 'pacs', send: 'test-study', ...change.node },
      testData: { removal: 'administrator', administrator: 'Trần Thị Hà' },
      more: { challenge: { folder: path.basename(challenge) }, ...change.more },
    },
    home,
  );
  const out = path.join(home, 'ho-so');
  const send = (request: Partial<SendRequest> = {}) =>
    runSend({
      facilityFile: file,
      out,
      allow: 'active',
      language: 'vi',
      signal: new AbortController().signal,
      note: () => undefined,
      ...request,
    });
  return { home, out, send };
}

async function readDossier(folder: string) {
  const dossier = await Dossier.open(folder, 'vi');
  return {
    records: await dossier.readRecords('vi'),
    effects: await dossier.readSideEffects(),
  };
}

describe('sending the challenge study', () => {
  it('journals it, tells the dossier how many of each kind were taken, and the walk finds its recipe', async () => {
    const node = await startArchiveNode();
    const { out, send } = await prepare(node.port);
    const outcome = await send();
    const challenge = await planChallenge(recipeOf('demo-seed-0001'));
    const objects = listObjects(challenge);
    expect(outcome).toMatchObject({
      runCode: challenge.runCode,
      objects: objects.length,
      accepted: objects.length,
      complete: true,
    });
    const { records, effects } = await readDossier(out);
    expect(effects).toMatchObject([
      {
        system: 'pacs',
        kind: 'study',
        state: 'sent',
        identifiers: { studyInstanceUid: challenge.study.studyInstanceUid },
      },
    ]);
    const [record] = records;
    if (record === undefined || !isObserved(record)) throw new Error('no record');
    const rows = record.facts['challenge.sent'] ?? [];
    for (const row of rows)
      expect(factRegistry().get('challenge.sent')?.row.safeParse(row).error).toBeUndefined();
    expect(rows.reduce((sum, row) => sum + Number(row.accepted), 0)).toBe(objects.length);
    expect(record.attachments).toMatchObject([{ originalName: 'recipe.json' }]);
    expect((await openWalk(out, { language: 'vi' })).runCode).toBe(challenge.runCode);
  }, 60_000);

  it('tells what the PACS refused', async () => {
    const node = await startArchiveNode({ status: (number) => (number % 50 === 0 ? 0xa700 : 0) });
    const { out, send } = await prepare(node.port);
    const outcome = await send();
    expect(outcome.complete).toBe(false);
    expect(outcome.lines.join('\n')).toContain('A700');
    const { records, effects } = await readDossier(out);
    expect(effects).toMatchObject([{ state: 'sent' }]);
    const [record] = records;
    if (record === undefined || !isObserved(record)) throw new Error('no record');
    const refused = (record.facts['challenge.sent'] ?? []).reduce(
      (sum, row) => sum + Number(row.refused),
      0,
    );
    expect(refused).toBe(outcome.objects - outcome.accepted);
  }, 60_000);

  it('leaves nothing in the journal when nobody answers', async () => {
    const { out, send } = await prepare(await findClosedPort(new AbortController().signal));
    const outcome = await send();
    expect(outcome).toMatchObject({ accepted: 0, complete: false });
    const { records, effects } = await readDossier(out);
    expect(effects).toEqual([]);
    expect(records).toMatchObject([{ probe: 'challenge', state: 'refused', facts: {} }]);
  });

  it('stops when asked to, with what may be there in the journal', async () => {
    const node = await startArchiveNode();
    const { out, send } = await prepare(node.port);
    const stop = new AbortController();
    const outcome = await send({
      signal: stop.signal,
      note: () => stop.abort(new Error('enough')),
    });
    expect(outcome.interrupted).toBe(true);
    expect(outcome.accepted).toBeGreaterThan(0);
    expect(outcome.accepted).toBeLessThan(outcome.objects);
    expect((await readDossier(out)).effects).toMatchObject([{ state: 'sent' }]);
  }, 60_000);

  it('sends nothing without permission, a place or a study', async () => {
    const node = await startArchiveNode();
    const { home, send } = await prepare(node.port);
    await expect(send({ allow: '' })).rejects.toMatchObject({
      exitCode: 2,
      details: [expect.stringContaining(`127.0.0.1:${node.port}`)],
    });
    await expect(send({ allow: 'load' })).rejects.toThrow('"load"');
    await expect(send({ out: undefined })).rejects.toThrow('--out');
    await expect(send({ node: 'khac' })).rejects.toThrow('Các nút: pacs');
    await expect(send({ challengeFolder: path.join(home, 'none') })).rejects.toThrow('recipe.json');
    const silent = await prepare(node.port, { node: { send: 'nothing' } });
    await expect(silent.send()).rejects.toThrow('send: test-study');
    await expect(silent.send({ node: 'pacs' })).rejects.toThrow('send: test-study');
    const without = await prepare(node.port, { more: { challenge: undefined } });
    await expect(without.send()).rejects.toThrow('challenge make');
    expect(node.acknowledged).toEqual([]);
  });
});
