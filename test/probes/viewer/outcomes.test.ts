import { beforeAll, describe, expect, it, vi } from 'vitest';
import { judgePicture, readPicture } from '../../../src/challenge/index.ts';
import { makeDemo, showCt } from '../../challenge/support/demo.ts';
import { encode } from '../../challenge/support/encode.ts';
import { image, limits, lookAt, noBrowser, noise, openSite, useStudy } from './support/look-at.ts';
import { page } from './support/viewer-site.ts';

const study = useStudy('viewer-seed-01');
// A browser is started for every look, and the computer may be busy.
vi.setConfig({ testTimeout: 120_000 });
let otherPicture: Buffer;
beforeAll(async () => {
  const { challenge } = await makeDemo('viewer-seed-02');
  otherPicture = await encode(showCt(challenge, 75), { format: 'png' });
});

describe.skipIf(noBrowser)(`a link in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  it('is rendered when the code of this study is on the screen, on every kind of screen', async () => {
    const site = await openSite(study, { '/xem': page(image()) });
    const { rows, observation, attached } = await lookAt(study, site, {
      profiles: ['desktop', 'tablet', 'phone'],
    });
    expect(rows.map(({ profile, outcome }) => [profile, outcome])).toEqual([
      ['desktop', 'rendered'],
      ['tablet', 'rendered'],
      ['phone', 'rendered'],
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({ series: 'ct', https: false, otherHosts: [], httpStatus: 200 });
      expect(row.receivedBytes).toBeGreaterThan(study.picture.length);
      expect(row.firstImageMs).toBeGreaterThan(0);
      expect(row.host).toBe(new URL(site.origin).host);
    }
    expect(site.asked[0]).toBe(`GET /xem?ca=${study.challenge.study.studyInstanceUid}`);
    expect(observation.attachments).toHaveLength(rows.length);
    for (const bytes of attached.values()) {
      expect(judgePicture(await readPicture(bytes), study.challenge).kind).toBe('evidence');
    }
  });

  it('keeps the image alone, not what stands beside it', async () => {
    const list = '<p style="color:#fff">NGUYỄN VĂN A 0123</p>';
    const site = await openSite(study, {
      '/xem': page(
        `<div style="position:absolute;right:0;top:0;width:400px;height:800px;background:#c33">${list}</div>${image('width:700px;height:700px;position:absolute;left:50px;top:50px')}`,
      ),
    });
    const { row, attached } = await lookAt(study, site);
    expect(row?.outcome).toBe('rendered');
    const [bytes] = [...attached.values()];
    const reading = await readPicture(bytes ?? new Uint8Array());
    if (reading.kind !== 'read') throw new Error('not a picture');
    expect(reading.pixels.width).toBeLessThanOrEqual(710);
    expect(reading.pixels.height).toBeLessThanOrEqual(710);
  });

  it('is not rendered by contrast alone, nor by an error box, a log-in page or another study', async () => {
    const error = `<div role="alertdialog" style="position:absolute;left:100px;top:100px;width:300px;height:100px;background:#600">Failed to load the image</div>`;
    const site = await openSite(study, {
      '/noise': page(noise),
      '/blank': page('<h1>Viewer</h1><canvas width="900" height="700"></canvas>'),
      '/empty': page(''),
      '/error': page(`${noise}${error}`),
      '/vn': page('<p>Không tìm thấy ca chụp</p>'),
      '/login': page('<form><input name="u"><input type="password"></form>'),
      '/other': page(image().replace('/picture.png', '/other.png')),
      '/other.png': otherPicture,
      '/500': (_request, response) => {
        response.writeHead(500).end(page(noise));
      },
    });
    const expected = {
      noise: 'no-image',
      blank: 'blank',
      empty: 'blank',
      error: 'error-page',
      vn: 'error-page',
      login: 'login-needed',
      other: 'another-study',
      500: 'error-page',
    };
    const seen: Record<string, string | undefined> = {};
    for (const path of Object.keys(expected)) {
      const own = { ...limits, waitMs: 2_500 };
      const { row, attached } = await lookAt(
        study,
        site,
        { url: `${site.origin}/${path}` },
        { limits: own },
      );
      seen[path] = row?.outcome;
      expect(attached.size, path).toBe(0);
    }
    expect(seen).toEqual(expected);
  });

  it('does not conclude from an image that is covered or too small', async () => {
    const dialog = `<div role="dialog" style="position:absolute;left:0;top:0;width:60vmin;height:60vmin;background:#fff;color:#000">Chào mừng <button id="bo-qua" onclick="this.parentElement.remove()">Bỏ qua</button></div>`;
    const site = await openSite(study, {
      '/covered': page(`${image()}${dialog}`),
      '/panel': page(`${image()}${dialog.replace('role="dialog"', '')}`),
      '/small': page(image('width:190px;height:190px')),
    });
    const own = { ...limits, waitMs: 3_000 };
    const covered = await lookAt(study, site, { url: `${site.origin}/covered` }, { limits: own });
    expect(covered.row?.outcome).toBe('covered');
    const panel = await lookAt(study, site, { url: `${site.origin}/panel` }, { limits: own });
    expect(panel.row?.outcome).toBe('covered');
    const small = await lookAt(study, site, { url: `${site.origin}/small` }, { limits: own });
    expect(small.row?.outcome).toBe('too-small');
    const viewer = { url: `${site.origin}/covered`, dismiss: ['::-p-text(Bỏ qua)'] };
    const dismissed = await lookAt(study, site, viewer);
    expect(dismissed.row?.outcome).toBe('rendered');
  });

  it('waits for an image that comes late, and gives up a page that never ends loading', async () => {
    const site = await openSite(study, {
      '/late': page(
        `<div id="d"></div><script>setTimeout(()=>{d.innerHTML='${image().replaceAll("'", '"')}'},1500)</script>`,
      ),
      '/endless': page(`<div class="spinner">…</div><script>fetch('/hang')</script>`),
      '/hang': () => undefined,
      '/stuck': page('<script>for(;;);</script>'),
    });
    expect((await lookAt(study, site, { url: `${site.origin}/late` })).row?.outcome).toBe(
      'rendered',
    );
    const own = { ...limits, waitMs: 1_500, answerMs: 1_000 };
    for (const path of ['endless', 'hang']) {
      const { row } = await lookAt(study, site, { url: `${site.origin}/${path}` }, { limits: own });
      expect(row?.outcome, path).toBe('timeout');
    }
    const stuck = await lookAt(study, site, { url: `${site.origin}/stuck` }, { limits: own });
    expect(stuck.row?.outcome).not.toBe('rendered');
  });
});
