/**
 * Control states of the esnet iperf 3.x protocol: one signed byte each on the control connection
 * (`src/iperf_api.h` of esnet/iperf).
 */
export const controlState = {
  testStart: 1,
  testRunning: 2,
  testEnd: 4,
  parameterExchange: 9,
  createStreams: 10,
  serverTerminate: 11,
  clientTerminate: 12,
  exchangeResults: 13,
  displayResults: 14,
  done: 16,
  accessDenied: -1,
  serverError: -2,
} as const;

/**
 * Error numbers that a stock iperf3 client prints in words when they follow SERVER_ERROR
 * (`src/iperf_api.h`, stable since 3.1). Our server sends them so that its operator's colleague at
 * the other end reads the reason.
 */
export const serverErrorCode = {
  duration: 5,
  parallelStreams: 6,
  blockSize: 7,
  omitSeconds: 12,
  notImplemented: 13,
  parameters: 114,
  notAuthorised: 142,
} as const;

/** The cookie opens every connection of one test: 36 characters and a NUL byte. */
export const cookieBytes = 37;

/** Port that esnet iperf3 listens on unless told otherwise. */
export const defaultPort = 5201;

/** Block that iperf3 writes at a time on TCP, and so do we (128 KiB); smaller blocks cost speed. */
export const defaultBlockBytes = 131_072;

/**
 * The number iperf3 gives to the n-th stream of a test, counted from 0: 1, 3, 4, 5 …
 * (`iperf_add_stream` never hands out 2). A stock client rejects results with other numbers.
 */
export function streamId(index: number): number {
  return index === 0 ? 1 : index + 2;
}

/** A readable name for a control state, for messages. */
export function nameState(state: number): string {
  const found = Object.entries(controlState).find(([, value]) => value === state);
  return found === undefined ? `state ${state}` : `${found[0]} (${state})`;
}
