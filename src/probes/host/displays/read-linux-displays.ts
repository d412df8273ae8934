import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBoundedFile } from '../../../files/read-bounded-file.ts';
import { type DisplayReading, mostDisplays } from './display-reading.ts';
import { edidBlockBytes, mostEdidBlocks } from './edid.ts';

/** Where Linux lists the outputs of its graphics cards (Documentation/ABI/testing/sysfs-class-drm). */
export const sysClassDrm = '/sys/class/drm';

/**
 * EDIDs of connected displays; works without a desktop. An output without one, as on a virtual machine, is left out.
 * @throws the file system's error when there is no such folder.
 */
export async function readLinuxDisplays(root = sysClassDrm): Promise<readonly DisplayReading[]> {
  const outputs = (await readdir(root)).filter((name) => /^card\d+-/.test(name)).sort();
  const readings: DisplayReading[] = [];
  for (const name of outputs.slice(0, 256)) {
    if (readings.length === mostDisplays) break;
    const status = await readFile(join(root, name, 'status'), 'utf8').catch(() => '');
    if (status.trim() !== 'connected') continue;
    // An attribute of sysfs says 4096 bytes of itself whatever it holds; only what is read counts.
    const read = await readBoundedFile(join(root, name, 'edid'), edidBlockBytes * mostEdidBlocks);
    if (!read.ok || read.bytes.length === 0) continue;
    const connector = name
      .replace(/^card\d+-/, '')
      .replaceAll(/\p{C}/gu, '')
      .slice(0, 100);
    readings.push({ via: 'edid', connector, edid: read.bytes.toString('base64') });
  }
  return readings;
}
