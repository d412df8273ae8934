import type { Elements } from '../dicom/read-values.ts';

/** What a path of DICOMweb ends with. */
export type Ending =
  | { readonly kind: 'studies' | 'series' | 'instances' | 'metadata' | 'whole' }
  /** Of a frame, from 1, where one is named. */
  | { readonly kind: 'rendered'; readonly frame?: number }
  | { readonly kind: 'frames'; readonly frames: readonly number[] }
  | { readonly kind: 'bulkdata'; readonly tag: number };

/** A resource (PS3.18 10.3): the UIDs on the way to it, and what of it is wanted. */
export interface Resource {
  readonly uids: Elements;
  readonly ending: Ending;
}

const levels = {
  studies: 'StudyInstanceUID',
  series: 'SeriesInstanceUID',
  instances: 'SOPInstanceUID',
} as const;
const mostFrames = 100;

/** Reads `studies/{uid}/series/{uid}/instances/{uid}` and what may stand at its end; `undefined` when it is not one. */
export function readResource(parts: readonly string[]): Resource | undefined {
  const uids: Record<string, string> = {};
  let at = 0;
  for (; at < parts.length; at += 2) {
    const name = parts[at] ?? '';
    const uid = parts[at + 1];
    if (!isLevel(name)) break;
    if (uid === undefined) return { uids, ending: { kind: name } };
    if (!/^[0-9.]{1,64}$/.test(uid)) return undefined;
    uids[levels[name]] = uid;
  }
  if (at === 0) return undefined;
  const ending = readEnding(parts.slice(at));
  return ending === undefined ? undefined : { uids, ending };
}

function isLevel(name: string): name is keyof typeof levels {
  return Object.hasOwn(levels, name);
}

function readEnding([name, value, last, ...more]: readonly string[]): Ending | undefined {
  if (more.length > 0) return undefined;
  if (name === undefined) return { kind: 'whole' };
  if (name === 'metadata' || name === 'rendered')
    return value === undefined ? { kind: name } : undefined;
  if (name === 'bulkdata' && last === undefined && /^[0-9A-F]{8}$/.test(value ?? ''))
    return { kind: 'bulkdata', tag: Number.parseInt(value ?? '', 16) };
  if (name !== 'frames' || !/^[1-9]\d{0,4}(,[1-9]\d{0,4})*$/.test(value ?? '')) return undefined;
  const frames = (value ?? '').split(',').map(Number);
  const [frame] = frames;
  if (last === undefined)
    return frames.length > mostFrames ? undefined : { kind: 'frames', frames };
  return last === 'rendered' && frames.length === 1 && frame !== undefined
    ? { kind: 'rendered', frame }
    : undefined;
}
