/**
 * Bounds against a hostile or broken peer. They are ours, not the standard's, and far above what
 * a working PACS sends.
 */
export interface PduLimits {
  /** Longest declared length of an A-ASSOCIATE-RQ or -AC, in bytes. */
  readonly maxAssociateBytes: number;
  /** Longest declared length of a P-DATA-TF, in bytes. */
  readonly maxDataBytes: number;
}

/** 1 MiB holds 128 contexts with 100 transfer syntaxes each; 16 MiB is 128 times DCMTK's largest PDU. */
export const DEFAULT_PDU_LIMITS: PduLimits = {
  maxAssociateBytes: 1024 * 1024,
  maxDataBytes: 16 * 1024 * 1024,
};

/** Items and sub-items that one A-ASSOCIATE PDU may hold: 128 contexts of 100 syntaxes and roles. */
export const MAX_ITEMS_PER_PDU = 16_384;

/** Presentation data values that one P-DATA-TF may hold. */
export const MAX_VALUES_PER_PDU = 16_384;

/** Reject, release and abort PDUs have a fixed length of 4; a little more is tolerated, a lot is not. */
export const MAX_SHORT_PDU_BYTES = 1024;

/** Presentation contexts per association: odd ids 1 to 255 (PS3.8 9.3.2.2). */
export const MAX_CONTEXTS = 128;

/** Bytes of an offending PDU that a report keeps. */
export const KEPT_BYTES = 64;
