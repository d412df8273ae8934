import { describe, expect, it, vi } from 'vitest';
import { image, limits, lookAt, noBrowser, noise, openSite, useStudy } from './support/look-at.ts';
import { page } from './support/viewer-site.ts';

const study = useStudy('viewer-seed-03');
// A browser is started for every look, and the computer may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(noBrowser)('what the browser may reach', () => {
  it('is the declared host and no other: not by redirect, picture, worker, WebSocket or script', async () => {
    const other = await openSite(study, { '/xem': page(image()) });
    const worker = `fetch('${other.origin}/from-worker').catch(()=>0)`;
    const site = await openSite(study, {
      '/xem': page(
        `${noise}<img src="${other.origin}/picture.png" style="width:800px;height:800px">
        <script>new WebSocket('${other.origin.replace('http', 'ws')}/socket');
        new Worker(URL.createObjectURL(new Blob([${JSON.stringify(worker)}])))</script>`,
      ),
      '/redirect': (_request, response) => {
        response.writeHead(302, { location: `${other.origin}/xem` }).end();
      },
      '/script': page(`<script>location.href='${other.origin}/xem'</script>`),
    });
    const own = { ...limits, waitMs: 2_500 };
    const embedded = await lookAt(study, site, {}, { limits: own });
    expect(embedded.row).toMatchObject({ outcome: 'no-image', otherHosts: ['127.0.0.1'] });
    for (const path of ['redirect', 'script']) {
      const { row } = await lookAt(study, site, { url: `${site.origin}/${path}` }, { limits: own });
      expect(row?.outcome, path).toBe('elsewhere');
    }
    expect(other.asked).toEqual([]);
    const declared = await lookAt(study, site, {
      url: `${site.origin}/redirect`,
      alsoOpens: [other.origin],
    });
    expect(declared.row?.outcome).toBe('rendered');
  });

  it('downloads nothing, opens no window and starts no program', async () => {
    const site = await openSite(study, {
      '/file': (_request, response) => {
        response.writeHead(200, {
          'content-type': 'application/x-java-jnlp-file',
          'content-disposition': 'attachment; filename="weasis.jnlp"',
        });
        response.end('<jnlp/>');
      },
      '/program': page(`<script>location.href='weasis://?x'</script>`),
      '/alert': page(`<script>alert('hello'); open('/popup')</script>${image()}`),
      '/popup': page('popup'),
    });
    const own = { ...limits, waitMs: 2_500 };
    const file = await lookAt(study, site, { url: `${site.origin}/file` }, { limits: own });
    expect(file.row?.outcome).toBe('download');
    const program = await lookAt(study, site, { url: `${site.origin}/program` }, { limits: own });
    expect(program.row?.outcome).toBe('elsewhere');
    const alert = await lookAt(study, site, { url: `${site.origin}/alert` });
    expect(alert.row?.outcome).toBe('rendered');
  });

  it('ends after so many bytes', async () => {
    const site = await openSite(study, {
      '/xem': page(`<script>fetch('/much')</script>`),
      '/much': (_request, response) => {
        const chunk = Buffer.alloc(65_536);
        const write = (): void => {
          if (!response.destroyed) response.write(chunk, () => setImmediate(write));
        };
        write();
      },
    });
    const { row, observation } = await lookAt(
      study,
      site,
      {},
      {
        limits: { ...limits, waitMs: 2_000, maxBytes: 1024 * 1024 },
      },
    );
    expect(row?.outcome).not.toBe('rendered');
    expect(row?.receivedBytes).toBeLessThan(8 * 1024 * 1024);
    expect(observation.notes?.join(' ')).toContain('1 MB');
  });
});
