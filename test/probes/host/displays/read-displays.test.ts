import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDisplays } from '../../../../src/probes/host/displays/read-displays.ts';
import { readLinuxDisplays } from '../../../../src/probes/host/displays/read-linux-displays.ts';
import {
  parseIoreg,
  parseSystemProfiler,
} from '../../../../src/probes/host/displays/read-mac-displays.ts';
import { parseWindowsDisplays } from '../../../../src/probes/host/displays/read-windows-displays.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { makeEdid } from '../make-edid.ts';

const edid = makeEdid({ vendor: 'ENC', model: 'RX320', serial: '5' });
const base64 = edid.toString('base64');
const signal = new AbortController().signal;

describe('on Linux', () => {
  async function makeDrm(
    outputs: Readonly<Record<string, { status: string; edid?: Buffer }>>,
  ): Promise<string> {
    const root = await makeTempFolder();
    for (const [name, { status, edid: bytes }] of Object.entries(outputs)) {
      await mkdir(join(root, name));
      await writeFile(join(root, name, 'status'), `${status}\n`);
      if (bytes) await writeFile(join(root, name, 'edid'), bytes);
    }
    return root;
  }

  it('connected outputs give their EDID; others, and those without one, do not', async () => {
    const root = await makeDrm({
      'card0-DP-1': { status: 'connected', edid },
      'card0-DP-2': { status: 'disconnected', edid },
      'card0-HDMI-A-1': { status: 'connected', edid: Buffer.alloc(0) },
      'card0-Virtual-1': { status: 'connected' },
      version: { status: 'connected', edid },
    });
    expect(await readLinuxDisplays(root)).toEqual([
      { via: 'edid', connector: 'DP-1', edid: base64 },
    ]);
  });

  it('an EDID beyond all bounds is left out, and no graphics card is told', async () => {
    const root = await makeDrm({
      'card0-DP-1': { status: 'connected', edid: Buffer.alloc(100_000) },
    });
    expect(await readLinuxDisplays(root)).toEqual([]);
    await expect(readLinuxDisplays(join(root, 'khong-co'))).rejects.toThrow('ENOENT');
  });
});

describe('on Windows', () => {
  it('what PowerShell prints is read; one monitor or several, with a byte order mark or without', () => {
    for (const printed of [JSON.stringify([base64]), `\uFEFF["${base64}"]\r\n`])
      expect(parseWindowsDisplays(printed)).toEqual([{ via: 'edid', edid: base64 }]);
    expect(parseWindowsDisplays('[]')).toEqual([]);
  });

  it('asks PowerShell without a profile, with a script that only reads', async () => {
    const asked: string[] = [];
    const found = await readDisplays(signal, 'win32', async (program, args) => {
      const script = Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');
      asked.push(program, ...args.slice(0, -1), script);
      return JSON.stringify([base64]);
    });
    expect(found).toHaveLength(1);
    expect(asked.slice(0, 4)).toEqual([
      'powershell.exe',
      '-NoProfile',
      '-NonInteractive',
      '-EncodedCommand',
    ]);
    expect(asked[4]).toContain('WmiGetMonitorRawEEdidV1Block');
    expect(asked[4]).not.toMatch(/\b(Set|Remove|New|Start|Stop|Invoke-Expression)-/);
  });

  it('an error text is told', async () => {
    await expect(
      readDisplays(signal, 'win32', async () => 'Get-CimInstance : lỗi'),
    ).rejects.toThrow('no list of displays');
  });
});

describe('on macOS', () => {
  it('the raw EDID of the I/O Registry is read', async () => {
    const ioreg = `  | |   "IODisplayEDID" = <${edid.toString('hex')}>\n  | "IODisplayPrefsKey" = "x"\n`;
    const asked: string[] = [];
    const found = await readDisplays(signal, 'darwin', async (program) => {
      asked.push(program);
      return ioreg;
    });
    expect(found).toEqual([{ via: 'edid', edid: base64 }]);
    expect(asked).toEqual(['/usr/sbin/ioreg']);
  });

  it('where there is none, system_profiler tells vendor, model and serial number', async () => {
    const profile = JSON.stringify({
      SPDisplaysDataType: [
        {
          _name: 'Apple M2',
          spdisplays_ndrvs: [
            {
              _name: 'RX360',
              '_spdisplays_display-vendor-id': '15c3',
              '_spdisplays_display-product-id': '2a01',
              '_spdisplays_display-serial-number': '1e240',
              _spdisplays_pixels: '1536 x 2048',
            },
            { _name: 'Color LCD', '_spdisplays_display-vendor-id': '610' },
          ],
        },
      ],
    });
    const found = await readDisplays(signal, 'darwin', async (program) =>
      program.endsWith('ioreg') ? '' : profile,
    );
    expect(found).toEqual([
      {
        via: 'system',
        vendor: 'ENC',
        productCode: 0x2a01,
        model: 'RX360',
        serial: '123456',
        pixelsWide: 1536,
        pixelsHigh: 2048,
      },
    ]);
  });

  it('any text is a list, never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseSystemProfiler(text)).toEqual([]);
        expect(parseIoreg(text)).toEqual([]);
        expect(parseWindowsDisplays(text) ?? []).toEqual([]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

it('another system cannot be asked', async () => {
  await expect(readDisplays(signal, 'aix')).rejects.toThrow('aix');
});
