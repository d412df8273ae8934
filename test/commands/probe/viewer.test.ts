import { describe, expect, it, onTestFinished } from 'vitest';
import { searchBrowser } from '../../../src/browser/browser.ts';
import { makeDemo, showCt } from '../../challenge/support/demo.ts';
import { encode } from '../../challenge/support/encode.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import { page, startSite } from '../../probes/viewer/support/viewer-site.ts';
import { runCli } from '../../support/run-cli.ts';
import { writeRecipeFolder } from '../../walkthrough/support/open-test-walk.ts';

const { found } = await searchBrowser();
if (found === undefined) process.stderr.write('skipped: needs a browser\n');

const link = 'https://xem.example.vn/{studyInstanceUid}';

describe('rispacs probe viewer', { timeout: 120_000 }, () => {
  it('says what is wrong with a link, and with the folder of the challenge study', async () => {
    const cwd = await makeTempFolder();
    const probe = (...args: string[]) => runCli(['probe', 'viewer', ...args], { cwd });
    for (const args of [
      ['--url', link],
      ['--url', 'https://xem.example.vn/{nope}', '--challenge', 'thu-thach'],
      ['--url', link, '--challenge', 'thu-thach', '--kind', 'no-such-viewer'],
      ['--url', link, '--challenge', 'thu-thach', '--profile', 'wall'],
    ])
      expect((await probe(...args)).code, args.join(' ')).toBe(2);
    const missing = await probe('--url', link, '--challenge', 'thu-thach', '--json');
    expect(missing.code, missing.stderr).toBe(0);
    expect(JSON.parse(missing.stdout).evidence).toMatchObject([
      { probe: 'viewer', state: 'not-configured', reason: { code: 'challenge-missing' } },
    ]);
  });

  it.skipIf(found === undefined)('sees the image of the challenge study', async () => {
    const home = await makeTempFolder();
    const folder = await writeRecipeFolder(home, 'demo-seed-0001');
    const { challenge } = await makeDemo();
    const png = await encode(showCt(challenge, 30), { format: 'png' });
    const site = await startSite({
      [`/xem/${challenge.study.studyInstanceUid}`]: page(
        '<img src="/anh.png" style="width:700px;height:700px">',
      ),
      '/anh.png': png,
    });
    onTestFinished(() => site.close());
    const url = `${site.origin}/xem/{studyInstanceUid}`;
    const options = ['--profile', 'desktop', '--wait-seconds', '60', '--json'];
    const seen = await runCli(['probe', 'viewer', '--url', url, '--challenge', folder, ...options]);
    expect(seen.code, seen.stderr).toBe(0);
    expect(JSON.parse(seen.stdout).evidence).toMatchObject([
      {
        state: 'observed',
        facts: { 'viewer.view': [{ profile: 'desktop', outcome: 'rendered', series: 'ct' }] },
      },
    ]);
  });
});
