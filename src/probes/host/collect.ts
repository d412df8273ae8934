import { basename, resolve } from 'node:path';
import type { FactTables } from '../../evidence/evidence.ts';
import type { Computer } from '../../facility/schema.ts';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import type { LoadedTable } from '../../lifecycle/load-support-table.ts';
import { describeTable } from '../../lifecycle/messages.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { LanPortRow } from '../shared/facts.ts';
import { describeSupport } from '../shared/support-columns.ts';
import { describeDisplays } from './displays/describe-displays.ts';
import type { DisplayReading } from './displays/display-reading.ts';
import { loadDisplayModels } from './displays/load-display-models.ts';
import type {
  HostComputerRow,
  HostDisplayRow,
  HostInventoryRow,
  HostSoftwareRow,
  HostVolumeRow,
} from './facts.ts';
import {
  type HostInventory,
  type InventoryFacts,
  maxInventoryBytes,
  parseInventory,
} from './inventory.ts';
import { type HostMessages, hostMessages } from './messages.ts';
import { describeComputer } from './parse.ts';
import { type ComputerReading, readComputer } from './read-computer.ts';

/** One computer of the facility. */
export interface HostTarget {
  readonly computer: Computer;
  readonly simulated: boolean;
}

/**
 * Reads this computer, or the inventory carried from another one. Whose computer it is and what it is for comes from
 * the facility file only.
 *
 * @param read - replaces the reading of this computer in tests.
 */
export async function collectHost(
  target: HostTarget,
  context: ProbeContext,
  read: (options: { signal: AbortSignal }) => Promise<ComputerReading> = readComputer,
): Promise<Observation> {
  const { computer } = target;
  if (computer.thisComputer === true) return observeThisComputer(target, context, read);
  if (computer.inventory !== undefined)
    return observeInventory(target, computer.inventory, context);
  return {
    state: 'not-configured',
    reason: {
      code: 'no-inventory',
      message: hostMessages(context.language).notConfigured(computer.id),
    },
  };
}

async function observeThisComputer(
  target: HostTarget,
  context: ProbeContext,
  read: (options: { signal: AbortSignal }) => Promise<ComputerReading>,
): Promise<Observation> {
  const messages = hostMessages(context.language);
  const { readings, missing } = await read({ signal: context.signal });
  const support = await loadTable(context);
  const displays = await tellDisplays(readings.displayReadings, target.computer, messages);
  const unused = target.computer.inventory;
  return {
    state: 'observed',
    facts: {
      ...attribute(describeComputer(readings), target.computer, support, context.assessedOn),
      'host.display': displays.rows,
    },
    notes: [
      messages.readFrom(readings.hostname.replaceAll(/\p{C}/gu, '').slice(0, 255)),
      ...displays.notes,
      ...describeTable(support, context.assessedOn, context.language),
      ...(missing.length > 0 ? [messages.missing(missing)] : []),
      ...(unused === undefined ? [] : [messages.inventoryUnused(unused)]),
    ],
    ...(target.simulated ? { simulated: true } : {}),
  };
}

async function observeInventory(
  target: HostTarget,
  file: string,
  context: ProbeContext,
): Promise<Observation> {
  const messages = hostMessages(context.language);
  const path = resolve(context.baseFolder, file);
  const read = await readBoundedFile(path, maxInventoryBytes, { signal: context.signal });
  if (!read.ok) {
    return {
      state: read.problem.code === 'missing' ? 'not-configured' : 'protocol-error',
      reason: {
        code: `inventory-${read.problem.code}`,
        message: messages.unreadable(file, read.problem),
      },
    };
  }
  const parsed = parseInventory(read.bytes);
  if (!parsed.ok) {
    return {
      state: 'protocol-error',
      reason: {
        code: `inventory-${parsed.problem.code}`,
        message: messages.invalid(file, parsed.problem),
      },
    };
  }
  const { inventory, keyFingerprint } = parsed;
  const expected = target.computer.keyFingerprint;
  if (expected !== undefined && keyFingerprint !== expected) {
    const code = keyFingerprint === undefined ? 'unsigned' : 'other-key';
    return {
      state: 'protocol-error',
      reason: { code: `inventory-${code}`, message: messages.notTheKey(file, keyFingerprint) },
    };
  }
  const attachment = await context.attach(read.bytes, {
    mediaType: 'application/json',
    extension: 'json',
    originalName: basename(path),
  });
  const support = await loadTable(context);
  const collector = `${inventory.collector.name} ${inventory.collector.version}`;
  const displays = await tellDisplays(inventory.displayReadings, target.computer, messages);
  return {
    state: 'observed',
    facts: {
      ...attribute(inventory.facts, target.computer, support, context.assessedOn),
      'host.display': displays.rows,
      'host.inventory': [describeInventory(inventory, collector, keyFingerprint, target.computer)],
    },
    attachments: [attachment],
    notes: [
      messages.carried(inventory.hostname, inventory.collectedAt, collector),
      keyFingerprint === undefined
        ? messages.unsigned
        : messages.signedBy(keyFingerprint, expected !== undefined),
      ...displays.notes,
      ...describeTable(support, context.assessedOn, context.language),
      ...(inventory.notRead?.length ? [messages.missing(inventory.notRead)] : []),
    ],
    ...(target.simulated || inventory.simulated === true ? { simulated: true } : {}),
  };
}

function describeInventory(
  { collectedAt }: HostInventory,
  collector: string,
  keyFingerprint: string | undefined,
  { id, role, keyFingerprint: expected }: Computer,
): HostInventoryRow {
  return {
    host: id,
    role,
    collectedAt,
    collector,
    signed: keyFingerprint !== undefined,
    ...(keyFingerprint !== undefined && { keyFingerprint }),
    ...(expected !== undefined && { keyExpected: true }),
  };
}

async function tellDisplays(
  readings: readonly DisplayReading[] | undefined,
  { id, role }: Computer,
  messages: HostMessages,
): Promise<{ readonly rows: readonly HostDisplayRow[]; readonly notes: readonly string[] }> {
  if (readings === undefined || readings.length === 0) return { rows: [], notes: [] };
  const { rows, unreadable } = describeDisplays(readings, await loadDisplayModels());
  const unknown = rows.filter((row) => row.class === undefined);
  return {
    rows: rows.map((row) => ({ host: id, role, ...row })),
    notes: [
      ...(unreadable > 0 ? [messages.unreadableDisplays(unreadable)] : []),
      ...(unknown.length > 0
        ? [messages.unknownModels(unknown.map((row) => `${row.vendor} ${row.model ?? '?'}`))]
        : []),
      messages.noGsdf,
    ],
  };
}

async function loadTable({ language }: ProbeContext): Promise<LoadedTable> {
  const { loadSupportTable } = await import('../../lifecycle/load-support-table.ts');
  return loadSupportTable(undefined, language);
}

function attribute(
  facts: InventoryFacts,
  computer: Computer,
  { table }: LoadedTable,
  assessedOn: string,
): FactTables {
  const owner = { host: computer.id, role: computer.role };
  return {
    'host.computer': facts['host.computer'].map((row): HostComputerRow => ({ ...row, ...owner })),
    'host.software': facts['host.software'].map(
      (row): HostSoftwareRow => ({
        ...row,
        ...describeSupport(table, row, assessedOn),
        ...owner,
      }),
    ),
    'host.volume': facts['host.volume'].map((row): HostVolumeRow => ({ ...row, ...owner })),
    'lan.port': facts['lan.port'].map((row): LanPortRow => ({ ...row, ...owner })),
  };
}
