import { expect, it } from 'vitest';
import { collectReceived } from '../../../src/probes/challenge-receive/collect.ts';
import { usualPatience } from '../../../src/probes/challenge-receive/target.ts';
import type { AwaitedPerson } from '../../../src/probes/contract.ts';
import { makeDemo } from '../../challenge/support/demo.ts';
import { writeRecipeFolder } from '../../walkthrough/support/open-test-walk.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

it.each(['vi', 'en'] as const)(
  'tells whoever runs the assessment in %s what to send where, until the wait is over',
  async (language) => {
    const { challenge } = await makeDemo();
    const folder = await writeRecipeFolder(await makeTempFolder(), 'demo-seed-0001');
    const { context } = makeProbeContext({ language });
    const told: AwaitedPerson[] = [];
    let ended = 0;
    const seen = await collectReceived(
      { folder, receive: { host: '127.0.0.1', port: 0 }, calledAe: 'RISPACS', nodes: [] },
      {
        ...context,
        awaitPerson: (awaited) => {
          told.push(awaited);
          return () => {
            ended += 1;
          };
        },
      },
      { ...usualPatience, personMs: 200 },
    );
    expect(seen).toMatchObject({
      state: 'observed',
      facts: { 'challenge.receive': [{ outcome: 'awaiting-person' }] },
    });
    expect(told).toMatchObject([{ maxMs: 200 }]);
    expect(told[0]?.what).toContain(challenge.study.accessionNumber);
    expect(told[0]?.what).toContain('AE RISPACS (127.0.0.1:');
    expect(told[0]?.what).toMatch(/[^.]$/);
    expect(ended).toBe(1);
  },
  60_000,
);
