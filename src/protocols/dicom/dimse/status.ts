import type { CommandSet } from './command-fields.ts';

/** The five classes of status (PS3.7 annex C). */
export type StatusCategory = 'success' | 'pending' | 'cancelled' | 'warning' | 'failure';

/** The status of a DIMSE response as sent, classified and, where PS3.7 names it, in words. */
export interface DimseStatus {
  readonly code: number;
  readonly category: StatusCategory;
  /** The standard's name for the code; absent when it is a service's or a vendor's own. */
  readonly meaning?: string;
  /** Error Comment (0000,0902) as sent. */
  readonly errorComment?: string;
  /** Offending Element (0000,0901), tags as 0xGGGGEEEE. */
  readonly offendingElements?: readonly number[];
}

const MEANINGS: ReadonlyMap<number, string> = new Map([
  [0x0000, 'Success'],
  [0x0001, 'Requested optional attributes are not supported'],
  [0x0105, 'No such attribute'],
  [0x0106, 'Invalid attribute value'],
  [0x0107, 'Attribute list error'],
  [0x0110, 'Processing failure'],
  [0x0111, 'Duplicate SOP instance'],
  [0x0112, 'No such object instance'],
  [0x0113, 'No such event type'],
  [0x0114, 'No such argument'],
  [0x0115, 'Invalid argument value'],
  [0x0116, 'Attribute value out of range'],
  [0x0117, 'Invalid object instance'],
  [0x0118, 'No such SOP class'],
  [0x0119, 'Class-instance conflict'],
  [0x0120, 'Missing attribute'],
  [0x0121, 'Missing attribute value'],
  [0x0122, 'SOP class not supported'],
  [0x0123, 'No such action type'],
  [0x0124, 'Not authorised'],
  [0x0210, 'Duplicate invocation'],
  [0x0211, 'Unrecognised operation'],
  [0x0212, 'Mistyped argument'],
  [0x0213, 'Resource limitation'],
  [0xa701, 'Out of resources: unable to calculate number of matches'],
  [0xa702, 'Out of resources: unable to perform sub-operations'],
  [0xa801, 'Move destination unknown'],
  [0xa900, 'Identifier or data set does not match SOP class'],
  [0xfe00, 'Terminated by a cancel request'],
  [0xff00, 'Pending'],
  [0xff01, 'Pending: one or more optional keys are not supported'],
]);

const WARNINGS: ReadonlySet<number> = new Set([0x0001, 0x0107, 0x0116]);

/** Classifies a status code (PS3.7 annex C). Both FF00 and FF01 are pending (PS3.4 C.4.1.1.4). */
export function classifyStatus(code: number): StatusCategory {
  if (code === 0x0000) return 'success';
  if (code === 0xff00 || code === 0xff01) return 'pending';
  if (code === 0xfe00) return 'cancelled';
  if (WARNINGS.has(code) || (code & 0xf000) === 0xb000) return 'warning';
  return 'failure';
}

/** Reads the status of a response; `undefined` when the peer left (0000,0900) out. */
export function readStatus(command: CommandSet): DimseStatus | undefined {
  const { status: code, errorComment, offendingElements } = command;
  if (code === undefined) return undefined;
  const meaning = MEANINGS.get(code);
  return {
    code,
    category: classifyStatus(code),
    ...(meaning === undefined ? {} : { meaning }),
    ...(errorComment === undefined ? {} : { errorComment }),
    ...(offendingElements === undefined ? {} : { offendingElements }),
  };
}
