import { cpus } from 'node:os';

/** Processor use between start and read. */
export interface CpuReading {
  /** All of this process, in percent of one core; above 100 when several threads worked. */
  totalPercent: number;
  userPercent: number;
  systemPercent: number;
  /** All processes and cores together, in percent of what they could do; absent where the system does not tell. */
  hostBusyPercent?: number;
}

/**
 * Starts measuring the processor time of this process; the returned function reads it, in percent
 * of one core, as iperf3 reports its own (`cpu_util_total`). Near 100 the computer, not the line,
 * may be what limits the rate. So it may when other processes keep all cores busy: then this
 * process has little use of its own and waits for its turn.
 */
export function startCpuMeter(): () => CpuReading {
  const startUsage = process.cpuUsage();
  const startMs = performance.now();
  const startTimes = readHostTimes();
  return () => {
    const used = process.cpuUsage(startUsage);
    const wallMicroseconds = Math.max(1, (performance.now() - startMs) * 1000);
    const userPercent = (used.user / wallMicroseconds) * 100;
    const systemPercent = (used.system / wallMicroseconds) * 100;
    const hostBusyPercent = busyPercent(startTimes, readHostTimes());
    return {
      totalPercent: userPercent + systemPercent,
      userPercent,
      systemPercent,
      ...(hostBusyPercent !== undefined && { hostBusyPercent }),
    };
  };
}

/** Time that all cores have spent since the system started, milliseconds. */
interface HostTimes {
  readonly totalMs: number;
  readonly idleMs: number;
}

function readHostTimes(): HostTimes {
  let totalMs = 0;
  let idleMs = 0;
  for (const { times } of cpus()) {
    totalMs += times.user + times.nice + times.sys + times.idle + times.irq;
    idleMs += times.idle;
  }
  return { totalMs, idleMs };
}

function busyPercent(from: HostTimes, until: HostTimes): number | undefined {
  const totalMs = until.totalMs - from.totalMs;
  const idleMs = until.idleMs - from.idleMs;
  return totalMs > 0 && idleMs >= 0 && idleMs <= totalMs ? (1 - idleMs / totalMs) * 100 : undefined;
}
