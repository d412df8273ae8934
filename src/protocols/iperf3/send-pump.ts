import type { Socket } from 'node:net';
import type { Pacer } from './pacer.ts';

/** Writes in one turn of the event loop; more would starve timers when the peer reads as fast. */
const blocksPerTurn = 8;

/** A stream being filled as fast as TCP and the ceiling allow. */
export interface SendPump {
  /** Bytes the operating system has accepted so far. */
  sentBytes(): number;
  /** Writes no more; what was written stays queued until the socket is destroyed. */
  stop(): void;
}

/**
 * Keeps writing `block` to `socket` until stopped. A destroyed socket stops it as well.
 *
 * @param pacer the shared ceiling, absent for none.
 */
export function startSendPump(socket: Socket, block: Buffer, pacer: Pacer | undefined): SendPump {
  let running = true;
  let scheduled = false;
  let writtenBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const writeBlock = (): boolean => {
    writtenBytes += block.length;
    return socket.write(block);
  };
  const turn = (): void => {
    scheduled = false;
    for (let written = 0; written < blocksPerTurn; written += 1) {
      if (!running || socket.destroyed) return;
      const waitMs = pacer?.reserve(block.length) ?? 0;
      if (waitMs > 0) {
        timer = setTimeout(() => {
          timer = undefined;
          if (running && !socket.destroyed && writeBlock()) schedule();
        }, waitMs);
        return;
      }
      if (!writeBlock()) return;
    }
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || timer !== undefined || !running) return;
    scheduled = true;
    setImmediate(turn);
  };
  socket.on('drain', schedule);
  schedule();
  return {
    sentBytes: () => writtenBytes - socket.writableLength,
    stop: () => {
      running = false;
      clearTimeout(timer);
      socket.off('drain', schedule);
    },
  };
}
