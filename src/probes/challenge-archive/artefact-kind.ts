import type { ARTEFACT_KINDS } from './facts.ts';

type ArtefactKind = (typeof ARTEFACT_KINDS)[number];

const ROOT = '1.2.840.10008.5.1.4.1.1.';
const KEY_OBJECTS = `${ROOT}88.59`;
const ENCAPSULATED_PDF = `${ROOT}104.1`;
/** Grayscale, colour, pseudo-colour, blending and XA/XRF softcopy presentation states. */
const PRESENTATION_STATE = /^11\.[1-8]$/;
const REPORT = /^88\.(?:11|22|33|34|35|40|50|65|67|68|7\d)$/;
const SECONDARY_CAPTURE = /^7(?:\.[1-4])?$/;

/** What an object is, by its SOP class (PS3.4 B.5). */
export function artefactKind(sopClassUid: string): ArtefactKind {
  if (sopClassUid === KEY_OBJECTS) return 'key-objects';
  if (sopClassUid === ENCAPSULATED_PDF) return 'encapsulated-pdf';
  if (!sopClassUid.startsWith(ROOT)) return 'other';
  const suffix = sopClassUid.slice(ROOT.length);
  if (PRESENTATION_STATE.test(suffix)) return 'presentation-state';
  if (REPORT.test(suffix)) return 'structured-report';
  return SECONDARY_CAPTURE.test(suffix) ? 'secondary-capture' : 'derived-image';
}

/** Whether an object has no pixels of its own. */
export function isDocumentClass(sopClassUid: string): boolean {
  const kind = artefactKind(sopClassUid);
  return kind !== 'secondary-capture' && kind !== 'derived-image';
}

/** Storage SOP classes that people add to a study, beside those that the archive lists. */
export const ADDED_CLASSES: readonly string[] = [
  '7',
  '7.2',
  '7.4',
  '11.1',
  '11.2',
  '88.11',
  '88.22',
  '88.33',
  '88.34',
  '88.59',
  '104.1',
].map((suffix) => `${ROOT}${suffix}`);
