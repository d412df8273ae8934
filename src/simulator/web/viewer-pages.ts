import { readText } from '../dicom/read-values.ts';
import type { StoredObject } from '../dicom/services.ts';
import { HOSPITAL_NAME, SIMULATED_BANNER } from '../identity.ts';
import type { Archive } from '../pacs/archive.ts';
import { encodePng } from '../papers/write-png.ts';
import type { ImageService } from './image-service.ts';
import { type Page, plainPage } from './page.ts';
import { drawObject } from './render-object.ts';

/** Paths of the simulated web server. */
export const WEB_PATHS = {
  viewer: '/xem-anh/',
  portal: '/ket-qua/',
  dicomweb: '/dicom-web/studies',
  /** Below them the DICOMweb services of the PACS and of the PACS of another vendor. */
  imageRoot: '/dicom-web',
  otherImageRoot: '/kho-khac/dicom-web',
  wadoUri: '/wado',
} as const;

const maxListed = 100;

/** The pages of the viewer: the list of studies, one study, and the picture of one image. */
export async function answerViewer(path: string, { archive, codecs }: ImageService): Promise<Page> {
  const [kind, uid = '', ...rest] = path.slice(WEB_PATHS.viewer.length).split('/');
  if (rest.length > 0) return plainPage(404, 'not found');
  if (kind === '' && uid === '') return listStudies(archive);
  if (kind === 'ca') return showStudy(uid, archive);
  if (kind === 'anh' && uid.endsWith('.png'))
    return await showImage(archive.retrieve(uid.slice(0, -4)), codecs);
  return plainPage(404, 'not found');
}

/** The patients' portal. */
export function answerPortal(): Page {
  return htmlPage('Cổng kết quả', '<p>Tra cứu kết quả chẩn đoán hình ảnh.</p>');
}

function listStudies(archive: Archive): Page {
  const rows = archive
    .records('STUDY', {})
    .slice(0, maxListed)
    .map((study) => {
      const uid = escapeHtml(readText(study, 'StudyInstanceUID'));
      const cells = ['StudyDate', 'PatientID', 'PatientName', 'StudyDescription']
        .map((keyword) => `<td>${escapeHtml(readText(study, keyword))}</td>`)
        .join('');
      return `<tr>${cells}<td><a href="${WEB_PATHS.viewer}ca/${uid}">Xem</a></td></tr>`;
    });
  const head = '<tr><th>Ngày</th><th>Mã</th><th>Họ tên</th><th>Ca chụp</th><th></th></tr>';
  return htmlPage(
    'Xem hình ảnh',
    `<h2>Danh sách ca chụp thử</h2><table>${head}${rows.join('')}</table>`,
  );
}

function showStudy(uid: string, archive: Archive): Page {
  const images = archive.records('IMAGE', { StudyInstanceUID: uid }).slice(0, maxListed);
  const [first] = images;
  if (first === undefined) return plainPage(404, 'not found');
  const pictures = images.map((image) => {
    const name = escapeHtml(readText(image, 'SOPInstanceUID'));
    const number = escapeHtml(readText(image, 'InstanceNumber'));
    return `<figure><img src="${WEB_PATHS.viewer}anh/${name}.png" alt="Ảnh ${number}"></figure>`;
  });
  return htmlPage(
    readText(first, 'StudyDescription') ?? 'Ca chụp',
    `<p>${escapeHtml(readText(first, 'PatientName'))}</p>${pictures.join('')}`,
  );
}

async function showImage(
  object: StoredObject | undefined,
  codecs: ImageService['codecs'],
): Promise<Page> {
  const picture = object && (await drawObject(object, 1, undefined, codecs));
  return picture === undefined
    ? plainPage(404, 'not found')
    : { status: 200, type: 'image/png', body: encodePng(picture) };
}

function htmlPage(title: string, content: string): Page {
  const body = [
    '<!doctype html>',
    '<html lang="vi"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)} - ${SIMULATED_BANNER}</title></head>`,
    `<body><p><strong>${SIMULATED_BANNER}</strong></p>`,
    `<h1>${escapeHtml(title)}</h1><p>${HOSPITAL_NAME}</p>${content}</body></html>`,
    '',
  ].join('\n');
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

function escapeHtml(text: string | undefined): string {
  return (text ?? '').replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
