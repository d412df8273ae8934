import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sayIn } from '../../src/doctor/check.ts';
import { checkAddresses } from '../../src/doctor/check-addresses.ts';
import { checkClock, checkTimeZone } from '../../src/doctor/check-clock.ts';
import { checkFolder, readFolder } from '../../src/doctor/check-folder.ts';
import { checkInstallation } from '../../src/doctor/check-installation.ts';
import { checkMemory } from '../../src/doctor/check-memory.ts';
import { checkNode } from '../../src/doctor/check-node.ts';
import { checkPorts, readPort } from '../../src/doctor/check-ports.ts';
import { describeChecks } from '../../src/doctor/describe-checks.ts';
import { listOwnAddresses } from '../../src/plan/own-addresses.ts';
import { projectFolder } from '../../src/project-folders.ts';

const say = sayIn('vi');
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-doctor-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('checks of this computer', () => {
  it('takes a Node new enough and blocks an old one', () => {
    expect(checkNode(say, '22.19.0', '>=22.19').state).toBe('ok');
    expect(checkNode(say, '24.0.1', '>=22.19').state).toBe('ok');
    expect(checkNode(say, '22.18.9', '>=22.19')).toMatchObject({
      state: 'error',
      blocks: 'assessment',
    });
  });

  it('finds its own files whole, and says so when the templates are gone', async () => {
    expect((await checkInstallation(say, 'vi', projectFolder)).state).toBe('ok');
    expect(await checkInstallation(say, 'vi', folder)).toMatchObject({ blocks: 'assessment' });
  });

  it('writes to the folder and leaves nothing there', async () => {
    const reading = await readFolder(folder);
    expect(checkFolder(say, 'vi', folder, reading).details).toMatchObject({ writable: true });
    expect(await readdir(folder)).toEqual([]);
  });

  it('blocks the assessment when the folder cannot be written or the disk is full', async () => {
    const gone = path.join(folder, 'gone');
    expect(checkFolder(say, 'vi', gone, await readFolder(gone))).toMatchObject({
      state: 'error',
      blocks: 'assessment',
    });
    const full = checkFolder(say, 'vi', folder, { state: 'writable', freeBytes: 1_000_000 });
    expect(full.state).toBe('error');
    const low = checkFolder(say, 'vi', folder, { state: 'writable', freeBytes: 500 * 1024 ** 2 });
    expect(low.state).toBe('warning');
  });

  it('warns of little memory', () => {
    const gib = 1024 ** 3;
    expect(checkMemory(say, 'vi', { totalBytes: 8 * gib, availableBytes: 4 * gib }).state).toBe(
      'ok',
    );
    expect(checkMemory(say, 'vi', { totalBytes: gib, availableBytes: gib / 4 }).state).toBe(
      'warning',
    );
  });

  it('tells a taken port from a free one, and only warns', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const taken = await readPort(port);
    await new Promise((resolve) => server.close(resolve));
    expect(taken.state).toBe('taken');
    const free = await readPort(port);
    expect(free.state).toBe('free');
    expect(checkPorts(say, [{ use: 'lan', port, reading: taken }]).state).toBe('warning');
    expect(checkPorts(say, [{ use: 'hl7', port, reading: free }]).state).toBe('ok');
  });

  it('compares the clock with the installation and with a server that was named', () => {
    const now = new Date('2026-11-22T09:00:00Z');
    expect(checkClock(say, 'vi', { now }).state).toBe('ok');
    const later = new Date('2026-12-22T09:00:00Z');
    expect(checkClock(say, 'vi', { now, installedAt: later }).state).toBe('warning');
    const server = (offsetMs: number) =>
      checkClock(say, 'vi', {
        now,
        server: {
          name: 'ntp',
          reading: { state: 'answered', offsetMs, roundTripMs: 2, stratum: 2 },
        },
      });
    expect(server(1200).state).toBe('ok');
    expect(server(-90_000)).toMatchObject({ state: 'warning' });
    expect(server(-90_000).found).toContain('nhanh hơn ntp 90 giây');
    const silent = checkClock(say, 'vi', {
      now,
      server: { name: 'ntp', reading: { state: 'no-answer', code: 'TIMEOUT' } },
    });
    expect(silent.state).toBe('warning');
  });

  it('expects the time zone of Vietnam', () => {
    const at = (minutes: number) =>
      Object.assign(new Date(0), { getTimezoneOffset: () => minutes });
    expect(checkTimeZone(say, at(-420), 'Asia/Ho_Chi_Minh').state).toBe('ok');
    expect(checkTimeZone(say, at(0), 'UTC').found).toContain('UTC+00:00');
    expect(checkTimeZone(say, at(210), 'X').found).toContain('UTC-03:30');
  });

  it('names the address to register and leaves out those nobody sees', () => {
    const v4 = (address: string) => ({ address, family: 'IPv4', internal: false });
    const table = {
      lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }],
      docker0: [v4('172.17.0.1')],
      eth0: [v4('10.0.0.9'), { address: 'fe80::1', family: 'IPv6', internal: false }],
    };
    const check = checkAddresses(say, listOwnAddresses(table));
    expect(check).toMatchObject({ state: 'ok', details: { registrable: ['10.0.0.9'] } });
    const two = listOwnAddresses({ ...table, eth1: [v4('192.168.1.4')] });
    expect(checkAddresses(say, two).state).toBe('warning');
    expect(checkAddresses(say, []).state).toBe('warning');
  });

  it('prints a word, the finding and what to do for each check', () => {
    const checks = [checkNode(say, '18.0.0', '>=22.19'), checkNode(say, '24.0.0', '>=22.19')];
    const lines = describeChecks({ usable: false, pdf: true, checks }, 'vi');
    expect(lines[0]).toMatch(/^Lỗi {7}Node: /);
    expect(lines[1]).toContain('Cách xử lý: Cài Node 24');
    expect(lines[2]).toMatch(/^Đạt {7}Node/);
    expect(lines.at(-1)).toContain('chưa chạy được');
  });
});
