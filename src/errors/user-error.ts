/**
 * Something a user can cause and mend: a wrong file, a missing folder, a flag that does not fit. Printed as one
 * sentence without a stack. Our own bugs are ordinary errors and end with code 1.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Exit code by DESIGN part 9: 2 usage or configuration, 5 integrity. */
  readonly exitCode: 2 | 5;
  /** Further lines: one per problem, or what to do. */
  readonly details: readonly string[];

  constructor(
    message: string,
    options: { exitCode?: 2 | 5; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.exitCode = options.exitCode ?? 2;
    this.details = options.details ?? [];
  }
}

/** The code of a system error (`ENOENT`, `ECONNREFUSED`), or `undefined`. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
