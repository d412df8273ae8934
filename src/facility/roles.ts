/** What a computer or port is for; the 1 Gbps rule of ht-03 asks for some of these. */
export const hostRoles = [
  'pacs',
  'ris',
  'his',
  'database',
  'storage',
  'workstation',
  'client',
  'modality',
  'trunk',
  'other',
] as const;
export type HostRole = (typeof hostRoles)[number];

/** What a DICOM node is; it decides which services are asked for. */
export const dicomRoles = [
  'pacs',
  'worklist',
  'workstation',
  'modality',
  'archive',
  // Somebody else's PACS that images are forwarded to: what it can do says nothing of this hospital's.
  'destination',
] as const;
export type DicomRole = (typeof dicomRoles)[number];

/** Viewers that a pattern is known for (checklists/viewer-patterns), and `custom` for any other. */
export const viewerKinds = [
  'ohif',
  'orthanc-explorer-2',
  'stone',
  'orthanc-webviewer',
  'meddream',
  'weasis',
  'link',
  'custom',
] as const;

/** Screens that a link is opened on. */
export const viewerProfiles = ['desktop', 'tablet', 'phone'] as const;
