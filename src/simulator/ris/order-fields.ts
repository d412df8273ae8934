import type { Er7Message } from '../../protocols/hl7/er7.ts';

interface Code {
  readonly code: string;
  readonly text: string;
  readonly scheme: string;
}

/** The fields of an order, wherever its kind of message has them; empty for what it does not say. */
export interface OrderFields {
  readonly accession: string;
  readonly studyUid: string;
  readonly procedureId: string;
  readonly stepId: string;
  readonly modality: string;
  readonly station: string;
  /** Local time, `YYYYMMDDHHMMSS`. */
  readonly start: string;
  /** Requested Procedure Priority (PS3.3 C.4.11). */
  readonly priority: string;
  readonly procedure: Code;
  readonly protocol: Code;
}

const priorities: Readonly<Record<string, string>> = {
  S: 'STAT',
  A: 'HIGH',
  R: 'ROUTINE',
  T: 'MEDIUM',
};

/** Reads OBR and ZDS of ORM^O01, or TQ1 and IPC of OMI^O23; without IPC the fields of OBR. */
export function readOrderFields(message: Er7Message): OrderFields {
  const hasIpc = message.segment('IPC') !== undefined;
  const isTimed = message.segment('TQ1') !== undefined;
  const either = (withIpc: string, without: string): string =>
    shortText(message.at(hasIpc ? withIpc : without));
  const start = message.at(isTimed ? 'TQ1-7' : 'ORC-7.4') ?? message.at('OBR-27.4') ?? '';
  const procedure = readCode(message, 'OBR-44', 1);
  const uid = message.at(hasIpc ? 'IPC-3.1' : 'ZDS-1.1') ?? '';
  return {
    accession: either('IPC-1', 'OBR-18'),
    studyUid: /^[0-9.]{1,64}$/.test(uid) ? uid : '',
    procedureId: either('IPC-2', 'OBR-19'),
    stepId: either('IPC-4', 'OBR-20'),
    modality: either('IPC-5', 'OBR-24') || shortText(message.at('OBR-24')),
    station: either('IPC-9', 'ORC-18'),
    start: start.replace(/\D.*$/, '').slice(0, 14),
    priority: priorities[message.at(isTimed ? 'TQ1-9' : 'ORC-7.6') ?? 'R'] ?? 'ROUTINE',
    procedure: procedure.text === '' ? readCode(message, 'OBR-4', 1) : procedure,
    protocol: readProtocol(message, hasIpc),
  };
}

/** XPN or XCN to PN: suffix and prefix change places (PS3.5 6.2.1.1). */
export function readPersonName(message: Er7Message, field: string, first: number): string {
  const part = (offset: number): string =>
    (message.at(`${field}.${first + offset}`) ?? '').replace(/[\^=\\\p{C}]/gu, '').slice(0, 64);
  return [part(0), part(1), part(2), part(4), part(3)].join('^').replace(/\^+$/, '');
}

/** DICOM SH: at most 16 characters, no backslash and no control characters (PS3.5 6.2). */
export function shortText(text: string | undefined): string {
  return cleanText(text, 16);
}

/** Text of at most so many characters, without backslash and control characters. */
export function cleanText(text: string | undefined, mostCharacters: number): string {
  return (text ?? '')
    .replace(/[\\\p{C}]/gu, '')
    .slice(0, mostCharacters)
    .trim();
}

function readProtocol(message: Er7Message, hasIpc: boolean): Code {
  const own = hasIpc ? readCode(message, 'IPC-6', 1) : readCode(message, 'OBR-4', 4);
  return own.text === '' ? readCode(message, 'OBR-4', 1) : own;
}

function readCode(message: Er7Message, field: string, first: number): Code {
  return {
    code: shortText(message.at(`${field}.${first}`)),
    text: cleanText(message.at(`${field}.${first + 1}`), 64),
    scheme: shortText(message.at(`${field}.${first + 2}`)),
  };
}
