/** The challenge study: made from a seed, hidden codes and known geometry in it, and read back from pictures. */
export {
  compareMeasurement,
  compareTyped,
  type MeasurementComparison,
  parseMeasured,
  type TypedComparison,
} from './read/compare-answers.ts';
export type { Pose } from './read/corners.ts';
export { type CroppedPicture, cropPicture } from './read/crop-picture.ts';
export type { Fingerprint, PictureProblem, Pixels } from './read/decode-picture.ts';
export { type EmbeddedPicture, listEmbeddedPictures } from './read/embedded-pictures.ts';
export type { KeptArea } from './read/image-area.ts';
export {
  isTextOf,
  judgePicture,
  type PictureVerdict,
  type Rejection,
  type ShownCode,
  type ShownImage,
} from './read/judge-picture.ts';
export { findLinkedImages, type ImagePair } from './read/linked-images.ts';
export { nameImage, tellRejection, tellVerdict } from './read/messages.ts';
export { describeLook, isSameLook, type PictureLook } from './read/picture-look.ts';
export {
  isChallengeText,
  type PictureReading,
  type ReadOptions,
  type ReadPicture,
  readPicture,
} from './read/read-picture.ts';
export type { FoundSymbol } from './read/read-symbols.ts';
export type { ChallengeKey, LinkedTask, ReferenceLineTask } from './study/challenge-key.ts';
export {
  type ChallengeRecipe,
  type ChallengeRecipeOptions,
  challengeRecipeSchema,
  GENERATOR,
  MIN_SEED_CHARACTERS,
  makeChallengeRecipe,
} from './study/challenge-recipe.ts';
export {
  compareStudyFolder,
  type ExpectedObject,
  regenerateStudy,
  type StudyComparison,
  type StudyDifference,
} from './study/compare-study.ts';
export { MIP_CODE, MPR_CODE, WINDOW_CODE } from './study/ct-layout.ts';
export { drawLots } from './study/draw-lots.ts';
export { HIDDEN_FUNCTIONS, type HiddenFunction } from './study/hidden-codes.ts';
export {
  type KnownMeasurement,
  MEASUREMENTS,
  type MeasurementId,
} from './study/measurement-geometry.ts';
export { listSeriesKeys, type SeriesKey } from './study/nonce.ts';
export {
  type Challenge,
  type ChallengeSeries,
  listObjects,
  planChallenge,
  runCodeOf,
} from './study/plan-challenge.ts';
export { planeOfImage } from './study/shown-planes.ts';
