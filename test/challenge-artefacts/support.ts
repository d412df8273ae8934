import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Challenge } from '../../src/challenge/index.ts';
import { recipeName } from '../../src/challenge-artefacts/index.ts';
import { type DataElement, encodeDataset } from '../../src/protocols/dicom/index.ts';
import { type AttributeValues, toElements } from '../../src/synthetic/to-elements.ts';

/** A folder with the recipe of a study, as `challenge make` leaves one. */
export async function makeRecipeFolder({ recipe }: Challenge): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rispacs-recipe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, recipeName), JSON.stringify(recipe));
  return folder;
}

/** A code of a code sequence. */
export function code(value: string, scheme: string, meaning: string): AttributeValues {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

/** A data set in explicit VR little endian, with elements that our own objects do not have. */
export function encode(values: AttributeValues, more: readonly DataElement[] = []): Buffer {
  return encodeDataset([...toElements(values), ...more], 'explicit-little-endian');
}
