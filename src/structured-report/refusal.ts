/** Why a document cannot be used; ours, stable. */
export type DocumentRefusal =
  /** The data set breaks PS3.5 7. */
  | 'unreadable'
  /** It has no content, or no graphics, where its SOP class demands them. */
  | 'no-content'
  /** A sequence is not in VR SQ, or a value not in the VR that PS3.6 gives it. */
  | 'wrong-vr'
  | 'too-large'
  | 'too-deep'
  | 'too-many-items'
  /** A reference by identifier leads to itself, to what it lies in, or nowhere (PS3.3 C.17.3.2.5). */
  | 'bad-reference';

/** What was read, or why not: what a peer sent is never a reason to throw. */
export type DocumentReading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: DocumentRefusal };

/** Wraps what was read. */
export function taken<Value>(value: Value): DocumentReading<Value> {
  return { ok: true, value };
}

/** Wraps a refusal. */
export function refused(refusal: DocumentRefusal): DocumentReading<never> {
  return { ok: false, refusal };
}
