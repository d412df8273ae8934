import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseEdid } from '../../src/probes/host/displays/edid.ts';
import { parseInventory } from '../../src/probes/host/inventory.ts';
import {
  type MadeDisplay,
  makeDisplayId,
  makeEdid,
  makeParameters,
  makePreferredTiming,
  makeTiles,
} from '../probes/host/make-edid.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { missingPrograms } from './support/dicom-peers.ts';

const execute = promisify(execFile);
const projectFolder = path.resolve(import.meta.dirname, '../..');

const noDecoder = missingPrograms('edid-decode');
const noOpenssl = missingPrograms('openssl', 'python3');
for (const reason of [noDecoder, noOpenssl])
  if (reason) process.stderr.write(`skipped: ${reason}\n`);

/** What edid-decode reads, as far as we read it. */
async function decode(bytes: Buffer) {
  const file = path.join(await makeTempFolder(), 'edid.bin');
  await writeFile(file, bytes);
  const { stdout } = await execute('edid-decode', [file]);
  const find = (pattern: RegExp): string | undefined => pattern.exec(stdout)?.[1];
  const timing = /DTD 1: +(\d+)x(\d+).*\((\d+) mm x (\d+) mm\)/.exec(stdout);
  const native = /native pixel format: (\d+)x(\d+)/.exec(stdout);
  const preferred = /DTD: +(\d+)x(\d+) .*preferred\)/.exec(stdout);
  const tiles = /horizontal tiles: (\d+) Num vertical tiles: (\d+)/.exec(stdout);
  const tile = /Tile resolution: (\d+)x(\d+)/.exec(stdout);
  const whole = tiles &&
    tile && ['', Number(tiles[1]) * Number(tile[1]), Number(tiles[2]) * Number(tile[2])];
  const pixels = whole ?? native ?? preferred ?? timing;
  return {
    vendor: find(/Manufacturer: (\w{3})/),
    productCode: Number(find(/Model: (\d+)/)),
    model: find(/Display Product Name: '(.*?)'/),
    serial: find(/Product Serial Number: '(.*?)'/) ?? find(/^ +Serial Number: (\d+)/m),
    year: Number(find(/Made in: .*(\d{4})/)),
    widthMm: Number(timing?.[3]),
    heightMm: Number(timing?.[4]),
    pixelsWide: Number(pixels?.[1]),
    pixelsHigh: Number(pixels?.[2]),
  };
}

describe.skipIf(noDecoder)('our reading of an EDID and edid-decode', () => {
  const large = { vendor: 'BDS', model: 'MDMC-12133', serial: '2590', widthMm: 655, heightMm: 437 };
  const displays: readonly (readonly [string, MadeDisplay])[] = [
    ['a portrait display', { vendor: 'ENC', model: 'RX340', serial: '12345678', year: 2016 }],
    ['a numeric serial number', { vendor: 'GSM', model: '32HL512D', serialNumber: 4_000_000_000 }],
    ['a name of 13 letters', { vendor: 'JKC', model: 'CCL-S1200-WXY', serial: 'A-1' }],
    [
      'native pixels beyond 4,095',
      { ...large, extensions: [makeDisplayId([makeParameters(655, 437, 4200, 2800)])] },
    ],
    [
      'a preferred timing beyond 4,095',
      { ...large, extensions: [makeDisplayId([makePreferredTiming(4200, 2800)])] },
    ],
    [
      'two tiles of one panel',
      { ...large, extensions: [makeDisplayId([makeTiles(2, 1, 1640, 2048)])] },
    ],
  ];

  it.each(displays)('agree on %s', async (_, display) => {
    const bytes = makeEdid(display);
    const ours = parseEdid(bytes);
    expect(ours).toMatchObject({ ok: true, edid: await decode(bytes) });
  });
});

describe.skipIf(noOpenssl)('the signed inventory and OpenSSL', () => {
  /** Canonical JSON (RFC 8785) by another hand: sorted keys, no blanks, UTF-8. */
  const canonicalise = `
import json, sys
inventory = json.load(open(sys.argv[1], encoding='utf-8'))
signature = inventory.pop('signature')
text = json.dumps(inventory, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
open(sys.argv[2], 'wb').write(text.encode('utf-8'))
import base64
open(sys.argv[3], 'wb').write(base64.b64decode(signature['value']))
`;

  it('agree on the signature and on the fingerprint of a key of OpenSSL', async () => {
    const folder = await makeTempFolder();
    const at = (name: string): string => path.join(folder, name);
    await execute('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', at('khoa.pem')]);
    await execute('openssl', [
      ...['pkey', '-in', at('khoa.pem'), '-pubout', '-outform', 'DER', '-out', at('khoa.der')],
    ]);
    const { stdout } = await execute(
      process.execPath,
      ['bin/dev.js', 'host', '--out', at('may.json'), '--key', at('khoa.pem')],
      { cwd: projectFolder, env: { ...process.env, RISPACS_LANG: 'en', NO_COLOR: '1' } },
    );
    const { stdout: digest } = await execute('openssl', ['dgst', '-sha256', '-r', at('khoa.der')]);
    const fingerprint = digest.slice(0, 64);
    expect(stdout).toContain(fingerprint);
    expect(parseInventory(await readFile(at('may.json')))).toMatchObject({
      ok: true,
      keyFingerprint: fingerprint,
    });
    await writeFile(at('tach.py'), canonicalise);
    await execute('python3', [at('tach.py'), at('may.json'), at('noi-dung'), at('chu-ky')]);
    const verify = () =>
      execute('openssl', [
        ...['pkeyutl', '-verify', '-rawin', '-pubin', '-keyform', 'DER', '-inkey', at('khoa.der')],
        ...['-in', at('noi-dung'), '-sigfile', at('chu-ky')],
      ]);
    expect((await verify()).stdout).toContain('Signature Verified Successfully');
    await writeFile(at('noi-dung'), `${await readFile(at('noi-dung'), 'utf8')} `);
    await expect(verify()).rejects.toThrow();
  });
});
