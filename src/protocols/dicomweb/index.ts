/** DICOMweb (PS3.18) as a prober needs it: bounded, cancellable, within one origin, every ending named. */
export type { DicomWebCredentials } from './authorization.ts';
export { type DicomWebConnection, openDicomWeb } from './connection.ts';
export {
  type CountOptions,
  countMatches,
  type MatchCount,
} from './count-matches.ts';
export { type DeleteStyle, deleteStudy, type StudyDeletion } from './delete-study.ts';
export {
  DicomJsonDataset,
  type DicomJsonDeviation,
  type DicomJsonDeviationKind,
  type DicomJsonElement,
  type DicomJsonValue,
  type PersonName,
} from './dicom-json.ts';
export { examineText, type TextDefect } from './examine-text.ts';
export type { ImageHeader } from './image-header.ts';
export {
  type CallOptions,
  DEFAULT_DICOMWEB_DEADLINES,
  DEFAULT_DICOMWEB_LIMITS,
  type DicomWebDeadlines,
  type DicomWebLimits,
  type DicomWebOptions,
} from './options.ts';
export type {
  DicomWebAnswered,
  DicomWebFailure,
  DicomWebFailureReason,
  DicomWebHint,
  DicomWebLimit,
  DicomWebOutcome,
  DicomWebPhase,
  TransportFacts,
} from './outcome.ts';
export type { RenderedImage, RenderedType } from './read-image-answer.ts';
export type { AnswerPart, AnswerParts } from './read-multipart.ts';
export { type Part10Object, type Part10Reading, readPart10 } from './read-part10.ts';
export type { InstanceUids, ResourceUids } from './resource-path.ts';
export {
  type BulkDataAddress,
  type FramesRequest,
  type RetrievedBulkData,
  resolveBulkDataUri,
  retrieveBulkData,
  retrieveFrames,
} from './retrieve-bulk-data.ts';
export { retrieveByUri, type UriRequest } from './retrieve-by-uri.ts';
export {
  type InstancesRequest,
  type RetrievedInstance,
  type RetrievedInstances,
  retrieveInstances,
} from './retrieve-instances.ts';
export { type RetrievedMetadata, retrieveMetadata } from './retrieve-metadata.ts';
export { type RenderedRequest, retrieveRendered } from './retrieve-rendered.ts';
export { type SearchQuery, type SearchResult, type SearchScope, search } from './search.ts';
export {
  type StoreInstancesRequest,
  type StoreResult,
  storeInstances,
} from './store-instances.ts';
export type {
  RefusedInstance,
  StoredInstance,
  StoreReason,
  StoreResponse,
} from './store-response.ts';
