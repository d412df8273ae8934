/** How the simulated RIS behaves. */
export interface RisBehaviour {
  /** `error`: every order is refused with AE, as a RIS whose order interface is broken does; `rejected`: with AR. */
  readonly orders: 'accepted' | 'error' | 'rejected';
  /**
   * How a new order is acknowledged: as HL7 asks, with another MSA-2 than the MSH-10 sent, or with a commit
   * acknowledgement (CA) that nothing follows.
   */
  readonly orderAnswer: 'application' | 'wrong-control-id' | 'commit-only';
  /** `wrong`: no answer at all repeats the MSH-10 that it was sent. */
  readonly controlId: 'echoed' | 'wrong';
  /** `lost`: an order is acknowledged but never comes to the worklist. */
  readonly newOrders: 'listed' | 'lost';
  /** `ignored`: a change of an order (XO) is acknowledged and changes nothing. */
  readonly orderChanges: 'shown' | 'ignored';
  /** A cancel: honoured, acknowledged without effect, or refused with AE. */
  readonly cancels: 'honoured' | 'ignored' | 'error';
  /** A patient's registration (ADT^A04): accepted, refused with AE, or the last message before the port goes down. */
  readonly registrations: 'accepted' | 'error' | 'then-down';
  /** `ignored`: a patient's new name (ADT^A08) is acknowledged and shows nowhere. */
  readonly patientUpdates: 'shown' | 'ignored';
  /** `ignored`: a merge of two patients (ADT^A40) is acknowledged and moves nothing. */
  readonly patientMerges: 'shown' | 'ignored';
  /** The first report of an examination. */
  readonly reports:
    | 'complete'
    /** Nobody ever signs it. */
    | 'never'
    /** It stays preliminary (OBR-25 `P`). */
    | 'preliminary'
    /** It names another test patient than the order. */
    | 'of-another-patient'
    /** Its JPEG ends in the middle. */
    | 'picture-cut'
    /** Neither it nor its correction has a picture. */
    | 'no-picture'
    /** Its UTF-8 was taken for ISO 8859-1 on the way. */
    | 'letters-damaged'
    /** It names another study. */
    | 'of-another-study';
  /** The changed report: marked as a correction (`C`), sent as if it were the first, or never sent. */
  readonly corrections: 'marked' | 'unmarked' | 'never';
}

/** A RIS that does what it should. */
export const SOUND_RIS: RisBehaviour = {
  orders: 'accepted',
  orderAnswer: 'application',
  controlId: 'echoed',
  newOrders: 'listed',
  orderChanges: 'shown',
  cancels: 'honoured',
  registrations: 'accepted',
  patientUpdates: 'shown',
  patientMerges: 'shown',
  reports: 'complete',
  corrections: 'marked',
};

/** How the worklist server behaves. */
export interface WorklistBehaviour {
  /** Performed procedure steps. */
  readonly mpps:
    | 'kept'
    /** The service is not offered. */
    | 'refused'
    /** It is offered, and every N-CREATE ends with a failure status. */
    | 'rejected'
    /** A step can be changed even when it has ended. */
    | 'never-final'
    /** Every message is answered with success, and the worklist goes on offering the examination. */
    | 'ignored';
  /** What becomes of an item on its way out. */
  readonly items:
    | 'faithful'
    | 'no-accession'
    /** Vietnamese letters lose their marks. */
    | 'strips-marks'
    /** Each has a Study Instance UID that no order gave. */
    | 'other-study';
  /** `echoes`: a question without a match is answered with what it asked for. */
  readonly answers: 'matches' | 'echoes';
}

/** A worklist that does what it should. */
export const SOUND_WORKLIST: WorklistBehaviour = {
  mpps: 'kept',
  items: 'faithful',
  answers: 'matches',
};
