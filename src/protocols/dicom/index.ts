/** The DICOM upper layer and DIMSE as a prober needs them: bounded, cancellable, true to the wire. */
export {
  type AcceptedResult,
  type AssociationResult,
  type MaxPduTooSmallResult,
  openAssociation,
  type RejectedResult,
  SMALLEST_USABLE_MAX_PDU_BYTES,
} from './association.ts';
export {
  DEFAULT_DEADLINES,
  DEFAULT_MAX_PDU_BYTES,
  type Deadlines,
  type OpenAssociationOptions,
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
export type { DatasetSource } from './dimse/dataset-source.ts';
export type { ExchangeRequest, ExchangeStatusOutcome } from './dimse/exchange.ts';
export type {
  FindAnswer,
  FindCounts,
  FindOutcome,
  FindRequest,
  FindStop,
} from './dimse/find.ts';
export type {
  EndedOutcome,
  NoContextOutcome,
  OperationOptions,
  OperationOutcome,
  OperationTimes,
  StatusOutcome,
} from './dimse/outcome.ts';
export { classifyStatus, type DimseStatus, type StatusCategory } from './dimse/status.ts';
export type { StoreOutcome, StoreRequest } from './dimse/store.ts';
export type { TlsFacts, TlsOptions } from './dul/connect-transport.ts';
export type { Ending, Phase } from './dul/ending.ts';
export type { RoleSelection, UserIdentity } from './dul/pdu.ts';
export type { ForeignProtocol } from './dul/recognise-protocol.ts';
export type { Association, AssociationTimings } from './established-association.ts';
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
export * from './uids.ts';
