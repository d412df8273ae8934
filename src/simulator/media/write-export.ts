import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toDataElements } from '../dicom/attributes.ts';
import { type Elements, readText } from '../dicom/read-values.ts';
import { SIMULATED_BANNER } from '../identity.ts';
import { drawInstance, makeObject } from '../pacs/make-object.ts';
import { makeProbedInstances, SIMULATOR_UID_ROOT } from '../pacs/synthetic-studies.ts';
import { encodePng } from '../papers/write-png.ts';
import { writePart10 } from '../web/part10.ts';
import { type DirectoryEntry, encodeDirectory } from './encode-directory.ts';

/** How a disc came out that the simulated PACS exported. */
export interface ExportBehaviour {
  /** `missing`: the DICOMDIR names an image that is not on the disc. `no-directory`: there is no DICOMDIR. */
  readonly files: 'complete' | 'missing' | 'no-directory';
  readonly viewer: 'web-page' | 'none';
}

const imageFolder = 'IMAGES';
const pictureFolder = 'PICTURES';
const fileSetId = 'RISPACS_SIM';

/**
 * Writes the test patient's study as a disc would hold it: DICOM files, the DICOMDIR that lists them (PS3.10 8.6) and a
 * page with pictures to view them by. The folder must not be there yet.
 */
export async function writeExport(
  folder: string,
  { files, viewer }: ExportBehaviour,
): Promise<void> {
  const images = makeProbedInstances().map((attributes, index) => ({
    attributes,
    name: `IM${String(index + 1).padStart(6, '0')}`,
  }));
  await mkdir(path.join(folder, imageFolder), { recursive: true });
  const written = files === 'missing' ? images.slice(1) : images;
  const writes = written.map(({ attributes, name }) =>
    writeFile(path.join(folder, imageFolder, name), writePart10(makeObject(attributes))),
  );
  if (files !== 'no-directory')
    writes.push(writeFile(path.join(folder, 'DICOMDIR'), describeDirectory(images)));
  if (viewer === 'web-page') {
    await mkdir(path.join(folder, pictureFolder));
    for (const { attributes, name } of written)
      writes.push(
        writeFile(
          path.join(folder, pictureFolder, `${name}.PNG`),
          encodePng(drawInstance(attributes)),
        ),
      );
    const names = written.map(({ name }) => `${pictureFolder}/${name}.PNG`);
    writes.push(writeFile(path.join(folder, 'INDEX.HTM'), describeViewer(names)));
  }
  await Promise.all(writes);
}

interface NamedImage {
  readonly attributes: Elements;
  readonly name: string;
}

function describeDirectory(images: readonly NamedImage[]): Buffer {
  const first = images[0]?.attributes ?? {};
  const pick = (from: Elements, ...keywords: readonly string[]) =>
    toDataElements(Object.fromEntries(keywords.map((keyword) => [keyword, from[keyword] ?? ''])));
  const lower = images.map(({ attributes, name }): DirectoryEntry => {
    const { sopClassUid, sopInstanceUid, transferSyntax } = makeObject(attributes);
    return {
      type: 'IMAGE',
      keys: pick(attributes, 'InstanceNumber'),
      file: { id: [imageFolder, name], sopClassUid, sopInstanceUid, transferSyntax },
      lower: [],
    };
  });
  const series: DirectoryEntry = {
    type: 'SERIES',
    keys: pick(first, 'Modality', 'SeriesInstanceUID', 'SeriesNumber'),
    lower,
  };
  const study: DirectoryEntry = {
    type: 'STUDY',
    keys: pick(
      first,
      ...['StudyDate', 'StudyTime', 'StudyDescription'],
      ...['StudyInstanceUID', 'StudyID', 'AccessionNumber'],
    ),
    lower: [series],
  };
  const patient: DirectoryEntry = {
    type: 'PATIENT',
    keys: pick(first, 'PatientID', 'PatientName'),
    lower: [study],
  };
  const uid = `${SIMULATOR_UID_ROOT}.2.${readText(first, 'StudyDate') ?? '0'}`;
  return encodeDirectory(fileSetId, [patient], uid);
}

function describeViewer(pictures: readonly string[]): string {
  const figures = pictures.map((name) => `<p><img src="${name}" alt="${name}"></p>`);
  return [
    '<!doctype html>',
    '<html lang="vi"><head><meta charset="utf-8">',
    `<title>Xem ảnh trên đĩa - ${SIMULATED_BANNER}</title></head>`,
    `<body><h1>${SIMULATED_BANNER}</h1>${figures.join('')}</body></html>`,
    '',
  ].join('\n');
}
