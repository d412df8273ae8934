import { z } from 'zod';
import { dicomRoles } from '../../facility/roles.ts';
import { column } from '../define-facts.ts';

/** The node that a row is about. */
export const node = column(z.string(), {
  vi: 'Mã nút DICOM trong facility.yaml',
  en: 'DICOM node id in facility.yaml',
});

/** What the facility file says that the node is. */
export const role = column(z.enum(dicomRoles), {
  vi: 'Vai trò của nút',
  en: 'Role of the node',
});

/** Which of the two test studies: composed (NFC) or decomposed (NFD) letters. */
export const textForm = column(z.enum(['NFC', 'NFD']), {
  vi: 'Dạng Unicode của chữ trong ca thử: dựng sẵn (NFC) hay tổ hợp (NFD)',
  en: 'Unicode form of the text in the test study: composed (NFC) or decomposed (NFD)',
});
