/** Structured reports, presentation states and key object selections of DICOM, read within bounds. */
export type { CodedConcept } from './coded-concept.ts';
export { type ContentItem, type ObjectReference, walkContent } from './content-item.ts';
export {
  listMeasurements,
  QUANTITIES,
  type Quantity,
  type ReportedMeasurement,
} from './list-measurements.ts';
export {
  type GraphicMeasurement,
  type MeasuredGraphic,
  measureGraphic,
  type PixelSize,
} from './measure-graphic.ts';
export { MAX_CONTENT_ITEMS, readContent } from './read-content.ts';
export { type EncodedDocument, MAX_DOCUMENT_BYTES, readDocument } from './read-document.ts';
export { type KeyObjects, readKeyObjects } from './read-key-objects.ts';
export {
  type DisplayedArea,
  type Graphic,
  type PresentationState,
  readPresentationState,
} from './read-presentation-state.ts';
export type { DocumentReading, DocumentRefusal } from './refusal.ts';
