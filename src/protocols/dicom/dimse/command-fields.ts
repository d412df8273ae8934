/** Command field values (PS3.7 E.1-1 and 9.3, 10.3). */
export const COMMAND = {
  storeRequest: 0x0001,
  storeResponse: 0x8001,
  getRequest: 0x0010,
  getResponse: 0x8010,
  findRequest: 0x0020,
  findResponse: 0x8020,
  moveRequest: 0x0021,
  moveResponse: 0x8021,
  echoRequest: 0x0030,
  echoResponse: 0x8030,
  eventReportRequest: 0x0100,
  eventReportResponse: 0x8100,
  nGetRequest: 0x0110,
  nGetResponse: 0x8110,
  nSetRequest: 0x0120,
  nSetResponse: 0x8120,
  nActionRequest: 0x0130,
  nActionResponse: 0x8130,
  nCreateRequest: 0x0140,
  nCreateResponse: 0x8140,
  nDeleteRequest: 0x0150,
  nDeleteResponse: 0x8150,
  cancelRequest: 0x0fff,
} as const;

/** Command Data Set Type that says "no data set follows" (PS3.7 E.1). */
export const NO_DATA_SET = 0x0101;

/** Any other value says that one follows; this is the usual one. */
export const DATA_SET_PRESENT = 0x0001;

/** Priority of a C-STORE, C-FIND, C-GET or C-MOVE request (PS3.7 9.3.1.1). */
export const PRIORITY = { medium: 0x0000, high: 0x0001, low: 0x0002 } as const;

/** How an element of the command group is written. */
export type CommandValueKind = 'uid' | 'text' | 'uint16' | 'tags';

interface FieldSpec {
  readonly element: number;
  readonly kind: CommandValueKind;
}

/** The elements of group 0000 that this layer reads and writes, in ascending order (PS3.7 E.1). */
export const COMMAND_FIELDS = {
  affectedSopClassUid: { element: 0x0002, kind: 'uid' },
  requestedSopClassUid: { element: 0x0003, kind: 'uid' },
  commandField: { element: 0x0100, kind: 'uint16' },
  messageId: { element: 0x0110, kind: 'uint16' },
  messageIdBeingRespondedTo: { element: 0x0120, kind: 'uint16' },
  moveDestination: { element: 0x0600, kind: 'text' },
  priority: { element: 0x0700, kind: 'uint16' },
  commandDataSetType: { element: 0x0800, kind: 'uint16' },
  status: { element: 0x0900, kind: 'uint16' },
  offendingElements: { element: 0x0901, kind: 'tags' },
  errorComment: { element: 0x0902, kind: 'text' },
  errorId: { element: 0x0903, kind: 'uint16' },
  affectedSopInstanceUid: { element: 0x1000, kind: 'uid' },
  requestedSopInstanceUid: { element: 0x1001, kind: 'uid' },
  eventTypeId: { element: 0x1002, kind: 'uint16' },
  attributeIdentifiers: { element: 0x1005, kind: 'tags' },
  actionTypeId: { element: 0x1008, kind: 'uint16' },
  remainingSuboperations: { element: 0x1020, kind: 'uint16' },
  completedSuboperations: { element: 0x1021, kind: 'uint16' },
  failedSuboperations: { element: 0x1022, kind: 'uint16' },
  warningSuboperations: { element: 0x1023, kind: 'uint16' },
  moveOriginatorAeTitle: { element: 0x1030, kind: 'text' },
  moveOriginatorMessageId: { element: 0x1031, kind: 'uint16' },
} as const satisfies Record<string, FieldSpec>;

interface ValueOfKind {
  readonly uid: string;
  readonly text: string;
  readonly uint16: number;
  /** Attribute tags as 0xGGGGEEEE. */
  readonly tags: readonly number[];
}

/** The values of a command set; a field that was not sent is absent. */
export type CommandFields = {
  readonly [Name in keyof typeof COMMAND_FIELDS]?: ValueOfKind[(typeof COMMAND_FIELDS)[Name]['kind']];
};

/** An element of the command group that this layer does not interpret. */
export interface RawCommandElement {
  readonly group: number;
  readonly element: number;
  readonly value: Buffer;
}

/** A decoded command set (PS3.7 6.3.1). */
export interface CommandSet extends CommandFields {
  readonly unknownElements: readonly RawCommandElement[];
}
