import { z } from 'zod';
import { dicomRoles } from '../../facility/roles.ts';
import { column } from '../define-facts.ts';

/** Columns that every group of this probe has. */
export const node = column(z.string(), {
  vi: 'Mã nút DICOM trong facility.yaml',
  en: 'DICOM node id in facility.yaml',
});
export const nodeRole = column(z.enum(dicomRoles), {
  vi: 'Vai trò của nút',
  en: 'Role of the node',
});

/** Services of DICOM (PS3.4) as the facts name them. */
export const dicomServices = [
  'verification',
  'storage',
  'query',
  'retrieve',
  'worklist',
  'procedure-step',
  'commitment',
  'availability',
  'print',
  'media',
  'workitem',
] as const;
