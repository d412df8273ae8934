/** Processor use of this process between start and read. */
export interface CpuReading {
  /** All of it, in percent of one core; above 100 when several threads worked. */
  totalPercent: number;
  userPercent: number;
  systemPercent: number;
}

/**
 * Starts measuring the processor time of this process; the returned function reads it, in percent
 * of one core, as iperf3 reports its own (`cpu_util_total`). Near 100 the computer, not the line,
 * may be what limits the rate.
 */
export function startCpuMeter(): () => CpuReading {
  const startUsage = process.cpuUsage();
  const startMs = performance.now();
  return () => {
    const used = process.cpuUsage(startUsage);
    const wallMicroseconds = Math.max(1, (performance.now() - startMs) * 1000);
    const userPercent = (used.user / wallMicroseconds) * 100;
    const systemPercent = (used.system / wallMicroseconds) * 100;
    return { totalPercent: userPercent + systemPercent, userPercent, systemPercent };
  };
}
