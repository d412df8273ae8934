const orders = ['ris-hl7 order', 'ris-hl7-quy-trinh order'];
const caseThatWaits = ['ris-hl7-quy-trinh message', 'ris-hl7-quy-trinh order'];
const study = 'pacs-chinh study';
const mpps = 'danh-sach-cho mpps';

/**
 * What is not known to be gone after a fault was looked at, as system and kind, sorted; for a fault not listed here,
 * nothing. A case that waits for a person keeps everything until it is gone on with.
 */
export const leftBehind: Readonly<Record<string, readonly string[]>> = {
  'worklist-repeats-the-question': orders,
  'cancel-refused': orders,
  'cancel-ignored': orders,
  // Nobody can look whether they are gone.
  'no-worklist': orders,
  // The order of `hl7` is looked for by its accession number only.
  'worklist-loses-accession': ['ris-hl7 order'],
  'ack-wrong-control-id': [
    'ris-hl7-quy-trinh message',
    'ris-hl7-quy-trinh message',
    'ris-hl7-quy-trinh message',
  ],
  'order-lost': [mpps, study, study, 'ris-hl7 order', ...caseThatWaits],
  // The registration cannot be taken back.
  'ris-goes-down': ['ris-hl7-quy-trinh message'],
  'ordered-images-refused': [mpps, study, ...caseThatWaits],
  'report-never-comes': [mpps, study, study, ...caseThatWaits],
  'report-stays-preliminary': [mpps, study, study, ...caseThatWaits],
  'correction-never-comes': [mpps, study, study, ...caseThatWaits],
  'pacs-down': [mpps, ...caseThatWaits],
  'wrong-ae': [mpps, ...caseThatWaits],
  'pacs-stores-nothing': [mpps, ...caseThatWaits],
  'pacs-takes-no-images': [mpps, study, ...caseThatWaits],
  'mpps-never-final': [mpps, mpps],
  'dicomweb-delete-refused': [study, study, 'pacs-dicomweb study'],
};
