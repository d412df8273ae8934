import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toDataElements } from '../dicom/attributes.ts';
import { type Elements, readText } from '../dicom/read-values.ts';
import type { StoredObject } from '../dicom/services.ts';
import { SIMULATED_BANNER } from '../identity.ts';
import { SIMULATOR_UID_ROOT } from '../pacs/synthetic-studies.ts';
import { writePart10 } from '../web/part10.ts';
import { type DirectoryEntry, encodeDirectory } from './encode-directory.ts';

/** How the disc with the challenge study came out. */
export interface ChallengeDisc {
  /** `incomplete`: one series was never written, and the DICOMDIR does not know of it either. */
  readonly study: 'complete' | 'incomplete';
  readonly viewer: 'web-page' | 'none';
}

/** A disc as it should be. */
export const SOUND_CHALLENGE_DISC: ChallengeDisc = { study: 'complete', viewer: 'web-page' };

const imageFolder = 'IMAGES';
const fileSetId = 'RISPACS_SIM';

/** Writes the challenge study as a disc would hold it (PS3.10 8.6). The folder must not be there yet. */
export async function writeChallengeDisc(
  folder: string,
  objects: readonly StoredObject[],
  { study, viewer }: ChallengeDisc = SOUND_CHALLENGE_DISC,
): Promise<void> {
  const lastSeries = readText(objects.at(-1)?.elements ?? {}, 'SeriesInstanceUID');
  const kept =
    study === 'complete'
      ? objects
      : objects.filter(({ elements }) => readText(elements, 'SeriesInstanceUID') !== lastSeries);
  const files = kept.map((object, index) => ({
    object,
    name: `IM${String(index + 1).padStart(6, '0')}`,
  }));
  await mkdir(path.join(folder, imageFolder), { recursive: true });
  // One after the other: all at once would need the memory of the study again.
  for (const { object, name } of files)
    await writeFile(path.join(folder, imageFolder, name), writePart10(object));
  await writeFile(path.join(folder, 'DICOMDIR'), describeDirectory(files));
  if (viewer === 'web-page') await writeFile(path.join(folder, 'INDEX.HTM'), viewerPage);
}

interface NamedObject {
  readonly object: StoredObject;
  readonly name: string;
}

function describeDirectory(files: readonly NamedObject[]): Buffer {
  const series = [
    ...Map.groupBy(files, ({ object }) => readText(object.elements, 'SeriesInstanceUID')).values(),
  ].map((members): DirectoryEntry => {
    const first = members[0]?.object.elements ?? {};
    return {
      type: 'SERIES',
      keys: pick(first, 'Modality', 'SeriesInstanceUID', 'SeriesNumber'),
      lower: members.map(describeImage),
    };
  });
  const first = files[0]?.object.elements ?? {};
  const study: DirectoryEntry = {
    type: 'STUDY',
    keys: pick(
      first,
      ...['StudyDate', 'StudyTime', 'StudyDescription'],
      ...['StudyInstanceUID', 'StudyID', 'AccessionNumber'],
    ),
    lower: series,
  };
  const patient: DirectoryEntry = {
    type: 'PATIENT',
    keys: pick(first, 'PatientID', 'PatientName'),
    lower: [study],
  };
  return encodeDirectory(fileSetId, [patient], `${SIMULATOR_UID_ROOT}.3.${files.length}`);
}

function describeImage({ object, name }: NamedObject): DirectoryEntry {
  const { sopClassUid, sopInstanceUid, transferSyntax, elements } = object;
  return {
    type: 'IMAGE',
    keys: pick(elements, 'InstanceNumber'),
    file: { id: [imageFolder, name], sopClassUid, sopInstanceUid, transferSyntax },
    lower: [],
  };
}

function pick(from: Elements, ...keywords: readonly string[]) {
  return toDataElements(
    Object.fromEntries(keywords.map((keyword) => [keyword, from[keyword] ?? ''])),
  );
}

const viewerPage = [
  '<!doctype html>',
  '<html lang="vi"><head><meta charset="utf-8">',
  `<title>Xem ảnh trên đĩa - ${SIMULATED_BANNER}</title></head>`,
  `<body><h1>${SIMULATED_BANNER}</h1></body></html>`,
  '',
].join('\n');
