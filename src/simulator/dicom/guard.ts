/** A peer's data must not end the process: the DICOM library calls us from where nobody catches. */
export function guard<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
