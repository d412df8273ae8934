import type { DicomJsonDataset } from './dicom-json.ts';

/** Meaning of a Failure Reason or Warning Reason (0008,1197), (0008,1196) (PS3.18 tables I.2-1 and I.2-2). */
export type StoreReason =
  | 'coerced'
  | 'elements-discarded'
  | 'does-not-match-sop-class'
  | 'processing-failure'
  | 'sop-class-not-supported'
  | 'transfer-syntax-not-supported'
  | 'out-of-resources'
  | 'cannot-understand'
  | 'unknown';

/** One instance that the server says it stored. */
export interface StoredInstance {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly retrieveUrl?: string;
  readonly warning?: { readonly code: number; readonly reason: StoreReason };
}

/** One instance that the server did not store. */
export interface RefusedInstance {
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly failure?: { readonly code: number; readonly reason: StoreReason };
}

/** What the server says of each instance (PS3.18 I.2). */
export interface StoreResponse {
  /** Referenced SOP Sequence (0008,1199). */
  readonly stored: readonly StoredInstance[];
  /** Failed SOP Sequence (0008,1198). */
  readonly refused: readonly RefusedInstance[];
  /** Items of Other Failures Sequence (0008,119A): bodies that were no instance. */
  readonly otherFailures: number;
}

const RETRIEVE_URL = 0x00081190;
const SOP_CLASS_UID = 0x00081150;
const SOP_INSTANCE_UID = 0x00081155;
const WARNING_REASON = 0x00081196;
const FAILURE_REASON = 0x00081197;
const FAILED_SOP_SEQUENCE = 0x00081198;
const REFERENCED_SOP_SEQUENCE = 0x00081199;
const OTHER_FAILURES_SEQUENCE = 0x0008119a;

/** Names a reason code. */
export function nameStoreReason(code: number): StoreReason {
  if (code === 0xb000) return 'coerced';
  if (code === 0xb006) return 'elements-discarded';
  if (code === 0xb007 || (code >= 0xa900 && code <= 0xa9ff)) return 'does-not-match-sop-class';
  if (code === 0x0110) return 'processing-failure';
  if (code === 0x0122) return 'sop-class-not-supported';
  if (code === 0xc122) return 'transfer-syntax-not-supported';
  if (code >= 0xa700 && code <= 0xa7ff) return 'out-of-resources';
  return code >= 0xc000 && code <= 0xcfff ? 'cannot-understand' : 'unknown';
}

/** Reads the Store Instances Response Module (PS3.18 I.2). */
export function readStoreResponse(dataset: DicomJsonDataset): StoreResponse {
  return {
    stored: dataset.items(REFERENCED_SOP_SEQUENCE).map((item) => {
      const retrieveUrl = item.text(RETRIEVE_URL)?.slice(0, 500);
      const warning = readReason(item, WARNING_REASON);
      return {
        ...readIdentity(item),
        ...(retrieveUrl === undefined ? {} : { retrieveUrl }),
        ...(warning === undefined ? {} : { warning }),
      };
    }),
    refused: dataset.items(FAILED_SOP_SEQUENCE).map((item) => {
      const failure = readReason(item, FAILURE_REASON);
      return { ...readIdentity(item), ...(failure === undefined ? {} : { failure }) };
    }),
    otherFailures: dataset.items(OTHER_FAILURES_SEQUENCE).length,
  };
}

function readIdentity(item: DicomJsonDataset) {
  const sopClassUid = item.text(SOP_CLASS_UID);
  const sopInstanceUid = item.text(SOP_INSTANCE_UID);
  return {
    ...(sopClassUid === undefined ? {} : { sopClassUid }),
    ...(sopInstanceUid === undefined ? {} : { sopInstanceUid }),
  };
}

function readReason(item: DicomJsonDataset, tag: number) {
  const code = item.number(tag);
  return code === undefined ? undefined : { code, reason: nameStoreReason(code) };
}
