/** A path as it can be typed or pasted after a command, on Linux as on Windows. */
export function quoteArgument(text: string): string {
  return /^[\p{L}\p{N}_./\\:@=+-]+$/u.test(text) ? text : `"${text}"`;
}
