import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostInventorySchema, inventoryFactsSchema } from '../../src/probes/host/inventory.ts';
import { readingParts } from '../../src/probes/host/readings.ts';
import { projectFolder } from '../../src/project-folders.ts';
import { findProgram } from './support/run-collector.ts';

const file = path.join(projectFolder, 'collectors', 'collect-windows.ps1');
if (findProgram('pwsh') === undefined && findProgram('powershell') === undefined) {
  console.warn('collect-windows.ps1 is not run, and its syntax not checked: no PowerShell here');
}

/** The script without comments and the contents of strings, so that only its code is looked at. */
async function readCode(): Promise<string> {
  const text = await readFile(file, 'utf8');
  return text
    .replaceAll(/<#[\s\S]*?#>/g, '')
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/'[^'\n]*'/g, "''");
}

describe('collect-windows.ps1, as far as reading it goes', () => {
  it('is ASCII, which Windows PowerShell reads the same in every code page', async () => {
    const bytes = await readFile(file);
    expect(bytes.every((byte) => byte < 0x80)).toBe(true);
  });

  it('says in its header that it was not run', async () => {
    expect((await readFile(file, 'utf8')).slice(0, 600)).toContain('NOT RUN HERE');
    const readme = await readFile(path.join(path.dirname(file), 'README.md'), 'utf8');
    expect(readme).toContain('**The Windows one has not been run**');
  });

  it('closes what it opens', async () => {
    const code = await readCode();
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(code.split(open ?? '').length, open).toBe(code.split(close ?? '').length);
    }
    expect((code.match(/"/g) ?? []).length % 2).toBe(0);
  });

  it('uses nothing that came after Windows PowerShell 5.1', async () => {
    const code = await readCode();
    expect(code).not.toMatch(/\?\?|\?\.|&&|\|\||\bclean\s*\{/);
    expect(code).not.toMatch(/ConvertTo-Json[^\n]*-(AsArray|EscapeHandling|EnumsAsStrings)/);
    expect(code).not.toMatch(/ForEach-Object\s+-Parallel/);
    expect(code).toContain('ConvertTo-Json -InputObject $inventory -Depth 6');
  });

  it('only reads: it starts no command but those on a short list', async () => {
    const commands = new Set((await readCode()).match(/\b[A-Z][a-z]+-[A-Z]\w+/g));
    const known = [
      ...['Get-CimInstance', 'Get-NetAdapter', 'Get-NetIPAddress', 'Get-Volume', 'Get-Date'],
      ...['Where-Object', 'ForEach-Object', 'Sort-Object', 'Measure-Object', 'New-Object'],
      // A method of WMI that returns a monitor's EDID, and one value of the registry.
      ...['Invoke-CimMethod', 'Get-ItemProperty'],
      ...['ConvertTo-Json', 'Move-Item', 'Write-Host', 'Read-Part', 'Get-TidyText', 'Get-GiB'],
    ];
    expect([...commands].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('writes the keys that an inventory has, and no others', async () => {
    const text = await readFile(file, 'utf8');
    for (const key of ['schemaVersion', 'kind', 'collectedAt', 'collector', 'hostname', 'facts']) {
      expect(text).toMatch(new RegExp(`^    ${key}\\s+= `, 'm'));
      expect(Object.keys(hostInventorySchema.shape)).toContain(key);
    }
    const groups = [...text.matchAll(/^ {8}'([a-z]+\.[a-z]+)'\s+= /gm)].map((match) => match[1]);
    expect(new Set(groups)).toEqual(new Set(Object.keys(inventoryFactsSchema.shape)));
    const columns = new Set(
      [...text.matchAll(/[rR]ow\['(\w+)'\]|[@;]\{? ?(kind|name|port|mount|sizeGiB) =/g)].map(
        (match) => match[1] ?? match[2],
      ),
    );
    const known = new Set([
      ...['cpuModel', 'cpuCores', 'memoryGiB', 'wiredNetworkUp', 'displays', 'virtual'],
      ...['kind', 'name', 'version', 'openSource', 'mount', 'sizeGiB', 'freeGiB'],
      ...['port', 'linkMbps', 'duplex'],
    ]);
    expect(columns).toEqual(known);
    const parts = [...text.matchAll(/Read-Part '(\w+)'|notRead\.Add\('(\w+)'\)/g)].map(
      (match) => match[1] ?? match[2],
    );
    const unknown = parts.filter((part) => !readingParts.some((one) => one === part));
    // Addresses and EDIDs are no parts of their own; the script takes the names out again.
    expect(new Set(unknown)).toEqual(new Set(['addresses', 'edid']));
    expect(text).toContain("$notRead.Remove('addresses')");
    expect(text).toContain("$notRead.Remove('edid')");
    expect(text).not.toMatch(/MethodName (?!WmiGetMonitorRawEEdidV1Block)/);
  });
});
