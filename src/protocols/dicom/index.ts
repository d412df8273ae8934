/** The DICOM upper layer and DIMSE as a prober needs them: bounded, cancellable, true to the wire. */
export {
  type AcceptedResult,
  type AssociationResult,
  type MaxPduTooSmallResult,
  openAssociation,
  type RejectedResult,
} from './association.ts';
export {
  DEFAULT_DEADLINES,
  DEFAULT_MAX_PDU_BYTES,
  type Deadlines,
  type OpenAssociationOptions,
  SMALLEST_USABLE_MAX_PDU_BYTES,
} from './association-options.ts';
export { chooseEncoding } from './data/choose-encoding.ts';
export { type DecodedText, decodeText, type TextProblem } from './data/decode-text.ts';
export { type DataElement, type DatasetEncoding, encodeDataset } from './data/encode-dataset.ts';
export {
  type ReadDataset,
  type ReadDatasetResult,
  type ReadElement,
  readDataset,
} from './data/read-dataset.ts';
export { type DicomFile, type DicomFileResult, readFileMeta } from './data/read-file-meta.ts';
export type { Deviation, DeviationKind } from './deviations.ts';
export { COMMAND, type CommandFields, type CommandSet } from './dimse/command-fields.ts';
export {
  type CommitmentResult,
  type CommitmentResultReading,
  encodeCommitmentRequest,
  type FailedReference,
  type ObjectReference,
  readCommitmentResult,
} from './dimse/commitment-data.ts';
export type { DatasetSource } from './dimse/dataset-source.ts';
export type { AwaitReportOptions, AwaitReportOutcome } from './dimse/event-report.ts';
export type { ExchangeRequest, ExchangeStatusOutcome } from './dimse/exchange.ts';
export type {
  FindAnswer,
  FindCounts,
  FindOutcome,
  FindRequest,
  FindStop,
} from './dimse/find.ts';
export { type GetOutcome, type GetRequest, storageProviderRoles } from './dimse/get.ts';
export {
  type Answer,
  AssociationEndedError,
  type IncomingMessage,
  type IncomingRequest,
  type IncomingStore,
  type MessageHandler,
  type RequestingPeer,
  STATUS,
  type StoreHandler,
} from './dimse/incoming.ts';
export type { MoveOutcome, MoveRequest } from './dimse/move.ts';
export type { ActionRequest } from './dimse/n-action.ts';
export type { CreateRequest, ExchangeOutcome } from './dimse/n-create.ts';
export type { SetRequest } from './dimse/n-set.ts';
export type {
  EndedOutcome,
  NoContextOutcome,
  OperationOptions,
  OperationOutcome,
  OperationTimes,
  StatusOutcome,
} from './dimse/outcome.ts';
export type {
  RetrieveCounts,
  RetrieveOutcome,
  RetrieveRequest,
  RetrieveStatusOutcome,
  RetrieveStop,
  SubOperations,
} from './dimse/retrieve-request.ts';
export { classifyStatus, type DimseStatus, type StatusCategory } from './dimse/status.ts';
export type { StoreOutcome, StoreRequest } from './dimse/store.ts';
export type { StoreRequests } from './dimse/store-all.ts';
export type { TlsFacts, TlsOptions } from './dul/connect-transport.ts';
export type { Ending, Phase } from './dul/ending.ts';
export type { RoleSelection, UserIdentity } from './dul/pdu.ts';
export type { ForeignProtocol } from './dul/recognise-protocol.ts';
export type {
  Association,
  AssociationTimings,
  CommitmentRequest,
} from './established-association.ts';
export type {
  ContextOutcome,
  ContextProposal,
  NegotiatedContext,
  PeerFacts,
} from './negotiation.ts';
export {
  combineSyntaxPairs,
  type ProbeSyntaxesOptions,
  probeTransferSyntaxes,
  type SyntaxPair,
  type SyntaxPairResult,
  type SyntaxProbe,
} from './probe-transfer-syntaxes.ts';
export {
  COMMITMENT_RESULT_CONTEXT,
  type CommitmentInbox,
  type ReportedCommitment,
  receiveCommitmentResults,
} from './server/receive-commitment-results.ts';
export {
  type ObjectReceiver,
  type ReceiveObjectsOptions,
  receiveObjects,
  storageContexts,
} from './server/receive-objects.ts';
export type {
  ObjectCandidate,
  ObjectRefusal,
  ReceivedObject,
  RefusalCounts,
} from './server/received-object.ts';
export type { ServerEvent } from './server/server-event.ts';
export {
  type AcceptedAeTitles,
  type Admission,
  type Admit,
  DEFAULT_SERVER_DEADLINES,
  DEFAULT_SERVER_LIMITS,
  type DicomHandlers,
  type DicomServerOptions,
  type OwnRole,
  type ServedContext,
  type ServerDeadlines,
  type ServerLimits,
  type ServerTlsOptions,
} from './server/server-options.ts';
export { type DicomServer, startDicomServer } from './server/start-dicom-server.ts';
export {
  describeSopClass,
  findSopClass,
  findTransferSyntax,
  SERVICE_SOP_CLASSES,
  type SopClass,
  type SopService,
  tellUid,
} from './sop-classes.ts';
export {
  CURRENT_STORAGE_SOP_CLASSES,
  type StorageSopClass,
  type StoredKind,
} from './storage-sop-classes.ts';
export * from './uids.ts';
