/** Why pixels could not be read; ours, stable. */
export type PixelFaultKind =
  /** The data set breaks PS3.5 7, or lacks what describes its pixels (PS3.3 C.7.6.3). */
  | 'unreadable-dataset'
  | 'no-pixel-data'
  /** A transfer syntax that is not decoded here: video, deflated, big endian, JPEG XL. */
  | 'unsupported-syntax'
  /** Samples that are not decoded here: 1 or 32 bits, subsampled colour, retired colour spaces. */
  | 'unsupported-image'
  /** Beyond a bound of ours. */
  | 'too-large'
  /** Fragments, offset table or delimiter are not as PS3.5 A.4 says, or native pixels are too short. */
  | 'bad-encapsulation'
  /** A frame is not a codestream of the format, or contradicts the data set. */
  | 'bad-codestream'
  /** A codestream breaks off. */
  | 'truncated'
  /** The codec refuses it, or says that its data are corrupt. */
  | 'not-decodable'
  | 'timed-out'
  | 'cancelled';

/** One thing that is wrong; `message` is a technical detail in English. */
export interface PixelFault {
  readonly kind: PixelFaultKind;
  readonly message: string;
  /** From 0; absent when it is about the object as a whole. */
  readonly frame?: number;
}

/** A step that worked, or why not: what a peer sent is never a reason to throw. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: PixelFault };

/** Wraps what was read. */
export function read<Value>(value: Value): Read<Value> {
  return { ok: true, value };
}

/** Wraps what is wrong. */
export function fault(kind: PixelFaultKind, message: string): Read<never> {
  return { ok: false, fault: { kind, message } };
}
