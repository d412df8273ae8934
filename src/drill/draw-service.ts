import type { ServiceAnalysis, TimeBin } from './analysis.ts';
import { element, type Frame, text, widthOfSmallPrint } from './svg.ts';
import type { DegradedWindow } from './window-tracker.ts';
import { nameService, tellLength, tellVerdict } from './words.ts';

const stripHeight = 26;
const nodeHeight = 12;
const smallestFailure = 5;
const unsentHeight = 6;
const mostNameCharacters = 24;
const mostVerdictCharacters = 34;

/** The lane of one service: its name and verdict, the strip of its answers, and the nodes that answered. */
export function drawService(one: ServiceAnalysis, y: number, frame: Frame): string[] {
  const { service, verdict, windows, bins } = one;
  const labelX = frame.left - 10;
  return [
    text(labelX, y + 18, shorten(nameService(service), mostNameCharacters), {
      'text-anchor': 'end',
      'font-weight': 'bold',
    }),
    text(labelX, y + 33, shorten(tellVerdict(verdict, frame.language), mostVerdictCharacters), {
      'text-anchor': 'end',
      'font-size': 11,
    }),
    ...bins.flatMap((bin) => drawSlice(bin, y, frame)),
    ...noteWindows(windows, y - 4, frame),
    ...drawNodes(bins, y + stripHeight + 2, frame),
  ];
}

function drawSlice(
  { fromMs, toMs, answered, failed, unsent }: TimeBin,
  y: number,
  frame: Frame,
): string[] {
  const x = frame.xOf(fromMs);
  const slice = { x, width: Math.max(0.6, frame.xOf(toMs) - x) };
  const asked = answered + failed;
  if (asked === 0) {
    const box = { ...slice, y: y + stripHeight - unsentHeight, height: unsentHeight };
    return unsent === 0 ? [] : [element('rect', { ...box, fill: '#b9c1c7' })];
  }
  // A single failure must stay visible.
  const height = failed === 0 ? 0 : Math.max(smallestFailure, (stripHeight * failed) / asked);
  const good = { ...slice, y: y + height, height: stripHeight - height, fill: '#8fc3ae' };
  const bad = { ...slice, y, height, fill: 'url(#drill-failed)' };
  return [
    ...(height < stripHeight ? [element('rect', good)] : []),
    ...(height > 0 ? [element('rect', bad)] : []),
  ];
}

/** The length of each window above its beginning, where it does not run into the one before. */
function noteWindows(windows: readonly DegradedWindow[], y: number, frame: Frame): string[] {
  let freeFrom = frame.left;
  return windows.flatMap((window) => {
    const words = tellLength(window, frame.language);
    const length = widthOfSmallPrint(words);
    const x = Math.min(frame.xOf(window.firstFailMs), frame.right - length);
    if (x < freeFrom) return [];
    freeFrom = x + length;
    return [text(x, y, words, { 'font-size': 11, fill: '#8c1d18' })];
  });
}

/** Runs of slices in which the same node answered most. */
function drawNodes(bins: readonly TimeBin[], y: number, frame: Frame): string[] {
  const runs: { node: string; fromMs: number; toMs: number }[] = [];
  for (const { node, fromMs, toMs } of bins) {
    if (node === undefined) continue;
    const last = runs.at(-1);
    if (last?.node === node) last.toMs = toMs;
    else runs.push({ node, fromMs, toMs });
  }
  return runs.flatMap(({ node, fromMs, toMs }) => {
    const x = frame.xOf(fromMs);
    const width = frame.xOf(toMs) - x;
    const fill = node === 'A' ? '#d7dde2' : '#9fb0bd';
    return [
      element('rect', { x, y, width, height: nodeHeight, fill }),
      ...(width < 12 ? [] : [text(x + 3, y + 10, node, { 'font-size': 10 })]),
    ];
  });
}

function shorten(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
}
