/**
 * What a question to the page gave, or `undefined` when it failed or took too long: a page may hang, go away in the
 * middle, or forbid it, and the next look asks again.
 */
export async function withDeadline<T>(answer: Promise<T>, waitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), waitMs);
  });
  try {
    return await Promise.race([answer.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
