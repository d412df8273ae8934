import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerCommand } from '../../src/simulator/power/answer-command.ts';
import { startUps } from '../../src/simulator/power/start-ups.ts';
import { portOf, startHospital } from './support/start-hospital.ts';

/** Sends lines and gives back everything that came until the other side ended the connection. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect({ host: '127.0.0.1', port });
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      heard += chunk;
    });
    socket.once('end', () => resolve(heard)).once('error', reject);
    socket.write(text);
  });
}

describe('the simulated UPS', () => {
  it('tells a reader its name, its variables and its status', async () => {
    const port = portOf(await startHospital(), 'ups');
    const heard = await talk(
      port,
      'VER\nLIST UPS\nLIST VAR ups-may-chu\nGET VAR ups-may-chu ups.status\nLOGOUT\n',
    );
    const lines = heard.trimEnd().split('\n');
    expect(lines[0]).toContain('RISPACS_SIM');
    expect(lines.slice(1, 4)).toEqual([
      'BEGIN LIST UPS',
      'UPS ups-may-chu "UPS phong may chu (mo phong)"',
      'END LIST UPS',
    ]);
    expect(lines).toContain('VAR ups-may-chu battery.charge "100"');
    expect(lines.slice(-2)).toEqual(['VAR ups-may-chu ups.status "OL"', 'OK Goodbye']);
  });

  it('refuses what is not there and every command that would change something', async () => {
    const port = portOf(await startHospital(), 'ups');
    const heard = await talk(
      port,
      [
        'LIST VAR khac',
        'GET VAR ups-may-chu no.such',
        'GET',
        'NONSENSE',
        'SET VAR ups-may-chu battery.charge.low "90"',
        'INSTCMD ups-may-chu shutdown.return',
        'FSD ups-may-chu',
        'STARTTLS',
        'LOGOUT',
        '',
      ].join('\n'),
    );
    expect(heard.trimEnd().split('\n')).toEqual([
      'ERR UNKNOWN-UPS',
      'ERR VAR-NOT-SUPPORTED',
      'ERR INVALID-ARGUMENT',
      'ERR UNKNOWN-COMMAND',
      'ERR ACCESS-DENIED',
      'ERR ACCESS-DENIED',
      'ERR ACCESS-DENIED',
      'ERR FEATURE-NOT-CONFIGURED',
      'OK Goodbye',
    ]);
  });

  it('can run on its battery', async () => {
    const ups = await startUps({ supply: 'on-battery' }, new AbortController().signal);
    const heard = await talk(ups.port, 'GET VAR ups-may-chu ups.status\nLOGOUT\n');
    await ups.stop();
    expect(heard).toContain('"OB LB"');
  });

  it('cuts a line without end', async () => {
    const port = portOf(await startHospital(), 'ups');
    const ended = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined).once('close', () => resolve(true));
      socket.write('A'.repeat(100_000));
    });
    expect(ended).toBe(true);
  });

  it('answers any line with whole lines and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom('LIST', 'GET TYPE')),
        (line) => {
          const { lines } = answerCommand(line, { supply: 'mains' });
          expect(lines.length).toBeGreaterThan(0);
          expect(lines.every((one) => /^[\x20-\x7e]+$/.test(one))).toBe(true);
        },
      ),
      { seed: 5, numRuns: 500 },
    );
  });
});
