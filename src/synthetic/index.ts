/** Valid DICOM objects of one synthetic patient, made afresh or again from a seed, and what became of them elsewhere. */
export {
  compareDatasets,
  type DatasetComparison,
  type DatasetDifference,
  type DifferencePlace,
  MAX_DIFFERENCES,
} from './compare-datasets.ts';
export type { ValueChange } from './compare-values.ts';
export { makeEncapsulatedPdf } from './documents/encapsulated-pdf.ts';
export { makeKeyObjects } from './documents/key-objects.ts';
export { makePresentationState, PRESENTATION_STATE_TEXT } from './documents/presentation-state.ts';
export { makeReport, type ReportOptions } from './documents/report.ts';
export { encodeFile, encodeObject, SYNTHETIC_TRANSFER_SYNTAX } from './encode-object.ts';
export { type CrViewsOptions, makeCrViews } from './images/cr.ts';
export { CT_RESCALE_INTERCEPT, type CtSeriesOptions, makeCtSeries } from './images/ct.ts';
export type { SeriesContent, SeriesOptions } from './images/describe-image.ts';
export { type MrSeriesOptions, makeMrSeries } from './images/mr.ts';
export { makePetSeries, PET_STORED_PER_SUV, type PetSeriesOptions } from './images/pet.ts';
export { makeSecondaryCapture, type SecondaryCaptureOptions } from './images/secondary-capture.ts';
export { makeUsMultiframe, type UsMultiframeOptions } from './images/us-multiframe.ts';
export { makeCompleteStudy } from './make-study.ts';
export { GLYPH, isInk } from './pixels/bitmap-font.ts';
export { MARKING_LINES } from './pixels/draw-marking.ts';
export { type Raster, SMALLEST_IMAGE } from './pixels/raster.ts';
export {
  isTestPatientId,
  type LocalDateTime,
  planStudy,
  type StudyOptions,
  type SyntheticStudy,
  TEST_PATIENT_ID,
  TEST_PATIENT_PERSON_NAME,
} from './study.ts';
export type { PixelSource, SyntheticObject } from './synthetic-object.ts';
export type { TextForm } from './to-elements.ts';
export { deriveBytes, deriveUid, isUid, makeFreshSeed, UID_ROOT } from './uid-root.ts';
export { type WrittenObject, writeObject, writeObjects } from './write-objects.ts';
