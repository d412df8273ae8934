import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from '../../../src/media/limits.ts';
import { type CheckedFile, type OpenedMedium, readMedia } from '../../../src/media/read-media.ts';
import {
  encodeFile,
  makeSecondaryCapture,
  planStudy,
  type SyntheticObject,
} from '../../../src/synthetic/index.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import { listImages, makeDicomdir, type RecordSpec } from './make-dicomdir.ts';

/** A small object of our test study, as a file and as what a record says of it. */
export interface TestImage {
  readonly file: Buffer;
  readonly record: Required<
    Pick<RecordSpec, 'sopClassUid' | 'sopInstanceUid' | 'transferSyntaxUid'>
  >;
}

/** Makes one image of the test patient; another serial gives another instance. */
export function makeImage(serial = 1, change: Partial<SyntheticObject> = {}): TestImage {
  const study = planStudy({ seed: `medium-${serial}` });
  const object = { ...makeSecondaryCapture(study, { colours: 'grey' }), ...change };
  return {
    file: encodeFile(object),
    record: {
      sopClassUid: object.sopClassUid,
      sopInstanceUid: object.sopInstanceUid,
      transferSyntaxUid: '1.2.840.10008.1.2.1',
    },
  };
}

/** Writes files by their paths into a folder that goes away with the test. */
export async function writeMedium(files: Readonly<Record<string, Buffer | string>>) {
  const folder = await makeTempFolder();
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

/** A good disc with `count` images; other files are added or replace what is there. */
export function goodDisc(
  count = 2,
  others: Readonly<Record<string, Buffer | string>> = {},
): Record<string, Buffer | string> {
  const images = Array.from({ length: count }, (_, index) => makeImage(index + 1));
  const directory = makeDicomdir({
    records: listImages(
      images.map((image, index) => ({ ...image.record, fileId: `IMAGES\\IM${index + 1}` })),
    ),
  });
  return {
    DICOMDIR: directory,
    ...Object.fromEntries(images.map((image, index) => [`IMAGES/IM${index + 1}`, image.file])),
    ...others,
  };
}

/** What a medium was found to be, with all its files. */
export interface MediumAtOnce {
  readonly medium: OpenedMedium;
  readonly files: readonly CheckedFile[];
}

/** Opens a medium, goes through its files and closes it. */
export async function readAll(
  path: string,
  limits: Partial<MediaLimits> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<MediumAtOnce> {
  const outcome = await readMedia(path, { ...DEFAULT_MEDIA_LIMITS, ...limits }, signal);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  const files: CheckedFile[] = [];
  try {
    for await (const file of outcome.medium.files()) files.push(file);
  } finally {
    await outcome.medium.close();
  }
  return { medium: outcome.medium, files };
}

/** In a word each: how the files were found. */
export function words(files: readonly CheckedFile[]): string[] {
  return files.map((file) => {
    if (file.kind === 'missing') return `missing${file.fileIdFault ? ` ${file.fileIdFault}` : ''}`;
    const differs = file.kind === 'referenced' ? file.differences : [];
    return [file.kind, file.reading.kind, ...differs].join(' ');
  });
}
