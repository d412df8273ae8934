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
 * Error numbers that esnet iperf3 prints in words when a server sends them after SERVER_ERROR
 * (`src/iperf_api.h`). Our server uses them so that a person at a stock iperf3 reads the reason.
 */
export const serverErrorCode = {
  blockSize: 4,
  parallelStreams: 7,
  omitSeconds: 14,
  notImplemented: 13,
  duration: 6,
  notAuthorised: 142,
  invalidParameters: 114,
} as const;

/** The cookie opens every connection of one test: 36 characters and a NUL byte. */
export const cookieBytes = 37;

/** Port that esnet iperf3 listens on unless told otherwise. */
export const defaultPort = 5201;

/** Block that iperf3 writes at a time on TCP, and ours (128 KiB); smaller blocks cost speed. */
export const defaultBlockBytes = 131_072;

/**
 * The identifier iperf3 gives to the n-th stream of a test, counted from 0: 1, 3, 4, 5 …
 * (`iperf_add_stream` skips 2). A stock client rejects results that use any other number.
 */
export function streamId(index: number): number {
  return index === 0 ? 1 : index + 2;
}

/** A readable name for a control state, for messages. */
export function nameState(state: number): string {
  const found = Object.entries(controlState).find(([, value]) => value === state);
  return found === undefined ? `state ${state}` : `${found[0]} (${state})`;
}
