import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseNutLine } from '../../../src/protocols/nut/parse-line.ts';
import { readUps } from '../../../src/protocols/nut/read-ups.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A server that does one thing to every connection. */
async function serve(behave: (socket: Socket, text: string) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString();
      behave(socket, text);
    });
  });
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const list = (...lines: string[]) =>
  ['Network UPS Tools upsd 2.8.0', 'BEGIN LIST VAR ups', ...lines, 'END LIST VAR ups', ''].join(
    '\n',
  );
const read = (port: number, more: Partial<Parameters<typeof readUps>[0]> = {}) =>
  readUps({ host: '127.0.0.1', port, ups: 'ups', connectMs: 1_000, answerMs: 300, ...more });

describe('reading a UPS', () => {
  it('gives every variable, quoted characters included', async () => {
    const port = await serve((socket, text) => {
      if (text.includes('LIST')) {
        socket.write(list('VAR ups ups.status "OL CHRG"', 'VAR ups ups.model "A \\"B\\" \\\\ C"'));
      }
    });
    const outcome = await read(port);
    expect(outcome).toMatchObject({ kind: 'read', server: 'Network UPS Tools upsd 2.8.0' });
    expect(outcome.kind === 'read' && [...outcome.variables]).toEqual([
      ['ups.status', 'OL CHRG'],
      ['ups.model', 'A "B" \\ C'],
    ]);
  });

  it('reads an answer that arrives byte by byte, with CR LF', async () => {
    const bytes = Buffer.from(list('VAR ups battery.charge "87"').replaceAll('\n', '\r\n'));
    const port = await serve((socket, text) => {
      if (text.includes('LIST')) for (const byte of bytes) socket.write(Buffer.of(byte));
    });
    const outcome = await read(port);
    expect(outcome.kind === 'read' && outcome.variables.get('battery.charge')).toBe('87');
  });

  it('sends only VER, LIST VAR and LOGOUT', async () => {
    let sent = '';
    const port = await serve((socket, text) => {
      if (sent === '' && text.includes('LIST')) socket.write(list());
      sent = text;
    });
    await read(port);
    await expect.poll(() => sent).toBe('VER\nLIST VAR ups\nLOGOUT\n');
  });

  it('an old server that does not know VER is read all the same', async () => {
    const port = await serve((socket, text) => {
      if (text.includes('LIST'))
        socket.write(
          'ERR UNKNOWN-COMMAND\nBEGIN LIST VAR ups\nVAR ups ups.load "3"\nEND LIST VAR ups\n',
        );
    });
    const outcome = await read(port);
    expect(outcome.kind === 'read' && outcome.variables.get('ups.load')).toBe('3');
    expect(outcome).not.toHaveProperty('server');
  });

  it.each([
    ['UNKNOWN-UPS', 'upsd 2.8\nERR UNKNOWN-UPS\n'],
    ['DATA-STALE', 'upsd 2.8\nERR DATA-STALE\n'],
    ['ACCESS-DENIED', 'ERR ACCESS-DENIED\n'],
  ])('an error answer %s is named', async (code, answer) => {
    const port = await serve((socket, text) => {
      if (text.includes('LIST')) socket.write(answer);
    });
    expect(await read(port)).toEqual({ kind: 'error-answer', code });
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a line that never ends', 'x'.repeat(5_000)],
    ['a foreign UPS in the list', list('VAR other ups.status "OL"')],
    ['endless variables', list('VAR ups a "b"\n'.repeat(40_000))],
  ])('%s is a protocol error', async (_, answer) => {
    const port = await serve((socket, text) => {
      if (text.includes('LIST')) socket.write(answer);
    });
    expect(await read(port)).toMatchObject({ kind: 'protocol-error' });
  });

  it('a server that says nothing ends by its deadline, one that drips too', async () => {
    const silent = await serve(() => undefined);
    expect(await read(silent)).toEqual({ kind: 'timeout', phase: 'answer', limitMs: 300 });
    const slow = await serve((socket, text) => {
      if (!text.includes('LIST')) return;
      const timer = setInterval(() => socket.write('B'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await read(slow)).toMatchObject({ kind: 'timeout' });
  });

  it('a UPS that vanishes while it is read', async () => {
    const port = await serve((socket, text) => {
      if (text.includes('LIST')) socket.end('upsd\nBEGIN LIST VAR ups\nVAR ups ups.status "O');
    });
    expect(await read(port)).toEqual({ kind: 'closed' });
  });

  it('nothing listens, or the run is stopped', async () => {
    const port = await serve(() => undefined);
    for (const stop of stops.splice(0)) stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await read(port)).toEqual({ kind: 'refused' });
    const other = await serve(() => undefined);
    expect(await read(other, { signal: AbortSignal.timeout(20) })).toEqual({ kind: 'cancelled' });
    expect(await read(other, { signal: AbortSignal.abort() })).toEqual({ kind: 'cancelled' });
  });

  it('a name of two words never reaches the wire', async () => {
    await expect(read(1, { ups: 'ups\nFSD ups' })).rejects.toThrow(RangeError);
  });
});

describe('lines', () => {
  it('any value comes back from its quoted form', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[\n\r]/.test(text)),
        (value) => {
          const quoted = value.replace(/[\\"]/g, '\\$&');
          expect(parseNutLine(`VAR u n "${quoted}"`)).toEqual({
            kind: 'variable',
            ups: 'u',
            name: 'n',
            value,
          });
        },
      ),
      { seed: 20_261_122 },
    );
  });

  it('any line is read as something', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        expect(parseNutLine(line).kind).toBeDefined();
      }),
      { seed: 7 },
    );
  });
});
