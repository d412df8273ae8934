import { SIMULATOR_DICOM_MARK } from '../identity.ts';

/** How the simulated database server behaves. */
export interface DatabaseBehaviour {
  /** `none`: the facility file names no database; `stopped`: it names a port on which nothing listens. */
  readonly state: 'running' | 'stopped' | 'none';
  readonly login: 'accepted' | 'refused';
  /** `past-its-end`: a line of versions that its makers do not mend any more. */
  readonly release: 'current' | 'past-its-end';
}

/** A database server in order. */
export const SOUND_DATABASE: DatabaseBehaviour = {
  state: 'running',
  login: 'accepted',
  release: 'current',
};

/** The only account, without a password: it reads nothing but a version. */
export const DATABASE_USER = 'rispacs_doc';

const releases = { current: '16.4', 'past-its-end': '9.6.24' } as const;

/** A message of the client: its type, `startup` for the first ones that have none, and its body. */
export interface FrontendMessage {
  readonly type: string;
  readonly body: Buffer;
}

/** What a message is answered with. */
export interface BackendAnswer {
  readonly reply: Buffer;
  readonly close?: true;
  /** From now on messages have a type. */
  readonly begun?: true;
}

const mostBodyBytes = 16 * 1024;
const startupCodes = { protocol3: 196_608, tls: 80_877_103, gss: 80_877_104 } as const;

/**
 * Takes the first whole message of a client (PostgreSQL documentation, message formats): length and body, preceded by
 * a type octet once the connection has begun. A length that cannot be right ends as a message that ends the connection.
 */
export function readFrontend(
  pending: Buffer,
  begun: boolean,
): { readonly message: FrontendMessage; readonly bytes: number } | undefined {
  const head = begun ? 1 : 0;
  if (pending.length < head + 4) return undefined;
  const length = pending.readUInt32BE(head);
  if (length < 4 || length > mostBodyBytes) {
    return { message: { type: 'broken', body: Buffer.alloc(0) }, bytes: pending.length };
  }
  if (pending.length < head + length) return undefined;
  const type = begun ? String.fromCharCode(pending[0] ?? 0) : 'startup';
  return {
    message: { type, body: pending.subarray(head + 4, head + length) },
    bytes: head + length,
  };
}

/** Answers one message of a client: start-up, the question for the version, the end; nothing else is served. */
export function answerFrontend(
  { type, body }: FrontendMessage,
  behaviour: DatabaseBehaviour,
): BackendAnswer {
  switch (type) {
    case 'startup':
      return start(body, behaviour);
    case 'Q':
      return { reply: answerQuery(body.toString('utf8').replace(/\0.*$/s, ''), behaviour) };
    case 'X':
      return { reply: Buffer.alloc(0), close: true };
    default:
      return {
        reply: error('0A000', 'the simulated database answers simple queries only'),
        close: true,
      };
  }
}

function start(body: Buffer, { login }: DatabaseBehaviour): BackendAnswer {
  const code = body.length >= 4 ? body.readUInt32BE(0) : 0;
  // "N": neither TLS nor GSSAPI; the client may go on in the clear.
  if (code === startupCodes.tls || code === startupCodes.gss) return { reply: Buffer.from('N') };
  if (code !== startupCodes.protocol3)
    return { reply: error('0A000', 'protocol 3.0 only'), close: true };
  const words = body.subarray(4).toString('utf8').split('\0');
  const user = words[words.indexOf('user') + 1];
  if (login === 'refused' || user !== DATABASE_USER) {
    return { reply: error('28000', 'the account may not log in (simulated)'), close: true };
  }
  return {
    begun: true,
    reply: Buffer.concat([
      message('R', int32(0)),
      message('S', text('application_name', SIMULATOR_DICOM_MARK)),
      message('S', text('client_encoding', 'UTF8')),
      message('Z', Buffer.from('I')),
    ]),
  };
}

function answerQuery(query: string, { release }: DatabaseBehaviour): Buffer {
  const ready = message('Z', Buffer.from('I'));
  if (!/^\s*select\s+version\(\)(\s+as\s+\w+)?\s*;?\s*$/i.test(query)) {
    return Buffer.concat([error('42501', 'only the version may be read (simulated)'), ready]);
  }
  const column = /\bas\s+(\w+)/i.exec(query)?.[1] ?? 'version';
  const value = Buffer.from(
    `PostgreSQL ${releases[release]} (${SIMULATOR_DICOM_MARK}) on loopback`,
  );
  // One column of type text (25): name, table, attribute, type, size, modifier, format.
  const field = Buffer.concat([
    text(column),
    int32(0),
    int16(0),
    int32(25),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
  return Buffer.concat([
    message('T', Buffer.concat([int16(1), field])),
    message('D', Buffer.concat([int16(1), int32(value.length), value])),
    message('C', text('SELECT 1')),
    ready,
  ]);
}

function error(code: string, words: string): Buffer {
  return message(
    'E',
    Buffer.concat([text(`SFATAL`), text(`C${code}`), text(`M${words}`), Buffer.from([0])]),
  );
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function text(...words: readonly string[]): Buffer {
  return Buffer.from(words.map((word) => `${word}\0`).join(''));
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
