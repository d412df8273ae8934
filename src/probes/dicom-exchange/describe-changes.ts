import type { DatasetDifference } from '../../synthetic/index.ts';
import type { ComparedObject } from './compare-study.ts';
import type { DicomChangeRow, DicomRetrieveRow } from './reading-facts.ts';

type Method = DicomChangeRow['method'];
type Common = Pick<DicomRetrieveRow, 'node' | 'role'>;
type Change = Omit<DicomChangeRow, 'objects' | keyof Common | 'method'>;

/** Rows beyond this many would be of no use to a reader; the attached list has all. */
const mostRows = 100;
const mostShownCharacters = 201;
/** Differences in the attached list, over all objects. */
const mostListed = 5_000;

/** What changed, each way once, with the number of objects that it happened to; the most frequent first. */
export function describeChanges(
  common: Common,
  method: Method,
  compared: readonly ComparedObject[],
): { readonly rows: readonly DicomChangeRow[]; readonly omitted: number } {
  const found = new Map<string, { change: Change; objects: number }>();
  for (const object of compared) {
    const seen = new Set<string>();
    for (const change of listChanges(object)) {
      const key = [change.tag, change.kind, change.change].join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      const known = found.get(key);
      if (known === undefined) found.set(key, { change, objects: 1 });
      else known.objects += 1;
    }
  }
  const rows = [...found.values()]
    .sort((a, b) => b.objects - a.objects)
    .map(({ change, objects }) => ({ ...common, method, ...change, objects }));
  return { rows: rows.slice(0, mostRows), omitted: Math.max(0, rows.length - mostRows) };
}

/** The whole comparison of one retrieve, for the dossier. Values only where the objects are still ours. */
export function listDifferences(
  method: Method,
  compared: readonly ComparedObject[],
): Readonly<Record<string, unknown>> {
  let left = mostListed;
  return {
    method,
    objects: compared.map(({ sent, transferSyntaxUid, bytesIdentical, comparison }) => {
      const result = comparison.kind === 'unreadable' ? undefined : comparison.result;
      const differences = result?.differences.slice(0, left) ?? [];
      left -= differences.length;
      return {
        name: sent.object.name,
        sopClassUid: sent.object.sopClassUid,
        sopInstanceUid: sent.object.sopInstanceUid,
        sentTransferSyntaxUid: sent.transferSyntaxUid,
        receivedTransferSyntaxUid: transferSyntaxUid,
        bytesIdentical,
        comparison: comparison.kind,
        ...(result && {
          pixels: comparison.kind === 'compared' ? result.pixels : 'compressed',
          differences,
          omittedDifferences:
            result.omittedDifferences + result.differences.length - differences.length,
          ...(result.withheld && { withheld: result.withheld }),
        }),
      };
    }),
  };
}

function listChanges({ comparison }: ComparedObject): Change[] {
  if (comparison.kind === 'unreadable') return [];
  const { differences, pixels } = comparison.result;
  const changes = differences.map(describeDifference);
  if (comparison.kind === 'compared' && pixels === 'different')
    changes.push({
      tag: '(7FE0,0010)',
      keyword: 'PixelData',
      privateTag: false,
      kind: 'pixels',
      change: 'value',
    });
  return changes;
}

function describeDifference(difference: DatasetDifference): Change {
  const { path, tag, keyword, kind } = difference;
  const { ours, theirs } = { ours: undefined, theirs: undefined, ...difference };
  return {
    // Items of a sequence count as one place.
    tag: path.replace(/\[\d+\]/g, '[]'),
    ...(keyword !== undefined && { keyword }),
    privateTag: ((tag >>> 16) & 1) === 1,
    kind,
    ...(difference.kind === 'changed' && { change: difference.change }),
    ...(ours !== undefined && { sent: showValue(ours) }),
    ...(theirs !== undefined && { received: showValue(theirs) }),
  };
}

function showValue(value: string | number | readonly string[]): string {
  const text = typeof value === 'object' ? value.join('\\') : String(value);
  return text.slice(0, mostShownCharacters);
}
