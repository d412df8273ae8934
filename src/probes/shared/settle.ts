/** What a piece of work came to: its value, or the error that it threw. */
export type Settled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown };

/** Keeps an error until what must still be done is done. */
export async function settle<Value>(work: () => Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** The value. @throws the error that was kept. */
export function unsettle<Value>(settled: Settled<Value>): Value {
  if (!settled.ok) throw settled.error;
  return settled.value;
}
