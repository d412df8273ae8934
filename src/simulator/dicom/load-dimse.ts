import { createRequire } from 'node:module';
import type DcmjsDimse from 'dcmjs-dimse';
import { SIMULATOR_DICOM_VERSION } from '../identity.ts';

/** The DICOM library that plays the hospital's side; probes never use it. */
export type Dimse = typeof DcmjsDimse;

/** Loggers of the library's own parser. */
const parserLoggers = ['validation.dcmjs', 'AsyncDicomReader'] as const;

interface ParserLog {
  readonly disableAll: () => void;
  readonly getLogger: (name: string) => { readonly disableAll: () => void };
}

/**
 * Loads the library and makes it introduce itself as the simulator. It logs to the console unless told not to, and
 * its named exports exist in its types only.
 */
export async function loadDimse(): Promise<Dimse> {
  const { default: dimse } = await import('dcmjs-dimse');
  dimse.log.disableAll();
  silenceParser();
  // Kept by the library for the whole process; nothing but the simulator uses it.
  dimse.Implementation.setImplementationVersion(SIMULATOR_DICOM_VERSION);
  return dimse;
}

/** The parser has a log of its own, which prints a stack for every malformed data set that a peer sends. */
function silenceParser(): void {
  const here = createRequire(import.meta.url);
  // Asked for from the library's place, so that it is the very copy that the library uses.
  const parser: unknown = createRequire(here.resolve('dcmjs-dimse'))('dcmjs');
  const log =
    typeof parser === 'object' && parser !== null && 'log' in parser ? parser.log : undefined;
  if (!isParserLog(log)) throw new Error('the DICOM parser has another log than expected');
  log.disableAll();
  for (const name of parserLoggers) log.getLogger(name).disableAll();
}

function isParserLog(value: unknown): value is ParserLog {
  return (
    (typeof value === 'object' || typeof value === 'function') &&
    value !== null &&
    'disableAll' in value &&
    typeof value.disableAll === 'function' &&
    'getLogger' in value &&
    typeof value.getLogger === 'function'
  );
}
