import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { connect } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { detectMediaType } from '../../src/evidence/statements/detect-media-type.ts';
import { loadStatements } from '../../src/evidence/statements/load-statements.ts';
import { loadFacility } from '../../src/facility/load.ts';
import { parseInventory } from '../../src/probes/host/inventory.ts';
import {
  faults,
  type SimulatedHospital,
  simulatorProfiles,
  startSimulatedHospital,
} from '../../src/simulator/index.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { portOf, startHospital } from './support/start-hospital.ts';

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Sockets and servers of this process, UDP too; vitest has none of its own. */
function listTcpHandles(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => /^(TCP|TLS|UDP)/.test(kind));
}

function fetchPage(
  url: string,
  ca: string,
): Promise<{ status: number | undefined; mark: unknown; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          mark: response.headers['x-rispacs-simulator'],
          body,
        }),
      );
    }).on('error', reject);
  });
}

describe('the simulated hospital', () => {
  it.each(simulatorProfiles)(
    'writes a facility file and statements that load: %s',
    async (profile) => {
      const hospital = await startHospital({ profile });
      const { facility } = await loadFacility(hospital.facilityFile, 'vi');
      expect(facility.simulated).toBe(true);
      expect(facility.testData).toBeDefined();
      expect(facility.computers.filter((one) => one.thisComputer)).toHaveLength(1);
      expect(facility.appliesFor).toBe(profile === 'broken' ? 'advanced' : profile);
      for (const name of facility.statements) {
        const loaded = await loadStatements(path.join(hospital.folder, name), name);
        expect(loaded).toMatchObject({ ok: true });
      }
      for (const { inventory } of facility.computers) {
        if (inventory === undefined) continue;
        const parsed = parseInventory(await readFile(path.join(hospital.folder, inventory)));
        expect(parsed).toMatchObject({ ok: true, inventory: { simulated: true } });
      }
    },
  );

  it('attaches a different, recognisable file to every statement', async () => {
    const hospital = await startHospital({ profile: 'specialized' });
    const loaded = await loadStatements(
      path.join(hospital.folder, 'bang-chung.yaml'),
      'bang-chung',
    );
    if (!loaded.ok) throw new Error('the statements do not load');
    const { attestations, documents, refusals } = loaded.value;
    const names = [...attestations, ...documents, ...refusals].flatMap((one) => one.files);
    const hashes = new Set<string>();
    for (const name of names) {
      const bytes = await readFile(path.join(hospital.folder, name));
      expect(detectMediaType(bytes), name).toBeDefined();
      hashes.add(createHash('sha256').update(bytes).digest('hex'));
      if (!name.endsWith('.png')) expect(bytes.toString('utf8')).toMatch(/MO PHONG|MÔ PHỎNG/);
    }
    expect(names.length).toBeGreaterThan(60);
    expect(hashes.size).toBe(names.length);
    expect(attestations.every((one) => one.by.name.endsWith('(mô phỏng)'))).toBe(true);
  });

  it('answers on the web over TLS of its own authority, and says that it is simulated', async () => {
    const hospital = await startHospital();
    const ca = await readFile(path.join(hospital.folder, 'ca-mo-phong.pem'), 'utf8');
    const origin = `https://127.0.0.1:${portOf(hospital, 'xem-anh')}`;
    const viewer = await fetchPage(`${origin}/xem-anh/`, ca);
    expect(viewer).toMatchObject({ status: 200, mark: '1' });
    expect(viewer.body).toContain('DỮ LIỆU MÔ PHỎNG');
    expect(await fetchPage(`${origin}/dicom-web/studies`, ca)).toMatchObject({
      status: 401,
      mark: '1',
    });
    expect(await fetchPage(`${origin}/../etc/passwd`, ca)).toMatchObject({
      status: 404,
      mark: '1',
    });
    const other = await startHospital();
    const otherCa = await readFile(path.join(other.folder, 'ca-mo-phong.pem'), 'utf8');
    await expect(fetchPage(`${origin}/xem-anh/`, otherCa)).rejects.toThrow();
  });

  it('runs twice at once without sharing a port, and leaves no port and no handle', async () => {
    const hospitals = await Promise.all([startHospital(), startHospital({ profile: 'broken' })]);
    // The switch listens on UDP, and the web server has three addresses on one port.
    const own = (one: SimulatedHospital): number[] => [
      ...new Set(
        one.endpoints.filter(({ id }) => id !== 'switch').map(({ id }) => portOf(one, id)),
      ),
    ];
    const ports = hospitals.flatMap(own);
    expect(new Set(ports).size).toBe(2 * 14);
    expect(await Promise.all(ports.map(isOpen))).not.toContain(false);
    await Promise.all(hospitals.map((one) => one.stop()));
    await Promise.all(hospitals.map((one) => one.stop()));
    expect(await Promise.all(ports.map(isOpen))).not.toContain(true);
    await expect.poll(listTcpHandles, { timeout: 5_000 }).toEqual([]);
  });

  it('ends with open connections', async () => {
    const hospital = await startHospital();
    const closed = hospital.endpoints.map((one) => {
      const socket = connect({ host: '127.0.0.1', port: portOf(hospital, one.id) });
      socket.on('error', () => socket.destroy());
      return new Promise<void>((resolve) => socket.once('close', () => resolve()));
    });
    await hospital.stop();
    await Promise.all(closed);
  });

  it('stops when its signal fires', async () => {
    const ending = new AbortController();
    const hospital = await startHospital({ signal: ending.signal });
    const port = portOf(hospital, 'pacs-chinh');
    ending.abort();
    await hospital.stop();
    expect(await isOpen(port)).toBe(false);
  });

  it('stops cleanly at any moment of its start', async () => {
    for (const delayMs of [0, 1, 2, 5, 10, 20, 40]) {
      const ending = new AbortController();
      const folder = path.join(await makeTempFolder(), 'benh-vien');
      const starting = startSimulatedHospital({
        folder,
        profile: 'advanced',
        language: 'vi',
        signal: ending.signal,
      });
      const timer = setTimeout(() => ending.abort(new Error('stopped by the test')), delayMs);
      try {
        await (await starting).stop();
      } catch (error) {
        expect(error).toMatchObject({ message: 'stopped by the test' });
        // Without everything there is nothing to assess, so there must be no file that invites to it.
        expect(await readdir(folder).catch(() => [])).not.toContain('co-so.yaml');
      }
      clearTimeout(timer);
    }
    await expect.poll(listTcpHandles, { timeout: 5_000 }).toEqual([]);
  });

  it('refuses a folder that holds something, an unknown fault, and faults on a sound hospital', async () => {
    const hospital = await startHospital();
    const options = { folder: hospital.folder, profile: 'advanced', language: 'en' } as const;
    await expect(startSimulatedHospital(options)).rejects.toThrow(UserError);
    const folder = path.join(await makeTempFolder(), 'new');
    const unknown = startSimulatedHospital({
      ...options,
      folder,
      profile: 'broken',
      faults: ['no-such-fault'],
    });
    await expect(unknown).rejects.toMatchObject({
      exitCode: 2,
      details: faults.map((one) => expect.stringContaining(one.name)),
    });
    await expect(
      startSimulatedHospital({ ...options, folder, faults: ['pacs-down'] }),
    ).rejects.toThrow(UserError);
    expect(await readdir(path.dirname(folder))).toEqual([]);
  });
});
