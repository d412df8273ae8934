interface Host<T> {
  readonly waiting: T[];
  running: number;
}

/**
 * Jobs in the order of their hosts: each host in turn, and never more than `perHost` of one host at a time. Taking and
 * releasing cost the same however many wait.
 */
export class HostQueue<T> {
  readonly #perHost: number;
  readonly #hosts = new Map<string, Host<T>>();
  /** Hosts that have something waiting and room for it; a set keeps the order in which they came. */
  readonly #ready = new Set<string>();

  constructor(jobs: Iterable<{ readonly host: string; readonly job: T }>, perHost: number) {
    this.#perHost = perHost;
    for (const { host, job } of jobs) {
      const known = this.#hosts.get(host);
      if (known === undefined) this.#hosts.set(host, { waiting: [job], running: 0 });
      else known.waiting.push(job);
      this.#ready.add(host);
    }
    // Taken from the end.
    for (const { waiting } of this.#hosts.values()) waiting.reverse();
  }

  /** The next job whose host has room; `undefined` when none has. */
  take(): T | undefined {
    const [name] = this.#ready;
    const host = name === undefined ? undefined : this.#hosts.get(name);
    const job = host?.waiting.pop();
    if (name === undefined || host === undefined || job === undefined) return undefined;
    host.running += 1;
    this.#ready.delete(name);
    this.#readyAgain(name, host);
    return job;
  }

  /** Says that a job of this host has ended. */
  release(name: string): void {
    const host = this.#hosts.get(name);
    if (host === undefined) return;
    host.running -= 1;
    this.#readyAgain(name, host);
  }

  #readyAgain(name: string, host: Host<T>): void {
    if (host.waiting.length > 0 && host.running < this.#perHost) this.#ready.add(name);
  }
}
