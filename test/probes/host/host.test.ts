import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { collectHost } from '../../../src/probes/host/collect.ts';
import {
  factGroups,
  hostDisplayFacts,
  hostInventoryFacts,
} from '../../../src/probes/host/facts.ts';
import { probe } from '../../../src/probes/host/index.ts';
import {
  type HostInventory,
  parseInventory,
  saveInventory,
  writeInventory,
} from '../../../src/probes/host/inventory.ts';
import { describeComputer } from '../../../src/probes/host/parse.ts';
import {
  makeSigningKey,
  readSigningKey,
  type SigningKey,
} from '../../../src/probes/host/sign-inventory.ts';
import { lanPortFacts } from '../../../src/probes/shared/facts.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { workstation } from './fixtures.ts';
import { makeEdid } from './make-edid.ts';

const inventory: HostInventory = {
  notRead: ['displays'],
  schemaVersion: 1,
  kind: 'rispacs-host-inventory',
  collectedAt: '2026-11-20T08:00:00.000Z',
  collector: { name: 'rispacs', version: '0.1.0' },
  hostname: 'DOC-PHIM-01',
  facts: describeComputer(workstation),
};

function plan(computers: readonly object[], simulated?: true) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    computers,
    ...(simulated ? { simulated } : {}),
  });
  return probe.planSteps(facility, 'vi');
}

function planOne(computer: object, simulated?: true) {
  const [step] = plan([computer], simulated);
  if (step === undefined) throw new Error('nothing was planned');
  return step;
}

describe('host probe', () => {
  it('plans one local step per computer, also for one without an inventory', () => {
    const steps = plan([
      { id: 'a', role: 'pacs', thisComputer: true },
      { id: 'b', role: 'workstation', inventory: 'b.json' },
      { id: 'c', role: 'workstation' },
    ]);
    expect(steps.map((step) => step.subjectId)).toEqual(['a', 'b', 'c']);
    expect(steps.every((step) => step.contacts.length === 0 && step.risk === 'observe')).toBe(true);
  });

  it('tells what to do about a computer that has not been read', async () => {
    const { target } = planOne({ id: 'doc-phim-2', role: 'workstation' });
    const observation = await probe.collect(target, makeProbeContext().context);
    expect(observation).toMatchObject({
      state: 'not-configured',
      reason: { code: 'no-inventory' },
    });
    expect(observation.state !== 'observed' && observation.reason.message).toContain(
      'rispacs host --out doc-phim-2.json',
    );
  });

  it('takes id and role from the facility file, keeps the carried file, and says what it cannot prove', async () => {
    const baseFolder = await makeTempFolder();
    await saveInventory(join(baseFolder, 'b.json'), inventory);
    const { context, attached } = makeProbeContext({ baseFolder });
    const { target } = planOne({ id: 'doc-phim-1', role: 'workstation', inventory: 'b.json' });
    const observation = await probe.collect(target, context);
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    // This inventory carries no displays.
    for (const group of [...factGroups, lanPortFacts].filter((one) => one !== hostDisplayFacts)) {
      const rows = observation.facts[group.name] ?? [];
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(group.row.parse(row)).toMatchObject({ host: 'doc-phim-1', role: 'workstation' });
      }
    }
    expect(observation.attachments?.[0]?.originalName).toBe('b.json');
    expect(attached.size).toBe(1);
    expect(observation.notes?.join()).toContain('DOC-PHIM-01');
    expect(observation.notes?.join()).toContain('màn hình');
    expect(observation.simulated).toBeUndefined();
  });

  it.each([
    ['the inventory', { ...inventory, simulated: true as const }, undefined],
    ['the facility', inventory, true as const],
  ])('is simulated when %s says so', async (_name, content, simulated) => {
    const baseFolder = await makeTempFolder();
    await saveInventory(join(baseFolder, 'b.json'), content);
    const { target } = planOne({ id: 'b', role: 'pacs', inventory: 'b.json' }, simulated);
    const observation = await probe.collect(target, makeProbeContext({ baseFolder }).context);
    expect(observation.simulated).toBe(true);
  });

  it('answers a missing, hostile or foreign file with one sentence and no facts', async () => {
    const baseFolder = await makeTempFolder();
    await writeFile(join(baseFolder, 'hostile.json'), '['.repeat(100_000));
    await writeFile(join(baseFolder, 'huge.json'), Buffer.alloc(2 * 1024 * 1024, 32));
    const { context, attached } = makeProbeContext({ baseFolder });
    const states: Record<string, string> = {};
    for (const file of ['missing.json', 'hostile.json', 'huge.json', '.']) {
      const { target } = planOne({ id: 'b', role: 'pacs', inventory: file });
      const observation = await probe.collect(target, context);
      if (observation.state === 'observed') throw new Error(`${file} was observed`);
      states[file] = `${observation.state} ${observation.reason.code}`;
      expect(observation.reason.message).toMatch(/\.$/);
    }
    expect(states).toEqual({
      'missing.json': 'not-configured inventory-missing',
      'hostile.json': 'protocol-error inventory-too-deep',
      'huge.json': 'protocol-error inventory-too-large',
      '.': 'protocol-error inventory-not-a-file',
    });
    expect(attached.size).toBe(0);
  });

  it('prefers reading this computer to its file, and notes what could not be read', async () => {
    const { target } = planOne({ id: 'a', role: 'pacs', thisComputer: true, inventory: 'a.json' });
    const observation = await collectHost(target, makeProbeContext().context, async () => ({
      readings: workstation,
      missing: ['displays'],
    }));
    expect(observation.state).toBe('observed');
    expect(observation.notes?.join('\n')).toContain('Không đọc được: màn hình');
    expect(observation.notes?.join('\n')).toContain('a.json không dùng');
  });

  it('reads the computer of this test, within its schema and without serial numbers', async () => {
    const path = join(await makeTempFolder(), 'this.json');
    const signal = new AbortController().signal;
    const written = await writeInventory(path, { version: '0.0.0', signal });
    expect(parseInventory(await readFile(path))).toEqual({ ok: true, ...written });
    const { facts } = written.inventory;
    expect(facts['host.computer'][0]?.cpuCores).toBeGreaterThan(0);
    expect(JSON.stringify(facts)).not.toMatch(/serial|uuid|"mac"/i);
  });

  it('stops when it is told to', async () => {
    const { target } = planOne({ id: 'a', role: 'pacs', thisComputer: true });
    const { context } = makeProbeContext({ signal: AbortSignal.abort(new Error('stopped')) });
    await expect(probe.collect(target, context)).rejects.toThrow('stopped');
  });
});

describe('how long software is supported', () => {
  const software = [
    { kind: 'os', name: 'Microsoft Windows Server 2012 R2 Standard', version: '6.3.9600' },
    { kind: 'os', name: 'Debian GNU/Linux', version: '12', openSource: true },
    { kind: 'os', name: 'Hệ điều hành lạ', version: '1' },
  ] as const;

  it('is told by the table on the day assessed, and left out where the table does not know', async () => {
    const baseFolder = await makeTempFolder();
    const facts = { ...inventory.facts, 'host.software': [...software] };
    await saveInventory(join(baseFolder, 'b.json'), { ...inventory, facts });
    const { target } = planOne({ id: 'b', role: 'pacs', inventory: 'b.json' });
    const observation = await probe.collect(target, makeProbeContext({ baseFolder }).context);
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    const [old, debian, strange] = observation.facts['host.software'] ?? [];
    expect(old).toMatchObject({
      supportState: 'ended',
      supportCycle: '2012 R2',
      supportEnds: '2023-10-10',
      extendedSupportEnds: '2026-10-13',
      supportTableDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      supportLink: expect.stringMatching(/^https:/),
    });
    expect(debian).toMatchObject({ supportState: 'open-source' });
    expect(strange).not.toHaveProperty('supportState');
    expect(observation.notes?.join('\n')).toContain('Thời hạn hỗ trợ theo bảng ngày');
  });

  it('is never told by a carried file', async () => {
    const baseFolder = await makeTempFolder();
    const claimed = { ...software[0], supportState: 'supported' };
    const facts = { ...inventory.facts, 'host.software': [claimed] };
    await writeFile(join(baseFolder, 'b.json'), JSON.stringify({ ...inventory, facts }));
    const { target } = planOne({ id: 'b', role: 'pacs', inventory: 'b.json' });
    expect(await probe.collect(target, makeProbeContext({ baseFolder }).context)).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'inventory-not-as-expected' },
    });
  });
});

describe('the signature of a carried inventory', () => {
  const key = makeSigningKey();
  const languages = ['vi', 'en'] as const;

  /** What the probe sees of a file that was signed and then changed as told. */
  async function look(
    change: (text: string) => string,
    options: { expected?: string; signer?: SigningKey; language?: 'vi' | 'en' } = {},
  ) {
    const baseFolder = await makeTempFolder();
    const file = join(baseFolder, 'b.json');
    await saveInventory(file, inventory, options.signer ?? key);
    await writeFile(file, change(await readFile(file, 'utf8')));
    const { expected, language = 'vi' } = options;
    const { target } = planOne({
      id: 'b',
      role: 'pacs',
      inventory: 'b.json',
      ...(expected !== undefined && { keyFingerprint: expected }),
    });
    return probe.collect(target, makeProbeContext({ baseFolder, language }).context);
  }

  it('is checked, and the fingerprint stands in the note and in the facts', async () => {
    const observation = await look((text) => text);
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    expect(hostInventoryFacts.row.parse(observation.facts['host.inventory']?.[0])).toMatchObject({
      signed: true,
      keyFingerprint: key.fingerprint,
      collector: 'rispacs 0.1.0',
    });
    expect(observation.notes?.join('\n')).toContain(`${key.fingerprint}`);
  });

  it.each([
    ['one more core', (text: string) => text.replace('"cpuCores": 16', '"cpuCores": 32')],
    ['another host name', (text: string) => text.replace('DOC-PHIM-01', 'DOC-PHIM-02')],
    ['another day', (text: string) => text.replace('2026-11-20', '2026-11-21')],
    ['another signature', (text: string) => text.replace(/"value": "..../, '"value": "AAAA')],
    ['another key', (text: string) => text.replace(/"publicKey": "..../, '"publicKey": "AAAA')],
  ])('does not fit after %s: one sentence in both languages', async (_, change) => {
    for (const language of languages) {
      const observation = await look(change, { language });
      expect(observation).toMatchObject({
        state: 'protocol-error',
        reason: { code: 'inventory-signature-wrong' },
      });
      const message = observation.state === 'observed' ? '' : observation.reason.message;
      expect(message).toMatch(
        language === 'vi' ? /^Chữ ký .*b\.json.*\.$/ : /^The signature .*b\.json.*\.$/,
      );
    }
  });

  it('still fits when blanks and the order of entries change', async () => {
    const reordered = (text: string) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()));
    expect((await look(reordered)).state).toBe('observed');
  });

  it('by the key that the facility file names is remarked; by another, or none, it is refused', async () => {
    const expected = key.fingerprint;
    const observation = await look((text) => text, { expected });
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    expect(observation.facts['host.inventory']?.[0]).toMatchObject({ keyExpected: true });
    for (const language of languages) {
      const signer = makeSigningKey();
      const other = await look((text) => text, { expected, signer, language });
      expect(other).toMatchObject({
        state: 'protocol-error',
        reason: {
          code: 'inventory-other-key',
          message: expect.stringContaining(signer.fingerprint),
        },
      });
      const unsigned = await look(
        (text) => JSON.stringify({ ...JSON.parse(text), signature: undefined }),
        { expected, language },
      );
      expect(unsigned).toMatchObject({ reason: { code: 'inventory-unsigned' } });
    }
  });

  it('may be missing where no key is named, and that is remarked', async () => {
    const observation = await look((text) =>
      JSON.stringify({ ...JSON.parse(text), signature: undefined }),
    );
    expect(observation.state).toBe('observed');
    expect(observation.notes?.join()).toContain('không có chữ ký');
  });

  it('is made with a key of one’s own: Ed25519 in PKCS #8, nothing else', () => {
    const pem = { type: 'pkcs8', format: 'pem' } as const;
    const own = generateKeyPairSync('ed25519').privateKey.export(pem);
    expect(readSigningKey(Buffer.from(own))?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pem);
    for (const wrong of [elliptic, 'khóa', '']) {
      expect(readSigningKey(Buffer.from(wrong))).toBeUndefined();
    }
  });
});

describe('displays', () => {
  const edid = (model: string) =>
    makeEdid({ vendor: 'ENC', model, serial: '5' }).toString('base64');

  it('of this computer and of a carried inventory have rows, with what is not known in the notes', async () => {
    const displayReadings = [
      { via: 'edid', connector: 'DP-1', edid: edid('RX320') },
      { via: 'edid', edid: edid('EV2456') },
      { via: 'edid', edid: 'AAAA' },
    ] as const;
    const baseFolder = await makeTempFolder();
    await saveInventory(join(baseFolder, 'b.json'), {
      ...inventory,
      displayReadings: [...displayReadings],
    });
    const carried = planOne({ id: 'tram-1', role: 'workstation', inventory: 'b.json' });
    const here = planOne({ id: 'tram-1', role: 'workstation', thisComputer: true });
    const { context } = makeProbeContext({ baseFolder });
    for (const observation of [
      await probe.collect(carried.target, context),
      await collectHost(here.target, context, async () => ({
        readings: { ...workstation, displayReadings },
        missing: [],
      })),
    ]) {
      if (observation.state !== 'observed') throw new Error(observation.reason.message);
      const rows = (observation.facts['host.display'] ?? []).map((row) =>
        hostDisplayFacts.row.parse(row),
      );
      expect(rows).toMatchObject([
        { host: 'tram-1', role: 'workstation', model: 'RX320', class: 'diagnostic' },
        { model: 'EV2456' },
      ]);
      expect(rows[1]).not.toHaveProperty('class');
      const notes = observation.notes?.join('\n');
      expect(notes).toContain('ENC EV2456');
      expect(notes).toContain('1 màn hình gửi EDID hỏng');
      expect(notes).toContain('GSDF');
    }
  });
});
