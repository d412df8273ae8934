import { type EvidenceRecord, type FactRow, isObserved } from '../evidence/evidence.ts';

/** How long the largest free volume lasts at the present growth. Information: the draft sets no figure. */
export interface StorageForecast {
  /** Where most space is free: computer and mount point. */
  readonly volume: string;
  readonly freeGiB: number;
  /** The archive that grows most. */
  readonly node: string;
  /** Days over which studies were counted. */
  readonly days: number;
  /** By the low and the high estimate of bytes per image. */
  readonly gibPerDayLow: number;
  readonly gibPerDayHigh: number;
  /** Whole days: at the high growth, and at the low one. */
  readonly daysLeftAtLeast: number;
  readonly daysLeftAtMost: number;
  readonly evidence: readonly string[];
}

const gib = 1024 ** 3;

/**
 * Puts the free space that servers reported beside the growth that archives showed. Days that were cut off at a bound
 * are left out, because they would make the growth too small.
 * @returns undefined where either is unknown, or nothing grows
 */
export function forecastStorage(evidence: readonly EvidenceRecord[]): StorageForecast | undefined {
  const volume = findVolume(evidence);
  const growth = findGrowth(evidence);
  if (!volume || !growth) return undefined;
  return {
    volume: volume.name,
    freeGiB: volume.freeGiB,
    node: growth.node,
    days: growth.days,
    gibPerDayLow: round(growth.low / gib),
    gibPerDayHigh: round(growth.high / gib),
    daysLeftAtLeast: Math.floor((volume.freeGiB * gib) / growth.high),
    daysLeftAtMost: Math.floor((volume.freeGiB * gib) / growth.low),
    evidence: [...new Set([...volume.evidence, ...growth.evidence])].sort(),
  };
}

function findVolume(evidence: readonly EvidenceRecord[]) {
  const volumes = rowsOf(evidence, 'host.volume').flatMap(({ row, id }) => {
    const { role, host, mount, freeGiB, writable } = row;
    const isStore = role === 'pacs' || role === 'storage';
    if (!isStore || writable === false || typeof freeGiB !== 'number') return [];
    return [{ name: `${String(host)}:${String(mount)}`, freeGiB, evidence: [id] }];
  });
  return volumes.sort((a, b) => b.freeGiB - a.freeGiB)[0];
}

function findGrowth(evidence: readonly EvidenceRecord[]) {
  const nodes = new Map<string, { low: number; high: number; days: number; ids: Set<string> }>();
  for (const { row, id } of rowsOf(evidence, 'dicom.growth')) {
    const { node, capped, estimatedBytesPerDayLow: low, estimatedBytesPerDayHigh: high } = row;
    if (capped === true || typeof node !== 'string') continue;
    if (typeof low !== 'number' || typeof high !== 'number') continue;
    const sum = nodes.get(node) ?? { low: 0, high: 0, days: 0, ids: new Set<string>() };
    nodes.set(node, {
      low: sum.low + low,
      high: sum.high + high,
      days: sum.days + 1,
      ids: sum.ids.add(id),
    });
  }
  const means = [...nodes].map(([node, { low, high, days, ids }]) => ({
    node,
    days,
    low: low / days,
    high: high / days,
    evidence: [...ids],
  }));
  return means.filter(({ low }) => low > 0).sort((a, b) => b.high - a.high)[0];
}

function rowsOf(
  evidence: readonly EvidenceRecord[],
  group: string,
): { readonly row: FactRow; readonly id: string }[] {
  return evidence
    .filter(isObserved)
    .flatMap((record) => (record.facts[group] ?? []).map((row) => ({ row, id: record.id })));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
