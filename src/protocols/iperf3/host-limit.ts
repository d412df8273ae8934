/** What is known about the two computers of a throughput test. Absent: not known. */
export interface HostFigures {
  /** The lower direction of the self-test on each side, Mb/s. */
  localSelfTestMbps?: number;
  remoteSelfTestMbps?: number;
  /** Processor use while measuring, percent of one core. */
  localCpuPercent?: number;
  remoteCpuPercent?: number;
  /** All processes and cores together while measuring, percent of what they could do. */
  localHostBusyPercent?: number;
  remoteHostBusyPercent?: number;
}

/** The self-test, this process's own use of a core, or everything that runs on the computer. */
export type HostLimitReason = 'slow-self-test' | 'busy-processor' | 'busy-computer';

/** A reason to think that a computer, not the line, limited a rate. */
export interface HostLimit {
  side: 'local' | 'remote';
  because: HostLimitReason;
  /** The figure, in Mb/s or percent (of one core, or of all), and the bound it crosses. */
  value: number;
  bound: number;
}

/** A computer that cannot move twice 1 Gb/s within itself is no yardstick for a 1 Gb/s line. */
export const leastSelfTestMbps = 2000;

/** Above this share of one core the end that moves the data may have been the limit. */
export const mostCpuPercent = 80;

/** Above this share of all cores the test may have waited for its turn, however little it used itself. */
export const mostHostBusyPercent = 90;

/**
 * Lists what speaks for a computer as the limit of a rate. The bounds are ours. Only a low rate
 * needs the excuse: a rate that is high enough stands whatever the processor did.
 */
export function findHostLimits(figures: HostFigures): HostLimit[] {
  const limits: HostLimit[] = [];
  for (const side of ['local', 'remote'] as const) {
    const mbps = figures[`${side}SelfTestMbps`];
    if (mbps !== undefined && mbps < leastSelfTestMbps)
      limits.push({ side, because: 'slow-self-test', value: mbps, bound: leastSelfTestMbps });
    const cpu = figures[`${side}CpuPercent`];
    if (cpu !== undefined && cpu > mostCpuPercent)
      limits.push({ side, because: 'busy-processor', value: cpu, bound: mostCpuPercent });
    const busy = figures[`${side}HostBusyPercent`];
    if (busy !== undefined && busy > mostHostBusyPercent)
      limits.push({ side, because: 'busy-computer', value: busy, bound: mostHostBusyPercent });
  }
  return limits;
}
