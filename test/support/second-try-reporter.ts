import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names each test that passed only at its second try, with the first reason: such a test, or what it tests, has a
 * defect, although the run does not fail for it.
 */
export default class SecondTryReporter implements Reporter {
  readonly #seen: string[] = [];

  onTestCaseResult(test: TestCase): void {
    const retries = test.diagnostic()?.retryCount ?? 0;
    if (retries === 0 || test.result().state !== 'passed') return;
    const reason = test.result().errors?.[0]?.message.split('\n')[0] ?? 'no reason';
    this.#seen.push(`second try: ${test.module.relativeModuleId} > ${test.fullName}: ${reason}`);
  }

  onTestRunEnd(): void {
    for (const line of this.#seen) process.stderr.write(`${line}\n`);
  }
}
