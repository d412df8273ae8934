import { describe, expect, it, onTestFinished } from 'vitest';
import { deriveUid, makeFreshSeed } from '../../src/synthetic/index.ts';
import { closeMpps, type RemovalContext, tellClosing } from '../../src/test-study/index.ts';
import { type ArchiveBehaviour, startFakeArchive } from './support/fake-archive.ts';

const context: RemovalContext = {
  baseFolder: '/nonexistent',
  language: 'vi',
  readSecret: async () => '',
};

async function start(mpps: ArchiveBehaviour['mpps']) {
  const archive = await startFakeArchive({ mpps });
  onTestFinished(() => archive.stop());
  const place = { node: archive.node, callingAe: 'RISPACS' };
  const uid = deriveUid(makeFreshSeed(), 'mpps');
  const close = (endedBefore = false, sopInstanceUid = uid) =>
    closeMpps(place, sopInstanceUid, context, AbortSignal.timeout(10_000), { endedBefore });
  return { archive, close };
}

describe('a test MPPS', () => {
  it('is discontinued, and the refusal of a second change proves it', async () => {
    const { archive, close } = await start('final');
    expect(await close()).toEqual({ state: 'removed-verified', note: 'discontinued' });
    expect(archive.changes).toEqual(['N-SET DISCONTINUED', 'N-SET DISCONTINUED']);
  });

  it('that has ended already is told by the peer', async () => {
    const { close } = await start('final');
    await close();
    expect(await close()).toEqual({ state: 'removed-verified', note: 'discontinued' });
  });

  it.each([
    ['forgetful', 'stillOpen', 'left'],
    ['refuses', 'closeRefused', 'left'],
    ['unknown', 'neverCreated', 'removed-verified'],
    ['busy-after', 'unverified', 'left'],
    ['breaks-off', 'unverified', 'left'],
  ] as const)('at a peer that is %s ends %s', async (mpps, note, state) => {
    const { close } = await start(mpps);
    const closing = await close();
    expect(closing).toMatchObject({ state, note });
    expect(tellClosing(closing, 'vi')).toMatch(/\.$/);
  });

  it('whose refusal says nothing more counts as ended only when we had begun to end it', async () => {
    const { archive, close } = await start('plain');
    await close();
    expect(await close()).toMatchObject({ state: 'left', note: 'closeRefused' });
    expect(await close(true)).toEqual({ state: 'removed-verified', note: 'discontinued' });
    expect(archive.changes).toHaveLength(4);
  });

  it('that is not ours is not touched', async () => {
    const { archive, close } = await start('final');
    expect(await close(false, '1.2.840.113619.2.1')).toMatchObject({ note: 'closeRefused' });
    expect(archive.changes).toEqual([]);
  });

  it('at a peer that is gone is left', async () => {
    const { archive, close } = await start('final');
    await archive.stop();
    expect(await close()).toMatchObject({ state: 'left', note: 'notReached' });
  });
});
