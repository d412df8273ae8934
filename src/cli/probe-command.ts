import type { RiskClass } from '../probes/contract.ts';
import { BaseCommand } from './base-command.ts';
import { exitCodes } from './exit-codes.ts';

/** `probe NAME`: ends with 0 whatever the peer did (its state tells), with 1 only when the tool itself failed. */
export abstract class ProbeCommand extends BaseCommand {
  /** Runs the probe against what the flags describe and prints what was seen. */
  protected async probe(
    name: string,
    facility: Record<string, unknown>,
    allowed: readonly RiskClass[],
    journalFile?: string,
  ): Promise<unknown> {
    const [{ probeByHand }, { describeRecords }] = await Promise.all([
      import('./probe-by-hand.ts'),
      import('./describe-records.ts'),
    ]);
    const { evidence, bugs } = await probeByHand({
      probe: name,
      facility,
      allowed,
      ...(journalFile !== undefined && { journalFile }),
      language: this.language,
      signal: this.signal,
    });
    for (const line of describeRecords(evidence, this.language)) this.log(line);
    if (bugs.length > 0) {
      process.exitCode = exitCodes.bug;
      if (this.argv.includes('--verbose'))
        for (const bug of bugs)
          this.note(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug));
    }
    return { evidence };
  }
}
