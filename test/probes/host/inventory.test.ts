import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HostInventory,
  maxInventoryBytes,
  parseInventory,
  saveInventory,
} from '../../../src/probes/host/inventory.ts';
import { describeComputer } from '../../../src/probes/host/parse.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { workstation } from './fixtures.ts';

const inventory: HostInventory = {
  schemaVersion: 1,
  kind: 'rispacs-host-inventory',
  collectedAt: '2026-11-20T08:00:00.000Z',
  collector: { name: 'rispacs', version: '0.1.0' },
  hostname: 'DOC-PHIM-01',
  facts: describeComputer(workstation),
};

function parse(value: unknown) {
  return parseInventory(Buffer.from(JSON.stringify(value)));
}

function problemOf(value: unknown) {
  const parsed = parse(value);
  return parsed.ok ? undefined : parsed.problem.code;
}

describe('an inventory file', () => {
  it('is read back as it was written, and leaves nothing else in the folder', async () => {
    const folder = await makeTempFolder();
    const path = join(folder, 'máy 1.json');
    await saveInventory(path, inventory);
    const written = await saveInventory(path, inventory);
    expect(written.inventory).toMatchObject(inventory);
    expect(parseInventory(await readFile(path))).toEqual({ ok: true, ...written });
    expect(await readdir(folder)).toEqual(['máy 1.json']);
  });

  it('is not left half-written where it cannot be written', async () => {
    const folder = await makeTempFolder();
    await expect(saveInventory(join(folder, 'no', 'x.json'), inventory)).rejects.toThrow('ENOENT');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused when it is something else', () => {
    expect(problemOf({ ...inventory, kind: 'x' })).toBe('other-kind');
    expect(problemOf([])).toBe('other-kind');
    expect(problemOf(null)).toBe('other-kind');
    expect(problemOf({ ...inventory, schemaVersion: 2 })).toBe('other-version');
  });

  it('may not say whose computer it is or what it is for', () => {
    const claim = (group: string, row: object) =>
      problemOf({ ...inventory, facts: { ...inventory.facts, [group]: [row] } });
    expect(claim('host.computer', { host: 'pacs-01' })).toBe('not-as-expected');
    expect(claim('lan.port', { port: 'eth0', role: 'pacs' })).toBe('not-as-expected');
    expect(problemOf({ ...inventory, role: 'pacs' })).toBe('not-as-expected');
    expect(claim('lan.path', { path: 'x' })).toBe('not-as-expected');
  });

  it.each([
    ['an escape in a name', { port: 'eth0\u001b[2J' }],
    ['an endless name', { port: 'e'.repeat(301) }],
    ['a speed no Ethernet has', { port: 'eth0', linkMbps: 400_001 }],
    ['a negative speed', { port: 'eth0', linkMbps: -1 }],
    ['an unknown column', { port: 'eth0', serial: 'x' }],
  ])('is refused for %s', (_name, row) => {
    expect(problemOf({ ...inventory, facts: { ...inventory.facts, 'lan.port': [row] } })).toBe(
      'not-as-expected',
    );
  });

  it('is refused when it is too large, too deep, cut off or not UTF-8', () => {
    expect(parseInventory(Buffer.alloc(maxInventoryBytes + 1, 32))).toMatchObject({
      problem: { code: 'too-large' },
    });
    expect(parseInventory(Buffer.from('['.repeat(500_000)))).toMatchObject({
      problem: { code: 'too-deep' },
    });
    const whole = JSON.stringify(inventory);
    expect(parseInventory(Buffer.from(whole.slice(0, -5)))).toMatchObject({
      problem: { code: 'not-json' },
    });
    expect(parseInventory(Buffer.from([0xff, 0xfe, 0x7b]))).toMatchObject({
      problem: { code: 'not-json' },
    });
  });

  it('without a signature is read as such, as the collectors write it', () => {
    expect(parse(inventory)).toEqual({ ok: true, inventory });
  });

  it('carries raw EDIDs only within bounds', () => {
    const edid = (bytes: number) => ({ via: 'edid', edid: Buffer.alloc(bytes).toString('base64') });
    const readings = (...displayReadings: object[]) => problemOf({ ...inventory, displayReadings });
    expect(readings(edid(256))).toBeUndefined();
    expect(readings(edid(40_000))).toBe('not-as-expected');
    expect(readings(...Array.from({ length: 65 }, () => edid(128)))).toBe('not-as-expected');
    expect(readings({ via: 'system', vendor: 'ENC', class: 'diagnostic' })).toBe('not-as-expected');
  });

  it('answers any bytes with a value or a problem, never an exception', () => {
    const whole = Buffer.from(JSON.stringify(inventory));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.json().map((text) => Buffer.from(text)),
          fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => {
            const changed = Buffer.from(whole);
            changed[at] = byte;
            return changed;
          }),
        ),
        (bytes) => typeof parseInventory(bytes).ok === 'boolean',
      ),
      { seed: 20261122, numRuns: 500 },
    );
  });
});
