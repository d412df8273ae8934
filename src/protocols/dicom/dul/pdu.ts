/** An item or sub-item whose type this codec does not interpret, kept as received (PS3.8 9.3.1). */
export interface RawItem {
  readonly type: number;
  readonly data: Buffer;
}

/** A presentation context item of an A-ASSOCIATE-RQ (PS3.8 9.3.2.2). */
export interface ProposedContextItem {
  readonly id: number;
  /** Absent when the peer sent no abstract syntax sub-item. */
  readonly abstractSyntax?: string;
  readonly transferSyntaxes: readonly string[];
}

/** A presentation context item of an A-ASSOCIATE-AC (PS3.8 9.3.3.2). */
export interface AnsweredContextItem {
  readonly id: number;
  /** 0 acceptance, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes not supported. */
  readonly result: number;
  /** Absent when the peer sent no (or an empty) transfer syntax sub-item. */
  readonly transferSyntax?: string;
}

/** SCP/SCU role selection for one SOP class (PS3.7 D.3.3.4). */
export interface RoleSelection {
  readonly sopClassUid: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

/** Asynchronous operations window; 0 means unlimited (PS3.7 D.3.3.3). */
export interface AsyncWindow {
  readonly maxInvoked: number;
  readonly maxPerformed: number;
}

/** User identity of the requestor (PS3.7 D.3.3.7.1). */
export interface UserIdentity {
  /** 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JSON Web Token. */
  readonly type: number;
  readonly positiveResponseRequested: boolean;
  readonly primary: Buffer;
  /** The passcode for type 2, otherwise empty. */
  readonly secondary: Buffer;
}

/**
 * User information item (PS3.8 9.3.2.3, PS3.7 D.3.3). A value that the peer did not send is absent,
 * never a default.
 */
export interface UserInformation {
  /** Sub-item 0x51: the longest P-DATA-TF variable field the sender accepts; 0 means no limit. */
  readonly maxPduBytes?: number;
  /** Sub-item 0x52. */
  readonly implementationClassUid?: string;
  /** Sub-item 0x55. */
  readonly implementationVersion?: string;
  /** Sub-item 0x53. */
  readonly asyncWindow?: AsyncWindow;
  /** Sub-items 0x54. */
  readonly roleSelections: readonly RoleSelection[];
  /** Sub-item 0x58, only in an A-ASSOCIATE-RQ. */
  readonly userIdentity?: UserIdentity;
  /** Sub-item 0x59, only in an A-ASSOCIATE-AC: the server response. */
  readonly userIdentityResponse?: Buffer;
  /** Every other sub-item, and repeats of those that may occur once. */
  readonly unknownItems: readonly RawItem[];
}

interface AssociateCommon {
  readonly protocolVersion: number;
  /** Without the padding spaces. */
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext?: string;
  readonly userInformation?: UserInformation;
  readonly unknownItems: readonly RawItem[];
}

/** A-ASSOCIATE-RQ (PS3.8 9.3.2). */
export interface AssociateRequest extends AssociateCommon {
  readonly kind: 'associate-request';
  readonly contexts: readonly ProposedContextItem[];
}

/** A-ASSOCIATE-AC (PS3.8 9.3.3). */
export interface AssociateAccept extends AssociateCommon {
  readonly kind: 'associate-accept';
  readonly contexts: readonly AnsweredContextItem[];
}

/** A-ASSOCIATE-RJ (PS3.8 9.3.4). */
export interface AssociateReject {
  readonly kind: 'associate-reject';
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/** One presentation data value (PS3.8 9.3.5.1 and annex E.2). */
export interface PresentationDataValue {
  readonly contextId: number;
  readonly isCommand: boolean;
  readonly isLast: boolean;
  readonly data: Buffer;
}

/** P-DATA-TF (PS3.8 9.3.5). */
export interface DataTransfer {
  readonly kind: 'data-transfer';
  readonly values: readonly PresentationDataValue[];
}

/** A-RELEASE-RQ (PS3.8 9.3.6). */
export interface ReleaseRequest {
  readonly kind: 'release-request';
}

/** A-RELEASE-RP (PS3.8 9.3.7). */
export interface ReleaseResponse {
  readonly kind: 'release-response';
}

/** A-ABORT (PS3.8 9.3.8). */
export interface Abort {
  readonly kind: 'abort';
  readonly source: number;
  readonly reason: number;
}

/** Any protocol data unit of the DICOM upper layer (PS3.8 9.3). */
export type Pdu =
  | AssociateRequest
  | AssociateAccept
  | AssociateReject
  | DataTransfer
  | ReleaseRequest
  | ReleaseResponse
  | Abort;

/** The first byte of each PDU (PS3.8 9.3.1). */
export const PDU_TYPE = {
  'associate-request': 0x01,
  'associate-accept': 0x02,
  'associate-reject': 0x03,
  'data-transfer': 0x04,
  'release-request': 0x05,
  'release-response': 0x06,
  abort: 0x07,
} as const satisfies Record<Pdu['kind'], number>;

/** Item and sub-item types (PS3.8 9.3.2, PS3.7 D.3.3). */
export const ITEM_TYPE = {
  applicationContext: 0x10,
  proposedContext: 0x20,
  answeredContext: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maxLength: 0x51,
  implementationClassUid: 0x52,
  asyncWindow: 0x53,
  roleSelection: 0x54,
  implementationVersion: 0x55,
  userIdentity: 0x58,
  userIdentityResponse: 0x59,
} as const;

/** The DICOM application context name (PS3.7 A.2.1). */
export const DICOM_APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';
