import type { Sample } from './sample.ts';

/**
 * Every sample as CSV (RFC 4180), so that anybody can compute the outages again. Nodes appear as hashes with a salt that
 * nobody has any more: they can be compared with each other only.
 */
export function writeSamplesCsv(samples: readonly Sample[]): string {
  const lines = samples
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((sample) => {
      const asked = sample.kind === 'unsent' ? undefined : sample;
      const node = sample.kind === 'answered' ? [...(sample.marks?.values() ?? [])].join('+') : '';
      return [
        sample.service,
        sample.atMs.toFixed(1),
        sample.kind,
        asked ? asked.elapsedMs.toFixed(1) : '',
        sample.kind === 'answered' ? '' : sample.code,
        node,
      ]
        .map(quote)
        .join(',');
    });
  return ['service,sent_at_ms,outcome,elapsed_ms,code,node', ...lines, ''].join('\r\n');
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
